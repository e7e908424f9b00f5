"""Tables of spans (doc, start, end, type): checked, numbered, and walked in stretches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from numpy.typing import NDArray

from dateline.problems import InvalidInput, Problem
from dateline.score.spans import LONGEST, Columns, SpanPair, pair_spans

__all__ = ["COLUMNS", "SCHEMA", "Corpus", "make_corpus", "problem", "require_columns"]

Numbers = NDArray[np.int32]

SCHEMA = pa.schema(
    {"doc": pa.string(), "start": pa.int64(), "end": pa.int64(), "type": pa.string()}
)
COLUMNS = tuple(SCHEMA.names)
POSITIONS = ("start", "end")
_FIRST = 5
# Spans in a stretch: few enough to stay in the processor's cache.
_MANY = 200_000


class Corpus(Struct, frozen=True, eq=False):
    """Gold and predicted spans, each in order of document; names of types by number."""

    gold: Columns
    predicted: Columns
    documents: int
    types: list[str]
    name: str

    def pairs(self) -> Iterator[SpanPair]:
        """The spans of some documents after the other, so that memory stays flat.

        Raises:
            InvalidInput: gold has spans twice.
        """
        repeats = 0
        for begin, end in _stretches(self):
            pair = pair_spans(_slice(self.gold, begin, end), _slice(self.predicted, begin, end))
            repeats += pair.gold.repeats
            yield pair
        if repeats:
            remedy = "give each span of gold once (same doc, start, end, type)"
            raise InvalidInput([problem(self.name, "repeated", remedy, f"{repeats} repeats")])


class _Side(Struct, frozen=True, eq=False):
    """One table: names as dictionary arrays, positions as numbers."""

    document: pa.ChunkedArray
    start: Numbers
    end: Numbers
    type: pa.ChunkedArray


def make_corpus(
    gold: pa.Table, predicted: pa.Table, names: tuple[str, str] = ("gold", "predictions")
) -> Corpus:
    """Check two tables and give their documents and types numbers.

    Args:
        gold: columns doc, start, end (half open), type; doc and type of any type that
            can be written as text.
        predicted: the same.
        names: what problems call the two.

    Raises:
        InvalidInput: with everything that is wrong with either.
    """
    problems = [
        one for table, name in zip((gold, predicted), names, strict=True)
        for one in _problems(table, name)
    ]  # fmt: skip
    if problems:
        raise InvalidInput(problems)
    sides = [_side(table) for table in (gold, predicted)]
    documents, document_numbers = _numbered([side.document for side in sides])
    types, type_numbers = _numbered([side.type for side in sides])
    first, second = (
        _grouped(Columns(document, side.start, side.end, kind))
        for side, document, kind in zip(sides, document_numbers, type_numbers, strict=True)
    )
    return Corpus(first, second, len(documents), types.to_pylist(), names[0])


def require_columns(name: str, there: Sequence[str]) -> None:
    """Raises InvalidInput if one of the four columns is not there."""
    missing = [column for column in COLUMNS if column not in there]
    if missing:
        remedy = f"give the columns {', '.join(COLUMNS)}; it lacks {', '.join(missing)}"
        raise InvalidInput([problem(name, "columns", remedy, list(there))])


def problem(name: str, rule: str, remedy: str, value: object = None) -> Problem:
    """What is wrong with a table of this name."""
    return Problem(rule=f"spans.{rule}", remedy=remedy, file=name, value=value)


def _problems(table: pa.Table, name: str) -> list[Problem]:
    require_columns(name, table.column_names)
    found = [
        problem(name, "no-value", f"fill the column {column}", f"{table[column].null_count} empty")
        for column in COLUMNS
        if table[column].null_count
    ]
    found += [
        problem(name, "no-number", f"give whole numbers in {column}", str(table[column].type))
        for column in POSITIONS
        if not pa.types.is_integer(table[column].type)
    ]
    return found or list(_position_problems(table, name))


def _position_problems(table: pa.Table, name: str) -> Iterator[Problem]:
    start, end = (table[column].to_numpy() for column in POSITIONS)
    wrong = {
        "before-text": ("count positions from 0", start < 0),
        "no-extent": ("give half open spans, start < end", end <= start),
        "far": (f"positions end at {LONGEST}", end > LONGEST),
    }
    for rule, (remedy, rows) in wrong.items():
        if rows.any():
            places = np.flatnonzero(rows)[:_FIRST].tolist()
            found = f"{int(rows.sum())} rows, the first are {', '.join(map(str, places))}"
            yield problem(name, rule, f"{remedy} (rows count from 0)", found)


def _side(table: pa.Table) -> _Side:
    start, end = (table[column].to_numpy().astype(np.int32) for column in POSITIONS)
    return _Side(_names(table["doc"]), start, end, _names(table["type"]))


def _names(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    return column.unify_dictionaries()


def _numbered(columns: Sequence[pa.ChunkedArray]) -> tuple[pa.Array, list[Numbers]]:
    """All names in order, and for each column the numbers of its rows."""
    used = [_dictionary(column) for column in columns]
    every = pa.concat_arrays(used).unique()
    names = every.take(pc.sort_indices(every))
    return names, [
        _replaced(column, pc.index_in(dictionary, value_set=names).to_numpy())
        for column, dictionary in zip(columns, used, strict=True)
    ]


def _dictionary(column: pa.ChunkedArray) -> pa.Array:
    """The names of a column, the same in all of its chunks."""
    chunks = column.chunks
    return chunks[0].dictionary.cast(pa.string()) if chunks else pa.array([], pa.string())


def _replaced(column: pa.ChunkedArray, numbers: Numbers) -> Numbers:
    found = np.empty(len(column), dtype=np.int32)
    begin = 0
    for chunk in column.chunks:
        np.take(numbers, chunk.indices.to_numpy(), out=found[begin : begin + len(chunk)])
        begin += len(chunk)
    return found


def _grouped(columns: Columns) -> Columns:
    """In order of document, as most files are."""
    document = columns.document
    if (document[1:] >= document[:-1]).all():
        return columns
    order = np.argsort(document, kind="stable")
    return Columns(document[order], columns.start[order], columns.end[order], columns.type[order])


def _slice(columns: Columns, begin: int, end: int) -> Columns:
    """The spans of the documents from `begin` to before `end`."""
    first, last = np.searchsorted(columns.document, [begin, end])
    rows = slice(first, last)
    return Columns(
        columns.document[rows], columns.start[rows], columns.end[rows], columns.type[rows]
    )


def _stretches(corpus: Corpus) -> Iterator[tuple[int, int]]:
    """First document and the one behind the last, so that each has about _MANY spans."""
    sides = (corpus.gold.document, corpus.predicted.document)
    spans = sum(np.bincount(side, minlength=corpus.documents) for side in sides)
    part = np.cumsum(spans) // _MANY
    return pairwise([0, *(np.flatnonzero(part[1:] != part[:-1]) + 1).tolist(), corpus.documents])
