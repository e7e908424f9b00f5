"""Slices as rows of a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.score.compare.slices import FEW, Slice, SliceTable
from dateline.score.corpus import HEADLINE
from dateline.score.counts import Scores
from dateline.score.grid import percent_text

__all__ = ["NUMBERS", "TITLES", "slice_notes", "slice_rows"]

TITLES = ("metric", "by", "slice", "P", "R", "F1", "gold", "note")
NUMBERS = ("P", "R", "F1", "gold")
WHOLE = "all"

Row = tuple[str, ...]


def slice_rows(tables: Sequence[SliceTable], everything: bool) -> Iterator[Row]:
    """A row a slice, and one for all of them behind; without a score no rows.

    Slices of documents by the primary metrics and overall, or by every metric.
    """
    for table in tables:
        if table.of == "items" or everything or table.metric in HEADLINE:
            yield from _rows(table)


def slice_notes() -> list[str]:
    """What the notes in the rows mean."""
    return [
        f"few: under {FEW} gold items, says little and is not ranked; worst: of the others",
        "recall: only gold has the property, so there is no precision",
    ]


def _rows(table: SliceTable) -> Iterator[Row]:
    if not table.slices or (table.whole.recall is None and table.whole.f1 is None):
        return
    for one in table.slices:
        note = "few" if one.few else "worst" * (one.value == table.worst)
        yield (table.metric, _by(table), one.value, *_numbers(one), str(one.gold), note)
    yield (table.metric, _by(table), WHOLE, *_numbers(table.whole), "", "")


def _by(table: SliceTable) -> str:
    return f"{table.by} (recall)" if table.recall_only else table.by


def _numbers(scores: Slice | Scores) -> Iterator[str]:
    return map(percent_text, (scores.precision, scores.recall, scores.f1))
