"""The matching is the best one, whatever the order of its edges and the size of weights."""

from __future__ import annotations

import random
import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.score.matching import best_matching, components

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 20), max_size=14
)
# Plain numbers go through floating point; the others are beyond it, the last by far.
SCALES = (1, 2**60, 10**2500)


def _best_total_by_trying_all(weights: dict[tuple[int, int], int]) -> int:
    orders = permutations(range(5))
    return max(sum(weights.get((row, to), 0) for row, to in enumerate(order)) for order in orders)


@pytest.mark.parametrize("scale", SCALES)
@settings(deadline=None)  # the first example may import scipy
@given(weights=EDGES)
def test_no_other_matching_weighs_more(weights: dict[tuple[int, int], int], scale: int) -> None:
    scaled = {edge: weight * scale for edge, weight in weights.items()}
    matched = best_matching(scaled)
    assert len({gold for gold, _ in matched}) == len({found for _, found in matched})
    assert len({gold for gold, _ in matched}) == len(matched)
    assert sum(weights[edge] for edge in matched) == _best_total_by_trying_all(weights)


def test_weights_far_beyond_floating_point_keep_their_order() -> None:
    huge = 10**40
    weights = {(0, 0): huge, (0, 1): huge + 1, (1, 0): huge}
    assert best_matching(weights) == [(0, 1), (1, 0)]


@settings(deadline=None)  # the first example may import scipy
@given(EDGES)
def test_components_share_no_end_and_lose_no_edge(weights: dict[tuple[int, int], int]) -> None:
    parts = list(components(weights))
    assert {edge: weight for part in parts for edge, weight in part.items()} == weights
    for end in (0, 1):
        ends = [{edge[end] for edge in part} for part in parts]
        assert sum(len(one) for one in ends) == len(set().union(*ends))


def test_one_span_over_thousands_does_not_take_minutes() -> None:
    # Two spans over the whole text tie 2,000 others into one component.
    generator = random.Random(0)
    weights = {(row, row): 2 for row in range(2000)}
    weights |= {(row, 2000 + generator.randrange(2)): 1 for row in range(2000)}
    begun = time.perf_counter()
    assert sum(weights[edge] for edge in best_matching(weights)) == 4000
    assert time.perf_counter() - begun < 20
