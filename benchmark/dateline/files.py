"""Documents in files: JSON Lines in and out, every problem at once, nothing half written."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote
from dateline.lines import TOO_MANY_LINES, read_lines
from dateline.problems import InvalidInput, Problem, Problems
from dateline.rules import form_problems, house_problems

__all__ = [
    "MOST_ITEMS",
    "MOST_PROBLEMS",
    "Checked",
    "Decoded",
    "atomic_write",
    "check_documents",
    "decode_line",
    "encode",
    "gather_documents",
    "items_in",
    "iter_decoded",
    "read_documents",
    "read_valid_files",
    "valid_documents",
    "write_documents",
    "write_records",
    "write_sorted",
    "write_text",
]

# A document holds so many items at most (`items_in`); reading stops after so many problems.
MOST_ITEMS = 100_000
MOST_PROBLEMS = 1_000_000
# What a full disk, a quota, and a limit on the size of files say.
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Document)
_ITEM_TYPES = {"mentions": Mention, "quotes": Quote, "events": Event}
_DECODE_REMEDY = "write one document a line as the published JSON Schema says (`dateline schema`)"
# Of a longer line that is no document only the first thing wrong is told.
_EXPLAINED = 2**20


class Decoded(msgspec.Struct, frozen=True):
    """A line of a file: the document it holds, or what keeps it from being one."""

    line: int
    document: Document | None
    problems: tuple[Problem, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """A file of documents, and everything wrong with it.

    `documents` are those that could be decoded, of right form or not; `named` the ids that
    stand in the file, in broken lines too. `complete` is False if reading stopped early.
    """

    documents: list[Document]
    named: set[str]
    problems: Problems
    complete: bool


def encode(document: Document) -> bytes:
    """A document as one line of JSON, without the line end."""
    return _ENCODER.encode(document)


def items_in(document: Document) -> int:
    """How many mentions, quotes, events, spans of content, speakers and arguments it has."""
    quotes, events = document.quotes, document.events
    return (
        len(document.mentions)
        + sum(1 + len(quote.content) + len(quote.speakers) for quote in quotes)
        + sum(1 + len(event.arguments) for event in events)
    )


def iter_decoded(path: Path) -> Iterator[Decoded]:
    """Decode a file of JSON Lines, or one `.json` document, line by line.

    Blank lines are passed over; Windows line ends and a byte order mark are tolerated. Form is
    not checked here.

    Raises:
        InvalidInput: the file cannot be opened, or is none that is read (`read_lines`).
    """
    for number, line in read_lines(path):
        if isinstance(line, Problem):
            yield Decoded(number, None, (line,))
        else:
            yield decode_line(line, path, number)


def check_documents(path: Path, *, gold: bool) -> Checked:
    """Read documents and gather what is wrong with them, in the order of the lines.

    Args:
        path: JSON Lines, or one `.json` document.
        gold: as in `form_problems`.

    Raises:
        InvalidInput: the file cannot be opened, or is none that is read (`read_lines`).
    """
    checked = Checked([], set(), Problems(), True)
    for record in iter_decoded(path):
        checked.problems.extend(record.problems)
        checked.named.update(one.document for one in record.problems if one.document is not None)
        if record.document is not None:
            checked.documents.append(record.document)
            found = form_problems(record.document, gold=gold)
            checked.problems.extend(_placed(found, path, record.line))
        if checked.problems.total and (stopped := _stopped(checked, record, path)) is not None:
            checked.problems.extend(stopped)
            return replace(checked, complete=False)
    checked.named.update(document.id for document in checked.documents)
    checked.problems.extend(_repeated_ids(checked.documents, path))
    if not (checked.documents or checked.problems.total):
        checked.problems.add(Problem(rule="file.empty", remedy="give documents", file=path.name))
    return checked


def read_documents(path: Path, *, gold: bool) -> list[Document]:
    """Read documents that obey the form rules (`gold` as in `form_problems`).

    Raises:
        InvalidInput: with every problem of every line, and every repeated id.
    """
    checked = check_documents(path, gold=gold)
    if checked.problems.total:
        raise InvalidInput(checked.problems)
    return checked.documents


def gather_documents(paths: Iterable[Path], *, gold: bool) -> tuple[list[Document], list[Problem]]:
    """The documents of all files that can be read, and everything wrong with the others."""
    documents, problems = list[Document](), list[Problem]()
    for path in paths:
        try:
            documents += read_documents(path, gold=gold)
        except InvalidInput as error:
            problems += error.problems
    return documents, problems


def read_valid_files(paths: Iterable[Path], *, house: bool) -> int:
    """Check files of gold documents, all of them; returns how many documents.

    Raises:
        InvalidInput: with every problem of every file.
    """
    return sum(len(documents) for _, documents in valid_documents(paths, house=house))


def valid_documents(paths: Iterable[Path], *, house: bool) -> list[tuple[Path, list[Document]]]:
    """The gold documents of each file, checked.

    Raises:
        InvalidInput: with every problem of every file.
    """
    found, problems = list[tuple[Path, list[Document]]](), Problems()
    for path in paths:
        try:
            documents = read_documents(path, gold=True)
        except InvalidInput as error:
            problems.extend(error.problems)
            continue
        found.append((path, documents))
        for document in documents if house else ():
            problems.extend(replace(one, file=path.name) for one in house_problems(document))
    if problems.total:
        raise InvalidInput(problems)
    return found


def write_documents(path: Path, documents: Iterable[Document]) -> int:
    """Write documents as JSON Lines, all or nothing; returns how many."""
    count = 0
    with atomic_write(path) as beside, beside.open("wb") as handle:
        for document in documents:
            handle.write(encode(document) + b"\n")
            count += 1
    return count


def write_sorted(path: Path, lines: Iterable[tuple[str, bytes]]) -> int:
    """Write lines in the order of their keys, all or nothing; returns how many.

    The lines wait in a temporary file, so that memory holds no more than the keys.

    Args:
        path: the file.
        lines: pairs of a key and a line without its end, in any order.

    Raises:
        InvalidInput: the file cannot be written.
    """
    with atomic_write(path) as beside, tempfile.TemporaryFile(dir=beside.parent) as waiting:
        places = [(key, waiting.tell(), waiting.write(line + b"\n")) for key, line in lines]
        with beside.open("wb") as handle:
            for _, start, size in sorted(places):
                waiting.seek(start)
                handle.write(waiting.read(size))
    return len(places)


def write_records(path: Path, records: Iterable[msgspec.Struct]) -> None:
    """Write records as JSON Lines, all or nothing.

    Raises:
        InvalidInput: the file cannot be written.
    """
    with atomic_write(path) as beside:
        beside.write_bytes(b"".join(_ENCODER.encode(one) + b"\n" for one in records))


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 with plain line ends, all or nothing.

    Raises:
        InvalidInput: the file cannot be written.
    """
    with atomic_write(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary file beside `path`, which takes its place if nothing goes wrong.

    Raises:
        InvalidInput: the folder cannot be written to, or there is no space left in it.
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
        _put(beside, path)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        raise InvalidInput([_unwritable(path, error)]) from error
    finally:
        beside.unlink(missing_ok=True)


def _put(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except OSError as error:
        raise InvalidInput([_unwritable(path, error)]) from error


def _placed(problems: Iterable[Problem], path: Path, line: int) -> Iterator[Problem]:
    return (replace(problem, file=path.name, line=line) for problem in problems)


def _stopped(checked: Checked, record: Decoded, path: Path) -> list[Problem] | None:
    """What is to be said if reading stops after this line; None if it goes on."""
    if any(problem.rule == TOO_MANY_LINES for problem in record.problems):
        return []
    if checked.problems.total < MOST_PROBLEMS:
        return None
    remedy = "mend these first; reading stopped here"
    rule = "file.too-many-problems"
    return [Problem(rule=rule, remedy=remedy, file=path.name, line=record.line)]


def decode_line(line: bytes, path: Path, number: int) -> Decoded:
    """The document of a line, or all that keeps it from being one; form is not checked."""
    try:
        document = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = _shape_problems(line) or [_shape_problem(str(error))]
        return Decoded(number, None, tuple(_placed(found, path, number)))
    refused = tuple(_placed(_refusals(document, line), path, number))
    return Decoded(number, None if refused else document, refused)


def _refusals(document: Document, line: bytes) -> Iterator[Problem]:
    """What the document itself does not tell: too much in it, keys given twice."""
    many = items_in(document)
    if many > MOST_ITEMS:
        yield Problem(
            rule="file.too-many-items",
            remedy=f"give at most {MOST_ITEMS:,} items a document; split it",
            document=document.id,
            value=many,
        )
    elif _repeats_keys(document, line):
        for key in _repeated_keys(line):
            yield Problem(
                rule="file.repeated-key",
                remedy="give each key of an object once",
                document=document.id,
                field=key,
            )


def _repeats_keys(document: Document, line: bytes) -> bool:
    """Whether an object has a key twice: the last counts, and the first is lost in decoding.

    A line that we would write ourselves has none. In any other, the colon of a lost key is
    lost with it; colons inside strings stay, but for those that are escaped.
    """
    if encode(document) == line:
        return False
    once = _ENCODER.encode(msgspec.json.decode(line))
    return line.count(b":") > once.count(b":") or b"\\u003" in line


def _repeated_keys(line: bytes) -> list[str]:
    """The keys that an object has twice, each once; by the slower decoder, which tells."""
    found: dict[str, None] = {}

    def note(pairs: list[tuple[str, object]]) -> None:
        counted = Counter(key for key, _ in pairs)
        found.update((key, None) for key, count in counted.items() if count > 1)

    json.loads(line, object_pairs_hook=note, parse_int=str)
    return list(found)


def _shape_problems(line: bytes) -> list[Problem]:
    """What is wrong with each field and item by itself, where the line is JSON at all."""
    if len(line) > _EXPLAINED:
        return []
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


def _unwritable(path: Path, error: OSError) -> Problem:
    return Problem(
        rule="file.unwritable",
        remedy="name a file in a folder that you may write to, with space left",
        file=str(path),
        value=error.strerror,
    )
