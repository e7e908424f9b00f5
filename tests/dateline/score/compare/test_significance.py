"""Paired tests: p against all swaps counted out, Holm by hand, ranks that may be claimed.

Whoever writes "better" in a paper, and whoever reads a rank on the board, relies on these.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.score.compare.significance import (
    ALPHA,
    PairedTest,
    holm,
    paired_tests,
    rank_ranges,
)
from dateline.score.corpus import HEADLINE, f1_of_metric, scores_of_metric
from dateline.score.counts import Counts, Tally, scores_of

STRICT = "entities.strict"
Rows = Sequence[tuple[float, float, float, float]]

A: Rows = [(5, 6, 5, 8), (3, 4, 3, 5), (7, 9, 7, 8), (2, 3, 2, 6), (4, 4, 4, 7), (1, 3, 1, 4)]
B: Rows = [(3, 6, 3, 8), (3, 5, 3, 5), (4, 7, 4, 8), (2, 5, 2, 6), (5, 7, 5, 7), (0, 1, 0, 4)]


def _counts(rows: Rows) -> dict[str, Counts]:
    return {STRICT: Counts.of([Tally(*row) for row in rows])}


def _test(
    first: Rows, second: Rows, *, stories: Sequence[str] = (), swaps: int = 4000, resamples: int = 0
) -> PairedTest:
    names = stories or [f"s{number}" for number in range(len(first))]
    systems = {"a": _counts(first), "b": _counts(second)}
    (found,) = paired_tests(systems, names, [STRICT], swaps=swaps, resamples=resamples)
    return found


def _exact(first: Rows, second: Rows) -> float:
    """The share of all 2^k swaps that differ at least as much: the p that is estimated."""

    def difference(swapped: Sequence[bool]) -> float:
        sides = zip(swapped, first, second, strict=True)
        chosen = np.array(
            [(other, one) if swap else (one, other) for swap, one, other in sides], float
        )
        scores = [scores_of(chosen[:, side].sum(axis=0)).f1 or 0 for side in (0, 1)]
        return abs(scores[0] - scores[1])

    observed = difference([False] * len(first))
    every = [difference(swapped) for swapped in product([False, True], repeat=len(first))]
    return sum(value >= observed - 1e-12 for value in every) / len(every)


def test_p_is_that_of_all_swaps_counted_out() -> None:
    found = _test(A, B, swaps=20_000)
    # A standard error of p is at most 0.5 / sqrt(20 000) = 0.0035.
    assert found.p == pytest.approx(_exact(A, B), abs=0.012)


def test_two_stories_swapped_by_hand() -> None:
    # a is right in both, b in none. Of four swaps none and both give F1 1 against 0, the
    # other two give 1/2 each: p = 2/4.
    found = _test([(1, 1, 1, 1)] * 2, [(0, 1, 0, 1)] * 2, swaps=20_000)
    assert found.difference == 1
    assert found.p == pytest.approx(0.5, abs=0.012)


def test_a_clear_difference_over_many_stories_has_the_smallest_p_there_is() -> None:
    # (k + 1) / (n + 1) with k = 0: never 0, whatever the number of swaps.
    found = _test([(9, 9, 9, 9)] * 60, [(1, 9, 1, 9)] * 60, swaps=999)
    assert found.p == pytest.approx(1 / 1000)
    assert found.winner == "a"


def test_identical_systems_have_p_one_and_no_winner() -> None:
    found = _test(A, A, resamples=50)
    assert (found.difference, found.p, found.adjusted, found.winner) == (0, 1, 1, None)
    assert found.interval == (0, 0)


def test_one_story_proves_nothing() -> None:
    # Swapping it or not gives the same difference; there is nothing to resample.
    found = _test([(9, 9, 9, 9)], [(0, 9, 0, 9)], resamples=50)
    assert (found.p, found.interval) == (1, None)


def test_documents_of_one_story_change_places_together() -> None:
    # Sixty documents of one story are one observation, not sixty.
    found = _test([(9, 9, 9, 9)] * 60, [(1, 9, 1, 9)] * 60, stories=["s"] * 60)
    assert found.p == 1


counts = st.integers(0, 5).flatmap(
    lambda right: st.tuples(
        st.just(right), st.integers(right, 8), st.just(right), st.integers(max(right, 1), 8)
    )
)
pairs = st.lists(st.tuples(counts, counts), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_exchanging_the_systems_keeps_p_and_turns_the_difference(
    found: list[tuple[Rows, Rows]],
) -> None:
    first, second = ([pair[side] for pair in found] for side in (0, 1))
    there = _test(first, second, swaps=200, resamples=50)  # type: ignore[arg-type]
    back = _test(second, first, swaps=200, resamples=50)  # type: ignore[arg-type]
    assert there.p == back.p
    if there.difference is not None:
        assert back.difference == -there.difference
    if there.interval is not None and back.interval is not None:
        assert back.interval == pytest.approx((-there.interval[1], -there.interval[0]))


@settings(max_examples=40, deadline=None)
@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(
    found: list[tuple[Rows, Rows]], random: object
) -> None:
    places = list(range(len(found)))
    random.shuffle(places)  # type: ignore[attr-defined]
    results = [
        _test(
            [found[place][0] for place in order],  # type: ignore[misc]
            [found[place][1] for place in order],  # type: ignore[misc]
            stories=[f"s{place}" for place in order], swaps=200, resamples=50,
        )
        for order in (range(len(found)), places)
    ]  # fmt: skip
    assert results[0] == results[1]


def test_without_a_difference_five_percent_are_found_better() -> None:
    # Story by story two draws of one system: the null hypothesis holds. Of 400 tests
    # 5% are 20; 8 to 34 is three standard deviations around it.
    generator = np.random.default_rng(5)
    found = 0
    for _ in range(400):
        hard = generator.uniform(0.2, 0.9, size=25)
        right = generator.binomial(10, np.stack([hard, hard]))
        a, b = ([(one, 10, one, 12) for one in side.tolist()] for side in right)
        p = _test(a, b, swaps=199).p
        found += p is not None and p <= ALPHA
    assert 8 <= found <= 34


def test_a_system_that_does_not_answer_is_not_tested_and_not_in_the_family() -> None:
    nothing: Rows = [(0, 0, 0, 0)] * len(A)
    systems = {"a": _counts(A), "b": _counts(B), "none": _counts(nothing)}
    stories = [f"s{number}" for number in range(len(A))]
    tests = paired_tests(systems, stories, [STRICT], swaps=200, resamples=0)
    given = {(one.first, one.second): one for one in tests}
    assert given["a", "none"].p is None
    # The one pair that is left needs no correction.
    assert given["a", "b"].adjusted == given["a", "b"].p
    ranges = rank_ranges(tests, {STRICT: ["a", "b"]})
    assert [(one.system, one.best, one.worst) for one in ranges] == [("a", 1, 2), ("b", 1, 2)]


def test_over_five_thousand_stories_are_swapped_in_blocks() -> None:
    many = 5001
    found = _test([(2, 3, 2, 3)] * many, [(1, 3, 1, 3)] * many, swaps=20)
    assert found.p == pytest.approx(1 / 21)


def test_holm_by_hand() -> None:
    # Sorted: .005 × 4, .01 × 3, .03 × 2, .04 × 1; the last is raised to the one before.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == [1, 1]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_keeps_the_order_and_makes_no_p_smaller(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(before <= after <= 1 for before, after in zip(values, adjusted, strict=True))
    for one, first in zip(values, adjusted, strict=True):
        for other, second in zip(values, adjusted, strict=True):
            assert first <= second or one > other


def _decided(first: str, second: str, *, difference: float, adjusted: float) -> PairedTest:
    return PairedTest(
        metric=STRICT, first=first, second=second, difference=difference, interval=None,
        p=adjusted, adjusted=adjusted,
    )  # fmt: skip


def test_rank_ranges_by_hand() -> None:
    # a beats c; nothing else is decided: a may be 1 to 2, b 1 to 3, c 2 to 3.
    tests = [
        _decided("a", "b", difference=0.1, adjusted=0.2),
        _decided("a", "c", difference=0.3, adjusted=0.01),
        _decided("c", "b", difference=-0.2, adjusted=0.0501),
    ]
    ranges = rank_ranges(tests, {STRICT: ["a", "b", "c"]})
    assert [(one.best, one.worst) for one in ranges] == [(1, 2), (1, 3), (2, 3)]


def test_a_system_alone_has_rank_one() -> None:
    (found,) = rank_ranges([], {STRICT: ["a"]})
    assert (found.best, found.worst) == (1, 1)


def test_means_are_made_of_the_sums_of_each_swap() -> None:
    # Two means of three numbers each: of one sum by scores_of, of many at once by f1_of.
    generator = np.random.default_rng(3)
    names = ("entities.strict", "coref.muc", "coref.b3", "coref.ceafe", "quotes.attributed",
             "events.arguments")  # fmt: skip
    sums = {name: generator.integers(1, 9, size=(5, 4)).astype(float) for name in names}
    for metric in HEADLINE:
        many = f1_of_metric(metric, sums)
        for place in range(5):
            one = scores_of_metric(metric, {name: rows[place] for name, rows in sums.items()})
            assert one.f1 == pytest.approx(many[place])


def test_nothing_to_compare_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="no documents"):
        paired_tests({"a": _counts([]), "b": _counts([])}, [], [STRICT])
