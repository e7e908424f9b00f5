"""Documents as Label Studio results, and back: nothing is lost either way.

A mention, a quote and an event keep their ids as ids of regions. A quote is the region
of its first span; every further span is a region of the same label, joined to the
first by the relation `part`. A cue is a region of its own, shared by the quotes that it
introduces. Offsets are code points on both sides; surfaces are only compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Span
from dateline_annotation import controls

__all__ = ["Result", "results_of"]

Result = dict[str, object]


class Region(Struct, frozen=True, gc=False):
    """A labelled span as it goes to the server."""

    id: str
    control: str
    label: str
    span: Span


def results_of(document: Document) -> list[Result]:
    """The items of a Label Studio result that say what the document says.

    Raises:
        ValueError: the document has no text.
    """
    if document.text is None:
        raise ValueError(f"{document.id}: regions need the text")
    return list(_Writer(document, document.text).items())


class _Writer:
    """Writes the items of one document, with ids that clash with none of its own."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.taken = {mention.id for mention in document.mentions}
        self.taken |= {quote.id for quote in document.quotes}
        self.taken |= {event.id for event in document.events}
        self.cues: dict[Span, str] = {}

    def items(self) -> Iterator[Result]:
        for mention in self.document.mentions:
            yield from self._mention(mention)
        for quote in self.document.quotes:
            yield from self._quote(quote)
        for event in self.document.events:
            yield from self._event(event)

    def _mention(self, mention: Mention) -> Iterator[Result]:
        region = Region(mention.id, controls.MENTION, mention.type, mention.span)
        yield self._labels(region)
        if mention.level is not None:
            yield self._choice(region, controls.LEVEL, mention.level)
        if mention.entity is not None:
            yield self._answer(region, controls.ENTITY, mention.entity)
        if mention.value is not None:
            yield self._answer(region, controls.TIME_VALUE, mention.value)

    def _quote(self, quote: Quote) -> Iterator[Result]:
        first, *further = quote.content
        head = Region(quote.id, controls.QUOTE, quote.type, first)
        yield self._labels(head)
        if not quote.speakers:
            yield self._choice(head, controls.NOBODY, controls.NOBODY_SAID)
        for span in further:
            part = Region(self._new_id(f"{quote.id}-part"), controls.QUOTE, quote.type, span)
            yield self._labels(part)
            yield _relation(quote.id, part.id, controls.PART_RELATION)
        if quote.cue is not None:
            yield from self._cue(quote.id, quote.cue)
        for speaker in quote.speakers:
            yield _relation(quote.id, speaker, controls.SPEAKER_RELATION)

    def _cue(self, quote: str, span: Span) -> Iterator[Result]:
        if span not in self.cues:
            self.cues[span] = self._new_id(f"{quote}-cue")
            yield self._labels(Region(self.cues[span], controls.CUE, controls.CUE_LABEL, span))
        yield _relation(quote, self.cues[span], controls.CUE_RELATION)

    def _event(self, event: Event) -> Iterator[Result]:
        region = Region(event.id, controls.TRIGGER, event.type, event.trigger)
        yield self._labels(region)
        yield self._choice(region, controls.REALIS, event.realis)
        for argument in event.arguments:
            yield _relation(event.id, argument.mention, argument.role)

    def _labels(self, region: Region) -> Result:
        return self._item(region, region.control, "labels", {"labels": [region.label]})

    def _choice(self, region: Region, control: str, choice: str) -> Result:
        return self._item(region, control, "choices", {"choices": [choice]})

    def _answer(self, region: Region, control: str, answer: str) -> Result:
        return self._item(region, control, "textarea", {"text": [answer]})

    def _item(self, region: Region, control: str, kind: str, said: dict[str, list[str]]) -> Result:
        start, end = region.span
        value = {"start": start, "end": end, "text": self.text[start:end], **said}
        return {"id": region.id, "from_name": control, "to_name": controls.TEXT, "type": kind,
                "value": value}  # fmt: skip

    def _new_id(self, wish: str) -> str:
        name = next(name for name in _numbered(wish) if name not in self.taken)
        self.taken.add(name)
        return name


def _relation(first: str, second: str, label: str) -> Result:
    return {"type": "relation", "from_id": first, "to_id": second, "direction": "right",
            "labels": [label]}  # fmt: skip


def _numbered(wish: str) -> Iterable[str]:
    yield wish
    number = 2
    while True:
        yield f"{wish}{number}"
        number += 1
