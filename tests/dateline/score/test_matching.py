"""The matching is the best one, whatever the order of its edges."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from dateline.score.matching import best_matching

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 20), max_size=14
)


def _best_total_by_trying_all(weights: dict[tuple[int, int], int]) -> int:
    orders = permutations(range(5))
    return max(sum(weights.get((row, to), 0) for row, to in enumerate(order)) for order in orders)


@given(EDGES)
def test_no_other_matching_weighs_more(weights: dict[tuple[int, int], int]) -> None:
    matched = best_matching(weights)
    assert len({gold for gold, _ in matched}) == len({found for _, found in matched})
    assert len({gold for gold, _ in matched}) == len(matched)
    assert sum(weights[edge] for edge in matched) == _best_total_by_trying_all(weights)


def test_weights_far_beyond_floating_point_keep_their_order() -> None:
    huge = 10**40
    weights = {(0, 0): huge, (0, 1): huge + 1, (1, 0): huge}
    assert best_matching(weights) == [(0, 1), (1, 0)]
