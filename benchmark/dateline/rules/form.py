"""Form: what any legal document is, gold, pass or prediction."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from dateline.document import SCHEMA, Document, Event, Mention, Quote, Span, sha256_of
from dateline.ontology import ONTOLOGY
from dateline.rules.rule import Finding, rule

__all__ = ["FORM", "GOLD_FORM"]

Item = TypeVar("Item")

# The last position that there is: what a column of 32 bits holds.
FURTHEST = 2**31 - 1


@rule("form.schema", remedy=f'give "schema": "{SCHEMA}"')
def schema(document: Document) -> Iterator[Finding]:
    """The schema is the one this version reads."""
    if document.schema != SCHEMA:
        yield Finding("schema", document.schema)


@rule("form.document-id", remedy="give an id without white space, not empty")
def document_id(document: Document) -> Iterator[Finding]:
    """A document's id is one word."""
    if document.id.split() != [document.id] or "\0" in document.id:
        yield Finding("id", document.id)


@rule("form.text-normal", remedy="normalise the text to NFC and \\n line ends, without NUL")
def text_normal(document: Document) -> Iterator[Finding]:
    """Title and text are NFC, with line feeds as line ends, no NUL and no lone surrogates."""
    for name, text in (("title", document.title), ("text", document.text)):
        if text is not None and not _is_normal(text):
            yield Finding(name)


def _is_normal(text: str) -> bool:
    if "\r" in text or "\0" in text or not unicodedata.is_normalized("NFC", text):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


@rule("form.title", remedy="let the text be title, blank line, body")
def title(document: Document) -> Iterator[Finding]:
    """A text with a title begins with it, then a blank line."""
    if not document.title or document.text is None:
        return
    if document.text != document.title and not document.text.startswith(f"{document.title}\n\n"):
        yield Finding("text", document.text[: len(document.title) + 2])


@rule("form.hash", remedy="give the SHA-256 of the text in UTF-8, or the text that it belongs to")
def text_hash(document: Document) -> Iterator[Finding]:
    """`source.sha256` belongs to the text."""
    known = document.source.sha256
    if document.text is not None and known is not None and known != sha256_of(document.text):
        yield Finding("source.sha256", known)


@rule("form.published", remedy="give a date as YYYY-MM-DD")
def published(document: Document) -> Iterator[Finding]:
    """The publication date is an ISO 8601 calendar date."""
    if document.published is None:
        return
    try:
        canonical = date.fromisoformat(document.published).isoformat()
    except ValueError:
        canonical = ""
    if canonical != document.published:
        yield Finding("published", document.published)


@rule("form.layers", remedy=f"name each of these at most once: {', '.join(ONTOLOGY.layer_names)}")
def layers(document: Document) -> Iterator[Finding]:
    """`layers` names layers of the ontology, each once."""
    for layer, count in Counter(document.layers or ()).items():
        if layer not in ONTOLOGY.layer_names or count > 1:
            yield Finding("layers", layer)


@rule("form.unique-id", remedy="give every mention, quote and event an id of its own")
def unique_id(document: Document) -> Iterator[Finding]:
    """Ids are unique in the document, and not empty."""
    ids = [item.id for items in _items(document) for item in items]
    if len(set(ids)) == len(ids) and all(ids):
        return
    for id_, count in Counter(ids).items():
        if count > 1 or not id_:
            yield Finding("id", id_)


@rule("form.span-in-text", remedy="give 0 <= start < end <= length of the text, in code points")
def span_in_text(document: Document) -> Iterator[Finding]:
    """Every span is not empty and lies in the text, where there is one."""
    length = FURTHEST if document.text is None else len(document.text)
    if all(0 <= start < end <= length for start, end in _spans(document)):
        return
    for placed in document.spans():
        start, end = placed.span
        if not 0 <= start < end <= length:
            yield Finding(placed.field, placed.span)


def _spans(document: Document) -> Iterator[Span]:
    """The spans without their places, which take time to name."""
    for mention in document.mentions:
        yield mention.start, mention.end
    for quote in document.quotes:
        yield from quote.content
        if quote.cue is not None:
            yield quote.cue
    for event in document.events:
        yield event.trigger


@rule("form.mention-type", remedy=f"one of {', '.join(ONTOLOGY.mention_types)}")
def mention_type(document: Document) -> Iterator[Finding]:
    """Mention types are those of the ontology."""
    for mention in document.mentions:
        if mention.type not in ONTOLOGY.mention_types:
            yield Finding(f"mentions.{mention.id}.type", mention.type)


@rule("form.level", remedy=f"null or one of {', '.join(sorted(ONTOLOGY.level_names))}")
def level(document: Document) -> Iterator[Finding]:
    """Levels are those of the ontology, or null."""
    for mention in document.mentions:
        if mention.level is not None and mention.level not in ONTOLOGY.level_names:
            yield Finding(f"mentions.{mention.id}.level", mention.level)


@rule("form.entity", remedy="give the id of an entity, or null")
def entity(document: Document) -> Iterator[Finding]:
    """An entity id is not empty."""
    for mention in document.mentions:
        if mention.entity == "":
            yield Finding(f"mentions.{mention.id}.entity", mention.entity)


@rule("form.quote-type", remedy=f"one of {', '.join(ONTOLOGY.quote_types)}")
def quote_type(document: Document) -> Iterator[Finding]:
    """Quote types are those of the ontology."""
    for quote in document.quotes:
        if quote.type not in ONTOLOGY.quote_types:
            yield Finding(f"quotes.{quote.id}.type", quote.type)


@rule("form.content", remedy="give the content as disjoint spans in reading order, at least one")
def content(document: Document) -> Iterator[Finding]:
    """A quote's content is one or more disjoint spans in reading order."""
    for quote in document.quotes:
        pairs = zip(quote.content, quote.content[1:], strict=False)
        if not quote.content or any(first[1] > second[0] for first, second in pairs):
            yield Finding(f"quotes.{quote.id}.content", quote.content)


@rule("form.speaker", remedy="name a mention of this document")
def speaker(document: Document) -> Iterator[Finding]:
    """Speakers are mentions of the document."""
    known = {mention.id for mention in document.mentions}
    for quote in document.quotes:
        for name in quote.speakers:
            if name not in known:
                yield Finding(f"quotes.{quote.id}.speakers", name)


@rule("form.event-type", remedy=f"one of {', '.join(ONTOLOGY.event_types)}")
def event_type(document: Document) -> Iterator[Finding]:
    """Event types are those of the ontology."""
    for event in document.events:
        if event.type not in ONTOLOGY.event_types:
            yield Finding(f"events.{event.id}.type", event.type)


@rule("form.realis", remedy=f"one of {', '.join(sorted(ONTOLOGY.realis_names))}")
def realis(document: Document) -> Iterator[Finding]:
    """Realis is one of the ontology's."""
    for event in document.events:
        if event.realis not in ONTOLOGY.realis_names:
            yield Finding(f"events.{event.id}.realis", event.realis)


@rule("form.role", remedy=f"one of {', '.join(ONTOLOGY.role_by_name)}")
def role(document: Document) -> Iterator[Finding]:
    """Roles are those of the ontology."""
    for event in document.events:
        for argument in event.arguments:
            if argument.role not in ONTOLOGY.role_by_name:
                yield Finding(f"events.{event.id}.arguments", argument.role)


@rule("form.argument", remedy="name a mention of this document")
def argument_mention(document: Document) -> Iterator[Finding]:
    """Arguments are mentions of the document."""
    known = {mention.id for mention in document.mentions}
    for event in document.events:
        for argument in event.arguments:
            if argument.mention not in known:
                yield Finding(f"events.{event.id}.arguments", argument.mention)


@rule("form.one-reading", remedy="give one span of one type one entity, level and value")
def one_reading(document: Document) -> Iterator[Finding]:
    """The same span and type has not two entities, levels or values."""
    if len({_place(mention) for mention in document.mentions}) == len(document.mentions):
        return
    readings: dict[Hashable, Hashable] = {}
    other: dict[Hashable, None] = {}
    for mention in document.mentions:
        reading = mention.entity, mention.level, mention.value
        if readings.setdefault(_place(mention), reading) != reading:
            other[_place(mention)] = None
    for place in other:
        yield Finding("mentions", place)


@rule("form.no-repeats", remedy="give each mention, quote and event once")
def no_repeats(document: Document) -> Iterator[Finding]:
    """No mention, quote or event stands there twice but for its id."""
    for mention in _repeated((item, _place(item)) for item in document.mentions):
        yield Finding(f"mentions.{mention.id}", mention.span)
    for quote in _repeated(
        (item, (item.type, item.content, item.cue, frozenset(item.speakers)))
        for item in document.quotes
    ):
        yield Finding(f"quotes.{quote.id}", quote.content)
    for event in _repeated(
        (item, (item.trigger, item.type, item.realis, frozenset(item.arguments)))
        for item in document.events
    ):
        yield Finding(f"events.{event.id}", event.trigger)


@rule("form.no-repeated-links", remedy="name each speaker, and each mention in a role, once")
def no_repeated_links(document: Document) -> Iterator[Finding]:
    """No speaker of a quote and no argument of an event is given twice."""
    for quote in document.quotes:
        if len(set(quote.speakers)) < len(quote.speakers):
            yield Finding(f"quotes.{quote.id}.speakers", quote.speakers)
    for event in document.events:
        if len(set(event.arguments)) < len(event.arguments):
            yield Finding(f"events.{event.id}.arguments")


@rule("form.role-of-type", remedy="use a role that the ontology lists for the event type")
def role_of_type(document: Document) -> Iterator[Finding]:
    """An event type allows the role."""
    for event in document.events:
        allowed = ONTOLOGY.roles_of.get(event.type, ())
        for argument in event.arguments:
            if argument.role in ONTOLOGY.role_by_name and argument.role not in allowed:
                yield Finding(f"events.{event.id}.arguments", f"{event.type} {argument.role}")


def _items(document: Document) -> tuple[Sequence[Mention | Quote | Event], ...]:
    return document.mentions, document.quotes, document.events


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.type


def _repeated(keyed: Iterable[tuple[Item, Hashable]]) -> Iterator[Item]:
    seen: set[Hashable] = set()
    for item, key in keyed:
        if key in seen:
            yield item
        seen.add(key)


FORM = (
    schema, document_id, text_normal, title, text_hash, published, layers, unique_id, span_in_text,
    mention_type, level, entity, quote_type, content, speaker, event_type, realis, role,
    argument_mention, one_reading,
)  # fmt: skip
GOLD_FORM = (no_repeats, no_repeated_links, role_of_type)
