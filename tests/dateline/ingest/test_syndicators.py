"""What syndicators and agencies put around their stories, in pages of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.document import Document
from dateline.ingest.article import ingest_pages

TITLE = "Grimsund Yard Launches Electric Dredger for Shallow Harbours"
LEAD = (
    "Grimsund Yard launched an electric dredger on Tuesday that can work in harbours of 2 metres."
)
QUOTE = "“She digs, and you hear the gulls,” said Runa Falk, who built her."
ORDERS = "Four harbours have ordered a dredger of the kind, at a price of 9 million crowns each."
PLACED = "GRIMSUND, Norway, May 5, 2026"


def _article(folder: Path, page: str) -> Document:
    (folder / "page.txt").write_text(page, encoding="utf-8")
    return ingest_pages([folder / "page.txt"])[0].article


def _told(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


RELEASE = _told(TITLE, f"{PLACED} -- {LEAD}", QUOTE, ORDERS)
# What stands above the title, between it and the story, in its dateline, and below it.
HEADS = {
    "counter": (
        "EIN Presswire\nThere were 877 press releases posted in the last 24 hours and 301,650"
        " in the last 365 days.",
        "News Provided By\nGrimsund Yard AS\nMay 05, 2026, 07:00 GMT\n\nShare This Article",
        " /EINPresswire.com/",
        "Runa Falk\nGrimsund Yard AS\n+47 55 50 10 20\nemail us here\nVisit us on social media:\nX",
    ),
    "tag line": (
        "Accessibility Statement\nSkip Navigation\n\nPR Newswire: press release distribution,"
        " targeting, monitoring and marketing",
        "USA - English\n\nNews provided by\n\nGrimsund Yard, Inc.\n\nMay 05, 2026, 07:00 ET",
        " /PRNewswire/",
        "Press contact:\nRuna Falk\nfalk@grimsund.example\n\nSOURCE Grimsund Yard, Inc.",
    ),
    # A site that nobody has heard of says of itself what it does, and how often.
    "unknown": (
        "Kysten Direkte\nOver 40,000 newsrooms across Europe trust our wire for company"
        " announcements every single morning of the week.",
        "May 5, 2026 07:00 CET",
        " /KYSTWIRE/",
        "SOURCE Grimsund Yard AS",
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_release_has_its_own_title_date_and_marker(tmp_path: Path, name: str) -> None:
    above, between, marker, below = HEADS[name]
    opening = f"{PLACED}{marker} -- {LEAD}"
    found = _article(tmp_path, _told(above, TITLE, between, opening, QUOTE, ORDERS, below))
    assert found.title == TITLE
    assert found.text == RELEASE
    assert found.published == "2026-05-05"
    assert found.source.marker == marker.strip(" /")


def test_a_tag_line_with_words_of_the_boilerplate_is_no_title(tmp_path: Path) -> None:
    boiler = "This news release was sent to markets and companies by the yard's own office."
    slogan = "Menu\nThe news release office for companies and markets"
    page = _told(slogan, TITLE, LEAD, ORDERS, QUOTE, LEAD.replace("Tuesday", "Monday"), boiler)
    assert _article(tmp_path, page).title == TITLE


FURNITURE = (
    "Our Standards: The Harbour Trust Principles.",
    "Purchase Licensing Rights",
    "Suggested Topics:\nShipping",
    "Add Kyst News as your preferred source on any engine that you use for searching.",
    "Add Kyst News as your preferred source",
    "Leer en español",
    "Read in Norwegian",
    "mailto",
    "Getty Images",
    "Ola Brekke/Getty Images\nThe dredger at her berth",
    "Follow our live coverage",
)


@pytest.mark.parametrize("line", FURNITURE)
@pytest.mark.parametrize("place", [1, 4])
def test_furniture_of_agencies_is_cut_above_and_below(
    tmp_path: Path, line: str, place: int
) -> None:
    story = [TITLE, LEAD, QUOTE, ORDERS]
    page = _told(*story[:place], line, *story[place:])
    assert _article(tmp_path, page).text == _told(*story)


def test_a_writer_and_the_desk_are_a_byline(tmp_path: Path) -> None:
    page = _told(f"{TITLE}\n2 hours ago\nShare\nRuna Falk\nHarbours correspondent, Grimsund", LEAD)
    assert _article(tmp_path, page).text == _told(TITLE, LEAD)


@pytest.mark.parametrize("end", [" Enditem", "\n\nEnditem", " Endit"])
def test_an_agencys_word_for_the_end_is_none_of_the_story(tmp_path: Path, end: str) -> None:
    found = _article(tmp_path, _told(TITLE, f"GRIMSUND, May 5 (Xinhua) -- {LEAD}", ORDERS + end))
    assert found.text == _told(TITLE, f"GRIMSUND, May 5 -- {LEAD}", ORDERS)
    assert found.source.marker == "Xinhua"


def test_a_marker_stands_in_the_dateline_below_a_standfirst(tmp_path: Path) -> None:
    found = _article(tmp_path, _told(TITLE, ORDERS, f"GRIMSUND, Norway (AP) — {LEAD}", QUOTE))
    assert found.source.marker == "AP"
    assert found.text == _told(TITLE, ORDERS, f"GRIMSUND, Norway — {LEAD}", QUOTE)


def test_names_and_a_number_inside_a_story_stay(tmp_path: Path) -> None:
    # A season is no number to call.
    helpline = "Those who saw it may call\n+47 55 50 10 20"
    page = _told(TITLE, LEAD, helpline, ORDERS, "Goals in Hald\n2025/2026")
    assert _article(tmp_path, page).text == page
