"""Items: which ones are right adds up to the score, so a slice never contradicts it.

An error browser, the slices and `compare` show these items; if they added up to other
numbers, one of the two would be wrong and nobody could tell which.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote
from dateline.ontology import ONTOLOGY
from dateline.score import evaluate
from dateline.score.compare.items import ITEM_METRICS, Credits, item_credits
from support.build import annotated

TEXT = "Ada Bo she he. “Twenty letters stand here, or more”, said Ada."
SPANS = [(0, 3), (4, 6), (7, 10), (11, 13), (0, 6), (58, 61), (53, 57)]
# Contents that differ by a letter or two, one far off, and one without a letter.
CONTENTS = [
    ((15, 51),), ((16, 50),), ((16, 49),), ((17, 50),), ((16, 22), (23, 50)), ((18, 51),),
    ((16, 30),), ((13, 15),),
]  # fmt: skip
TYPES = ["PERSON", "ORG", "DATE", "TIME"]
VALUES = [None, "2026-01-06", "PT2H", "pt02h", "spring"]


@st.composite
def readings(draw: st.DrawFn) -> Document:
    places = draw(st.sets(st.tuples(st.sampled_from(SPANS), st.sampled_from(TYPES)), max_size=9))
    mentions = [_mention(draw, number, place) for number, place in enumerate(sorted(places))]
    ids = [one.id for one in mentions]
    some = st.sets(st.sampled_from(ids), max_size=2) if ids else st.just(set[str]())
    contents = draw(st.lists(st.sampled_from(CONTENTS), max_size=5))
    kinds = draw(st.lists(st.sampled_from(["Consult", "Travel"]), max_size=3))
    return Document(
        id="d1",
        text=TEXT,
        mentions=tuple(mentions),
        quotes=tuple(
            Quote(f"q{number}", draw(st.sampled_from(["direct", "mixed"])), content,
                  draw(st.sampled_from([None, (53, 57)])), tuple(sorted(draw(some))))
            for number, content in enumerate(contents)
        ),
        events=tuple(
            Event(f"v{number}", draw(st.sampled_from([(53, 57), (0, 3)])), kind,
                  draw(st.sampled_from(["actual", "planned"])),
                  tuple(Argument(draw(st.sampled_from(ONTOLOGY.roles_of[kind])), one)
                        for one in sorted(draw(some))))
            for number, kind in enumerate(kinds)
        ),
    )  # fmt: skip


def _mention(draw: st.DrawFn, number: int, place: tuple[tuple[int, int], str]) -> Mention:
    (start, end), kind = place
    if kind in ("DATE", "TIME"):
        return Mention(f"m{number}", start, end, kind, value=draw(st.sampled_from(VALUES)))
    level = draw(st.sampled_from(["NAM", "NOM", "PRO", None]))
    return Mention(f"m{number}", start, end, kind, level, draw(st.sampled_from(["e1", "e2", None])))


def _added(found: Credits) -> tuple[int, ...]:
    right = [sum(one.right for one in side) for side in (found.predicted, found.gold)]
    return right[0], len(found.predicted), right[1], len(found.gold)


@settings(max_examples=300, deadline=None)
@given(readings(), readings())
def test_items_add_up_to_the_counts_of_their_metric(gold: Document, predicted: Document) -> None:
    scores = evaluate([gold], [predicted], resamples=0).metrics
    for metric, found in item_credits(gold, predicted).items():
        one = scores[metric]
        assert _added(found) == (one.p_num, one.p_den, one.r_num, one.r_den), metric


GOLD = annotated(
    "Ada Lund met Bo Ek on Tuesday",
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "Bo Ek" PERSON NAM e2
    m3 p1 "Tuesday" DATE =2026-01-06
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
)


def test_an_item_says_where_it_stands_and_what_it_is_of() -> None:
    (met,) = GOLD.events
    alone = replace(met, arguments=met.arguments[:1])
    mentions = tuple(one for one in GOLD.mentions if one.id != "m2")
    other = replace(GOLD, mentions=mentions, events=(alone,))
    found = item_credits(GOLD, other)
    names = [(one.type, one.spans, one.right) for one in found["entities.strict"].gold]
    assert names == [
        ("PERSON", ((0, 8),), True), ("PERSON", ((13, 18),), False), ("DATE", ((22, 29),), True),
    ]  # fmt: skip
    arguments = [(one.role, one.spans, one.right) for one in found["events.arguments"].gold]
    assert arguments == [
        ("participant", ((9, 12), (0, 8)), True), ("participant", ((9, 12), (13, 18)), False),
    ]  # fmt: skip


def test_a_date_without_a_value_is_wrong_also_where_gold_has_none() -> None:
    unsaid = replace(GOLD, mentions=tuple(replace(one, value=None) for one in GOLD.mentions))
    (item,) = item_credits(unsaid, unsaid)["dates.value"].gold
    assert not item.right


@pytest.mark.parametrize("metric", ITEM_METRICS)
def test_a_layer_that_is_not_answered_has_no_items(metric: str) -> None:
    layers = [name for name in ONTOLOGY.layer_names if not metric.startswith(name)]
    assert item_credits(GOLD, GOLD, layers)[metric] == Credits()
    assert item_credits(replace(GOLD, layers=tuple(layers)), GOLD)[metric] == Credits()
