"""Entities: names and values by span and type; dates by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from dateline.document import Mention
from dateline.ontology import ONTOLOGY
from dateline.score.counts import Tally
from dateline.score.matching import best_matching
from dateline.score.tables import Table

__all__ = ["date_values", "exact", "partial", "strict", "typed"]

Weight = Callable[[Mention, Mention], int]


def strict(gold: Table, predicted: Table) -> Tally:
    """Names and values whose start, end and type agree (CoNLL-2003 exact match)."""
    return Tally.of_sets(
        {(*one.span, one.type) for one in gold.flat},
        {(*one.span, one.type) for one in predicted.flat},
    )


def exact(gold: Table, predicted: Table) -> Tally:
    """Equal boundaries, any type (SemEval-2013 task 9.1, "exact")."""
    golds = Counter(one.span for one in gold.flat)
    found = Counter(one.span for one in predicted.flat)
    return _tally((golds & found).total(), gold, predicted)


def partial(gold: Table, predicted: Table) -> Tally:
    """Any overlap, any type: 1 for equal boundaries, else 0.5 (SemEval-2013, "partial")."""

    def weight(one: Mention, other: Mention) -> int:
        return (1 + (one.span == other.span)) * _overlap(one, other)

    return _tally(_best_total(gold, predicted, weight) / 2, gold, predicted)


def typed(gold: Table, predicted: Table) -> Tally:
    """Equal type and at least one shared character (SemEval-2013, "type")."""

    def weight(one: Mention, other: Mention) -> int:
        return (one.type == other.type) * _overlap(one, other)

    return _tally(_best_total(gold, predicted, weight), gold, predicted)


def date_values(gold: Table, predicted: Table) -> Tally:
    """Dates and times whose start, end, type and canonical TIMEX3 value agree.

    A value that is not given is wrong, whatever gold has.
    """
    golds, found = _dates(gold), _dates(predicted)
    right = sum(value is not None and golds.get(key) == value for key, value in found.items())
    return Tally(right, len(found), right, len(golds))


def _dates(table: Table) -> dict[tuple[int, int, str], str | None]:
    return {
        (*one.span, one.type): None if one.value is None else ONTOLOGY.canonical_time(one.value)
        for one in table.mentions
        if one.type in ONTOLOGY.timex_types
    }


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _best_total(gold: Table, predicted: Table, weight: Weight) -> int:
    golds, found = gold.flat, predicted.flat
    weights: dict[tuple[int, int], int] = {}
    first = 0
    longest = max((one.end - one.start for one in golds), default=0)
    for number, other in enumerate(found):
        while first < len(golds) and golds[first].start + longest <= other.start:
            first += 1
        for place in range(first, len(golds)):
            if golds[place].start >= other.end:
                break
            if (value := weight(golds[place], other)) > 0:
                weights[place, number] = value
    return sum(weights[edge] for edge in best_matching(weights))


def _tally(right: float, gold: Table, predicted: Table) -> Tally:
    return Tally(right, len(predicted.flat), right, len(gold.flat))
