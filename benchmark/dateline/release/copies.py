"""Copies of texts that a user has: article files, raw pages, or plain text."""

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
# What agencies put before a paragraph ends so: "(AGENCY) ", "PARIS, Jan. 7 (Agency) - ".
MARKER_END = re.compile(r"[)\-–—]\s+")
MARKER_LENGTH = 80


class Copy(Struct, frozen=True):
    """A user's text, whole and by its lines, each findable by SHA-256."""

    file: str
    texts: dict[str, str]
    lines: dict[str, str]


def read_copies(paths: Iterable[Path]) -> list[Copy]:
    """Read articles (`.json`, `.jsonl`), raw pages and plain text files, one copy a text.

    Raises:
        InvalidInput: with every file that cannot be read as text.
    """
    copies, problems = list[Copy](), list[Problem]()
    for path in paths:
        try:
            copies += [_copy(path.name, readings) for readings in _readings(path)]
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return copies


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
    lines = {form for text in texts for line in text.split("\n") for form in _forms(line) if form}
    return Copy(file, _by_hash({*texts, *(text.strip() for text in texts)}), _by_hash(lines))


def _forms(line: str) -> Iterator[str]:
    """A line as it is, without the white space that saving adds, without a marker before it."""
    yield line
    yield line.strip()
    single = " ".join(line.split())
    yield single
    yield from (single[end.end() :] for end in MARKER_END.finditer(single, 0, MARKER_LENGTH))


def _by_hash(texts: Iterable[str]) -> dict[str, str]:
    return {sha256_of(text): text for text in texts}


def _problem(path: Path, rule: str, remedy: str, value: str | None = None) -> Problem:
    return Problem(rule=rule, remedy=remedy, file=str(path), value=value)
