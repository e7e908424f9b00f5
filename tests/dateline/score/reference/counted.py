"""Counts as exact fractions, and the best one-to-one pairing by trying all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeVar

One = TypeVar("One")
Vector = tuple[Fraction, ...]


class Tally(NamedTuple):
    """Right of predicted, found of gold."""

    p_num: Fraction
    p_den: Fraction
    r_num: Fraction
    r_den: Fraction


NOTHING = Tally(Fraction(), Fraction(), Fraction(), Fraction())


def of_sets(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Tally:
    golds, found = set(gold), set(predicted)
    return shared(Fraction(len(golds & found)), golds, found)


def shared(right: Fraction, gold: Collection[object], predicted: Collection[object]) -> Tally:
    """The same total for both sides, over the number of items of each."""
    return Tally(right, Fraction(len(predicted)), right, Fraction(len(gold)))


def best_pairing(
    rows: Sequence[One],
    columns: Sequence[One],
    worth: Callable[[One, One], Vector | None],
    width: int = 1,
) -> Vector:
    """The greatest total over all one-to-one pairings; totals are compared in order.

    Args:
        rows: items of one side.
        columns: items of the other.
        worth: what a pair adds to each total, None if it may not be paired.
        width: how many totals.
    """
    table = [[worth(row, column) for column in columns] for row in rows]

    @cache
    def best(row: int, free: frozenset[int]) -> Vector:
        if row == len(rows):
            return (Fraction(),) * width
        found = [best(row + 1, free)]  # the row stays alone
        for column in free:
            pair = table[row][column]
            if pair is not None:
                found.append(_add(pair, best(row + 1, free - {column})))
        return max(found)

    return best(0, frozenset(range(len(columns))))


def _add(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))
