"""An export of tasks read a part at a time, so that a large round needs little memory.

The server writes one array of all tasks. A part is cut from it between two tasks, where
the bytes say that one ends and the next begins: the quotation marks there are not
escaped, so the place lies in no string. An export that shows no such place, since
another version of the server wrote it, is one part; nothing is read wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.problems import InvalidInput, Problem
from dateline_annotation.exports import Task

__all__ = ["Part", "parts_of", "tasks_in"]

# About a hundred tasks with all that an article has.
SIZE = 4 * 2**20
BETWEEN = re.compile(rb'\}\s*,\s*(?=\{\s*"id"\s*:\s*\d+\s*,\s*"annotations"\s*:)')
OPENS = re.compile(rb"\s*\[")
CLOSES = re.compile(rb"\]\s*$")
REMEDY = "pull again; if it stays so, look at the raw export"
SHOWN = 40

_TASKS = msgspec.json.Decoder(list[Task])


class Part(Struct, frozen=True):
    """So many bytes of an export, which hold whole tasks."""

    path: Path
    start: int
    size: int

    def tasks(self) -> list[Task]:
        """The tasks of this part.

        Raises:
            InvalidInput: it is no JSON of tasks.
        """
        with self.path.open("rb") as handle:
            handle.seek(self.start)
            content = handle.read(self.size)
        try:
            return _TASKS.decode(b"[" + content + b"]")
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _broken(self.path, f"after byte {self.start}: {error}") from error


def parts_of(path: Path) -> Iterator[Part]:
    """The parts of an export, in order.

    Raises:
        InvalidInput: it is no array.
    """
    if not path.stat().st_size:
        raise _broken(path, "it is empty")
    with path.open("rb") as handle, mmap(handle.fileno(), 0, access=ACCESS_READ) as mapped:
        opening = OPENS.match(mapped)
        closing = CLOSES.search(mapped, max(0, len(mapped) - SIZE))
        if opening is None or closing is None or closing.start() < opening.end():
            raise _broken(path, f"no array of tasks: {mapped[:SHOWN]!r}")
        yield from _cut(path, mapped, opening.end(), closing.start())


def tasks_in(path: Path) -> Iterator[Task]:
    """The tasks of an export, in order.

    Raises:
        InvalidInput: it is no JSON of tasks.
    """
    for part in parts_of(path):
        yield from part.tasks()


def _cut(path: Path, mapped: mmap, start: int, end: int) -> Iterator[Part]:
    while True:
        between = BETWEEN.search(mapped, start + SIZE, end)
        if between is None:
            yield Part(path, start, end - start)
            return
        yield Part(path, start, between.start() + 1 - start)
        start = between.end()


def _broken(path: Path, found: str) -> InvalidInput:
    problem = Problem(rule="annotation.export", remedy=REMEDY, file=str(path), value=found)
    return InvalidInput([problem])
