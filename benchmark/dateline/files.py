"""Documents in files: JSON Lines in and out, every problem at once, nothing half written."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote
from dateline.problems import InvalidInput, Problem
from dateline.rules import form_problems, house_problems

__all__ = [
    "Decoded",
    "atomic_write",
    "encode",
    "iter_decoded",
    "read_documents",
    "read_valid_files",
    "write_documents",
]

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Document)
_ITEM_TYPES = {"mentions": Mention, "quotes": Quote, "events": Event}
_DECODE_REMEDY = "write one document a line as the published JSON Schema says (`dateline schema`)"


class Decoded(msgspec.Struct, frozen=True):
    """A line of a file: the document it holds, or what keeps it from being one."""

    line: int
    document: Document | None
    problems: tuple[Problem, ...] = ()


def encode(document: Document) -> bytes:
    """A document as one line of JSON, without the line end."""
    return _ENCODER.encode(document)


def iter_decoded(path: Path) -> Iterator[Decoded]:
    """Decode a file of JSON Lines, or one `.json` document, line by line.

    Blank lines are passed over; Windows line ends and a byte order mark are tolerated. Form is
    not checked here.

    Raises:
        InvalidInput: the file cannot be opened.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise InvalidInput([_unreadable(path, error)]) from error
    with handle:
        for number, line in _numbered_records(handle.read() if _is_single(path) else handle):
            yield _decode(line, path, number)


def read_documents(path: Path, *, gold: bool) -> list[Document]:
    """Read documents that obey the form rules (`gold` as in `form_problems`).

    Raises:
        InvalidInput: with every problem of every line, and every repeated id.
    """
    decoded = list(iter_decoded(path))
    problems = [problem for record in decoded for problem in record.problems]
    for record in decoded:
        if record.document is not None:
            found = form_problems(record.document, gold=gold)
            problems += [replace(problem, file=path.name, line=record.line) for problem in found]
    documents = [record.document for record in decoded if record.document is not None]
    problems += _repeated_ids(documents, path)
    if not decoded:
        problems.append(Problem(rule="file.empty", remedy="give documents", file=path.name))
    if problems:
        raise InvalidInput(problems)
    return documents


def read_valid_files(paths: Iterable[Path], *, house: bool) -> int:
    """Check files of gold documents, all of them; returns how many documents.

    Raises:
        InvalidInput: with every problem of every file.
    """
    count, problems = 0, list[Problem]()
    for path in paths:
        try:
            documents = read_documents(path, gold=True)
        except InvalidInput as error:
            problems += error.problems
            continue
        count += len(documents)
        found = [one for document in documents for one in house_problems(document)] if house else []
        problems += [replace(problem, file=path.name) for problem in found]
    if problems:
        raise InvalidInput(problems)
    return count


def write_documents(path: Path, documents: Iterable[Document]) -> int:
    """Write documents as JSON Lines, all or nothing; returns how many."""
    count = 0
    with atomic_write(path) as beside, beside.open("wb") as handle:
        for document in documents:
            handle.write(encode(document) + b"\n")
            count += 1
    return count


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary file beside `path`, which takes its place if nothing goes wrong.

    Raises:
        InvalidInput: the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise InvalidInput([_unwritable(path, error)]) from error
    os.close(descriptor)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _is_single(path: Path) -> bool:
    return path.suffix == ".json"


def _numbered_records(lines: bytes | Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    records = [lines] if isinstance(lines, bytes) else lines
    for number, line in enumerate(records, start=1):
        record = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if record.strip():
            yield number, record.strip()


def _decode(line: bytes, path: Path, number: int) -> Decoded:
    try:
        return Decoded(number, _DECODER.decode(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = _shape_problems(line) or [_shape_problem(str(error))]
        return Decoded(
            number, None, tuple(replace(one, file=path.name, line=number) for one in found)
        )


def _shape_problems(line: bytes) -> list[Problem]:
    """What is wrong with each field and item by itself, where the line is JSON at all."""
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not isinstance(record, dict):
        return []
    rest = {name: value for name, value in record.items() if name not in _ITEM_TYPES}
    problems = list(_conversion_problems(rest, Document, ""))
    for name, item_type in _ITEM_TYPES.items():
        items = record.get(name, [])
        if not isinstance(items, list):
            problems.append(_shape_problem("Expected `array`", name))
            continue
        for index, item in enumerate(items):
            problems += _conversion_problems(item, item_type, f"{name}.{index}")
    known = record.get("id")
    return (
        [replace(one, document=known) for one in problems] if isinstance(known, str) else problems
    )


def _conversion_problems(item: object, kind: type, field: str) -> Iterator[Problem]:
    try:
        msgspec.convert(item, kind)
    except msgspec.ValidationError as error:
        yield _shape_problem(str(error), field or None)


def _shape_problem(found: str, field: str | None = None) -> Problem:
    return Problem(rule="form.shape", remedy=_DECODE_REMEDY, field=field, value=found)


def _repeated_ids(documents: Iterable[Document], path: Path) -> Iterator[Problem]:
    for name, count in Counter(document.id for document in documents).items():
        if count > 1:
            yield Problem(
                rule="file.repeated-id",
                remedy="give each document once",
                document=name,
                file=path.name,
                value=f"{count} times",
            )


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        rule="file.unreadable",
        remedy="name a file that exists and that you may read",
        file=str(path),
        value=error.strerror,
    )


def _unwritable(path: Path, error: OSError) -> Problem:
    return Problem(
        rule="file.unwritable",
        remedy="name a folder that you may write to",
        file=str(path),
        value=error.strerror,
    )
