"""House: what our own gold must be besides legal (`dateline validate`)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from dateline.document import Document, Mention, Span, paragraph_spans
from dateline.ontology import ONTOLOGY
from dateline.rules.dates import date_as_stated
from dateline.rules.rule import Finding, rule

__all__ = ["HOUSE"]

QUOTATION_MARKS = frozenset("\"'“”‘’„‟‚‛«»‹›「」『』＂＇")


@rule("house.metadata", remedy="fill in title, publication date, text hash, tier, licence")
def metadata(document: Document) -> Iterator[Finding]:
    """A gold document says what it is, when it was published and under which licence."""
    source = document.source
    needed = {
        "title": document.title,
        "published": document.published,
        "source.sha256": source.sha256,
        "source.tier": source.tier,
        "source.licence": source.licence,
    }
    for field, value in needed.items():
        if not value:
            yield Finding(field)


@rule("house.all-layers", remedy="annotate every layer, or leave `layers` out")
def all_layers(document: Document) -> Iterator[Finding]:
    """Gold answers every layer."""
    for layer in ONTOLOGY.layer_names:
        if not document.answers(layer):
            yield Finding("layers", layer)


@rule("house.level-and-entity", remedy="entities need both a level and an entity, values neither")
def level_and_entity(document: Document) -> Iterator[Finding]:
    """Names, nominals and pronouns have level and entity; values have neither."""
    for mention in document.mentions:
        given = (mention.level is not None, mention.entity is not None)
        if given != ((False, False) if mention.is_value else (True, True)):
            yield Finding(f"mentions.{mention.id}", (mention.level, mention.entity))


@rule("house.names-disjoint", remedy="keep the longer name, annotate nothing inside it")
def names_disjoint(document: Document) -> Iterator[Finding]:
    """Names and values never overlap each other."""
    flat = sorted((m for m in document.mentions if m.is_value or m.is_name), key=_by_span)
    for first, second in pairwise(flat):
        if second.start < first.end:
            yield Finding(f"mentions.{second.id}", (first.span, second.span))


@rule("house.time-value", remedy="give a TIMEX3 value of the ontology's grammar, canonical")
def time_value(document: Document) -> Iterator[Finding]:
    """Dates and times have a canonical TIMEX3 value; other mentions have none."""
    for mention in document.mentions:
        if not _value_fits(mention):
            yield Finding(f"mentions.{mention.id}.value", mention.value)


def _value_fits(mention: Mention) -> bool:
    if mention.type not in ONTOLOGY.timex_types:
        return mention.value is None
    value = mention.value or ""
    return ONTOLOGY.is_time_value(value) and ONTOLOGY.canonical_time(value) == value


@rule("house.scope", remedy="drop the mentions of an entity without name, quote or role")
def scope(document: Document) -> Iterator[Finding]:
    """An annotated entity has a name in the text, speaks a quote, or fills a role."""
    mentions = document.mention_by_id()
    speakers = {name for quote in document.quotes for name in quote.speakers}
    fillers = {argument.mention for event in document.events for argument in event.arguments}
    in_scope = {mention.entity for mention in document.mentions if mention.is_name}
    in_scope |= {mentions[name].entity for name in speakers | fillers if name in mentions}
    for mention in document.mentions:
        if mention.entity is not None and mention.entity not in in_scope:
            yield Finding(f"mentions.{mention.id}.entity", mention.entity)


@rule("house.span-in-paragraph", remedy="end the span with its paragraph, without white space")
def span_in_paragraph(document: Document) -> Iterator[Finding]:
    """No span crosses a paragraph, or begins or ends with white space."""
    text = document.text or ""
    for placed in document.spans():
        surface = text[slice(*placed.span)]
        if surface != surface.strip() or "\n" in surface:
            yield Finding(placed.field, placed.span)


@rule("house.whole-word", remedy="begin and end the span where a word begins and ends")
def whole_word(document: Document) -> Iterator[Finding]:
    """No mention, cue or trigger begins or ends inside a word."""
    text = document.text or ""
    for placed in document.spans():
        if any(_inside_word(text, edge) for edge in placed.span):
            yield Finding(placed.field, text[slice(*placed.span)])


def _inside_word(text: str, edge: int) -> bool:
    around = text[max(edge - 1, 0) : edge + 1]
    return len(around) == 2 and all(
        unicodedata.category(character)[0] in "LM" for character in around
    )


@rule("house.quotation-marks", remedy="take the marks into the content, or change the quote's type")
def quotation_marks(document: Document) -> Iterator[Finding]:
    """A wholly marked quote begins with a quotation mark; a partly marked one holds one."""
    text = document.text or ""
    for quote in document.quotes:
        surface = "".join(text[start:end] for start, end in quote.content)
        if not _marks_fit(surface, quote.type):
            yield Finding(f"quotes.{quote.id}", surface)


def _marks_fit(surface: str, quote_type: str) -> bool:
    marks = ONTOLOGY.quote_types[quote_type].marks
    if marks == "all":
        return surface[:1] in QUOTATION_MARKS
    return marks == "none" or any(character in QUOTATION_MARKS for character in surface)


@rule("house.cue-apart", remedy="leave the cue out of the content")
def cue_apart(document: Document) -> Iterator[Finding]:
    """A cue does not overlap the content of its own quote."""
    for quote in document.quotes:
        if quote.cue is not None and any(_overlap(quote.cue, span) for span in quote.content):
            yield Finding(f"quotes.{quote.id}.cue", quote.cue)


@rule("house.speaker-type", remedy="let an entity speak, never a value")
def speaker_type(document: Document) -> Iterator[Finding]:
    """Speakers are of entity types."""
    mentions = document.mention_by_id()
    for quote in document.quotes:
        for name in quote.speakers:
            if name in mentions and mentions[name].is_value:
                yield Finding(f"quotes.{quote.id}.speakers", name)


@rule("house.filler-type", remedy="use a role that takes this type of mention")
def filler_type(document: Document) -> Iterator[Finding]:
    """A role is filled by the mention types that it takes."""
    mentions = document.mention_by_id()
    for event in document.events:
        for argument in event.arguments:
            filler, role = mentions[argument.mention], ONTOLOGY.role_by_name[argument.role]
            if filler.type not in role.takes:
                yield Finding(f"events.{event.id}.arguments", f"{role.name}={filler.type}")


@rule("house.argument-near", remedy="take arguments from the sentence of the trigger")
def argument_near(document: Document) -> Iterator[Finding]:
    """Arguments stand in the paragraph of their trigger."""
    mentions, paragraphs = document.mention_by_id(), paragraph_spans(document.text or "")
    for event in document.events:
        home = _paragraph_of(event.trigger, paragraphs)
        for argument in event.arguments:
            if _paragraph_of(mentions[argument.mention].span, paragraphs) != home:
                yield Finding(f"events.{event.id}.arguments", argument.mention)


@rule("house.one-event-per-trigger", remedy="join the two events of this type")
def one_event_per_trigger(document: Document) -> Iterator[Finding]:
    """At most one event has the same trigger and type."""
    places = Counter((event.trigger, event.type) for event in document.events)
    for (trigger, _), count in places.items():
        if count > 1:
            yield Finding("events", trigger)


def _by_span(mention: Mention) -> Span:
    return mention.span


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _paragraph_of(span: Span, paragraphs: list[Span]) -> int:
    return sum(start <= span[0] for start, _ in paragraphs)


HOUSE = (
    metadata, all_layers, level_and_entity, names_disjoint, time_value, date_as_stated, scope,
    span_in_paragraph, whole_word, quotation_marks, cue_apart, speaker_type, filler_type,
    argument_near, one_event_per_trigger,
)  # fmt: skip
