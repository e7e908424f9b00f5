"""Files of JSON Lines as bytes: what is no such file, or too large, is refused unread.

Whatever a file holds, reading it ends, within seconds and in bounded memory. The limits
are far above what news asks for: ten thousand annotated articles of 12 kB make 120 MB. A
file as large as it may be takes, at worst, 1.5 GB of memory once it is decoded.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.problems import InvalidInput, Problem

__all__ = ["LARGEST_FILE", "LONGEST_LINE", "MOST_LINES", "TOO_MANY_LINES", "read_lines"]

LARGEST_FILE = 256 * 2**20
LONGEST_LINE = 16 * 2**20
MOST_LINES = 200_000
TOO_MANY_LINES = "file.too-many-lines"

_CHUNK = 2**20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What other files begin with, that are given by mistake.
_OTHERS = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PAR1": "Parquet",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_lines(path: Path, *, whole: bool = True) -> Iterator[tuple[int, bytes | Problem]]:
    """The lines of a file that are not blank, with their numbers; of a `.json` file the whole.

    Args:
        path: JSON Lines, or one `.json` document.
        whole: whether everything read is kept, so that size and number of lines have a limit.

    A line that is too long is passed over in pieces and comes as a problem. After too many
    lines, blank ones included, the last thing that comes is a problem of the rule
    `TOO_MANY_LINES`. Windows line ends and a byte order mark are tolerated.

    Raises:
        InvalidInput: the file cannot be opened, is no regular file, is too large or in
            another format.
    """
    try:
        _require_regular(path)
        if whole:
            _require_size(path)
        with path.open("rb") as handle:
            _require_text(handle, path)
            if path.suffix == ".json":
                yield from _whole(handle, path)
            else:
                yield from _lines(handle, path, MOST_LINES if whole else None)
    except OSError as error:
        raise InvalidInput([_unreadable(path, error.strerror)]) from error


def _require_regular(path: Path) -> None:
    """Look before opening: a pipe would wait for a writer, a device may never end."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise InvalidInput([_unreadable(path, "Is a directory")])
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput([_unreadable(path, "a pipe or device; write it to a file first")])


def _require_size(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        remedy = f"give at most {LARGEST_FILE:,} bytes; split the documents into several files"
        raise InvalidInput([_problem("file.too-large", remedy, path.name, f"{size:,} bytes")])


def _require_text(handle: BinaryIO, path: Path) -> None:
    begin = handle.read(8)
    handle.seek(0)
    for mark, name in _OTHERS.items():
        if begin.startswith(mark):
            remedy = "unpack or convert it: JSON Lines in UTF-8 are read, nothing else"
            raise InvalidInput([_problem("file.format", remedy, path.name, name)])


def _whole(handle: BinaryIO, path: Path) -> Iterator[tuple[int, bytes | Problem]]:
    content = handle.read(LONGEST_LINE + 1)
    if len(content) > LONGEST_LINE:
        yield 1, _too_long(path, 1)
    elif record := content.removeprefix(_BYTE_ORDER_MARK).strip():
        yield 1, record


def _lines(handle: BinaryIO, path: Path, most: int | None) -> Iterator[tuple[int, bytes | Problem]]:
    number = 0
    while line := handle.readline(LONGEST_LINE + 1):
        number += 1
        if most is not None and number > most:
            yield number, _too_many_lines(path, number)
            return
        if len(line) > LONGEST_LINE:
            _pass_over(handle, line)
            yield number, _too_long(path, number)
        elif record := (line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line).strip():
            yield number, record


def _pass_over(handle: BinaryIO, line: bytes) -> None:
    """Go to the end of a line without keeping it."""
    while line and not line.endswith(b"\n"):
        line = handle.readline(_CHUNK)


def _too_long(path: Path, number: int) -> Problem:
    remedy = f"give one document a line, in at most {LONGEST_LINE:,} bytes"
    return _problem("file.line-too-long", remedy, path.name, line=number)


def _too_many_lines(path: Path, number: int) -> Problem:
    remedy = f"give at most {MOST_LINES:,} lines a file; reading stopped here"
    return _problem(TOO_MANY_LINES, remedy, path.name, line=number)


def _unreadable(path: Path, found: str | None) -> Problem:
    remedy = "name a file that exists and that you may read"
    return _problem("file.unreadable", remedy, str(path), found)


def _problem(
    rule: str, remedy: str, file: str, found: str | None = None, line: int | None = None
) -> Problem:
    return Problem(rule=rule, remedy=remedy, file=file, value=found, line=line)
