"""Events: TextEE's key tuples, realis, and arguments resolved to gold's entities."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from dateline.document import Argument, Event
from dateline.score.counts import Tally
from dateline.score.tables import Table

__all__ = ["argument_keys", "arguments", "by_argument_key", "by_event_key", "event_keys"]

EventKey = Callable[[Event], Hashable]
ArgumentKey = Callable[[Event, Argument, Table], Hashable]


def arguments(gold: Table, predicted: Table) -> Tally:
    """Sets of (trigger, event type, role, filler).

    A filler's span that gold puts in an entity is that entity, on both sides; any
    other filler, values too, is its span.
    """

    def key(event: Event, argument: Argument, table: Table) -> Hashable:
        span = table.span_of[argument.mention]
        return *event.trigger, event.type, argument.role, gold.cluster_of.get(span, span)

    return by_argument_key(gold, predicted, key)


def by_event_key(gold: Table, predicted: Table, key: EventKey) -> Tally:
    """Sets of keys of events."""
    return Tally.of_sets(
        {key(event) for event in gold.events}, {key(event) for event in predicted.events}
    )


def by_argument_key(gold: Table, predicted: Table, key: ArgumentKey) -> Tally:
    """Sets of keys of arguments."""
    return Tally.of_sets(set(_keys(gold, key)), set(_keys(predicted, key)))


def _keys(table: Table, key: ArgumentKey) -> Iterator[Hashable]:
    for event in table.events:
        for argument in event.arguments:
            yield key(event, argument, table)


# TextEE (Huang et al. 2024), `scorer.py`, end to end; the window is the document.
event_keys: dict[str, EventKey] = {
    "ti": lambda event: event.trigger,
    "tc": lambda event: (*event.trigger, event.type),
    "realis": lambda event: (*event.trigger, event.type, event.realis),
}
argument_keys: dict[str, ArgumentKey] = {
    "ai": lambda event, one, table: (event.type, table.span_of[one.mention]),
    "ac": lambda event, one, table: (event.type, table.span_of[one.mention], one.role),
    "ai_plus": lambda event, one, table: (event.trigger, event.type, table.span_of[one.mention]),
    "ac_plus": lambda event, one, table: (
        event.trigger,
        event.type,
        table.span_of[one.mention],
        one.role,
    ),
}
