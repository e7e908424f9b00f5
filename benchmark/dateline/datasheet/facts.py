"""What gold holds, counted: a few frozen tables, labels in the order of the ontology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from msgspec import Struct

from dateline.datasheet.tables import Label, Measures, Table, counts_of, glosses_of, table_of
from dateline.document import Document, Mention, Quote
from dateline.ontology import ONTOLOGY
from dateline.release.splits import SHARES

__all__ = ["Entities", "Facts", "Size", "facts_of", "quote_inside"]

NOT_GIVEN = "not given"
NO_STORY = "in no story"
NOT_ASSIGNED = "not assigned yet"


class Size(Struct, frozen=True, kw_only=True):
    """How much text there is; words are what white space separates."""

    documents: int
    words: int
    shortest: int
    median: float
    longest: int
    stories: int
    in_a_story: int
    first_published: str
    last_published: str
    tiers: tuple[str, ...]
    licences: tuple[str, ...]


class Entities(Struct, frozen=True):
    """How many entities there are, how many have a name, how many one mention only."""

    all: int
    named: int
    once: int


class Facts(Struct, frozen=True, kw_only=True):
    """Everything that the datasheet says about gold.

    `splits` is None before the first release. `unused` are the ontology's labels that no
    item has yet.
    """

    size: Size
    desks: Table
    styles: Table
    stories: Table
    splits: Table | None
    mentions: Table
    entities: Entities
    values: Table
    quotes: Table
    speakers: Table
    events: Table
    roles: Table
    unused: tuple[str, ...]


def facts_of(documents: Sequence[Document], splits: Mapping[str, str]) -> Facts:
    """Count gold, in whatever order it comes.

    Args:
        documents: gold, at least one, each with a text and a publication date.
        splits: the split of each document, by id; empty before the first release.
    """
    return Facts(
        size=_size(documents),
        desks=_by_source("desk", documents, lambda one: one.source.desk or NOT_GIVEN),
        styles=_by_source("style", documents, lambda one: one.source.style or NOT_GIVEN),
        stories=_by_source("story", documents, lambda one: one.source.story or NO_STORY),
        splits=_by_split(documents, splits) if splits else None,
        mentions=_mentions(documents),
        entities=_entities(documents),
        values=_values(documents),
        quotes=_quotes(documents),
        speakers=_speakers(documents),
        events=_events(documents),
        roles=_roles(documents),
        unused=_unused(documents),
    )


def _words(document: Document) -> int:
    return len((document.text or "").split())


_OF_DOCUMENTS: Measures[Document] = {
    "documents": len,
    "words": lambda part: sum(map(_words, part)),
    "mentions": lambda part: sum(len(one.mentions) for one in part),
    "quotes": lambda part: sum(len(one.quotes) for one in part),
    "events": lambda part: sum(len(one.events) for one in part),
}


def _size(documents: Sequence[Document]) -> Size:
    lengths = [_words(one) for one in documents]
    stories = [one.source.story for one in documents if one.source.story is not None]
    published = [one.published or "" for one in documents]
    return Size(
        documents=len(documents),
        words=sum(lengths),
        shortest=min(lengths),
        median=float(median(lengths)),
        longest=max(lengths),
        stories=len(set(stories)),
        in_a_story=len(stories),
        first_published=min(published),
        last_published=max(published),
        tiers=_given(one.source.tier for one in documents),
        licences=_given(one.source.licence for one in documents),
    )


def _given(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value or NOT_GIVEN for value in values}))


def _by_source(head: str, documents: Sequence[Document], label: Callable[[Document], str]) -> Table:
    return table_of(head, dict.fromkeys(sorted(map(label, documents)), ""), documents, label,
                  _OF_DOCUMENTS)  # fmt: skip


def _by_split(documents: Sequence[Document], splits: Mapping[str, str]) -> Table:
    def split_of(document: Document) -> str:
        return splits.get(document.id, NOT_ASSIGNED)

    missing = [NOT_ASSIGNED] if any(one.id not in splits for one in documents) else []
    labels = dict.fromkeys([*SHARES, *missing], "")
    return table_of("split", labels, documents, split_of, _OF_DOCUMENTS)


class _Placed(Struct, frozen=True):
    """A mention, and the document that its entity belongs to."""

    document: str
    mention: Mention

    @property
    def level(self) -> str:
        """Its level; one that is not given means a name."""
        return self.mention.level or ONTOLOGY.named_level

    @property
    def entity(self) -> tuple[str, str]:
        """Its entity; one that is not given is an entity of its own."""
        known = self.mention.entity
        return self.document, f"mention {self.mention.id}" if known is None else f"entity {known}"


def _placed(documents: Sequence[Document], *, values: bool) -> list[_Placed]:
    return [
        _Placed(document.id, mention)
        for document in documents
        for mention in document.mentions
        if mention.is_value is values
    ]


def _mentions(documents: Sequence[Document]) -> Table:
    measures: Measures[_Placed] = {
        "mentions": len,
        **counts_of(ONTOLOGY.levels, lambda one: one.level),
        "entities": lambda part: len({one.entity for one in part}),
    }
    labels = glosses_of(kind for kind in ONTOLOGY.mentions if not kind.value)
    items = _placed(documents, values=False)
    return table_of("type", labels, items, lambda one: one.mention.type, measures)


def _entities(documents: Sequence[Document]) -> Entities:
    mentions = _placed(documents, values=False)
    times = Counter(one.entity for one in mentions)
    named = {one.entity for one in mentions if one.mention.is_name}
    return Entities(len(times), len(named), sum(many == 1 for many in times.values()))


def _values(documents: Sequence[Document]) -> Table:
    measures: Measures[_Placed] = {
        "mentions": len,
        "with a TIMEX3 value": lambda part: sum(one.mention.value is not None for one in part),
    }
    labels = glosses_of(kind for kind in ONTOLOGY.mentions if kind.value)
    items = _placed(documents, values=True)
    return table_of("type", labels, items, lambda one: one.mention.type, measures)


class _Said(Struct, frozen=True):
    """A quote, and whether it stands inside another one."""

    quote: Quote
    nested: bool


_OF_QUOTES: Measures[_Said] = {
    "quotes": len,
    "without cue": lambda part: sum(one.quote.cue is None for one in part),
    "without speaker": lambda part: sum(not one.quote.speakers for one in part),
    "several speakers": lambda part: sum(len(one.quote.speakers) > 1 for one in part),
    "several spans": lambda part: sum(len(one.quote.content) > 1 for one in part),
    "inside another": lambda part: sum(one.nested for one in part),
}


def _quotes(documents: Sequence[Document]) -> Table:
    said = [
        _Said(quote, any(quote_inside(quote, other) for other in document.quotes))
        for document in documents
        for quote in document.quotes
    ]
    labels = glosses_of(ONTOLOGY.quotes)
    return table_of("type", labels, said, lambda one: one.quote.type, _OF_QUOTES)


def quote_inside(inner: Quote, outer: Quote) -> bool:
    """Whether every span of one lies in a span of the other, and they differ."""
    return inner.content != outer.content and all(
        any(begin <= start and end <= stop for begin, stop in outer.content)
        for start, end in inner.content
    )


def _speakers(documents: Sequence[Document]) -> Table:
    levels = [
        _Placed(document.id, mentions[name]).level
        for document in documents
        for mentions in [document.mention_by_id()]
        for quote in document.quotes
        for name in quote.speakers
    ]
    return table_of("level", glosses_of(ONTOLOGY.levels), levels, str, {"speakers": len})


def _events(documents: Sequence[Document]) -> Table:
    events = [event for document in documents for event in document.events]
    return table_of(
        "type",
        glosses_of(ONTOLOGY.events),
        events,
        lambda event: event.type,
        {
            "events": len,
            **counts_of(ONTOLOGY.realis, lambda event: event.realis),
            "arguments": lambda part: sum(len(event.arguments) for event in part),
        },
    )


def _roles(documents: Sequence[Document]) -> Table:
    roles = [
        argument.role
        for document in documents
        for event in document.events
        for argument in event.arguments
    ]
    return table_of("role", glosses_of(ONTOLOGY.roles), roles, str, {"arguments": len})


def _unused(documents: Sequence[Document]) -> tuple[str, ...]:
    used = {label for document in documents for label in _labels_in(document)}
    groups_of_labels: tuple[Sequence[Label], ...] = (
        ONTOLOGY.mentions, ONTOLOGY.levels, ONTOLOGY.quotes, ONTOLOGY.events, ONTOLOGY.realis,
        ONTOLOGY.roles,
    )  # fmt: skip
    return tuple(one.name for group in groups_of_labels for one in group if one.name not in used)


def _labels_in(document: Document) -> Iterator[str]:
    for placed in _placed([document], values=False):
        yield from (placed.mention.type, placed.level)
    yield from (placed.mention.type for placed in _placed([document], values=True))
    yield from (quote.type for quote in document.quotes)
    for event in document.events:
        yield from (event.type, event.realis)
        yield from (argument.role for argument in event.arguments)
