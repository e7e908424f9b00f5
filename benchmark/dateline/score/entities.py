"""Entities: names and values by span and type; dates by value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from dateline.ontology import ONTOLOGY
from dateline.score.counts import Counts, Floats, Tally
from dateline.score.credit import WORTH, Pairings, pair_metrics
from dateline.score.spans import Columns, SpanPair, Spans, pair_spans
from dateline.score.tables import Table

__all__ = ["Names", "count_names", "date_values", "pair_names"]

_canonical = lru_cache(maxsize=4096)(ONTOLOGY.canonical_time)
_NUMBERS = {name: number for number, name in enumerate(ONTOLOGY.mention_types)}


class Names(Struct, frozen=True, eq=False):
    """Names and values of some documents, paired up under every entity metric."""

    documents: int
    spans: SpanPair
    pairings: Pairings


def pair_names(gold: Sequence[Table], predicted: Sequence[Table]) -> Names:
    """Pair up the names and values of the same documents, by the core of `score-spans`."""
    spans = pair_spans(_columns(gold), _columns(predicted))
    return Names(len(gold), spans, pair_metrics(spans))


def count_names(metric: str) -> Callable[[Names], Counts]:
    """How an entity metric (a key of `WORTH`) counts: shape (documents, 4)."""

    def count(names: Names) -> Counts:
        values = np.empty((names.documents, 4))
        for column, side in ((0, "predicted"), (2, "gold")):
            spans: Spans = getattr(names.spans, side)
            values[:, column] = _earned(names, metric, side, spans)
            values[:, column + 1] = np.bincount(spans.document, minlength=names.documents)
        return Counts(values)

    return count


def _earned(names: Names, metric: str, side: str, spans: Spans) -> Floats:
    earned = np.zeros(names.documents)
    for part, worth in WORTH[metric].items():
        places = getattr(getattr(names.pairings, part), side)
        earned += worth * np.bincount(spans.document[places], minlength=names.documents)
    return earned


def _columns(tables: Sequence[Table]) -> Columns:
    rows = [
        (number, one.start, one.end, _NUMBERS[one.type])
        for number, table in enumerate(tables)
        for one in table.flat
    ]
    return Columns(*np.array(rows, dtype=np.int64).reshape(len(rows), 4).T)


def date_values(gold: Table, predicted: Table) -> Tally:
    """Dates and times whose start, end, type and canonical TIMEX3 value agree.

    A value that is not given is wrong, whatever gold has.
    """
    golds, found = _dates(gold), _dates(predicted)
    right = sum(value is not None and golds.get(key) == value for key, value in found.items())
    return Tally(right, len(found), right, len(golds))


def _dates(table: Table) -> dict[tuple[int, int, str], str | None]:
    return {
        (*one.span, one.type): None if one.value is None else _canonical(one.value)
        for one in table.mentions
        if one.type in ONTOLOGY.timex_types
    }
