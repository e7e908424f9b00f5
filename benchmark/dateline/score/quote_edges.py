"""Which quote is matched with which: the matching of `align_quotes`, with both ends named."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

from msgspec.structs import replace

from dateline.document import Quote
from dateline.score.attribution import Attribution
from dateline.score.matching import Edge, best_matching, components
from dateline.score.quotes import CRITERIA, Pair, align_quotes
from dateline.score.tables import Table

__all__ = ["quote_edges"]


def quote_edges(gold: Table, predicted: Table, text: str) -> dict[Edge, Pair]:
    """The matched pairs by number of the gold and of the predicted quote.

    A matching that is best by the same criteria in the same order as the one that is
    scored, so as many of its pairs are right (tested against the metrics' own counts).
    """
    candidates = _candidates(gold, predicted, text)
    matched = (edge for part in components(candidates) for edge in best_matching(_weights(part)))
    return {edge: candidates[edge] for edge in sorted(matched)}


def _candidates(gold: Table, predicted: Table, text: str) -> dict[Edge, Pair]:
    """Every pair that may match: two quotes alone are matched if and only if they may be."""
    attribution = Attribution(gold, predicted)
    found = {}
    for row, one in enumerate(gold.quotes):
        for column, other in enumerate(predicted.quotes):
            if not _meet(one, other):
                continue
            alone = (replace(gold, quotes=(one,)), replace(predicted, quotes=(other,)))
            for pair in align_quotes(*alone, text).pairs:
                # By all quotes of the document: a value that speaks elsewhere is a rival.
                right = attribution.is_right(
                    gold.speaker_spans(one), predicted.speaker_spans(other)
                )
                found[row, column] = replace(pair, attributed=right)
    return found


def _meet(one: Quote, other: Quote) -> bool:
    return any(
        start < until and begin < end
        for start, end in one.content
        for begin, until in other.content
    )


def _weights(candidates: Mapping[Edge, Pair]) -> dict[Edge, int]:
    """The lexicographic order of pairs, then `CRITERIA`, as one integer an edge."""
    unit = lcm(*(pair.size for pair in candidates.values()))
    base = 2 * unit * (len(candidates) + 1)
    return {edge: _weight(pair, unit, base) for edge, pair in candidates.items()}


def _weight(pair: Pair, unit: int, base: int) -> int:
    weight = 1
    for criterion in CRITERIA:
        dice = 2 * pair.common * (unit // pair.size)
        weight = weight * base + (dice if criterion == "dice" else int(getattr(pair, criterion)))
    return weight
