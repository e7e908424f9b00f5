"""Entities: names and values by span and type; dates by value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dateline.ontology import ONTOLOGY
from dateline.score.counts import Counts, Tally
from dateline.score.credit import WORTH, count_pairs, pair_metrics
from dateline.score.spans import Columns, pair_spans
from dateline.score.tables import Table

__all__ = ["count_names", "date_values"]

_canonical = lru_cache(maxsize=4096)(ONTOLOGY.canonical_time)
_NUMBERS = {name: number for number, name in enumerate(ONTOLOGY.mention_types)}


def count_names(gold: Sequence[Table], predicted: Sequence[Table]) -> dict[str, Counts]:
    """Counts of every entity metric, by the core of `score-spans`.

    Args:
        gold: tables of some documents.
        predicted: those of the same documents.

    Returns:
        By metric, shape (documents, 4).
    """
    spans = pair_spans(_columns(gold), _columns(predicted))
    pairings = pair_metrics(spans)
    values = count_pairs(pairings, spans.gold.document, spans.predicted.document, len(gold))
    return {metric: Counts(values[:, place]) for place, metric in enumerate(WORTH)}


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
