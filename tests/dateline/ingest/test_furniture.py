"""Furniture of pages that are copied as text: no markup tells it from the story."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.document import Document
from dateline.ingest.article import ingest_pages
from dateline.ingest.cut import decide
from dateline.ingest.page import read_page

TITLE = "Bakers stay out for a fifteenth day"
PROSE = (
    "The ovens of the bakery in Thornwath were cold for a fifteenth day after talks broke up.",
    "Forty-one bakers walked out in February over a plan to move the night shift to Pellbridge.",
    "The bakers meet again on Wednesday, when their owner will put an offer on the bakery's table.",
)
BETWEEN = (
    "[Video player loading]",
    "[Facebook] [WhatsApp] [Email]",
    "(( page 1 of 2 ))",
    "-- page 1 of 2 -- press ENTER for more --",
    "- Article continues after this message -",
    "Publicité",
    "ADVERTISEMENT – continue below",
    "Read this too: Why loaves cost more",
    "Also in Bread: the last miller",
    "From the archive: The great oven fire",
    ">> Why loaves cost more",
    "WATCH | How rye is milled",
    "RELATED CODES: BAKE.HD  RYE.HD",
    "Font: A- A A+     Print version",
    "Send    Print    Comment (0)",
    "Like this item? Tweet . Viber . Forward",
    "Views - 1,904",
    "Photo: LENT",
    "Rate this page: ☆☆☆☆☆",
    "Was this useful? Yes / No",
    "You have 2 free articles left this month",
    "PHOTO 1/3: Bakers on Mill Lane",
    "Bakers on Mill Lane. File picture",
    "The oven, cold. (Photo A.L.)",
    "Poll: Do you bake at home?",
    "Helplines: police 100, fire 102",
    "Spotted a mistake? Select it and press Ctrl+Enter",
    "Get the day's bread news in your inbox with our newsletter, every morning before the ovens.",
    "Your gift keeps a reporter at the ovens: support our journalism from four crowns a month.",
    "This story has not been edited by our staff and comes from a syndicated feed as it is sent.",
    "Follow us on Viber. The code is at the foot of the page that you hold, beside the weather.",
    "This report draws on copy from Haldwire.",
)


def _text(*body: str) -> str:
    return "\n\n".join((TITLE, *body))


def _lost(page: str) -> list[str]:
    decisions = decide(read_page(page.encode(), "page"))
    return [one.line.text for one in decisions if one.kept != one.line.text]


@pytest.mark.parametrize("line", BETWEEN)
def test_furniture_between_paragraphs_goes(line: str) -> None:
    """Each form stands on many sites; kept, it is read as a sentence of the story."""
    assert _lost(_text(PROSE[0], line, *PROSE[1:])) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "“Sign up for our newsletter,” the owner told them while the ovens of Thornwath cooled.",
        "The owner said that your inbox and our newsletter were no place to sign up for a strike.",
        "Their views are those of bakers, the owner of the ovens said of the forty-one on Tuesday.",
        "[We] have bread, she wrote, and a hundred loaves that nobody in all Thornwath would buy.",
        "The poll: six in ten.",
        "Font makers struck too.",
        "Follow us, they sang.",
        "A- was the mark it got.",
    ],
)
def test_sentences_of_such_words_stay(line: str) -> None:
    """News is about newsletters too."""
    assert _lost(_text(PROSE[0], line, *PROSE[1:])) == []


def test_a_paragraph_that_is_mostly_furniture_goes_whole() -> None:
    box = "skip past newsletter promotion\nSeven loaves.\nafter newsletter promotion"
    assert _lost(_text(PROSE[0], box, *PROSE[1:])) == box.split("\n")


def test_a_paragraph_with_prose_keeps_it() -> None:
    box = f"Share\nPrint\n{PROSE[1]}"
    assert _lost(_text(PROSE[0], box, PROSE[2])) == ["Share", "Print"]


def _article(folder: Path, text: str) -> Document:
    (folder / "page.txt").write_text(text, encoding="utf-8")
    return ingest_pages([folder / "page.txt"])[0].article


@pytest.mark.parametrize(
    "head",
    [
        "By the court desk. Friday 22 May 2026, 06:00 SAST",
        "Bread Letter staff, with agencies. Fri 22 May 2026, 08:40 BST",
        "Agencies in Hald\nFri 22 May 2026 09.47 GMT",
        "OUR CORRESPONDENT\n22 May 2026",
        "Posted 22-May-2026 11:48 ICT * 1 min * Bread",
        "8 minute read. Gift this article\n22 May 2026",
        "214 shares\n22 May 2026",
        "FOR IMMEDIATE RELEASE\n22 May 2026",
    ],
)
def test_who_wrote_and_when_is_no_text_but_gives_the_date(tmp_path: Path, head: str) -> None:
    found = _article(tmp_path, _text(head, *PROSE))
    assert found.text == _text(*PROSE)
    assert found.published == "2026-05-22"


def test_an_agencys_name_above_its_story_goes(tmp_path: Path) -> None:
    page = _text("HALDWIRE", *PROSE, "HALDWIRE22052026000204001190ID1100931276")
    assert _article(tmp_path, page).text == _text(*PROSE)


def test_a_desks_number_below_a_story_goes(tmp_path: Path) -> None:
    page = _text(*PROSE, "Reporting desk Hald +47 55 50 10 20; night editor on 0118")
    assert _article(tmp_path, page).text == _text(*PROSE)


def test_fields_above_a_title_are_no_title(tmp_path: Path) -> None:
    page = f"FEED  BREAD/EN  PRIORITY 4\nSLUG  BAKERS-THORNWATH/\n\n{_text(*PROSE)}"
    assert _article(tmp_path, page).title == TITLE


def test_a_number_of_ten_figures_tells_no_day(tmp_path: Path) -> None:
    """Read from its front, the 26th of March 2011 would come out of 2603201148."""
    page = _text("Posted 22-May-2026 11:48 ICT", *PROSE, "AB 2603201148 ED2 /hk")
    found = _article(tmp_path, page)
    assert (found.published, found.source.wire_id) == ("2026-05-22", "AB 2603201148 ED2 /hk")
