"""Copies of texts that a user has: article files, tables of articles, raw pages, plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from dateline.document import sha256_of
from dateline.files import iter_decoded
from dateline.ingest.article import ingest_pages
from dateline.ingest.page import page_text
from dateline.problems import InvalidInput, Problem

__all__ = ["Copy", "read_copies"]

ARTICLES = (".json", ".jsonl")
TABLE = ".csv"
COLUMNS = ("title", "text")
# A paragraph may be broken into lines, which a blank one ends.
BLANK_LINE = re.compile(r"\n\s*\n")
# What agencies put before a paragraph ends so: "(AGENCY) ", "PARIS, Jan. 7 (Agency) - ".
MARKER_END = re.compile(r"[)\-–—]\s+")
MARKER_LENGTH = 80


class Copy(Struct, frozen=True):
    """A user's text, whole and by its lines and paragraphs, each findable by SHA-256."""

    file: str
    texts: dict[str, str]
    lines: dict[str, str]


def read_copies(paths: Iterable[Path]) -> list[Copy]:
    """Read articles, one copy a text.

    From `.json` and `.jsonl` files, tables (`.csv`) with the columns `title` and `text`, raw
    pages and plain text files.

    Raises:
        InvalidInput: with every file that cannot be read as text.
    """
    copies, problems = list[Copy](), list[Problem]()
    for path in paths:
        try:
            copies += _rows(path) if path.suffix == TABLE else _texts(path)
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return copies


def _texts(path: Path) -> list[Copy]:
    return [_copy(path.name, readings) for readings in _readings(path)]


def _rows(path: Path) -> list[Copy]:
    """An article of each row of a table, which errors call by its number, the first being 1."""
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        remedy = "give a table in UTF-8 with a row of column names"
        raise InvalidInput([_problem(path, "hydrate.table", remedy, str(error))]) from error
    if not set(COLUMNS) <= set(table.columns):
        remedy = f"name the columns {' and '.join(COLUMNS)}"
        found = ", ".join(map(str, table.columns))
        raise InvalidInput([_problem(path, "hydrate.columns", remedy, found)])
    rows = zip(*(table[name] for name in COLUMNS), strict=True)
    return [
        _copy(f"{path.name}, row {number}", [f"{title}\n\n{text}"])
        for number, (title, text) in enumerate(rows, start=1)
    ]


def _readings(path: Path) -> list[list[str]]:
    """For each text of a file, the ways to read it; hashes tell which one is right."""
    if path.suffix in ARTICLES:
        return [[text] for text in _article_texts(path)]
    raw = _bytes(path)
    plain = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [[plain, page_text(raw, path.name), *_ingested(path)]]


def _ingested(path: Path) -> list[str]:
    """The article that ingest finds on a page, if it finds one."""
    try:
        found = ingest_pages([path])
    except InvalidInput:
        return []
    return [one.article.text for one in found if one.article.text is not None]


def _article_texts(path: Path) -> list[str]:
    decoded = list(iter_decoded(path))
    problems = [problem for record in decoded for problem in record.problems]
    if problems:
        raise InvalidInput(problems)
    articles = [record.document for record in decoded if record.document is not None]
    found = [article.text for article in articles if article.text is not None]
    if not found:
        raise InvalidInput([_problem(path, "hydrate.no-text", "give articles with their text")])
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "name a file that exists and that you may read"
        raise InvalidInput([_problem(path, "file.unreadable", remedy, error.strerror)]) from error


def _copy(file: str, readings: Iterable[str]) -> Copy:
    texts = [unicodedata.normalize("NFC", reading) for reading in readings]
    parts = (part for text in texts for part in (*text.split("\n"), *BLANK_LINE.split(text)))
    lines = {form for part in parts for form in _forms(part) if form}
    return Copy(file, _by_hash({*texts, *(text.strip() for text in texts)}), _by_hash(lines))


def _forms(line: str) -> Iterator[str]:
    """A line or paragraph as it is, without the white space that saving adds, without a marker."""
    yield line
    yield line.strip()
    single = " ".join(line.split())
    yield single
    yield from (single[end.end() :] for end in MARKER_END.finditer(single, 0, MARKER_LENGTH))


def _by_hash(texts: Iterable[str]) -> dict[str, str]:
    return {sha256_of(text): text for text in texts}


def _problem(path: Path, rule: str, remedy: str, value: str | None = None) -> Problem:
    return Problem(rule=rule, remedy=remedy, file=str(path), value=value)
