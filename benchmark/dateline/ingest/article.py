"""Articles: what is kept of a page, with what its cut lines tell about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Source
from dateline.ingest.cut import Decision, decide
from dateline.ingest.dates import published
from dateline.ingest.lines import Page
from dateline.ingest.numbers import wire_id
from dateline.ingest.page import joined, page_text, read_page
from dateline.ingest.repeats import common_lines
from dateline.ingest.shapes import is_prose, is_sentence
from dateline.problems import InvalidInput, Problem

__all__ = ["Ingested", "ingest_pages", "same_articles", "whole_pages"]

# So many short sentences are an article.
_FEW = 4


class Ingested(Struct, frozen=True):
    """An article, and the decision on every line of its page."""

    article: Document
    decisions: tuple[Decision, ...]


def ingest_pages(
    paths: Sequence[Path],
    *,
    tier: str = "user",
    licence: str | None = None,
    tell: Callable[[Ingested], None] | None = None,
) -> list[Ingested]:
    """Turn pages into articles; what several of them have in common is cut.

    Args:
        paths: saved HTML, or text as copied from a browser.
        tier: of all of them.
        licence: of all of them (SPDX), if it is known.
        tell: gets every page that is read and holds no article, with what was cut of it.

    Raises:
        InvalidInput: with every page that cannot be read or holds no article.
    """
    pages, problems = {}, list[Problem]()
    for path in paths:
        try:
            pages[path] = read_page(_bytes(path), path.name)
        except InvalidInput as error:
            problems += error.problems
    repeated = common_lines(list(pages.values()))
    found = [
        _ingest(path, page, shared, Source(tier=tier, licence=licence))
        for (path, page), shared in zip(pages.items(), repeated, strict=True)
    ]
    for path, one in zip(pages, found, strict=True):
        if _is_empty(one):
            problems.append(_no_article(path))
            if tell is not None:
                tell(one)
    problems += _same_ids([one.article for one in found])
    if problems:
        raise InvalidInput(problems)
    return found


def whole_pages(paths: Sequence[Path], source: Source) -> list[Document]:
    """The extracted text of each page, nothing cut, under the name of its file.

    That is what systems read that do without ingest: their spans count in this text.

    Raises:
        InvalidInput: with every page that cannot be read, and every name that two have.
    """
    found, problems = list[Document](), list[Problem]()
    for path in paths:
        try:
            text = page_text(_bytes(path), path.name)
        except InvalidInput as error:
            problems += error.problems
            continue
        found.append(Document(id=path.stem, text=text, source=source, layers=()).with_hash())
    problems += _same_ids(found)
    if problems:
        raise InvalidInput(problems)
    return found


def same_articles(paths: Sequence[Path], found: Sequence[Ingested]) -> Iterator[str]:
    """What to tell of pages given twice, and of pages whose articles have the same text.

    Args:
        paths: the pages as they were given.
        found: what `ingest_pages` made of them.
    """
    pages = dict.fromkeys(paths)
    for path in pages:
        if (times := paths.count(path)) > 1:
            yield f"{path} is given {'twice' if times == 2 else f'{times} times'}"
    holders: dict[str | None, list[str]] = {}
    for path, one in zip(pages, found, strict=True):
        holders.setdefault(one.article.text, []).append(str(path))
    for *others, last in holders.values():
        if others:
            yield f"{', '.join(others)} and {last} hold the same article"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "name a page that exists and that you may read"
        found = Problem(rule="file.unreadable", remedy=remedy, file=str(path), value=error.strerror)
        raise InvalidInput([found]) from error


def _ingest(path: Path, page: Page, repeated: frozenset[str], source: Source) -> Ingested:
    decisions = decide(page, repeated)
    kept = [one for one in decisions if one.reason is None and not one.is_title]
    title = next((one.kept for one in decisions if one.is_title), "")
    body = joined((one.kept, one.line.paragraph) for one in kept)
    marker = next((one.marker for one in kept if one.marker), None)
    number = _wire_id(decisions)
    day = published(page, decisions, number)
    article = Document(
        id=_id_of(path, number),
        title=title,
        published=None if day is None else day.isoformat(),
        text=f"{title}\n\n{body}" if body else title,
        source=replace(source, marker=marker, outlet=marker, wire_id=number),
        layers=(),
    )
    return Ingested(article.with_hash(), tuple(decisions))


def _wire_id(decisions: Sequence[Decision]) -> str | None:
    """The agency's number: the first from the title on, else the last above the title."""
    found = [
        (number, place) for place, one in enumerate(decisions) if (number := wire_id(one.line))
    ]
    title = next((place for place, one in enumerate(decisions) if one.is_title), 0)
    after = (number for number, place in found if place > title)
    return next(after, found[-1][0] if found else None)


def _id_of(path: Path, wire_id: str | None) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", (wire_id or path.stem).lower()).strip("-")
    return name or "page"


def _is_empty(ingested: Ingested) -> bool:
    """Whether neither one long sentence was kept nor a few short ones."""
    kept = [one.line for one in ingested.decisions if one.reason is None and not one.is_title]
    return not any(is_prose(line) for line in kept) and sum(map(is_sentence, kept)) < _FEW


def _no_article(path: Path) -> Problem:
    remedy = "give a page with an article; --explain shows what was cut"
    return Problem(rule="ingest.no-article", remedy=remedy, file=path.name)


def _same_ids(found: Sequence[Document]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            remedy = "rename the page, or give it once"
            yield Problem(rule="ingest.same-id", remedy=remedy, document=one.id)
        seen.add(one.id)
