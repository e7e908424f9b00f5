"""One document's annotation as scoring sees it: no repeats, one cluster for a span."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sized
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY

__all__ = ["Cluster", "Dropped", "Table", "table_of"]

Cluster = frozenset[Span]
Place = tuple[int, int, str]
Item = TypeVar("Item")

_VALUES = ONTOLOGY.value_types
_NAMED = (None, ONTOLOGY.named_level)
_RANK = {
    name: (kind.value, order) for order, (name, kind) in enumerate(ONTOLOGY.mention_types.items())
}


class Dropped(Struct, frozen=True):
    """What was left out of one prediction, for its record."""

    repeats: int = 0
    roles: int = 0


class Table(Struct, frozen=True):
    """What the metrics read of one side of one document.

    `flat` are the names and values, in order of span and type. `cluster_of` holds, for
    every annotated span, its one cluster: that of the span's type first in the ontology,
    values last; a null entity and a value are clusters of their own. `clusters` are those
    of entities alone, in order of their first span. `names` are the spans marked as names,
    in whatever type. `arguments` are those of all events, as (trigger, event type, role,
    span of the filler).
    """

    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Event, ...]
    flat: tuple[Mention, ...]
    span_of: dict[str, Span]
    cluster_of: dict[Span, Cluster]
    clusters: tuple[Cluster, ...]
    names: frozenset[Span]
    arguments: tuple[tuple[Span, str, str, Span], ...]
    dropped: Dropped

    def speaker_spans(self, quote: Quote) -> frozenset[Span]:
        """Spans of a quote's speakers."""
        return frozenset(self.span_of[name] for name in quote.speakers)


def table_of(document: Document) -> Table:
    """Collapse repeats, drop arguments in roles not allowed, and settle the clusters."""
    kept, stands_for = _collapsed(document.mentions)
    mentions = tuple(kept[place] for place in sorted(kept))
    allowed = [_with_allowed_roles(event) for event in document.events]
    quotes = _once(document.quotes, lambda quote: _quote_key(quote, stands_for))
    events = _once(allowed, lambda event: _event_key(event, stands_for))
    groups = _groups(_chosen(mentions))
    flat = tuple(one for one in mentions if one.type in _VALUES or one.level in _NAMED)
    span_of = {one.id: (one.start, one.end) for one in document.mentions}
    return Table(
        mentions=mentions,
        quotes=quotes,
        events=events,
        flat=flat,
        span_of=span_of,
        cluster_of={span: group for group in groups.values() for span in group},
        clusters=tuple(group for key, group in groups.items() if key[0]),
        names=frozenset((one.start, one.end) for one in flat if one.type not in _VALUES),
        arguments=tuple(
            (event.trigger, event.type, argument.role, span_of[argument.mention])
            for event in events
            for argument in event.arguments
        ),
        dropped=Dropped(
            repeats=_many(document.mentions, document.quotes, document.events)
            - _many(mentions, quotes, events),
            roles=_many(*(event.arguments for event in document.events))
            - _many(*(event.arguments for event in allowed)),
        ),
    )


def _collapsed(mentions: Iterable[Mention]) -> tuple[dict[Place, Mention], dict[str, str]]:
    """One mention for each span and type, and for each id that of the one that is kept."""
    kept: dict[Place, Mention] = {}
    stands_for: dict[str, str] = {}
    for mention in mentions:
        first = kept.setdefault((mention.start, mention.end, mention.type), mention)
        stands_for[mention.id] = first.id
    return kept, stands_for


def _chosen(mentions: Iterable[Mention]) -> dict[Span, Mention]:
    chosen: dict[Span, Mention] = {}
    for mention in mentions:
        span = (mention.start, mention.end)
        other = chosen.setdefault(span, mention)
        if other is not mention and _RANK[mention.type] < _RANK[other.type]:
            chosen[span] = mention
    return chosen


def _groups(chosen: dict[Span, Mention]) -> dict[tuple[bool, Hashable], Cluster]:
    """Spans by (whether an entity's, its id or the span itself), in order of the first."""
    groups: dict[tuple[bool, Hashable], list[Span]] = {}
    for span, mention in chosen.items():
        value = mention.type in _VALUES
        entity = None if value else mention.entity
        groups.setdefault((not value, span if entity is None else entity), []).append(span)
    return {key: frozenset(spans) for key, spans in groups.items()}


def _once(items: Iterable[Item], key: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    """The items without those that repeat the key of an earlier one."""
    kept: dict[Hashable, Item] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return tuple(kept.values())


def _with_allowed_roles(event: Event) -> Event:
    allowed = ONTOLOGY.roles_of[event.type]
    if all(argument.role in allowed for argument in event.arguments):
        return event
    arguments = tuple(argument for argument in event.arguments if argument.role in allowed)
    return replace(event, arguments=arguments)


def _quote_key(quote: Quote, stands_for: dict[str, str]) -> Hashable:
    speakers = frozenset(stands_for[name] for name in quote.speakers)
    return quote.type, quote.content, quote.cue, speakers


def _event_key(event: Event, stands_for: dict[str, str]) -> Hashable:
    arguments = frozenset((one.role, stands_for[one.mention]) for one in event.arguments)
    return event.trigger, event.type, event.realis, arguments


def _many(*groups: Sized) -> int:
    return sum(len(group) for group in groups)
