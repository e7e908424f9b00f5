"""Nothing of a body is lost, whatever words it is made of."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ingest.article import Ingested, ingest_pages
from dateline.ingest.cut import decide
from dateline.ingest.page import read_page

TITLE = "Bakers stay out for a fifteenth day"
PROSE = (
    "The ovens of the bakery in Thornwath were cold for a fifteenth day after talks broke up.",
    "Forty-one bakers walked out in February over a plan to move the night shift to Pellbridge.",
    "The bakers meet again on Wednesday, when their owner will put an offer on the bakery's table.",
)
# Sentences and subheads that begin as furniture of pages does.
TELLING = (
    "Share prices fell.",
    "Facebook declined to comment.",
    "Subscribe, he told them, or leave.",
    "Copyright law was changed in 2019, and nobody noticed until this week, she said.",
    "Copyright 2019 was stamped on the crate.",
    "(c) The court finds for Lund in 2019.",
    "© was the only letter on the wall.",
    "Disclaimer notices were missing from the packets, the court heard.",
    "Source material was lost in the fire.",
    "SOURCES in the ministry denied it.",
    "Print runs were halved.",
    "By noon the road was open.",
    "Related cases were adjourned.",
    "The agency (Reuters) reported it first.",
    "The United Nations Children's Fund (UNICEF) - which had warned of it - sent blankets there.",
    "Home to 4,000 people, the island has no doctor.",
    "Most read it as a threat.",
    "“Please note: no dogs,” the sign said.",
    "“Sign up now!” the poster said.",
    "Advertisement of the post was illegal, the tribunal found.",
    "Sponsored by nobody, the club folded.",
    "No. 118 was the last tram.",
    "Case No. 2024-001234 was adjourned.",
    "He was born on 3 March 1990.",
    "Updated figures are due on Friday.",
    "Latest figures are worse.",
    "Comments made online led to the arrest.",
    "Register or be fined, drivers were told.",
    "See also the case of Lund, the judge said.",
    "Join our hands, she sang.",
    "By signing, you lose the house, he warned them.",
    "Read more books, she said.",
    "Sweden is to become a member in March, the ministry said after a vote that it had put off.",
    "By signing the paper I agree to nothing, she told the court before she put her name to it.",
    "Newsletter circulation was up.",
    "Sign in Hindi was the first to go.",
    "Posted in the square, the list had 40 names.",
    "Email this week showed otherwise.",
    "Log in the river blocked the mill.",
    "Why now?",
    "“Yes.”",
    "6.40pm",
    "- 2,870 hectares burnt, up from 1,900 at lunch",
    "Our standards: none, he said.",
    "HALD, Mar 3, 2026 - The ovens cooled.",
    "There were 40 articles on the table.",
    "1. Tabares 14hr 52min 03sec, 2. Ibarrola 13sec",
)
SUBHEADS = ("Share", "Home", "Search", "Comments", "Related stories", "Further reading",
            "More on the way", "3 March 1990", "Latest news",
            "Subscribers lose power", "Vote set for 3 May 2026")  # fmt: skip

lines_of_a_body = st.lists(st.sampled_from((*TELLING, *PROSE)), max_size=6)


def _text(body: Sequence[str]) -> str:
    return "\n\n".join((TITLE, *body))


def _html(body: Sequence[str]) -> str:
    told = "".join(f"<p>{html.escape(one)}</p>" for one in body)
    return f"<!doctype html><title>{TITLE} | Courier</title><h1>{TITLE}</h1>{told}"


def _lost(page: str) -> list[tuple[str | None, str]]:
    """What is cut of a page that holds nothing but an article."""
    decisions = decide(read_page(page.encode(), "page"))
    return [(one.reason, one.line.text) for one in decisions if one.kept != one.line.text]


@pytest.mark.parametrize("line", TELLING)
@pytest.mark.parametrize("place", range(4))
def test_a_sentence_stays_wherever_it_stands(line: str, place: int) -> None:
    body = [*PROSE[:place], line, *PROSE[place:]]
    assert _lost(_text(body)) == []
    assert _lost(_html(body)) == []


@pytest.mark.parametrize("line", SUBHEADS)
@pytest.mark.parametrize("place", [1, 2])
def test_a_subhead_between_paragraphs_stays(line: str, place: int) -> None:
    body = [*PROSE[:place], line, *PROSE[place:]]
    assert _lost(_text(body)) == []
    assert _lost(_html(body)) == []


@settings(max_examples=150, deadline=None)
@given(lines_of_a_body, lines_of_a_body)
def test_no_order_of_sentences_loses_one(before: list[str], after: list[str]) -> None:
    # A repeated sentence is no pull-quote, and the title is the page's first line.
    body = [*before, PROSE[0], *after]
    assert _lost(_text(body)) == []
    assert _lost(_html(body)) == []


def test_the_story_goes_on_after_a_box_of_other_stories() -> None:
    box = "Related stories\n\nWhy loaves cost more\nThe last miller\n\n"
    text = _text(PROSE[:2]) + f"\n\n{box}" + "It rained.\n\n" + PROSE[2]
    assert [line for _, line in _lost(text)] == [
        "Related stories",
        "Why loaves cost more",
        "The last miller",
    ]


def test_a_pull_quote_is_cut_once_and_its_passage_stays() -> None:
    quoted = "“How am I to get there? On a tray?” one of them asked at the gate on Mill Lane."
    pulled = "“How am I to get there? On a tray?”"
    assert _lost(_text([PROSE[0], quoted, pulled, PROSE[1]])) == [("repeats a passage", pulled)]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    page = _html(PROSE).replace("<h1>", "<body><form action=x><h1>") + "</form></body>"
    assert _lost(page) == []


def test_a_class_around_most_of_the_prose_says_nothing() -> None:
    page = _html([]) + "<div class='related'>" + _html(PROSE).split("</h1>")[1] + "</div>"
    assert _lost(page) == []


# What may end a story, and stands between two parts of this one.
PARTS = ("###", "-ENDS-", "- 30 -", "Important information", "Legal notice", "Legal note")
LATER = "Nobody lit a fire on Mill Lane that night, and the mayor's wife ate crispbread at home."


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("make", [_text, _html], ids=["text", "html"])
def test_a_story_goes_on_after_what_may_end_one(part: str, make: Callable[..., str]) -> None:
    page = make([*PROSE[:2], part, LATER, "Short.", PROSE[2]])
    assert {line for _, line in _lost(page)} <= ({part} if part in PARTS[:3] else set())


def test_a_story_of_law_goes_on_after_a_rule() -> None:
    later = (
        "The bakers' own website says that please is a word which the owner in Thornwath has"
        " not used since talks in February."
    )
    assert [line for _, line in _lost(_text([*PROSE, "###", later]))] == ["###"]


def test_a_story_may_tell_about_an_author() -> None:
    body = [
        "Sylvi Aune's second novel follows three bakers through a winter in Thornwath.",
        "About the author",
        "Aune baked bread in Thornwath for eleven years, and wrote her first novel on flour sacks.",
        "The book has 312 pages.",
    ]
    for make in (_text, _html):
        assert _lost(make(body).replace(TITLE, "Loaves and letters")) == []


def test_a_note_about_the_pages_own_author_is_none_of_the_story() -> None:
    note = "Sylvi Aune covers bakers and their owner from Thornwath, and wrote a book on ovens."
    below = ["About the author", note]
    assert [line for _, line in _lost(_text(["By Sylvi Aune", *PROSE, *below]))][1:] == below


@pytest.mark.parametrize(
    ("part", "below"),
    [
        ("###", "For pictures of ovens, please contact the union's desk on any day but Sunday."),
        ("Legal notice", "The text on this page is protected, and nobody may copy it for money."),
        ("Important information", "Nothing in this article is advice to buy shares in any bakery."),
        ("About the author", "Sylvi Aune lives in Grimsund with two cats, and collects old maps."),
    ],
)  # fmt: skip
def test_what_ends_a_story_takes_what_speaks_to_readers(part: str, below: str) -> None:
    assert [line for _, line in _lost(_text([*PROSE, part, below, "Find out more"]))] == [
        part,
        below,
        "Find out more",
    ]


def _pages(folder: Path, *texts: str) -> list[Ingested]:
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return ingest_pages([folder / f"{number}.txt" for number in range(len(texts))])


def test_two_outlets_with_one_story_both_keep_it(tmp_path: Path) -> None:
    other = _text(PROSE).replace(TITLE, "Strike at bakery goes on")
    found = _pages(tmp_path, _text(PROSE), other)
    assert [one.article.text for one in found] == [_text(PROSE), other]


def test_a_follow_up_keeps_what_it_repeats_of_the_first_report(tmp_path: Path) -> None:
    follow_up = (
        "The bakers' strike in Thornwath ended on Thursday when a minibus was promised to them.",
        "“We have what we walked out for,” Dev Malhotra of their union told the town's radio.",
        PROSE[1],
    )
    found = _pages(
        tmp_path, _text(PROSE), _text(follow_up).replace(TITLE, "Bakers go back to work")
    )
    assert "Pellbridge" in (found[1].article.text or "")
    assert found[0].article.text == _text(PROSE)


@pytest.mark.parametrize(
    ("line", "kept", "marker"),
    [
        ("(ABCNEWS) The board met.", "The board met.", "ABCNEWS"),
        ("(Reuters) - The board met.", "The board met.", "Reuters"),
        ("PARIS, Jan. 7 (Reuters) - The board met.", "PARIS, Jan. 7 - The board met.", "Reuters"),
        ("Paris (AFP) – The board met.", "Paris – The board met.", "AFP"),
        ("OSLO, Jan. 7, 2026 /PRNewswire/ -- A met.", "OSLO, Jan. 7, 2026 -- A met.", "PRNewswire"),
        ("HALD, March 3. /NORDWIRE/. The board met.", "HALD, March 3. The board met.", "NORDWIRE"),
        ("PARIS (NORDWIRE) - The board met.", "PARIS - The board met.", "NORDWIRE"),
        ("HALD--(BUSINESS WIRE)--The board met.", "HALD--The board met.", "BUSINESS WIRE"),
        ("HALD, Mar 3, 2026 - (Nordwire) - A met.", "HALD, Mar 3, 2026 - A met.", "Nordwire"),
        ("NEW HALD: (ANI): The board met.", "NEW HALD: The board met.", "ANI"),
        ("HALD – (AFP) The board met.", "HALD – The board met.", "AFP"),
        ("HALD (dpa) - The board met.", "HALD - The board met.", "dpa"),
        ("Hald (dpa) - The board met.", "Hald - The board met.", "dpa"),
        ("Our two groups (pap) - of nine each - met.", None, None),
        ("HALD (see below) - The board met.", None, None),
        ("The bakery: (Lund) says one sign, (Moe) the other.", None, None),
        ("UNESCO (Paris) - a body of states - met.", None, None),
        ("On March 3 (Shrove Tuesday) - a holiday - they met.", None, None),
        ("Doctors of the World (DOW) - a charity - met.", None, None),
        ("The owner (Lund) said so.", None, None),
    ],
)
def test_only_datelines_lose_a_name_in_brackets(
    tmp_path: Path, line: str, kept: str | None, marker: str | None
) -> None:
    (found,) = _pages(tmp_path, _text([line, *PROSE]))
    assert (found.article.text or "").split("\n\n")[1] == (kept or line)
    assert found.article.source.marker == marker


def test_an_outlets_own_dateline_stays(tmp_path: Path) -> None:
    line = "HALD, 4 February (Radio Hald) - Twelve bakers met on Tuesday night, one of them said."
    (found,) = _pages(tmp_path, f"Radio Hald\nMenu\n\n{_text([line, *PROSE])}")
    assert line in (found.article.text or "")
    assert found.article.source.marker == "Radio Hald"
