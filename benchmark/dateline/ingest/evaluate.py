"""Evaluation: how well ingest keeps what the map beside a page says is its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.document import Document, Span
from dateline.ingest.article import Ingested, ingest_pages
from dateline.ingest.page import joined
from dateline.problems import InvalidInput, Problem

__all__ = ["Evaluation", "evaluate_pages", "evaluation_table"]

_MAP = ".map.json"
_PAGES = frozenset({".html", ".htm", ".txt"})
_SHOWN = 70

Pieces = list[tuple[int, int, int]]


class Evaluation(Struct, frozen=True):
    """What ingest did with a page, against the map and the article beside it.

    A kept character is one of the page's extracted text that goes into the article. Precision
    is the share of kept characters that lie in a piece of the map, recall the share of the
    pieces' characters that were kept. White space counts for neither.

    Attributes:
        page: the page's name.
        kept: number of kept characters.
        true: number of characters in the map's pieces.
        common: number of those that are kept.
        published: whether the date is right; None without an article to compare with.
        wire_id: whether the number is right; None if the article tells none.
        text: whether the article's text is right to the last character.
        lost: passages of the article that were cut.
        extra: passages kept that are not the article's.
    """

    page: str
    kept: int
    true: int
    common: int
    published: bool | None
    wire_id: bool | None
    text: bool | None
    lost: tuple[str, ...]
    extra: tuple[str, ...]


def evaluate_pages(paths: Sequence[Path]) -> list[Evaluation]:
    """Evaluate pages with a map beside them; of a folder, all of these.

    The pages are ingested together, as by one call of the command. The map of `NAME.html` is
    `NAME.map.json`, with pieces [page_start, page_end, text_start] in the page's extracted
    text; the article is `NAME.json`, beside it or in the folder above.

    Raises:
        InvalidInput: with every page that cannot be read or has no map.
    """
    pages = [page for path in paths for page in _pages(path)]
    if not pages:
        raise InvalidInput([_problem(paths[0], "ingest.no-page", "give pages with maps")])
    maps, problems = list[Pieces](), list[Problem]()
    for page in pages:
        try:
            maps.append(_pieces(page))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return [_evaluated(*one) for one in zip(pages, ingest_pages(pages), maps, strict=True)]


def _pages(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for one in sorted(path.iterdir()):
        if one.suffix in _PAGES and one.with_name(one.stem + _MAP).is_file():
            yield one


def _pieces(page: Path) -> Pieces:
    path = page.with_name(page.stem + _MAP)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pieces)
    except OSError as error:
        raise InvalidInput(
            [_problem(path, "ingest.no-map", "put a map beside the page")]
        ) from error
    except msgspec.DecodeError as error:
        remedy = "write pieces [page_start, page_end, text_start]"
        raise InvalidInput([_problem(path, "ingest.map", remedy)]) from error


def _problem(path: Path, rule: str, remedy: str) -> Problem:
    return Problem(rule=rule, remedy=remedy, file=str(path))


def _evaluated(page: Path, ingested: Ingested, pieces: Pieces) -> Evaluation:
    text = joined((one.line.text, one.line.paragraph) for one in ingested.decisions)
    if any(not 0 <= start <= end <= len(text) for start, end, _ in pieces):
        remedy = "give pieces of this page's extracted text; one lies beyond it"
        raise InvalidInput([_problem(page, "ingest.map", remedy)])
    kept = _visible(text, _kept_spans(ingested))
    true = _visible(text, ((start, end) for start, end, _ in pieces))
    gold, article = _article(page), ingested.article
    number = gold.source.wire_id if gold else None
    return Evaluation(
        page=page.name,
        kept=len(kept),
        true=len(true),
        common=len(kept & true),
        published=article.published == gold.published if gold else None,
        wire_id=article.source.wire_id == number if number else None,
        text=article.text == gold.text if gold else None,
        lost=tuple(_passages(text, true - kept)),
        extra=tuple(_passages(text, kept - true)),
    )


def _kept_spans(ingested: Ingested) -> Iterator[Span]:
    """Spans of the page's extracted text that go into the article."""
    start, paragraph = 0, None
    for one in ingested.decisions:
        if paragraph is not None:
            start += 1 if one.line.paragraph == paragraph else 2
        paragraph = one.line.paragraph
        end = start + len(one.line.text)
        if one.reason is None:
            yield start, start + one.taken[0]
            yield start + one.taken[1], end
        start = end


def _visible(text: str, spans: Iterable[Span]) -> set[int]:
    return {
        place for start, end in spans for place in range(start, end) if not text[place].isspace()
    }


def _passages(text: str, places: set[int]) -> Iterator[str]:
    """Runs of places as passages of the text, white space between them bridged."""
    numbered = enumerate(place for place in range(len(text)) if not text[place].isspace())
    order = {place: number for number, place in numbered}
    runs = groupby(enumerate(sorted(places)), lambda pair: order[pair[1]] - pair[0])
    for _, run in runs:
        found = [place for _, place in run]
        yield text[found[0] : found[-1] + 1]


def _article(page: Path) -> Document | None:
    for folder in (page.parent, page.parent.parent):
        path = folder / f"{page.stem}.json"
        if path.is_file():
            return msgspec.json.decode(path.read_bytes(), type=Document)
    return None


def evaluation_table(found: Sequence[Evaluation]) -> str:
    """A table, a page a row and all of them in the last, then every difference."""
    width = max(len("page"), *(len(one.page) for one in found))
    head = f"{'page':<{width}}  precision  recall     f1  date   id     text"
    rows = [_row(one, width) for one in found]
    sums = [sum(counts) for counts in zip(*map(_counts, found), strict=True)]
    total = f"{'all':<{width}}  {_scores(*sums)}"
    different = [line for one in found for line in _differences(one)]
    return "\n".join([head, *rows, total, *different])


def _counts(one: Evaluation) -> tuple[int, int, int]:
    return one.common, one.kept, one.true


def _row(one: Evaluation, width: int) -> str:
    told = {True: "right", False: "wrong", None: "-"}
    checks = f"{told[one.published]:<5}  {told[one.wire_id]:<5}  {told[one.text]}"
    return f"{one.page:<{width}}  {_scores(*_counts(one))}  {checks}"


def _scores(common: int, kept: int, true: int) -> str:
    """Precision, recall and their harmonic mean; 1 where there is nothing to get wrong."""
    values = (common / kept if kept else 1.0, common / true if true else 1.0,
              2 * common / (kept + true) if kept + true else 1.0)  # fmt: skip
    return f"{values[0]:>9.4f}  {values[1]:>6.4f} {values[2]:>6.4f}"


def _differences(one: Evaluation) -> Iterator[str]:
    for label, passages in (("lost", one.lost), ("extra", one.extra)):
        for passage in passages:
            shown = passage if len(passage) <= _SHOWN else passage[: _SHOWN - 1] + "…"
            yield f"{one.page}: {label}: {shown!r}"
