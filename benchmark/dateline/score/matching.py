"""One-to-one matching with the greatest total weight, exact in integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

__all__ = ["Edge", "best_matching", "components"]

Edge = tuple[int, int]


def best_matching(weights: Mapping[Edge, int]) -> list[Edge]:
    """Edges (gold, predicted) of a matching with the greatest total weight.

    Each side is used at most once. Weights are positive integers of any size; a
    lexicographic order of criteria is one number in a positional system. Augmenting
    paths of greatest gain, as in the Hungarian method (Kuhn 1955): the gain of the next
    path never exceeds that of the one before, so the first without gain ends the search.
    """
    return sorted(edge for part in components(weights) for edge in _matching_of(part))


def components(weights: Mapping[Edge, int]) -> Iterator[dict[Edge, int]]:
    """The weights split into connected components."""
    by_gold: dict[int, list[Edge]] = defaultdict(list)
    by_predicted: dict[int, list[Edge]] = defaultdict(list)
    for edge in weights:
        by_gold[edge[0]].append(edge)
        by_predicted[edge[1]].append(edge)
    left = set(weights)
    for first in sorted(weights):
        if first not in left:
            continue
        found, todo = set(), [first]
        while todo:
            edge = todo.pop()
            if edge in left:
                left.remove(edge)
                found.add(edge)
                todo += by_gold[edge[0]] + by_predicted[edge[1]]
        yield {edge: weights[edge] for edge in sorted(found)}


def _matching_of(weights: dict[Edge, int]) -> list[Edge]:
    if len(weights) == 1:
        return list(weights)
    partner: dict[int, int] = {}
    while (path := _best_path(weights, partner)) is not None:
        partner.update((predicted, gold) for gold, predicted in path)
    return [(gold, predicted) for predicted, gold in partner.items()]


def _best_path(weights: dict[Edge, int], partner: dict[int, int]) -> list[Edge] | None:
    """The edges to take on the augmenting path of greatest gain, or None without gain."""
    matched = set(partner.values())
    gain = {gold: 0 for gold, _ in weights if gold not in matched}
    paths: dict[int, list[Edge]] = {gold: [] for gold in gain}
    best, best_path = 0, None
    changed = True
    while changed:
        changed = False
        for (gold, predicted), weight in weights.items():
            if gold not in gain or partner.get(predicted) == gold:
                continue
            reached, path = gain[gold] + weight, [*paths[gold], (gold, predicted)]
            owner = partner.get(predicted)
            if owner is None:
                if reached > best:
                    best, best_path = reached, path
            elif reached - weights[owner, predicted] > gain.get(owner, -1 << 4096):
                gain[owner], paths[owner] = reached - weights[owner, predicted], path
                changed = True
    return best_path
