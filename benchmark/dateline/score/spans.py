"""Spans of many documents as columns, laid out on one line of positions.

Every document has a stretch of the line of its own, so that spans of different documents
never meet and every question about spans is one about intervals on a line: sorted once,
answered for all documents together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["LONGEST", "Columns", "Ints", "SpanPair", "Spans", "pair_spans"]

Ints = NDArray[np.int64]

# Positions in a document that the line has room for, whatever the number of documents.
LONGEST = 2**31 - 1
_BITS = 63


class Columns(Struct, frozen=True, eq=False):
    """Spans in any order: each column has shape (spans,), of integers of any width.

    `document` and `type` are numbers from 0 on; `start` and `end` half open positions.
    """

    document: NDArray[np.signedinteger]
    start: NDArray[np.signedinteger]
    end: NDArray[np.signedinteger]
    type: NDArray[np.signedinteger]

    def __len__(self) -> int:
        """How many spans."""
        return len(self.document)


class Spans(Struct, frozen=True, eq=False):
    """One side's spans, in order of document, start, end and type, without repeats.

    All columns have shape (spans,). `begin` and `end` are half open positions on the
    line; `key` is a number for the span and its type that both sides share, in the same
    order. `repeats` tells how many spans were there more than once and are left out.
    """

    document: Ints
    begin: Ints
    end: Ints
    type: Ints
    key: Ints
    repeats: int

    def __len__(self) -> int:
        """How many spans."""
        return len(self.key)


class SpanPair(Struct, frozen=True, eq=False):
    """Gold's spans and the predicted ones, on one line."""

    gold: Spans
    predicted: Spans


def pair_spans(gold: Columns, predicted: Columns) -> SpanPair:
    """Lay out two sides on one line."""
    lines = _on_one_line([gold, predicted])
    keys = _joint_keys([[begin, end - begin, kind] for _, begin, end, kind in lines])
    return SpanPair(*(_in_order(line, key) for line, key in zip(lines, keys, strict=True)))


def _on_one_line(sides: Sequence[Columns]) -> list[tuple[Ints, Ints, Ints, Ints]]:
    there = [side for side in sides if len(side)]
    first = min((int(side.document.min()) for side in there), default=0)
    width = 1 + max((int(side.end.max()) for side in there), default=0)
    return [_on_line(side, first, width) for side in sides]


def _on_line(side: Columns, first: int, width: int) -> tuple[Ints, Ints, Ints, Ints]:
    document = side.document.astype(np.int64)
    offset = (document - first) * width
    return document, offset + side.start, offset + side.end, side.type.astype(np.int64)


def _in_order(line: tuple[Ints, Ints, Ints, Ints], key: Ints) -> Spans:
    if (key[1:] > key[:-1]).all():
        return Spans(*line, key, repeats=0)
    order = np.argsort(key, kind="stable")
    there = key[order]
    kept = order[np.concatenate([[True], there[1:] > there[:-1]])]
    document, begin, end, kind = (column[kept] for column in line)
    return Spans(document, begin, end, kind, key[kept], repeats=len(key) - len(kept))


def _joint_keys(sides: Sequence[Sequence[Ints]]) -> list[Ints]:
    """One number a row, in the order of the columns, equal across sides for equal rows."""
    highest = [
        max((int(side[place].max()) for side in sides if len(side[place])), default=0)
        for place in range(len(sides[0]))
    ]
    bits = [value.bit_length() for value in highest]
    if sum(bits) <= _BITS:
        return [_packed(side, bits) for side in sides]
    return _ranked(sides)


def _packed(columns: Sequence[Ints], bits: Sequence[int]) -> Ints:
    key = columns[0]
    for column, many in zip(columns[1:], bits[1:], strict=True):
        key = (key << many) | column
    return key


def _ranked(sides: Sequence[Sequence[Ints]]) -> list[Ints]:
    """Ranks of the rows among those of all sides: for positions too large to be packed."""
    rows = np.stack([np.concatenate(columns) for columns in zip(*sides, strict=True)])
    order = np.lexsort(rows[::-1])
    steps = (rows[:, order[1:]] != rows[:, order[:-1]]).any(axis=0)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.concatenate([[0], np.cumsum(steps)])
    return np.split(ranks, np.cumsum([len(side[0]) for side in sides])[:-1])
