"""Which of two sides' items go together, one to one: as many as can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.score.matching import best_matching

__all__ = ["pair_up"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def pair_up(gold: Ints, predicted: Ints, preferred: Flags) -> Ints:
    """Choose edges so that no item is used twice.

    As many as possible; among such choices one with most preferred edges. Nearly all
    edges are alone or end in an item that all others of the item at their other end share
    (a star, of which one edge is taken); what is left is matched exactly.

    Args:
        gold: an item of gold for each edge, shape (edges,).
        predicted: an item of the prediction for each edge, shape (edges,).
        preferred: which edges are better than others, shape (edges,).

    Returns:
        Places of the chosen edges, in order.
    """
    if not len(gold):
        return np.empty(0, dtype=np.int64)
    leaves = _degrees(gold) == 1, _degrees(predicted) == 1
    around_gold = _all_of(gold, leaves[1])
    around_predicted = _all_of(predicted, leaves[0]) & ~around_gold
    chosen = [
        _first_of_each(gold, np.flatnonzero(around_gold), preferred),
        _first_of_each(predicted, np.flatnonzero(around_predicted), preferred),
        _matched(gold, predicted, np.flatnonzero(~(around_gold | around_predicted)), preferred),
    ]
    return np.sort(np.concatenate(chosen))


def _degrees(items: Ints) -> Ints:
    """How many edges the item of each edge has."""
    degrees: Ints = np.bincount(items)[items]
    return degrees


def _all_of(items: Ints, flags: Flags) -> Flags:
    """For each edge whether the flag is set on all edges of its item."""
    spoilt = np.zeros(int(items.max()) + 1, dtype=bool)
    spoilt[items[~flags]] = True
    every: Flags = ~spoilt[items]
    return every


def _first_of_each(items: Ints, edges: Ints, preferred: Flags) -> Ints:
    """One edge for each item, a preferred one if there is one."""
    order = edges[np.lexsort((edges, ~preferred[edges], items[edges]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = items[order[1:]] != items[order[:-1]]
    chosen: Ints = order[first]
    return chosen


def _matched(gold: Ints, predicted: Ints, edges: Ints, preferred: Flags) -> Ints:
    ends = list(zip(gold[edges].tolist(), predicted[edges].tolist(), strict=True))
    # One pair more outweighs any number of preferred ones.
    worth = (len(edges) + 1 + preferred[edges]).tolist()
    place = dict(zip(ends, edges.tolist(), strict=True))
    chosen = best_matching(dict(zip(ends, worth, strict=True)))
    return np.array([place[one] for one in chosen], dtype=np.int64)
