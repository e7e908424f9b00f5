"""One side of a document as sets: ids are gone, and with them every repeat."""

from __future__ import annotations

from typing import NamedTuple

from dateline.document import Document, Event, Quote, Span
from dateline.ontology import ONTOLOGY

VALUES = [one.name for one in ONTOLOGY.mentions if one.value]
ENTITIES = [one.name for one in ONTOLOGY.mentions if not one.value]
NAMED = next(level.name for level in ONTOLOGY.levels if level.named)

Cluster = frozenset[Span]
Place = tuple[int, int, str]


class Item(NamedTuple):
    """A mention without its id."""

    start: int
    end: int
    type: str
    level: str | None
    entity: str | None
    value: str | None

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def is_name(self) -> bool:
        """A level that is not given means a name; a value is none."""
        return self.type in ENTITIES and self.level in (NAMED, None)


class Said(NamedTuple):
    """A quote without its id; speakers are (start, end, type)."""

    type: str
    content: tuple[Span, ...]
    cue: Span | None
    speakers: frozenset[Place]

    @property
    def speaker_spans(self) -> set[Span]:
        return {(start, end) for start, end, _ in self.speakers}


class Happened(NamedTuple):
    """An event without its id and without arguments in roles that its type does not have."""

    trigger: Span
    type: str
    realis: str
    arguments: frozenset[tuple[str, Place]]

    @property
    def fillers(self) -> set[tuple[str, Span]]:
        return {(role, (start, end)) for role, (start, end, _) in self.arguments}


class Side(NamedTuple):
    """Everything that one side says of one document."""

    items: set[Item]
    quotes: set[Said]
    events: set[Happened]


def read(document: Document) -> Side:
    places = {one.id: (one.start, one.end, one.type) for one in document.mentions}
    return Side(
        items={
            Item(one.start, one.end, one.type, one.level, one.entity, one.value)
            for one in document.mentions
        },
        quotes={_said(quote, places) for quote in document.quotes},
        events={_happened(event, places) for event in document.events},
    )


def _said(quote: Quote, places: dict[str, Place]) -> Said:
    speakers = frozenset(places[name] for name in quote.speakers)
    return Said(quote.type, quote.content, quote.cue, speakers)


def _happened(event: Event, places: dict[str, Place]) -> Happened:
    arguments = frozenset(
        (one.role, places[one.mention]) for one in event.arguments if has_role(event.type, one.role)
    )
    return Happened(event.trigger, event.type, event.realis, arguments)


def has_role(event: str, role: str) -> bool:
    """An event type has its own roles and the general ones."""
    general = [one.name for one in ONTOLOGY.roles if one.general]
    own = next(one.roles for one in ONTOLOGY.events if one.name == event)
    return role in own or role in general


def flat(side: Side) -> set[Place]:
    """Names and values."""
    return {one[:3] for one in side.items if one.is_name or one.type in VALUES}


def names(side: Side) -> set[Span]:
    """Spans that some mention on them makes a name."""
    return {one.span for one in side.items if one.is_name}


def readings(side: Side) -> dict[Span, Item]:
    """The one mention that a span is taken for: its type first in the ontology, values last."""
    order = [*ENTITIES, *VALUES]
    spans = {one.span for one in side.items}
    return {
        span: min(
            (one for one in side.items if one.span == span), key=lambda one: order.index(one.type)
        )
        for span in spans
    }


def cluster_of(side: Side) -> dict[Span, Cluster]:
    """The cluster of every span: a value and a mention without an entity are their own."""
    taken = readings(side)
    return {span: _mates(span, taken) for span in taken}


def _mates(span: Span, taken: dict[Span, Item]) -> Cluster:
    item = taken[span]
    if item.type in VALUES or item.entity is None:
        return frozenset({span})
    return frozenset(
        other for other, one in taken.items() if one.type in ENTITIES and one.entity == item.entity
    )


def clusters(side: Side) -> set[Cluster]:
    """The clusters of entities: values are none."""
    taken = readings(side)
    return {cluster for span, cluster in cluster_of(side).items() if taken[span].type in ENTITIES}


def clusters_in_scope(gold: Side, predicted: Side) -> set[Cluster]:
    """Without a name, and without a span of any gold cluster: gold could not have it."""
    golden = {span for cluster in clusters(gold) for span in cluster}
    return {
        cluster for cluster in clusters(predicted) if cluster & names(predicted) or cluster & golden
    }
