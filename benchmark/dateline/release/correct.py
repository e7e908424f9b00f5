"""An erratum: the corrected annotation of one document goes into gold, with its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import atomic_write, decode_line, encode, read_documents, write_records
from dateline.lines import read_lines
from dateline.problems import InvalidInput, Problem
from dateline.rules import form_problems, house_problems
from dateline.sheet import read_sheet, write_sheet

__all__ = ["Erratum", "LineChanges", "correct_gold", "document_hash", "next_patch", "read_errata"]

_LAYERS = ("mentions", "quotes", "events")


class LineChanges(Struct, frozen=True, kw_only=True):
    """Sheet lines of one kind of item that a correction took out and put in."""

    items: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class Erratum(Struct, frozen=True, kw_only=True):
    """A correction of gold: one line of the errata file.

    `before` and `after` are the SHA-256 of the document as encoded JSON.
    """

    document: str
    date: str
    reason: str
    before: str
    after: str
    changes: tuple[LineChanges, ...]


def correct_gold(
    sheet: Path, document: str, reason: str, *, gold: Path, errata: Path, today: date
) -> Erratum:
    """Replace the annotation of a document in gold by a sheet's, and keep the reason.

    The erratum is there before gold changes. If the program is killed in between, a second
    run ends the work, and the erratum still stands there once.

    Args:
        sheet: the whole corrected annotation of the document.
        document: its id.
        reason: why, in words, for the readers of the errata.
        gold: the file of gold; the bytes of its other documents stay as they are.
        errata: JSON Lines of errata, made if it is missing.
        today: the date of the erratum.

    Raises:
        InvalidInput: with everything that is wrong; no file is changed then.
    """
    earlier, problems = _gathered(errata, reason)
    try:
        before = _find(document, gold)
        after = _corrected(sheet, before)
    except InvalidInput as error:
        raise InvalidInput([*problems, *error.problems]) from error
    changes = _changes(before, after)
    if not changes:
        remedy = "mend the sheet; it says what gold says"
        problems.append(Problem(rule="correct.changes-nothing", remedy=remedy, file=sheet.name))
    if problems:
        raise InvalidInput(replace(one, document=document) for one in problems)
    erratum = Erratum(
        document=document,
        date=today.isoformat(),
        reason=reason.strip(),
        before=document_hash(before),
        after=document_hash(after),
        changes=changes,
    )
    with atomic_write(gold) as beside:
        beside.write_bytes(_with_document(gold, after))
        write_records(errata, [*_without_unfinished(earlier, erratum), erratum])
    return erratum


def next_patch(releases: Path) -> str:
    """The version after the newest release of a folder: its patch number, one more."""
    names = [path.parent.name for path in releases.glob("*/MANIFEST.json")]
    found = [tuple(map(int, name.split("."))) for name in names if _is_version(name)]
    major, minor, patch = max(found, default=(0, 1, -1))
    return f"{major}.{minor}.{patch + 1}"


def _is_version(name: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+){2}", name) is not None


def _gathered(errata: Path, reason: str) -> tuple[list[Erratum], list[Problem]]:
    """The errata so far, and what is wrong with them or with the reason."""
    problems = list[Problem]()
    if not reason.strip():
        remedy = 'say why: --reason "…"'
        problems.append(Problem(rule="correct.no-reason", remedy=remedy))
    try:
        return read_errata(errata), problems
    except InvalidInput as error:
        return [], [*problems, *error.problems]


def read_errata(path: Path) -> list[Erratum]:
    """The errata of a file, in its order; none where there is no file.

    Raises:
        InvalidInput: with every line that is no erratum.
    """
    if not path.exists():
        return []
    found, problems = list[Erratum](), list[Problem]()
    for number, line in read_lines(path):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        try:
            found.append(msgspec.json.decode(line, type=Erratum))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(_no_erratum(path, number, error))
    if problems:
        raise InvalidInput(problems)
    return found


def _no_erratum(path: Path, line: int, error: Exception) -> Problem:
    remedy = "mend the line, or name another file of errata"
    rule = "correct.errata-line"
    return Problem(rule=rule, remedy=remedy, file=path.name, line=line, value=str(error))


def _find(name: str, gold: Path) -> Document:
    """The document of that id, with its text."""
    documents = {one.id: one for one in read_documents(gold, gold=True)}
    if name not in documents:
        remedy = "name the sheet <document id>.sheet, or give --document"
        problem = Problem(rule="correct.unknown-document", remedy=remedy, file=gold.name)
        raise InvalidInput([replace(problem, value=name)])
    if documents[name].text is None:
        remedy = "gold is standoff here; join it to its text first: dateline hydrate"
        raise InvalidInput([Problem(rule="correct.no-text", remedy=remedy, document=name)])
    return documents[name]


def _corrected(sheet: Path, before: Document) -> Document:
    try:
        text = sheet.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "name a readable sheet in UTF-8"
        problem = Problem(rule="file.unreadable", remedy=remedy, file=str(sheet), value=str(error))
        raise InvalidInput([problem]) from error
    after = replace(read_sheet(text, before, file=sheet.name), layers=before.layers)
    problems = [*form_problems(after, gold=True), *house_problems(after)]
    if problems:
        raise InvalidInput(replace(problem, file=sheet.name) for problem in problems)
    return after


def _changes(before: Document, after: Document) -> tuple[LineChanges, ...]:
    """What differs, in lines of a sheet; their order does not count."""
    found = []
    for items in _LAYERS:
        old, new = (_lines(one, items) for one in (before, after))
        removed = tuple(line for line in old if line not in set(new))
        added = tuple(line for line in new if line not in set(old))
        if removed or added:
            found.append(LineChanges(items=items, removed=removed, added=added))
    return tuple(found)


def _lines(document: Document, items: str) -> list[str]:
    rest = {other: () for other in _LAYERS if other != items}
    return write_sheet(replace(document, **rest)).splitlines()


def document_hash(document: Document) -> str:
    """SHA-256 of a document as encoded JSON, by which errata know it."""
    return hashlib.sha256(encode(document)).hexdigest()


def _without_unfinished(earlier: Sequence[Erratum], now: Erratum) -> list[Erratum]:
    """Without the last erratum where it is the same correction, begun and not ended."""
    if earlier and (earlier[-1].document, earlier[-1].before, earlier[-1].after) == (
        now.document, now.before, now.after,
    ):  # fmt: skip
        return list(earlier[:-1])
    return list(earlier)


def _with_document(path: Path, document: Document) -> bytes:
    """Gold with a document in the place of the one with its id; other lines stay as they are."""
    lines = path.read_bytes().split(b"\n")
    return b"\n".join(_line(line, path, document) for line in lines)


def _line(line: bytes, path: Path, document: Document) -> bytes:
    if not line.strip():
        return line
    there = decode_line(line.removeprefix(b"\xef\xbb\xbf"), path, 0).document
    return encode(document) if there is not None and there.id == document.id else line
