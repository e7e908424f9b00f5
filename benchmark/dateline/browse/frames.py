"""What stands beside a text: its entities, its quotes with their speakers, its events."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from dateline.browse.segments import item_key, key_of
from dateline.document import Document, Event, Mention, Quote, Span

__all__ = ["Beside", "Entity", "Filler", "Frame", "Said", "beside"]


class Entity(Struct, frozen=True):
    """A cluster: what it is called, its types, and how many mentions it has."""

    key: str
    name: str
    types: tuple[str, ...]
    mentions: int


class Filler(Struct, frozen=True):
    """What fills a role, or speaks: a mention, and what its entity is called."""

    role: str
    key: str
    surface: str
    name: str


class Said(Struct, frozen=True):
    """A quote in words."""

    key: str
    type: str
    content: str
    cue: str | None
    speakers: tuple[Filler, ...]


class Frame(Struct, frozen=True):
    """An event in words."""

    key: str
    type: str
    realis: str
    trigger: str
    fillers: tuple[Filler, ...]


class Beside(Struct, frozen=True):
    """Everything beside a text, each in the order in which it first stands there."""

    entities: tuple[Entity, ...]
    quotes: tuple[Said, ...]
    events: tuple[Frame, ...]


def beside(document: Document) -> Beside:
    """Entities, quotes and events of a document that has a text."""
    reader = _Reader(document)
    quotes = sorted(document.quotes, key=lambda quote: quote.content[0])
    events = sorted(document.events, key=lambda event: event.trigger)
    return Beside(
        entities=tuple(map(reader.entity, reader.clusters.values())),
        quotes=tuple(map(reader.said, quotes)),
        events=tuple(map(reader.frame, events)),
    )


class _Reader:
    def __init__(self, document: Document) -> None:
        self.text = document.text or ""
        self.mentions = {mention.id: mention for mention in document.mentions}
        self.clusters: dict[str, list[Mention]] = defaultdict(list)
        for mention in sorted(document.mentions, key=lambda mention: mention.span):
            if mention.entity is not None:
                self.clusters[key_of(mention)].append(mention)

    def entity(self, cluster: list[Mention]) -> Entity:
        types = tuple(dict.fromkeys(mention.type for mention in cluster))
        return Entity(key_of(cluster[0]), self._name(cluster[0]), types, len(cluster))

    def said(self, quote: Quote) -> Said:
        speakers = tuple(self._filler("", name) for name in quote.speakers)
        content = " … ".join(map(self._surface, quote.content))
        cue = None if quote.cue is None else self._surface(quote.cue)
        return Said(item_key(quote.id), quote.type, content, cue, speakers)

    def frame(self, event: Event) -> Frame:
        fillers = tuple(self._filler(one.role, one.mention) for one in event.arguments)
        trigger = self._surface(event.trigger)
        return Frame(item_key(event.id), event.type, event.realis, trigger, fillers)

    def _filler(self, role: str, name: str) -> Filler:
        mention = self.mentions[name]
        return Filler(role, key_of(mention), self._surface(mention.span), self._name(mention))

    def _name(self, mention: Mention) -> str:
        """The first name of its entity, else the first nominal, else what stands there."""
        cluster = self.clusters.get(key_of(mention), [mention])
        named = [one for one in cluster if one.is_name]
        # A pronoun tells nobody who is meant: the longest mention mostly does.
        told = named[0] if named else max(cluster, key=lambda one: one.end - one.start)
        return self._surface(told.span)

    def _surface(self, span: Span) -> str:
        return self.text[slice(*span)]
