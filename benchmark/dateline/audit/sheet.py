"""The auditor's sheet: tab-separated lines that a spreadsheet opens, and back."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from dateline.audit.draw import Draw
from dateline.audit.items import LAYERS, Layer
from dateline.files import write_text
from dateline.problems import InvalidInput, Problem

__all__ = ["Answer", "Answered", "read_answers", "write_sheet"]

COLUMNS = ("number", "key", "layer", "label", "before", "text", "verdict", "what", "note")
OK, WRONG = "ok", "wrong"
SOURCE = "# source"
NUMBER = re.compile(r" *[0-9]{1,9} *")


class Answer(Struct, frozen=True):
    """What the auditor said of an item: `wrong` names the parts that are, () if none is."""

    key: str
    layer: str
    label: str
    wrong: tuple[str, ...]
    note: str


class Drawn(Struct, frozen=True, kw_only=True):
    """Where the items of a sheet come from, as its first line keeps it."""

    source: str
    sha256: str
    seed: int
    sizes: dict[str, int]
    items: Annotated[int, Meta(ge=0, le=1_000_000)]
    keys_sha256: str


class Answered(Struct, frozen=True):
    """A sheet that is filled in, every line of it."""

    drawn: Drawn
    answers: tuple[Answer, ...]


def write_sheet(path: Path, draw: Draw) -> None:
    """Write a sheet with empty answers, all or nothing.

    Raises:
        InvalidInput: there is such a file, which may hold answers, or it can't be written.
    """
    if path.exists():
        remedy = "name another file: this one may hold answers"
        raise InvalidInput([Problem(rule="audit.exists", remedy=remedy, file=str(path))])
    written = io.StringIO()
    table = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    table.writerows([(SOURCE, _encoded(draw)), *_instructions(), COLUMNS])
    for number, item in enumerate(draw.items, 1):
        shown = (item.key, item.layer, item.label, item.before, item.text)
        table.writerow((number, *shown, "", "", ""))
    write_text(path, written.getvalue())


def read_answers(path: Path) -> Answered:
    """Read a sheet that an auditor filled in.

    Raises:
        InvalidInput: with every line whose answer is missing or none, every line that is
            missing or came twice, and what else was changed in the sheet.
    """
    lines = _lines(path)
    drawn = _drawn(lines, path)
    rows = [(line, row) for line, row in lines if row and NUMBER.fullmatch(row[0])]
    answers, problems = list[Answer](), list[Problem]()
    for line, row in rows:
        cells = dict(zip_longest(COLUMNS, map(str.strip, row[: len(COLUMNS)]), fillvalue=""))
        found = list(_wrong_with(cells))
        problems += [replace(one, file=path.name, line=line) for one in found]
        if not found:
            answers.append(_answer(cells))
    problems += _not_as_drawn([row for _, row in rows], drawn, path)
    if problems:
        raise InvalidInput(problems)
    return Answered(drawn, tuple(answers))


def _encoded(draw: Draw) -> str:
    keys = [item.key for item in draw.items]
    drawn = Drawn(
        source=draw.source, sha256=draw.sha256, seed=draw.seed, sizes=draw.sizes,
        items=len(keys), keys_sha256=_hash(keys),
    )  # fmt: skip
    return msgspec.json.encode(drawn).decode()


def _hash(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def _instructions() -> Iterator[tuple[str, str]]:
    yield "# how", f"Fill in verdict: {OK}, or {WRONG} and then what (several: with commas); note"
    yield "# how", "Judge by annotation/GUIDELINES.md. Leave the other columns as they are."
    for layer in LAYERS:
        yield f"# {layer.name}", f"{layer.question} what: {', '.join(layer.parts)}"


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The lines by number; a spreadsheet may have put a mark before the first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
        return [(table.line_num, row) for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "name a sheet of `dateline audit draw`, saved as tab-separated UTF-8"
        problem = Problem(rule="file.unreadable", remedy=remedy, file=str(path), value=str(error))
        raise InvalidInput([problem]) from error


def _drawn(lines: list[tuple[int, list[str]]], path: Path) -> Drawn:
    for _, row in lines:
        if row[:1] == [SOURCE] and len(row) > 1:
            try:
                return msgspec.json.decode(row[1], type=Drawn)
            except msgspec.DecodeError:
                break
    remedy = f"keep the line {SOURCE!r} that `dateline audit draw` wrote, and the tabs"
    raise InvalidInput([Problem(rule="audit.no-source", remedy=remedy, file=str(path))])


def _wrong_with(cells: Mapping[str, str]) -> Iterator[Problem]:
    """What keeps a line from being an answer."""
    layer = _layer(cells)
    verdict, parts = cells["verdict"].casefold(), _parts(cells)
    key, rule = cells["key"], "audit.answer"
    if layer is None:
        names = ", ".join(one.name for one in LAYERS)
        yield Problem(
            rule=rule, remedy=f"leave the layer as drawn: {names}", document=key,
            field="layer", value=cells["layer"],
        )  # fmt: skip
    elif verdict not in (OK, WRONG):
        remedy = f"answer {OK} or {WRONG}"
        given = cells["verdict"]
        yield Problem(rule=rule, remedy=remedy, document=key, field="verdict", value=given)
    elif verdict == OK and parts:
        remedy = f"leave it empty where the verdict is {OK}, or say {WRONG}"
        yield Problem(rule=rule, remedy=remedy, document=key, field="what", value=cells["what"])
    elif verdict == WRONG and (not parts or set(parts) - set(layer.parts)):
        remedy = f"say what is wrong: {', '.join(layer.parts)}"
        yield Problem(rule=rule, remedy=remedy, document=key, field="what", value=cells["what"])


def _layer(cells: Mapping[str, str]) -> Layer | None:
    return next((one for one in LAYERS if one.name == cells["layer"]), None)


def _parts(cells: Mapping[str, str]) -> tuple[str, ...]:
    named = (part.strip().casefold() for part in cells["what"].split(","))
    return tuple(dict.fromkeys(filter(None, named)))


def _answer(cells: Mapping[str, str]) -> Answer:
    return Answer(cells["key"], cells["layer"], cells["label"], _parts(cells), cells["note"])


def _not_as_drawn(rows: list[list[str]], drawn: Drawn, path: Path) -> Iterator[Problem]:
    """Lines that are missing or came twice; else items that are others than those drawn."""
    numbers = [int(row[0]) for row in rows]
    expected = range(1, drawn.items + 1)
    missing = sorted(set(expected) - set(numbers))
    twice = sorted(number for number, count in Counter(numbers).items() if count > 1)
    for rule, found in (("audit.missing-line", missing), ("audit.repeated-line", twice)):
        for number in found:
            remedy = "give each line of the sheet once"
            yield Problem(rule=rule, remedy=remedy, file=path.name, field=f"number {number}")
    ordered = sorted(rows, key=lambda row: int(row[0]))
    if not (missing or twice) and _hash(_cell(row, 1) for row in ordered) != drawn.keys_sha256:
        remedy = "leave number, key and layer as `dateline audit draw` wrote them"
        yield Problem(rule="audit.other-items", remedy=remedy, file=path.name)


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
