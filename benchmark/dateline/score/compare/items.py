"""Which items are right: what adds up to a metric's counts, one by one.

A metric here compares items (a name, a quote, an event, an argument); the others compare
clusters or give half points, and have no items that are right or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline.score.quotes import align_quotes
from dateline.score.tables import Table, table_of

__all__ = ["ITEM_METRICS", "Credits", "Item", "item_credits"]


class Item(Struct, frozen=True):
    """One thing that a metric counts, on one side of one document.

    `key` is what is compared, once a side; `of` the mention, quote or event it is or comes
    from (if several give the same key, the first), `spans` where it stands in the text,
    `role` that of an argument, `speakers` the mentions that speak a quote.
    """

    key: Hashable
    of: Mention | Quote | Event
    spans: tuple[Span, ...]
    role: str | None = None
    speakers: tuple[Mention, ...] = ()
    right: bool = False

    @property
    def type(self) -> str:
        """The type of the mention, quote or event."""
        return self.of.type


class Credits(Struct, frozen=True):
    """The items of both sides of a document under one metric."""

    gold: tuple[Item, ...] = ()
    predicted: tuple[Item, ...] = ()


def item_credits(
    gold: Document, prediction: Document, layers: Collection[str] = ONTOLOGY.layer_names
) -> dict[str, Credits]:
    """The items of both sides by metric, for every one of `ITEM_METRICS`.

    As many are right as the metric's counts say; where a layer is not among `layers`, or
    not answered by gold, there are none.
    """
    pair = _Pair(gold, prediction, table_of(gold), table_of(prediction))
    return {
        metric: _CREDITS[metric](pair)
        if (layer := metric.partition(".")[0]) in layers and gold.answers(layer)
        else Credits()
        for metric in ITEM_METRICS
    }


class _Pair(Struct, frozen=True):
    """Gold and prediction of one document, with their tables."""

    document: Document
    prediction: Document
    gold: Table
    predicted: Table


def _of_tables(items: Callable[[Table], Iterator[Item]]) -> Callable[[_Pair], Credits]:
    """Sets of items, made of each side by itself."""
    return lambda pair: _matched(_once(items(pair.gold)), _once(items(pair.predicted)))


def _name_items(table: Table) -> Iterator[Item]:
    for one in table.flat:
        yield Item((*one.span, one.type), one, (one.span,))


def _date_items(table: Table) -> Iterator[Item]:
    for one in table.mentions:
        if one.type in ONTOLOGY.timex_types:
            value = None if one.value is None else ONTOLOGY.canonical_time(one.value)
            yield Item((*one.span, one.type, value), one, (one.span,))


def _event_items(*fields: str) -> Callable[[Table], Iterator[Item]]:
    """Events by trigger and these fields."""

    def items(table: Table) -> Iterator[Item]:
        for event in table.events:
            key = (*event.trigger, *(getattr(event, field) for field in fields))
            yield Item(key, event, (event.trigger,))

    return items


def _quotes(pair: _Pair) -> Credits:
    edges = align_quotes(pair.gold, pair.predicted, pair.document.text or "").pairs
    right = [edge for edge, one in edges.items() if one.attributed]
    return Credits(
        _quote_items(pair.gold, pair.document, {row for row, _ in right}),
        _quote_items(pair.predicted, pair.prediction, {column for _, column in right}),
    )


def _quote_items(table: Table, document: Document, right: set[int]) -> tuple[Item, ...]:
    known = document.mention_by_id()
    return tuple(
        Item(
            number,
            quote,
            quote.content,
            speakers=tuple(known[name] for name in quote.speakers),
            right=number in right,
        )
        for number, quote in enumerate(table.quotes)
    )


def _arguments(pair: _Pair) -> Credits:
    sides = (_argument_items(table, pair.gold) for table in (pair.gold, pair.predicted))
    return _matched(*map(_once, sides))


def _argument_items(table: Table, gold: Table) -> Iterator[Item]:
    """As `events.arguments` has them: a filler in a cluster of gold's is that cluster."""
    for event in table.events:
        for one in event.arguments:
            span = table.span_of[one.mention]
            filler = gold.cluster_of.get(span, span)
            key = (*event.trigger, event.type, one.role, filler)
            yield Item(key, event, (event.trigger, span), one.role)


def _once(items: Iterable[Item]) -> dict[Hashable, Item]:
    found: dict[Hashable, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return found


def _matched(gold: dict[Hashable, Item], predicted: dict[Hashable, Item]) -> Credits:
    """Items of two sets: right where the other side has the key too.

    A key that ends in None is a date without a value, which is never right.
    """
    common = {key for key in gold.keys() & predicted.keys() if _last(key) is not None}
    return Credits(_marked(gold, common), _marked(predicted, common))


def _marked(items: dict[Hashable, Item], common: set[Hashable]) -> tuple[Item, ...]:
    return tuple(replace(item, right=key in common) for key, item in items.items())


def _last(key: Hashable) -> object:
    return key[-1] if isinstance(key, tuple) else key


_CREDITS: dict[str, Callable[[_Pair], Credits]] = {
    "entities.strict": _of_tables(_name_items),
    "dates.value": _of_tables(_date_items),
    "quotes.attributed": _quotes,
    "events.tc": _of_tables(_event_items("type")),
    "events.arguments": _arguments,
    "events.realis": _of_tables(_event_items("type", "realis")),
}
ITEM_METRICS = tuple(_CREDITS)
