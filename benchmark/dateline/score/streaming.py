"""Large files scored a part at a time: flat memory, and processes that share the work.

Both files are read side by side, which needs them in the same order, as predictions
mostly are. Whatever is not in order, or wrong in any way, ends the walk with None: the
careful way (`read_submission`) then says what it is, all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from msgspec import Struct

from dateline.document import Document
from dateline.files import decode_line
from dateline.lines import read_lines
from dateline.ontology import ONTOLOGY
from dateline.problems import Problem
from dateline.rules import form_problems
from dateline.score.counting import CHUNK, Counted, Pair, count_documents
from dateline.score.submission import against_gold
from dateline.spread import spread

__all__ = ["Streamed", "count_files"]

Lines = list[tuple[bytes, bytes]]

# Fewer documents than so many parts are counted before other processes have started.
_WORTH_PROCESSES = 10
# Whoever reports problems reads again and says where they are.
_NOWHERE = Path()


class Streamed(Struct, frozen=True, eq=False):
    """What was counted of two files, and the layers that the predictions answer."""

    parts: list[Counted]
    layers: tuple[str, ...]


class _Part(Struct, frozen=True, eq=False):
    counted: Counted
    layers: tuple[str, ...]


def count_files(gold: Path, predictions: Path, *, processes: int | None = None) -> Streamed | None:
    """Count two files of the same documents in the same order; None if they are not that.

    Args:
        gold: documents with text, JSON Lines.
        predictions: one for each, JSON Lines.
        processes: that count; None for one a core, 1 for none beside this.

    Raises:
        InvalidInput: a file cannot be read.
    """
    chunks = _chunks(gold, predictions)
    return _gathered(spread(_count, chunks, worth=_WORTH_PROCESSES, processes=processes))


def _chunks(gold: Path, predictions: Path) -> Iterator[Lines | None]:
    """Lines of both files side by side; None where one has no line, or one that is wrong."""
    lines: Lines = []
    for (_, told), (_, found) in zip_longest(
        read_lines(gold, whole=False), read_lines(predictions, whole=False), fillvalue=(0, b"")
    ):
        if isinstance(told, Problem) or isinstance(found, Problem) or not (told and found):
            yield None
            return
        lines.append((told, found))
        if len(lines) == CHUNK:
            yield lines
            lines = []
    if lines:
        yield lines


def _gathered(parts: Iterable[_Part | None]) -> Streamed | None:
    """All parts, if there is no fault in any and no document is there twice."""
    counted: list[Counted] = []
    layers: set[tuple[str, ...]] = set()
    names: set[str] = set()
    for part in parts:
        if part is None:
            return None
        counted.append(part.counted)
        layers.add(part.layers)
        names.update(part.counted.documents)
    if len(layers) != 1 or len(names) < sum(len(part.documents) for part in counted):
        return None
    return Streamed(counted, layers.pop())


def _count(lines: Lines | None) -> _Part | None:
    pairs = None if lines is None else _pairs(lines)
    if pairs is None:
        return None
    answered = {
        tuple(layer for layer in ONTOLOGY.layer_names if found.answers(layer)) for _, found in pairs
    }
    if len(answered) != 1:
        return None
    (layers,) = answered
    return _Part(count_documents(pairs, layers, scoped=True), layers)


def _pairs(lines: Lines) -> list[Pair] | None:
    """The documents of some lines, if nothing at all is wrong with them."""
    pairs: list[Pair] = []
    for told, found in lines:
        gold, prediction = (decode_line(line, _NOWHERE, 0).document for line in (told, found))
        if gold is None or prediction is None or not _is_flawless(gold, prediction):
            return None
        pairs.append((gold, prediction))
    return pairs


def _is_flawless(gold: Document, prediction: Document) -> bool:
    return (
        gold.id == prediction.id
        and not form_problems(gold, gold=True)
        and not form_problems(prediction, gold=False)
        and not any(against_gold(prediction, gold))
    )
