"""Anybody's spans: the scores of the definition, of the peers, in whatever order they come."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator
from seqeval.metrics import classification_report as seqeval_report
from seqeval.scheme import IOB2
from seqscore.model import Mention, Span
from seqscore.scoring import ClassificationScore, score_sequence_mentions

import dateline.score
from dateline.problems import InvalidInput
from dateline.score.flat.span_evaluation import SpanScores, score_tables, score_tags
from dateline.score.flat.span_tables import SCHEMA

Row = tuple[str, int, int, str]
METRICS = ["entities.strict", "entities.exact", "entities.partial", "entities.type"]


def table(rows: Sequence[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return pa.table(dict(zip(SCHEMA.names, map(list, columns), strict=True)), schema=SCHEMA)


def scored(gold: Sequence[Row], predicted: Sequence[Row]) -> SpanScores:
    return score_tables(table(gold), table(predicted), resamples=0)


def right(scores: SpanScores) -> list[float | None]:
    """What strict, exact, partial and type find right."""
    return [scores.metrics[name].p_num for name in METRICS]


rows_of_a_document = st.sets(
    st.tuples(
        st.sampled_from("ab"), st.integers(0, 7), st.integers(1, 4), st.sampled_from("XY")
    ).map(lambda one: (one[0], one[1], one[1] + one[2], one[3])),
    max_size=6,
).map(sorted)


def _best(
    gold: Sequence[Row], predicted: Sequence[Row], worth: Callable[[Row, Row], float]
) -> float:
    """The best total over every way to pair up two sides, tried one after the other."""
    few, many = sorted((gold, predicted), key=len)
    ways = permutations(range(len(many)), len(few))
    return max(sum(worth(few[a], many[b]) for a, b in enumerate(way)) for way in ways)


def _touch(one: Row, other: Row) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@settings(max_examples=300, deadline=None)
@given(rows_of_a_document, rows_of_a_document)
def test_every_metric_is_its_definition_tried_on_all_pairings(
    gold: list[Row], predicted: list[Row]
) -> None:
    def partial(one: Row, other: Row) -> float:
        return (1 if one[:3] == other[:3] else 0.5) * _touch(one, other)

    assert right(scored(gold, predicted)) == [
        len(set(gold) & set(predicted)),
        _best(gold, predicted, lambda one, other: one[:3] == other[:3]),
        _best(gold, predicted, partial),
        _best(gold, predicted, lambda one, other: _touch(one, other) and one[3] == other[3]),
    ]


@settings(max_examples=100, deadline=None)
@given(rows_of_a_document, rows_of_a_document, st.randoms())
def test_the_order_of_rows_and_the_names_of_documents_change_nothing(
    gold: list[Row], predicted: list[Row], chance: random.Random
) -> None:
    def mixed(rows: list[Row]) -> list[Row]:
        renamed = [({"a": "z", "b": "c"}[one[0]], *one[1:]) for one in rows]
        return chance.sample(renamed, len(renamed))

    assert scored(mixed(gold), mixed(predicted)) == scored(gold, predicted)


@settings(max_examples=100, deadline=None)
@given(rows_of_a_document, rows_of_a_document)
def test_types_add_up_to_the_whole(gold: list[Row], predicted: list[Row]) -> None:
    scores = scored(gold, predicted)
    for name in METRICS:
        for column in ("p_num", "p_den", "r_num", "r_den"):
            parts = [getattr(of_type[name], column) for of_type in scores.types.values()]
            assert sum(parts) == getattr(scores.metrics[name], column)


@settings(max_examples=100, deadline=None)
@given(rows_of_a_document, rows_of_a_document)
def test_swapping_the_sides_swaps_precision_and_recall(
    gold: list[Row], predicted: list[Row]
) -> None:
    there, back = scored(gold, predicted), scored(predicted, gold)
    for name in METRICS:
        one, other = there.metrics[name], back.metrics[name]
        assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)


def test_positions_that_fill_the_line_are_ranked_not_packed() -> None:
    far = 2**31 - 1
    gold = [("a", 0, far, "X"), ("b", far - 9, far, "X"), ("c", 3, 5, "Y")]
    predicted = [("a", 0, far, "X"), ("b", far - 9, far - 1, "X"), ("c", 3, 5, "X")]
    assert right(scored(gold, predicted)) == [1, 2, 2.5, 2]


def test_a_type_takes_its_own_prediction_where_two_fit() -> None:
    scores = scored([("a", 0, 5, "X")], [("a", 0, 5, "Y"), ("a", 0, 5, "X")])
    assert scores.types["X"]["entities.exact"].p_num == 1
    assert scores.types["Y"]["entities.exact"].p_num == 0


def test_repeats_of_a_prediction_count_once() -> None:
    scores = scored([("a", 0, 5, "X")], [("a", 0, 5, "X")] * 3)
    assert scores.metrics["entities.strict"].precision == 1
    assert scores.repeats == 2


def test_nothing_on_a_side_is_no_score_of_that_side() -> None:
    nothing, some = list[Row](), [("a", 0, 5, "X")]
    assert scored(nothing, nothing).metrics["entities.strict"].f1 is None
    missed = scored(some, nothing).metrics["entities.strict"]
    assert (missed.precision, missed.recall, missed.f1) == (None, 0, 0)


def test_three_thousand_spans_on_top_of_each_other_are_matched_exactly() -> None:
    gold = [("a", place, place + 40, "X") for place in range(3000)]
    predicted = [("a", place + 1, place + 41, "X") for place in range(3000)]
    assert right(scored(gold, predicted)) == [2999, 2999, 2999, 3000]


def test_spans_that_all_overlap_each_other_end_in_a_problem_not_in_memory() -> None:
    """Each of 5,000 spans meets each of the other side's: 25 million pairs."""
    gold = [("a", place, 20_000 - place, "X") for place in range(5000)]
    predicted = [("a", place, 20_001 - place, "X") for place in range(5000)]
    with pytest.raises(InvalidInput, match=r"spans\.too-much-overlap"):
        scored(gold, predicted)


# --- the peers -----------------------------------------------------------------------


def _nervaluate(gold: Sequence[Row], predicted: Sequence[Row]) -> list[float]:
    """Right under strict, exact, partial and ent_type; its ends are inclusive."""

    def spans(rows: Sequence[Row]) -> list[list[dict[str, object]]]:
        return [[{"label": kind, "start": start, "end": end - 1} for _, start, end, kind in rows]]

    evaluator = Evaluator(spans(gold), spans(predicted), tags=["X", "Y"], loader="dict")
    found = evaluator.evaluate()["overall"]
    half = {"strict": 0, "exact": 0, "partial": 0.5, "ent_type": 0}
    return [found[name].correct + share * found[name].partial for name, share in half.items()]


slots = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.integers(0, 3), st.integers(1, 4),
              st.integers(0, 3), st.integers(1, 4), st.sampled_from("XY"), st.sampled_from("XY")),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(slots)
def test_counts_are_nervaluates_where_each_span_meets_one_other(
    places: list[tuple[bool, bool, int, int, int, int, str, str]],
) -> None:
    """One gold and one predicted span in each slot of ten: the order can change nothing."""
    gold, predicted = list[Row](), list[Row]()
    for number, (has, finds, start, length, other, width, kind, guess) in enumerate(places):
        if has:
            gold.append(("a", 10 * number + start, 10 * number + start + length, kind))
        if finds:
            predicted.append(("a", 10 * number + other, 10 * number + other + width, guess))
    if gold or predicted:
        assert right(scored(gold, predicted)) == _nervaluate(gold, predicted)


def test_where_nervaluate_depends_on_the_order_ours_is_its_best() -> None:
    """A prediction inside the gold span takes it before the right one comes."""
    gold = [("a", 0, 9, "Y")]
    predicted = [("a", 2, 4, "X"), ("a", 0, 9, "Y")]
    found = {tuple(_nervaluate(gold, list(order))) for order in permutations(predicted)}
    assert len(found) > 1
    assert tuple(right(scored(gold, predicted))) == tuple(map(max, zip(*found, strict=True)))


@settings(max_examples=200, deadline=None)
@given(rows_of_a_document, rows_of_a_document)
def test_strict_counts_are_seqscores(gold: list[Row], predicted: list[Row]) -> None:
    theirs = ClassificationScore()
    for name in "ab":
        sides = [
            [Mention(Span(start, end), kind) for doc, start, end, kind in side if doc == name]
            for side in (gold, predicted)
        ]
        score_sequence_mentions(sides[1], sides[0], theirs)
    ours = scored(gold, predicted).metrics["entities.strict"]
    assert (ours.p_num, ours.p_den, ours.r_den) == (
        theirs.true_pos, theirs.total_pos, theirs.total_ref,
    )  # fmt: skip


tags = st.lists(
    st.lists(st.sampled_from(["O", "B-X", "I-X", "B-Y", "I-Y"]), min_size=1, max_size=6),
    min_size=1, max_size=4,
)  # fmt: skip


def _legal(sequence: list[str]) -> list[str]:
    """The same with B for every I that continues nothing."""
    found = list[str]()
    for tag in sequence:
        before = found[-1][1:] if found else ""
        found.append("B" + tag[1:] if tag[0] == "I" and before != tag[1:] else tag)
    return found


@settings(max_examples=100, deadline=None)
@given(tags, st.randoms())
def test_tags_are_scored_as_seqeval_scores_them(
    gold: list[list[str]], chance: random.Random
) -> None:
    legal = [_legal(one) for one in gold]
    predicted = [_legal(chance.sample(one, len(one))) for one in gold]
    if not any(tag != "O" for one in (*legal, *predicted) for tag in one):
        return
    theirs = seqeval_report(
        legal, predicted, output_dict=True, mode="strict", scheme=IOB2, zero_division=0
    )["micro avg"]
    ours = score_tags(legal, predicted, resamples=0).metrics["entities.strict"]
    assert (ours.precision or 0, ours.recall or 0, ours.f1 or 0) == pytest.approx(
        (theirs["precision"], theirs["recall"], theirs["f1-score"])
    )


@given(tags)
def test_repair_begins_a_span_at_an_i_that_continues_nothing(gold: list[list[str]]) -> None:
    legal = [_legal(one) for one in gold]
    repaired = score_tags(legal, gold, repair=True, resamples=0).metrics["entities.strict"]
    assert repaired.p_num == repaired.p_den == repaired.r_den


def test_everything_public_is_found_where_it_is_promised() -> None:
    assert all(getattr(dateline.score, name) is not None for name in dateline.score.__all__)
    assert dateline.score.score_tags is score_tags
    with pytest.raises(AttributeError, match="evaluat"):
        dateline.score.evaluat  # noqa: B018 - the name is misspelt on purpose


def test_counts_of_types_are_counted_by_hand() -> None:
    gold = [("a", 0, 3, "X"), ("a", 5, 8, "Y"), ("b", 0, 2, "X")]
    predicted = [("a", 0, 3, "X"), ("a", 5, 8, "X"), ("b", 1, 2, "X")]
    scores = scored(gold, predicted)
    assert right(scores) == [1, 2, 2.5, 2]
    assert Counter({kind: of["entities.strict"].r_den for kind, of in scores.types.items()}) == {
        "X": 2, "Y": 1,
    }  # fmt: skip
    assert scores.types["X"]["entities.strict"].precision == pytest.approx(1 / 3)
