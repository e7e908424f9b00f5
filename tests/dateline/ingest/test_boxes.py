"""Boxes between the paragraphs of a story go, and what is the story's in them stays."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ingest.cut import decide
from dateline.ingest.page import read_page

TITLE = "Bakers stay out for a fifteenth day"
PROSE = (
    "The ovens of the bakery in Thornwath were cold for a fifteenth day after talks broke up.",
    "Forty-one bakers walked out in February over a plan to move the night shift to Pellbridge.",
    "The bakers meet again on Wednesday, when their owner will put an offer on the bakery's table.",
)
SHORT = ("“Cold bread,” she said.", "Why now?", "It rained.", "No 41 was last.", "Pellbridge slept")


def _page(*parts: str, below: str = "") -> str:
    """A page whose paragraphs stand in elements of one kind, as many systems write them."""
    told = "".join(part if part.startswith("<") else _paragraph(part) for part in parts)
    return f"<!doctype html><body><div id=c><h1>{TITLE}</h1>{told}</div>{below}</body>"


def _paragraph(text: str) -> str:
    return f"<div class='txt'><p>{html.escape(text)}</p></div>"


def _lost(page: str) -> list[str]:
    decisions = decide(read_page(page.encode(), "page"))
    return [one.line.text for one in decisions if one.kept != one.line.text]


# Boxes that no word of theirs and no class betrays: their kind alone does.
BOXES = {
    "a line": ("<div class='q7'><p>Tea rooms open late, Mill Lane</p></div>", 1),
    "a heading and a line": ("<div class='q7'><h4>The Loaf</h4><p>Sundays. Free.</p></div>", 2),
    "a list": ("<div class='q7'><ul><li>Eggs cost less</li><li>Rye is back</li></ul></div>", 2),
    "a sentence with a button": ("<div class='q7'><p>Word by day.</p><button>Go</button></div>", 2),
    "a sentence of something else": ("<div class='q7'><p>Umbrellas cost a crown.</p></div>", 1),
    "a box in a box": ("<div class='q7'><div class='txt'>Tea rooms open late</div></div>", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BOXES)
def test_an_element_of_another_kind_is_no_part_of_the_story(name: str) -> None:
    """Without this, promotions on sites nobody has a list of stand in the middle of articles."""
    box, lines = BOXES[name]
    lost = _lost(_page(PROSE[0], box, *PROSE[1:]))
    assert len(lost) == lines
    assert not {*PROSE, TITLE} & {*lost}


STORYS = {
    "a quotation": "<div class='q7'><p>“I have the receipts.”</p></div>",
    "a sentence with words of the story": "<div class='q7'><p>Bakers sat in Pellbridge.</p></div>",
    "a subhead": "<div class='q7'><h3>Cold ovens</h3></div>",
    "a class that says so": "<div class='factbox'><p>Founded: 1911</p></div>",
    "a kind that stands twice": "<div class='q7'><p>" + "</p></div><div class='q7'><p>".join(
        ("Of the forty-one who walked out in the cold of February, nine have found other ovens.",
         "Their union has paid each of them a hundred crowns a week since the first night of all.",
         "It rained.")) + "</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("name", STORYS)
def test_what_is_the_storys_in_a_box_stays(name: str) -> None:
    """A loss of text is worse than a line too many: spans would count in the wrong article."""
    assert _lost(_page(PROSE[0], STORYS[name], *PROSE[1:])) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((*PROSE, *SHORT)), max_size=6))
def test_a_story_in_elements_of_one_kind_loses_nothing(body: list[str]) -> None:
    assert _lost(_page(*PROSE[:2], *body, PROSE[2])) == []


def test_what_follows_the_element_with_the_paragraphs_is_none_of_them() -> None:
    below = "<div><h3>Before this</h3><ul><li>The last miller</li><li>Rye is back</li></ul></div>"
    assert _lost(_page(*PROSE, below=below)) == ["Before this", "The last miller", "Rye is back"]


def test_a_last_sentence_outside_that_element_stays() -> None:
    below = "<p>The bakers of Thornwath have no other meeting in February.</p>"
    assert _lost(_page(*PROSE, *PROSE, *PROSE, below=below)) == []


def test_a_header_gives_its_title_and_its_sentences() -> None:
    told = "".join(f"<p>{one}</p>" for one in PROSE)
    head = f"<header><h1>{TITLE}</h1><p>Ovens, rain and a plan</p><p>It rained.</p></header>"
    assert _lost(f"<!doctype html><article>{head}{told}</article>") == ["Ovens, rain and a plan"]
