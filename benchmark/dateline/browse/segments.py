"""A text cut into runs of characters that the same annotation covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar
from urllib.parse import quote

from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Span, paragraph_spans

__all__ = ["Segment", "item_key", "key_of", "paragraphs"]

Item = TypeVar("Item")


class Segment(Struct, frozen=True):
    """Characters with all that covers them.

    Attributes:
        text: the characters.
        mentions: from the outermost to the innermost.
        quotes: those whose content it belongs to, likewise.
        cues: ids of the quotes that it introduces.
        events: those that it triggers.
    """

    text: str
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cues: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def keys(self) -> str:
        """The keys of all entities, values, quotes and events it belongs to, with spaces."""
        mentions = (key_of(mention) for mention in self.mentions)
        names = (*(one.id for one in self.quotes), *self.cues, *(one.id for one in self.events))
        return " ".join(dict.fromkeys((*mentions, *map(item_key, names))))

    @property
    def told(self) -> str:
        """What covers it, in words."""
        mentions = (f"{one.type} {one.level or one.value or ''}".strip() for one in self.mentions)
        quotes = (f"{one.type} quote" for one in self.quotes)
        cues = ("cue" for _ in self.cues)
        events = (f"{one.type}, {one.realis}" for one in self.events)
        return "; ".join((*mentions, *quotes, *cues, *events))


def key_of(mention: Mention) -> str:
    """What all mentions of an entity have in common; a value is alone."""
    return item_key(mention.id) if mention.entity is None else f"entity-{quote(mention.entity)}"


def item_key(name: str) -> str:
    """What all pieces of one item have in common; unlike ids, keys have no white space."""
    return f"item-{quote(name)}"


def paragraphs(document: Document) -> list[list[Segment]]:
    """The paragraphs of a document, the title first, each cut into segments.

    Raises:
        ValueError: the document has no text.
    """
    if document.text is None:
        raise ValueError(f"{document.id}: there is no text to show")
    cutter = _Cutter(document, document.text)
    return [cutter.cut(span) for span in paragraph_spans(document.text)]


class _Cutter:
    """Knows what begins and ends where; the shorter of two spans lies inside."""

    def __init__(self, document: Document, text: str) -> None:
        self.text = text
        self.mentions = [(one.span, one) for one in document.mentions]
        self.quotes = [(span, one) for one in document.quotes for span in one.content]
        self.cues = [(one.cue, one.id) for one in document.quotes if one.cue is not None]
        self.events = [(one.trigger, one) for one in document.events]

    def cut(self, paragraph: Span) -> list[Segment]:
        edges = sorted({*paragraph, *self._edges(paragraph)})
        return [self._segment(span) for span in pairwise(edges)]

    def _edges(self, paragraph: Span) -> Iterator[int]:
        start, end = paragraph
        for (first, last), _ in (*self.mentions, *self.quotes, *self.cues, *self.events):
            yield from (edge for edge in (first, last) if start < edge < end)

    def _segment(self, span: Span) -> Segment:
        start, end = span
        return Segment(
            text=self.text[start:end],
            mentions=tuple(_covering(self.mentions, span)),
            quotes=tuple(_covering(self.quotes, span)),
            cues=tuple(_covering(self.cues, span)),
            events=tuple(_covering(self.events, span)),
        )


def _covering(placed: Sequence[tuple[Span, Item]], span: Span) -> Iterator[Item]:
    found = [(one, item) for one, item in placed if one[0] <= span[0] and span[1] <= one[1]]
    return (item for _, item in sorted(found, key=lambda pair: pair[0][0] - pair[0][1]))
