"""Articles: what is kept of a page, with what its cut lines tell about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from dateutil.parser import ParserError, isoparse
from dateutil.parser import parse as parse_date
from msgspec import Struct

from dateline.document import Document, Source
from dateline.ingest.cut import WIRE_ID, Decision, common_lines, decide, is_prose
from dateline.ingest.page import Page, read_page
from dateline.problems import InvalidInput, Problem

__all__ = ["Ingested", "ingest_pages"]

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WRITTEN = re.compile(
    rf"\b(?:{_MONTHS} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTHS},? \d{{4}}|\d{{4}}-\d\d-\d\d)\b"
)
# "(MARKER) " opens the body; "(Agency) -" and "/Agency/ --" stand in its dateline.
_OPENING = re.compile(r"^\((?P<marker>[A-Z][A-Z\d .&-]{1,30})\)\s+(?:[-–—]+\s+)?")
_IN_DATELINE = re.compile(
    r"^(?P<before>.{3,90}?)\s*[(/](?P<marker>[A-Z][\w .&]{1,30})[)/]\s*(?=[-–—])"
)


class Ingested(Struct, frozen=True):
    """An article, and the decision on every line of its page."""

    article: Document
    decisions: tuple[Decision, ...]


def ingest_pages(paths: Sequence[Path], *, tier: str = "user") -> list[Ingested]:
    """Turn pages into articles; what several of them have in common is cut.

    Raises:
        InvalidInput: with every page that cannot be read or holds no article.
    """
    pages, problems = {}, list[Problem]()
    for path in paths:
        try:
            pages[path] = read_page(_bytes(path), path.name)
        except InvalidInput as error:
            problems += error.problems
    repeated = common_lines(pages.values())
    found = [_ingest(path, page, repeated, tier) for path, page in pages.items()]
    for path, one in zip(pages, found, strict=True):
        problems += _empty(path, one)
    problems += _same_ids(found)
    if problems:
        raise InvalidInput(problems)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "name a page that exists and that you may read"
        found = Problem(rule="file.unreadable", remedy=remedy, file=str(path), value=error.strerror)
        raise InvalidInput([found]) from error


def _ingest(path: Path, page: Page, repeated: frozenset[str], tier: str) -> Ingested:
    decisions = decide(page, repeated)
    kept = [one for one in decisions if one.reason is None]
    title = next((one.line.text for one in kept if one.is_title), "")
    body, marker = _without_marker(_joined([one for one in kept if not one.is_title]))
    wire_id = next((one.line.text for one in decisions if WIRE_ID.fullmatch(one.line.text)), None)
    published = next(_dates(page, decisions, wire_id, body), None)
    article = Document(
        id=_id_of(path, wire_id),
        title=title,
        published=None if published is None else published.isoformat(),
        text=f"{title}\n\n{body}" if body else title,
        source=Source(tier=tier, marker=marker, outlet=marker, wire_id=wire_id),
        layers=(),
    )
    return Ingested(article.with_hash(), tuple(decisions))


def _joined(kept: Sequence[Decision]) -> str:
    """Lines of one paragraph by a line end, paragraphs by a blank line."""
    paragraphs: dict[int, list[str]] = {}
    for one in kept:
        paragraphs.setdefault(one.line.paragraph, []).append(one.line.text)
    return "\n\n".join("\n".join(lines) for lines in paragraphs.values())


def _without_marker(body: str) -> tuple[str, str | None]:
    if (match := _OPENING.match(body)) is not None:
        return body[match.end() :], match["marker"]
    if (match := _IN_DATELINE.match(body.split("\n", 1)[0])) is not None:
        # The place and the date stay: "PARIS, Jan. 7 - …", as readers know datelines.
        rest = body[match.end() :].lstrip()
        return f"{match['before'].rstrip(' ,-–—')} {rest}", match["marker"]
    return body, None


def _dates(
    page: Page, decisions: Sequence[Decision], wire_id: str | None, body: str
) -> Iterator[date]:
    """Publication dates, the surest first: markup, ID line, cut lines, dateline."""
    for written in page.dates:
        try:
            yield isoparse(written.strip()).date()
        except ValueError:
            continue
    if wire_id is not None:
        yield from _date_in_id(wire_id)
    told = [one.line.text for one in decisions if one.reason and not is_prose(one.line)]
    for text in [*told, body[:120]]:
        for match in _WRITTEN.finditer(text):
            try:
                yield parse_date(match[0]).date()
            except (ParserError, OverflowError):
                continue


def _date_in_id(wire_id: str) -> Iterator[date]:
    """A date in digits, day or year first, as the first eight of the ID."""
    digits = re.search(r"\d{8}", wire_id)
    if digits is None:
        return
    one = digits[0]
    for year, month, day in ((one[4:], one[2:4], one[:2]), (one[:4], one[4:6], one[6:])):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1990 <= found.year <= 2100:
            yield found


def _id_of(path: Path, wire_id: str | None) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", (wire_id or path.stem).lower()).strip("-")
    return name or "page"


def _empty(path: Path, ingested: Ingested) -> Iterator[Problem]:
    if not any(is_prose(one.line) for one in ingested.decisions if one.reason is None):
        remedy = "give a page with an article; --explain shows what was cut"
        yield Problem(rule="ingest.no-article", remedy=remedy, file=path.name)


def _same_ids(found: Sequence[Ingested]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in found:
        if one.article.id in seen:
            remedy = "rename the page, or give it once"
            yield Problem(rule="ingest.same-id", remedy=remedy, document=one.article.id)
        seen.add(one.article.id)
