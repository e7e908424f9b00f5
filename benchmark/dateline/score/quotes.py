"""Quotes: one-to-one alignment by content, then type, cue, speakers and attribution."""

from __future__ import annotations

import unicodedata
from math import lcm

from msgspec import Struct

from dateline.document import Quote
from dateline.score.attribution import Attribution
from dateline.score.matching import best_matching
from dateline.score.tables import Table

__all__ = ["CRITERIA", "Pair", "QuoteAlignment", "align_quotes"]

Positions = frozenset[int]


class Pair(Struct, frozen=True):
    """A gold and a predicted quote that may be matched, and how far they agree.

    `common` and `size` give Dice as `2 * common / size`, in code points.
    """

    common: int
    size: int
    attributed: bool
    content_exact: bool
    type: bool
    cue: bool
    speaker: bool


# What a matching maximises after the number of pairs, in this order; `dice` is the sum
# of Dice coefficients, the others count pairs.
CRITERIA = ("attributed", "dice", "content_exact", "type", "cue", "speaker")


class QuoteAlignment(Struct, frozen=True):
    """The matched pairs of one document, and how many quotes each side has."""

    pairs: tuple[Pair, ...]
    gold: int
    predicted: int


def align_quotes(gold: Table, predicted: Table, text: str) -> QuoteAlignment:
    """Match predicted quotes to gold ones, one to one.

    A pair may match at Dice >= 0.9 of the positions of letters, marks and numbers of
    gold's text. Among the matchings the one is taken that maximises, in this order: pairs,
    right attributions, the sum of Dice, equal position sets, equal types, equal cues,
    speakers right by span.
    """
    candidates = _candidates(gold, predicted, text)
    matched = best_matching(_weights(candidates))
    pairs = tuple(candidates[edge] for edge in matched)
    return QuoteAlignment(pairs, len(gold.quotes), len(predicted.quotes))


def _candidates(gold: Table, predicted: Table, text: str) -> dict[tuple[int, int], Pair]:
    attribution = Attribution(gold, predicted)
    golds = [_positions(quote, text) for quote in gold.quotes]
    found = [_positions(quote, text) for quote in predicted.quotes]
    pairs: dict[tuple[int, int], Pair] = {}
    for row, one in enumerate(golds):
        for column, other in enumerate(found):
            common, size = len(one & other), len(one) + len(other)
            # Dice >= 0.9 in integers: 2 * common / size >= 9 / 10.
            if 20 * common >= 9 * size:
                quotes = gold.quotes[row], predicted.quotes[column]
                speakers = gold.speaker_spans(quotes[0]), predicted.speaker_spans(quotes[1])
                pairs[row, column] = Pair(
                    common=common,
                    size=size,
                    attributed=attribution.is_right(*speakers),
                    content_exact=one == other,
                    type=quotes[0].type == quotes[1].type,
                    cue=quotes[0].cue == quotes[1].cue,
                    speaker=attribution.is_right_by_span(*speakers),
                )
    return pairs


def _positions(quote: Quote, text: str) -> Positions:
    """Positions of the content's letters, marks and numbers; all if there is none."""
    inside = [place for start, end in quote.content for place in range(start, end)]
    told = [place for place in inside if unicodedata.category(text[place])[0] in "LMN"]
    return frozenset(told or inside)


def _weights(candidates: dict[tuple[int, int], Pair]) -> dict[tuple[int, int], int]:
    """The lexicographic order of the criteria as one integer a pair, without rounding."""
    unit = lcm(*(pair.size for pair in candidates.values())) if candidates else 1
    base = 2 * unit * (len(candidates) + 1)
    return {edge: _weight(pair, unit, base) for edge, pair in candidates.items()}


def _weight(pair: Pair, unit: int, base: int) -> int:
    weight = 1
    for criterion in CRITERIA:
        if criterion == "dice":
            value = 2 * pair.common * (unit // pair.size)
        else:
            value = int(getattr(pair, criterion))
        weight = weight * base + value
    return weight
