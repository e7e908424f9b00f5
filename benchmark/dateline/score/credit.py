"""Which spans of gold and prediction are paired under each entity metric.

All four metrics come from one walk over the spans: pairs that meet nothing but each
other are settled at once, and only what is left over is matched. What pairs earn is
counted by document, by type or by any other property of a span.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.problems import InvalidInput, Problem
from dateline.score.pairing import pair_up
from dateline.score.spans import Ints, SpanPair, Spans

__all__ = ["WORTH", "Pairings", "Pairs", "count_pairs", "pair_metrics"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

# Pairs of spans that share a position, at most this many in one walk.
_MOST_MEETINGS = 20_000_000


class Pairs(Struct, frozen=True, eq=False):
    """Places of spans that are paired, on each side; both of shape (pairs,)."""

    gold: Ints
    predicted: Ints


class Pairings(Struct, frozen=True, eq=False):
    """The pairs of the four entity metrics (`docs/metrics.md`), in parts that they share.

    `settled` are right under every metric. Beside them, `strict` have the same span and
    type, `exact` the same span, `touching` share a position but no span of `exact`, and
    `typed` share a position and have the same type.
    """

    settled: Pairs
    strict: Pairs
    exact: Pairs
    touching: Pairs
    typed: Pairs


# For each metric what a pair of each part is worth.
WORTH: dict[str, dict[str, float]] = {
    "entities.strict": {"settled": 1, "strict": 1},
    "entities.exact": {"settled": 1, "exact": 1},
    "entities.partial": {"settled": 1, "exact": 1, "touching": 0.5},
    "entities.type": {"settled": 1, "typed": 1},
}


class _Meetings(Struct, frozen=True, eq=False):
    """Pairs of a gold and a predicted span that share a position, by place on each side."""

    gold: Ints
    predicted: Ints
    same_span: Flags
    same_type: Flags

    def only(self, chosen: Flags) -> _Meetings:
        return _Meetings(
            self.gold[chosen], self.predicted[chosen], self.same_span[chosen],
            self.same_type[chosen],
        )  # fmt: skip

    def paired(self) -> Pairs:
        """As many pairs as possible, of these most with equal types."""
        chosen = pair_up(self.gold, self.predicted, self.same_type)
        return Pairs(self.gold[chosen], self.predicted[chosen])


def pair_metrics(pair: SpanPair) -> Pairings:
    """Pair up the spans of both sides.

    Raises:
        InvalidInput: more spans overlap than there is room for.
    """
    equal = _equal(pair.gold, pair.predicted)
    alone = ~(_crowded(pair.gold)[equal.gold] | _crowded(pair.predicted)[equal.predicted])
    settled = Pairs(equal.gold[alone], equal.predicted[alone])
    meetings = _meetings(pair, settled)
    exact = meetings.only(meetings.same_span).paired()
    return Pairings(
        settled=settled,
        strict=Pairs(equal.gold[~alone], equal.predicted[~alone]),
        exact=exact,
        touching=_without(meetings, exact).paired(),
        typed=meetings.only(meetings.same_type).paired(),
    )


def count_pairs(pairings: Pairings, gold: Ints, predicted: Ints, many: int) -> Floats:
    """Count what spans earn under every metric, and how many there are, by cell.

    Args:
        pairings: of the spans.
        gold: a cell for each gold span (its document, its type, …), shape (spans,).
        predicted: a cell for each predicted span.
        many: how many cells there are.

    Returns:
        Shape (many, metrics, 4): metrics in the order of `WORTH`; p_num, p_den, r_num, r_den.
    """
    counted = np.zeros((many, len(WORTH), 4))
    for first, side, cells in ((0, "predicted", predicted), (2, "gold", gold)):
        counted[:, :, first + 1] = np.bincount(cells, minlength=many)[:, None]
        for part in Pairings.__struct_fields__:
            places = getattr(getattr(pairings, part), side)
            earned = np.bincount(cells[places], minlength=many)
            for place, worth in enumerate(WORTH.values()):
                if part in worth:
                    counted[:, place, first] += worth[part] * earned
    return counted


def _equal(gold: Spans, predicted: Spans) -> Pairs:
    """The spans that both sides have, with the same type."""
    if not len(gold):
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64))
    place = np.searchsorted(gold.key, predicted.key)
    place[place == len(gold)] = 0
    found = np.flatnonzero(gold.key[place] == predicted.key)
    return Pairs(place[found], found)


def _crowded(side: Spans) -> Flags:
    """Which spans share a position with another span of their own side."""
    crowded = np.zeros(len(side), dtype=bool)
    reached = np.maximum.accumulate(side.end)
    crowded[1:] = reached[:-1] > side.begin[1:]
    crowded[:-1] |= side.begin[1:] < side.end[:-1]
    return crowded


def _meetings(pair: SpanPair, settled: Pairs) -> _Meetings:
    """The meetings of what is not settled: a settled pair meets nothing else."""
    golds = _others(len(pair.gold), settled.gold)
    found = _others(len(pair.predicted), settled.predicted)
    begin, end = pair.gold.begin[golds], pair.gold.end[golds]
    # Sorted by begin: who may meet a span lies between the first whose end, or an
    # earlier one's, passes its begin, and the last that begins before its end.
    low = np.searchsorted(np.maximum.accumulate(end), pair.predicted.begin[found], side="right")
    high = np.searchsorted(begin, pair.predicted.end[found], side="left")
    first, second = _spread(low, np.maximum(high - low, 0))
    return _met(pair, golds[first], found[second])


def _spread(low: Ints, many: Ints) -> tuple[Ints, Ints]:
    """For each row its `many` numbers from `low` on, and the row beside each."""
    total = int(many.sum())
    if total > _MOST_MEETINGS:
        remedy = f"give spans of which at most {_MOST_MEETINGS:,} pairs of the two sides overlap"
        raise InvalidInput(
            [Problem(rule="spans.too-much-overlap", remedy=remedy, value=f"{total:,} pairs")]
        )
    before = np.cumsum(many) - many
    return np.arange(total) + np.repeat(low - before, many), np.repeat(np.arange(len(low)), many)


def _met(pair: SpanPair, first: Ints, second: Ints) -> _Meetings:
    gold, predicted = pair.gold, pair.predicted
    meets = gold.end[first] > predicted.begin[second]
    first, second = first[meets], second[meets]
    return _Meetings(
        gold=first,
        predicted=second,
        same_span=(gold.begin[first] == predicted.begin[second])
        & (gold.end[first] == predicted.end[second]),
        same_type=gold.type[first] == predicted.type[second],
    )


def _others(many: int, settled: Ints) -> Ints:
    left = np.ones(many, dtype=bool)
    left[settled] = False
    return np.flatnonzero(left)


def _without(meetings: _Meetings, pairs: Pairs) -> _Meetings:
    """The meetings between spans that are in none of these pairs.

    For the best total of `partial` equal boundaries may always be paired first: if g and
    p are equal and a best matching has g with p' and g' with p, at 1/2 each, then g with p
    alone earns as much.
    """
    taken = np.isin(meetings.gold, pairs.gold) | np.isin(meetings.predicted, pairs.predicted)
    return meetings.only(~taken)
