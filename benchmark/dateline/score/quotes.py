"""Quotes: one-to-one alignment by content, then type, cue, speakers and attribution."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from math import lcm

from msgspec import Struct

from dateline.document import Quote
from dateline.score.attribution import Attribution
from dateline.score.matching import Edge, best_matching, components
from dateline.score.tables import Table

__all__ = ["CRITERIA", "Pair", "QuoteAlignment", "align_quotes"]

# A set of positions as the bits of an integer: common positions are one operation.
Positions = int


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
    """The matched pairs of one document, and how many quotes each side has.

    `pairs` are by place of the gold and of the predicted quote in their tables.
    """

    pairs: dict[Edge, Pair]
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
    matched = [edge for part in components(candidates) for edge in best_matching(_weights(part))]
    pairs = {edge: candidates[edge] for edge in sorted(matched)}
    return QuoteAlignment(pairs, len(gold.quotes), len(predicted.quotes))


def _candidates(gold: Table, predicted: Table, text: str) -> dict[Edge, Pair]:
    """The pairs that may match, by number of the gold and the predicted quote."""
    if not (gold.quotes and predicted.quotes):
        return {}
    attribution = Attribution(gold, predicted)
    telling = _telling(text)
    golds = [_positions(quote, telling) for quote in gold.quotes]
    pairs: dict[Edge, Pair] = {}
    for column, quote in enumerate(predicted.quotes):
        found = _positions(quote, telling)
        for row, told in enumerate(golds):
            if _may_match(told, found):
                pairs[row, column] = _pair(gold.quotes[row], quote, told, found, attribution)
    return pairs


def _pair(
    gold: Quote, predicted: Quote, told: Positions, found: Positions, attribution: Attribution
) -> Pair:
    speakers = (
        attribution.gold.speaker_spans(gold),
        attribution.predicted.speaker_spans(predicted),
    )
    return Pair(
        common=(told & found).bit_count(),
        size=told.bit_count() + found.bit_count(),
        attributed=attribution.is_right(*speakers),
        content_exact=told == found,
        type=gold.type == predicted.type,
        cue=gold.cue == predicted.cue,
        speaker=attribution.is_right_by_span(*speakers),
    )


class _Telling(dict[int, str]):
    """For `str.translate`: 1 for a letter, mark or number, 0 for any other character."""

    def __missing__(self, character: int) -> str:
        told = str(int(unicodedata.category(chr(character))[0] in "LMN"))
        self[character] = told
        return told


_TELLING = _Telling()


def _telling(text: str) -> Positions:
    """Positions of a text's letters, marks and numbers."""
    return int(text.translate(_TELLING)[::-1] or "0", 2)


def _positions(quote: Quote, telling: Positions) -> Positions:
    """Positions of the content that tell; all if there is none."""
    inside = 0
    for start, end in quote.content:
        inside |= ((1 << (end - start)) - 1) << start
    return inside & telling or inside


def _may_match(one: Positions, other: Positions) -> bool:
    """Whether Dice is at least 0.9: 2 * common / size >= 9 / 10, in integers."""
    common = (one & other).bit_count()
    # Nearly all pairs have nothing in common: their sizes are not worth counting.
    return common > 0 and 20 * common >= 9 * (one.bit_count() + other.bit_count())


def _weights(candidates: Mapping[Edge, Pair]) -> dict[Edge, int]:
    """The lexicographic order of the criteria as one integer a pair, without rounding."""
    unit = lcm(*(pair.size for pair in candidates.values()))
    # More than any criterion can sum to: a digit never carries into the one before.
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
