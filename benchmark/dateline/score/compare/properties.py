"""Properties that items are sliced by: type, role, realis, seen in train, who speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline.score.compare.items import Item
from dateline.score.tables import table_of

__all__ = ["NONE", "Property", "Seen", "item_properties"]

NONE = "none"
SEVERAL = "several"
SEEN = ("seen in train", "not seen")
# Characters between cue and nearest speaker: under the first number, under the second …
GAPS = ((2, "next to it"), (20, "under 20 characters"), (100, "20 to 99"))
FARTHEST = "100 and more"
NO_GAP = "no cue or no speaker"

_NAMES = ("entities.strict", "dates.value")
_QUOTES = ("quotes.attributed",)
_EVENTS = ("events.tc", "events.arguments", "events.realis")


class Property(Struct, frozen=True, kw_only=True):
    """A property of items: which metrics' items have it, and its value for one of them.

    `value` is given the item and gold's text. `order` lists the values as they are shown;
    others follow. `recall_only`: only gold's items have it.
    """

    name: str
    metrics: tuple[str, ...]
    value: Callable[[Item, str], str]
    order: Sequence[str] = ()
    recall_only: bool = False

    def place(self, value: str) -> int:
        """Where a value is shown."""
        return self.order.index(value) if value in self.order else len(self.order)


class Seen(Struct, frozen=True):
    """Surfaces of train: of names and values, and of triggers of events.

    As in Augenstein, Derczynski and Bontcheva (2017), who call a name unseen if its
    surface is no name's in the training data; whatever its type, upper and lower case
    told apart.
    """

    names: frozenset[str]
    triggers: frozenset[str]

    @classmethod
    def of(cls, train: Iterable[Document]) -> Seen:
        """The surfaces of these documents, which have a text."""
        names, triggers = set[str](), set[str]()
        for document in train:
            text = document.text or ""
            names |= {text[one.start : one.end] for one in table_of(document).flat}
            triggers |= {text[slice(*one.trigger)] for one in document.events}
        return cls(frozenset(names), frozenset(triggers))

    def value(self, item: Item, text: str) -> str:
        """Whether the surface of a name, or of an event's trigger, is among them."""
        known = self.names if isinstance(item.of, Mention) else self.triggers
        return SEEN[0] if text[slice(*item.spans[0])] in known else SEEN[1]


def item_properties(seen: Seen | None = None) -> tuple[Property, ...]:
    """The properties of items, in the order they are shown; without `seen` none of train."""
    of_both = (
        Property(name="mention type", metrics=_NAMES, value=_type, order=_order("mentions")),
        Property(name="quote type", metrics=_QUOTES, value=_type, order=_order("quotes")),
        Property(name="event type", metrics=_EVENTS, value=_type, order=_order("events")),
        Property(name="role", metrics=("events.arguments",), value=_role, order=_order("roles")),
        Property(name="realis", metrics=_EVENTS, value=_realis, order=_order("realis")),
    )
    if seen is None:
        return (*of_both, *_of_gold())
    surface = Property(name="surface", metrics=_NAMES + _EVENTS, value=seen.value, order=SEEN)
    return (*of_both, surface, *_of_gold())


def gap(quote: Quote, speakers: Iterable[Mention]) -> int | None:
    """Characters between a quote's cue and its nearest speaker; None without one of them."""
    if quote.cue is None:
        return None
    return min((_between(quote.cue, one.span) for one in speakers), default=None)


def _of_gold() -> Iterator[Property]:
    levels = (*_order("levels"), SEVERAL, NONE)
    gaps = (*(name for _, name in GAPS), FARTHEST, NO_GAP)
    yield Property(name="speaker's level", metrics=_QUOTES, value=_level, order=levels,
                   recall_only=True)  # fmt: skip
    yield Property(name="cue to speaker", metrics=_QUOTES, value=_gap, order=gaps,
                   recall_only=True)  # fmt: skip


def _order(group: str) -> tuple[str, ...]:
    return tuple(one.name for one in getattr(ONTOLOGY, group))


def _type(item: Item, _: str) -> str:
    return item.type


def _role(item: Item, _: str) -> str:
    return item.role or NONE


def _realis(item: Item, _: str) -> str:
    return item.of.realis if isinstance(item.of, Event) else NONE


def _level(item: Item, _: str) -> str:
    """The level of the quote's speakers; several if they differ."""
    levels = {
        one.level or (NONE if one.is_value else ONTOLOGY.named_level) for one in item.speakers
    }
    return SEVERAL if len(levels) > 1 else next(iter(levels), NONE)


def _gap(item: Item, _: str) -> str:
    assert isinstance(item.of, Quote)
    many = gap(item.of, item.speakers)
    if many is None:
        return NO_GAP
    return next((name for limit, name in GAPS if many < limit), FARTHEST)


def _between(one: Span, other: Span) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])
