"""How often each label occurs, to look at before an experiment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from dateline.document import Document
from dateline.ontology import ONTOLOGY

__all__ = ["Bar", "Distribution", "distributions"]


class Bar(Struct, frozen=True):
    """A label, how often it occurs, and its share of the most frequent one."""

    label: str
    count: int
    share: float


class Distribution(Struct, frozen=True):
    """The labels of one kind, in the order of the ontology; others by frequency."""

    title: str
    bars: tuple[Bar, ...]


def distributions(documents: Sequence[Document]) -> list[Distribution]:
    """Distributions of desks, styles and every kind of label."""
    mentions = list(chain.from_iterable(one.mentions for one in documents))
    quotes = list(chain.from_iterable(one.quotes for one in documents))
    events = list(chain.from_iterable(one.events for one in documents))
    counted = {
        "Mention types": _all(ONTOLOGY.mention_types, (one.type for one in mentions)),
        "Levels": _all([one.name for one in ONTOLOGY.levels], (one.level for one in mentions)),
        "Quote types": _all(ONTOLOGY.quote_types, (one.type for one in quotes)),
        "Event types": _all(ONTOLOGY.event_types, (one.type for one in events)),
        "Realis": _all([one.name for one in ONTOLOGY.realis], (one.realis for one in events)),
        "Roles": _all([one.name for one in ONTOLOGY.roles], _roles(documents)),
        "Desks": Counter(one.source.desk for one in documents),
        "Styles": Counter(one.source.style for one in documents),
    }
    return [Distribution(title, tuple(_bars(counts))) for title, counts in counted.items()]


def _roles(documents: Sequence[Document]) -> Iterator[str]:
    return (
        argument.role
        for document in documents
        for event in document.events
        for argument in event.arguments
    )


def _all(labels: Iterable[str], found: Iterable[str | None]) -> Counter[str | None]:
    """Counts of all labels, also of those without an item: a gap must be seen."""
    counts = Counter[str | None](dict.fromkeys(labels, 0))
    counts.update(label for label in found if label is not None)
    return counts


def _bars(counts: Counter[str | None]) -> Iterator[Bar]:
    most = max(counts.values(), default=0) or 1
    for label, count in counts.items():
        yield Bar(label or "none given", count, count / most)
