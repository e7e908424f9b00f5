"""Labelled spans of two annotations paired one to one, near misses too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import NamedTuple

from dateline.document import Span
from dateline.score.matching import Edge, best_matching

__all__ = ["Labelled", "aligned", "common_length", "left_over"]


class Labelled(NamedTuple):
    """A span with its label."""

    span: Span
    label: str


def aligned(first: Sequence[Labelled], second: Sequence[Labelled]) -> list[Edge]:
    """Pairs by place on both sides, each item once.

    First those with equal span and label, then of the rest those with equal span, then
    those that share most characters, if their labels are equal or Dice is at least 1/2.
    """
    edges = _equal(first, second, lambda one: one, ())
    edges += _equal(first, second, lambda one: one.span, edges)
    rows, columns = left_over(first, second, edges)
    weights = {
        (row, column): weight
        for row in rows
        for column in columns
        if (weight := _nearness(first[row], second[column]))
    }
    return sorted([*edges, *best_matching(weights)])


def left_over(
    first: Sequence[object], second: Sequence[object], edges: Collection[Edge]
) -> tuple[list[int], list[int]]:
    """Places on both sides that are in no pair."""
    rows, columns = {row for row, _ in edges}, {column for _, column in edges}
    return (
        [place for place in range(len(first)) if place not in rows],
        [place for place in range(len(second)) if place not in columns],
    )


def common_length(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _equal(
    first: Sequence[Labelled],
    second: Sequence[Labelled],
    key: Callable[[Labelled], Hashable],
    edges: Collection[Edge],
) -> list[Edge]:
    """Of what is in no pair yet, items with equal keys, in order."""
    rows, columns = left_over(first, second, edges)
    places: dict[Hashable, list[int]] = defaultdict(list)
    for column in reversed(columns):
        places[key(second[column])].append(column)
    return [(row, places[key(first[row])].pop()) for row in rows if places.get(key(first[row]))]


def _nearness(one: Labelled, other: Labelled) -> int:
    """0 if they are no pair, else more the more they share; equal labels settle ties."""
    common = common_length(one.span, other.span)
    size = one.span[1] - one.span[0] + other.span[1] - other.span[0]
    same = one.label == other.label
    return 2 * common + same if common and (same or 4 * common >= size) else 0
