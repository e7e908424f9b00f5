"""Documents as Label Studio results, and back: nothing is lost either way.

A mention, a quote and an event keep their ids as ids of regions. A quote is the region
of its first span; every further span is a region of the same label, joined to the
first by the relation `part`. A cue is a region of its own, shared by the quotes that it
introduces. Offsets are code points on both sides; surfaces are only compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import cast

import msgspec
from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Span
from dateline_annotation import controls

__all__ = ["Result", "ResultItem", "items_of", "results_of"]

Result = dict[str, object]


class Said(Struct, frozen=True, gc=False, omit_defaults=True):
    """What an item says of a span: labels of a region, or one answer of its fields."""

    start: int
    end: int
    text: str | list[str]
    labels: list[str] = []
    choices: list[str] = []


class RegionItem(Struct, frozen=True, gc=False):
    """A region, or a field of the region with the same id."""

    id: str
    from_name: str
    to_name: str
    type: str
    value: Said


class RelationItem(Struct, frozen=True, gc=False, tag_field="type", tag="relation"):
    """Two regions joined under a label."""

    from_id: str
    to_id: str
    direction: str
    labels: list[str]


ResultItem = RegionItem | RelationItem


class Region(Struct, frozen=True, gc=False):
    """A span that fields can be answered about."""

    id: str
    start: int
    end: int
    text: str


def results_of(document: Document) -> list[Result]:
    """The items of a Label Studio result that say what the document says, as the client wants them.

    Raises:
        ValueError: the document has no text.
    """
    return cast("list[Result]", msgspec.to_builtins(items_of(document)))


def items_of(document: Document) -> list[ResultItem]:
    """The items of a Label Studio result that say what the document says.

    Raises:
        ValueError: the document has no text.
    """
    if document.text is None:
        raise ValueError(f"{document.id}: regions need the text")
    writer = _Writer(document, document.text)
    for mention in document.mentions:
        writer.mention(mention)
    for quote in document.quotes:
        writer.quote(quote)
    for event in document.events:
        writer.event(event)
    return writer.items


class _Writer:
    """Writes the items of one document, with ids that clash with none of its own."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.items = list[ResultItem]()
        self.cues: dict[Span, str] = {}

    @cached_property
    def taken(self) -> set[str]:
        """Ids that a new one must not be."""
        document = self.document
        found = {mention.id for mention in document.mentions}
        found |= {quote.id for quote in document.quotes}
        return found | {event.id for event in document.events}

    def mention(self, mention: Mention) -> None:
        region = self._region(mention.id, controls.MENTION, mention.type, mention.span)
        if mention.level is not None:
            self._choose(region, controls.LEVEL, mention.level)
        if mention.entity is not None:
            self._answer(region, controls.ENTITY, mention.entity)
        if mention.value is not None:
            self._answer(region, controls.TIME_VALUE, mention.value)

    def quote(self, quote: Quote) -> None:
        first, *further = quote.content
        head = self._region(quote.id, controls.QUOTE, quote.type, first)
        if not quote.speakers:
            self._choose(head, controls.NOBODY, controls.NOBODY_SAID)
        for span in further:
            part = self._new_id(f"{quote.id}-part")
            self._region(part, controls.QUOTE, quote.type, span)
            self._relate(quote.id, part, controls.PART_RELATION)
        if quote.cue is not None:
            self._cue(quote.id, quote.cue)
        for speaker in quote.speakers:
            self._relate(quote.id, speaker, controls.SPEAKER_RELATION)

    def event(self, event: Event) -> None:
        region = self._region(event.id, controls.TRIGGER, event.type, event.trigger)
        self._choose(region, controls.REALIS, event.realis)
        for argument in event.arguments:
            self._relate(event.id, argument.mention, argument.role)

    def _cue(self, quote: str, span: Span) -> None:
        if span not in self.cues:
            self.cues[span] = self._new_id(f"{quote}-cue")
            self._region(self.cues[span], controls.CUE, controls.CUE_LABEL, span)
        self._relate(quote, self.cues[span], controls.CUE_RELATION)

    def _region(self, name: str, control: str, label: str, span: Span) -> Region:
        start, end = span
        text = self.text[start:end]
        said = Said(start, end, text, [label])
        self.items.append(RegionItem(name, control, controls.TEXT, "labels", said))
        return Region(name, start, end, text)

    def _choose(self, region: Region, control: str, choice: str) -> None:
        said = Said(region.start, region.end, region.text, [], [choice])
        self.items.append(RegionItem(region.id, control, controls.TEXT, "choices", said))

    def _answer(self, region: Region, control: str, answer: str) -> None:
        said = Said(region.start, region.end, [answer])
        self.items.append(RegionItem(region.id, control, controls.TEXT, "textarea", said))

    def _relate(self, first: str, second: str, label: str) -> None:
        self.items.append(RelationItem(first, second, "right", [label]))

    def _new_id(self, wish: str) -> str:
        name = next(name for name in _numbered(wish) if name not in self.taken)
        self.taken.add(name)
        return name


def _numbered(wish: str) -> Iterable[str]:
    yield wish
    number = 2
    while True:
        yield f"{wish}{number}"
        number += 1
