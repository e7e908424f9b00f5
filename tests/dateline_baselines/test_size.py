"""Long texts: the rules baseline looks at each character a bounded number of times."""

from __future__ import annotations

import time

import pytest

from dateline_baselines.linear import tags_of
from dateline_baselines.rules.spans import Ordered, Taken
from dateline_baselines.rules.system import annotate
from support.build import article

ORDINARY = (
    "Kari Moen of the Harbour Union said on Tuesday that the port will open in May. "
    "“We got 4.5% and €200,” she said. According to Ada Lund, the army attacked Oslo.\n\n"
)
# Each made the time grow with the square of the length, in another step.
SHAPES = {
    "ordinary": ORDINARY,
    "open marks": "“",
    "open guillemets": "« a ",
    "digits": "1",
    "digits and commas": "1,",
    "a name": "Ada Lund ",
    "a word": "A",
    "weekdays": "Monday ",
    "initials": "A. ",
    "according": "according to Ada Lund ",
    "a sentence": "Ada Lund met Bo and ",
    "triggers": "attacked ",
    "years": "2019 ",
    "brackets": "(",
    "cues": "said “a b c d,” he ",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_text_of_200_000_characters_is_annotated_in_seconds(shape: str) -> None:
    """Half a second each; the square of the length took minutes."""
    text = "Title\n\n" + shape * (200_000 // len(shape))
    started = time.process_time()
    annotate(article(text))
    assert time.process_time() - started < 10


def test_200_000_open_marks_and_1_000_000_characters_take_seconds() -> None:
    started = time.process_time()
    annotate(article("Title\n\n" + "“" * 200_000))
    found = annotate(article("Title\n\n" + ORDINARY * (1_000_000 // len(ORDINARY))))
    assert time.process_time() - started < 30
    assert len(found.quotes) == (1_000_000 // len(ORDINARY))


def test_many_names_of_one_family_are_compared_with_few_others() -> None:
    letters = "abcdefghij"
    names = [f"A{a}{b}{c}{d} Smith met.\n" for a in letters for b in letters
             for c in letters for d in letters]  # fmt: skip
    started = time.process_time()
    found = annotate(article("Title\n\n" + "".join(names)))
    assert time.process_time() - started < 10
    assert len({one.entity for one in found.mentions}) == len(names)


def test_a_number_of_5_000_digits_is_no_count_of_days() -> None:
    found = annotate(article("Title\n\nIt took " + "9" * 5_000 + " days, or 20 days."))
    assert [one.value for one in found.mentions if one.type == "DATE"] == ["P20D"]


def test_taken_characters_are_known_to_the_edge() -> None:
    taken = Taken("0123456789")
    taken.add((3, 5))
    touched = [place for place in range(10) if taken.touches((place, place + 1))]
    assert touched == [3, 4]
    assert taken.touches((0, 4))
    assert not taken.touches((0, 3))
    assert not taken.touches((5, 10))


def test_mentions_are_found_by_place() -> None:
    found = annotate(article("Title\n\nAda Lund met Bo Berg in Oslo."))
    ordered = Ordered(reversed(found.mentions))
    ada, bo, oslo = ordered.mentions
    assert ordered.last_before(ada.end - 1) is None
    assert ordered.last_before(ada.end) == ada
    assert ordered.last_before(1_000) == oslo
    assert ordered.first_after(ada.start) == ada
    assert ordered.first_after(ada.start + 1) == bo
    assert ordered.first_after(oslo.start + 1) is None
    assert ordered.inside((ada.start, bo.end)) == (0, 2)
    assert ordered.inside((ada.start + 1, bo.end - 1)) == (1, 1)
    assert ordered.first_not_before(ada.end, (0, 3)) == 1


def test_tags_of_many_mentions_come_in_seconds() -> None:
    document = annotate(article("Title\n\n" + ORDINARY * 500))
    tokens = [(place, place + 1) for place in range(len(document.text or ""))]
    started = time.process_time()
    assert tags_of(document, tokens).count("B-MONEY") == 500
    assert time.process_time() - started < 10
