"""One-to-one matching with the greatest total weight, exact for integers of any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

import numpy as np

__all__ = ["Edge", "best_matching", "components"]

Edge = tuple[int, int]
Value = TypeVar("Value")

# Integers below this are exact in floating point, and so are their sums and differences.
_EXACT = 2**53
# So few edges are matched before a table is filled.
_FEW = 6


def best_matching(weights: Mapping[Edge, float]) -> list[Edge]:
    """Edges (gold, predicted) of a matching with the greatest total weight.

    Each side is used at most once. Weights are positive; integers may be of any size, so
    that a lexicographic order of criteria is one number in a positional system.
    """
    if _is_matching(weights):
        return sorted(weights)
    return sorted(edge for part in components(weights) for edge in _matching_of(part))


def components(edges: Mapping[Edge, Value]) -> Iterator[dict[Edge, Value]]:
    """The edges, with what is said of them, split into connected components."""
    by_gold: dict[int, list[Edge]] = defaultdict(list)
    by_predicted: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_gold[edge[0]].append(edge)
        by_predicted[edge[1]].append(edge)
    left = set(edges)
    for first in sorted(edges):
        if first not in left:
            continue
        if len(by_gold[first[0]]) == len(by_predicted[first[1]]) == 1:
            yield {first: edges[first]}
            continue
        found, todo = set(), [first]
        while todo:
            edge = todo.pop()
            if edge in left:
                left.remove(edge)
                found.add(edge)
                # A node's edges are walked once: emptied when they are queued.
                todo += by_gold.pop(edge[0], []) + by_predicted.pop(edge[1], [])
        yield {edge: edges[edge] for edge in sorted(found)}


def _is_matching(edges: Mapping[Edge, Value]) -> bool:
    """Whether no two edges have an end in common, as in most documents."""
    return len({gold for gold, _ in edges}) == len({one for _, one in edges}) == len(edges)


def _matching_of(weights: Mapping[Edge, float]) -> list[Edge]:
    if len(weights) <= _FEW:
        return _tried(weights)
    whole = all(isinstance(weight, int) for weight in weights.values())
    if whole and max(weights.values()) * len(weights) >= _EXACT:
        return _augmented(weights)
    return _assigned(weights)


def _tried(weights: Mapping[Edge, float]) -> list[Edge]:
    """The matching found by trying every one, the first of equals."""
    edges = list(weights)
    best: tuple[float, list[Edge]] = (0, [])
    todo: list[tuple[int, float, list[Edge]]] = [(0, 0, [])]
    while todo:
        place, total, chosen = todo.pop()
        if total > best[0]:
            best = total, chosen
        for number in range(len(edges) - 1, place - 1, -1):
            gold, predicted = edge = edges[number]
            if all(one[0] != gold and one[1] != predicted for one in chosen):
                todo.append((number + 1, total + weights[edge], [*chosen, edge]))
    return best[1]


def _assigned(weights: Mapping[Edge, float]) -> list[Edge]:
    """The matching of weights that floating point can hold."""
    from scipy.optimize import linear_sum_assignment

    rows = {gold: row for row, gold in enumerate(sorted({gold for gold, _ in weights}))}
    columns = {one: column for column, one in enumerate(sorted({one for _, one in weights}))}
    table = np.zeros((len(rows), len(columns)))
    for (gold, predicted), weight in weights.items():
        table[rows[gold], columns[predicted]] = weight
    partner = dict(zip(*linear_sum_assignment(table, maximize=True), strict=True))
    return [edge for edge in weights if partner.get(rows[edge[0]]) == columns[edge[1]]]


def _augmented(weights: Mapping[Edge, float]) -> list[Edge]:
    """The matching of integers of any size, by augmenting paths of greatest gain.

    As in the Hungarian method (Kuhn 1955): the gain of the next path never exceeds that
    of the one before, so the first without gain ends the search.
    """
    partner: dict[int, int] = {}
    while (path := _best_path(weights, partner)) is not None:
        partner.update((predicted, gold) for gold, predicted in path)
    return [(gold, predicted) for predicted, gold in partner.items()]


def _best_path(weights: Mapping[Edge, float], partner: dict[int, int]) -> list[Edge] | None:
    """The edges to take on the augmenting path of greatest gain, or None without gain."""
    matched = set(partner.values())
    gain: dict[int, float] = {gold: 0 for gold, _ in weights if gold not in matched}
    paths: dict[int, list[Edge]] = {gold: [] for gold in gain}
    best: float = 0
    best_path = None
    changed = True
    while changed:
        changed = False
        for (gold, predicted), weight in weights.items():
            owner = partner.get(predicted)
            if gold not in gain or owner == gold:
                continue
            reached, path = gain[gold] + weight, [*paths[gold], (gold, predicted)]
            if owner is None:
                if reached > best:
                    best, best_path = reached, path
                continue
            reached -= weights[owner, predicted]
            if owner not in gain or reached > gain[owner]:
                gain[owner], paths[owner] = reached, path
                changed = True
    return best_path
