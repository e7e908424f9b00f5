"""Predictions over raw pages, carried over to the articles that the pages hold.

A map beside a page has pieces [page_start, page_end, text_start]: stretches of the page's
extracted text that are the article's. What lies inside one piece is moved to the article;
what does not is moved behind the article's end, to a place of its own, where it is spurious.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ingest.page import page_text
from dateline.problems import InvalidInput, Problem

__all__ = ["RawPage", "read_pages"]

_ENDINGS = (".html", ".htm", ".txt")


class RawPage(Struct, frozen=True):
    """A gold document and the page that it came from.

    `text` is the page's extracted text; `pieces` are in order of the page.
    """

    gold: Document
    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def as_article(self) -> Document:
        """What submissions are held against: the page as if it were the article."""
        return replace(self.gold.bare(), text=self.text, title=None).with_hash()

    def extended(self) -> Document:
        """Gold, its text followed by the page's, in which unmatchable spans have their places."""
        return replace(self.gold, text=f"{self.gold.text}\n{self.text}")

    def projected(self, prediction: Document) -> Document:
        """A prediction over the page as one over the extended text."""
        return replace(
            prediction,
            text=None,
            mentions=tuple(map(self._mention, prediction.mentions)),
            quotes=tuple(map(self._quote, prediction.quotes)),
            events=tuple(map(self._event, prediction.events)),
        )

    def _mention(self, mention: Mention) -> Mention:
        start, end = self._span(mention.span)
        return replace(mention, start=start, end=end)

    def _quote(self, quote: Quote) -> Quote:
        """Of the content every position that lies in a piece is moved, whatever lies around."""
        parts = [part for span in quote.content for part in self._parts(span)]
        cue = None if quote.cue is None else self._span(quote.cue)
        return replace(quote, content=tuple(sorted(parts)), cue=cue)

    def _event(self, event: Event) -> Event:
        return replace(event, trigger=self._span(event.trigger))

    def _span(self, span: Span) -> Span:
        start, end = span
        begin, stop, to = self._piece(start)
        if begin <= start and end <= stop:
            return start - begin + to, end - begin + to
        return self._outside(start, end)

    def _parts(self, span: Span) -> Iterator[Span]:
        """The span cut at the edges of pieces, each part where it belongs."""
        place, end = span
        while place < end:
            begin, stop, _ = self._piece(place)
            cut = min(end, stop if begin <= place < stop else self._next(place))
            yield self._span((place, cut))
            place = cut

    def _piece(self, place: int) -> tuple[int, int, int]:
        """The last piece that begins at or before a place of the page; an empty one if none."""
        number = bisect_right(self.pieces, place, key=lambda piece: piece[0])
        return self.pieces[number - 1] if number else (0, 0, 0)

    def _next(self, place: int) -> int:
        """Where the next piece begins, or the page ends."""
        number = bisect_right(self.pieces, place, key=lambda piece: piece[0])
        return self.pieces[number][0] if number < len(self.pieces) else len(self.text)

    def _outside(self, start: int, end: int) -> Span:
        behind = len(self.gold.text or "") + 1
        return behind + start, behind + end


def read_pages(gold: Sequence[Document], folder: Path) -> list[RawPage]:
    """The page of each gold document: `<id>.html` or `.txt` and `<id>.map.json` in a folder.

    Raises:
        InvalidInput: with every page or map that is missing, broken, or of another article.
    """
    pages, problems = list[RawPage](), list[Problem]()
    for document in gold:
        try:
            pages.append(_page_of(document, folder))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return pages


def _page_of(document: Document, folder: Path) -> RawPage:
    beside = folder / f"{document.id}.map.json"
    try:
        text = _text_of(document, folder)
        pieces = msgspec.json.decode(beside.read_bytes(), type=tuple[tuple[int, int, int], ...])
    except (OSError, msgspec.DecodeError) as error:
        remedy = f"give the page and {beside.name} in the folder that --pages names"
        raise InvalidInput([_problem(document, "no-page", remedy, str(error))]) from error
    for begin, end, to in pieces:
        if text[begin:end] != (document.text or "")[to : to + end - begin]:
            remedy = "give the page and map of this article"
            raise InvalidInput([_problem(document, "other-page", remedy, (begin, end, to))])
    return RawPage(document, text, tuple(sorted(pieces)))


def _text_of(document: Document, folder: Path) -> str:
    """The extracted text of a page; where there is none, reading the last name fails."""
    names = [f"{document.id}{ending}" for ending in _ENDINGS]
    name = next((name for name in names if (folder / name).exists()), names[-1])
    return page_text((folder / name).read_bytes(), name)


def _problem(document: Document, rule: str, remedy: str, value: object) -> Problem:
    return Problem(rule=f"raw.{rule}", remedy=remedy, document=document.id, value=value)
