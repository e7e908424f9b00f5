"""The one document schema: gold, each annotator's pass, and predictions.

Offsets are half-open and count Unicode code points of `Document.text`. The values
here are frozen; whether they make sense together is what `dateline.rules` says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from dateline.ontology import ONTOLOGY

__all__ = [
    "SCHEMA",
    "Argument",
    "Document",
    "Event",
    "Mention",
    "PlacedSpan",
    "Quote",
    "Source",
    "Span",
    "paragraph_spans",
    "sha256_of",
]

SCHEMA = "dateline/1"

Span = tuple[int, int]


# The garbage collector need not walk these (`gc=False`): they hold no cycles, and there are
# hundreds in a document.
class Mention(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A span of the text that refers to something, or a value.

    `level`, `entity` and `value` are None where they do not apply or where the
    layer they belong to is not answered.
    """

    id: str
    start: int
    end: int
    type: str
    level: str | None = None
    entity: str | None = None
    value: str | None = None

    @property
    def span(self) -> Span:
        """(start, end), half open, in code points."""
        return self.start, self.end

    @property
    def is_value(self) -> bool:
        """Whether its type is one of the value types."""
        return self.type in ONTOLOGY.value_types

    @property
    def is_name(self) -> bool:
        """Whether it is a name: not a value, and its level is the named one or not given."""
        return not self.is_value and self.level in (None, ONTOLOGY.named_level)


class Quote(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Somebody's reported speech: content, cue, and the mentions that speak.

    `content` holds one or more disjoint spans in reading order, quotation marks
    included; `speakers` are ids of mentions, empty if the text gives none.
    """

    id: str
    type: str
    content: tuple[Span, ...]
    cue: Span | None = None
    speakers: tuple[str, ...] = ()


class Argument(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A mention, by id, in a role of an event."""

    role: str
    mention: str


class Event(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Something that happened, will, may or did not: a trigger with its arguments."""

    id: str
    trigger: Span
    type: str
    realis: str
    arguments: tuple[Argument, ...] = ()


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Where a text comes from, and how to recognise it.

    `sha256` is of the text in UTF-8 (of the page's extracted text for predictions
    on raw pages). `story` groups articles about the same happenings. `outlet`,
    `marker` and `wire_id` are what ingest took out of a syndicated page; `title_sha256`
    and `paragraphs` (hashes of paragraphs, title first) stand in for a text that is
    not ours to copy.
    """

    tier: str | None = None
    desk: str | None = None
    style: str | None = None
    story: str | None = None
    licence: str | None = None
    attribution: str | None = None
    url: str | None = None
    outlet: str | None = None
    marker: str | None = None
    wire_id: str | None = None
    sha256: str | None = None
    title_sha256: str | None = None
    paragraphs: tuple[str, ...] | None = None


class PlacedSpan(Struct, frozen=True):
    """A span together with the path of the field that holds it, for messages."""

    field: str
    span: Span


class Document(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An article with its annotation: gold, a pass, or a prediction.

    `layers` names the layers answered; None means all of them. `title`, `published`
    and `text` may be missing in predictions and in standoff annotation.
    """

    schema: str = SCHEMA
    id: str
    title: str | None = None
    published: str | None = None
    text: str | None = None
    source: Source = field(default_factory=Source)
    layers: tuple[str, ...] | None = None
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()

    def answers(self, layer: str) -> bool:
        """Whether the layer is answered."""
        return self.layers is None or layer in self.layers

    def mention_by_id(self) -> dict[str, Mention]:
        """Mentions by id."""
        return {mention.id: mention for mention in self.mentions}

    def spans(self) -> Iterator[PlacedSpan]:
        """Every span of the annotation, with the field it stands in."""
        for mention in self.mentions:
            yield PlacedSpan(f"mentions.{mention.id}", mention.span)
        for quote in self.quotes:
            for number, span in enumerate(quote.content):
                yield PlacedSpan(f"quotes.{quote.id}.content.{number}", span)
            if quote.cue is not None:
                yield PlacedSpan(f"quotes.{quote.id}.cue", quote.cue)
        for event in self.events:
            yield PlacedSpan(f"events.{event.id}.trigger", event.trigger)

    def bare(self) -> Document:
        """The article alone: no layers, no annotation. What a system is given."""
        return replace(self, layers=(), mentions=(), quotes=(), events=())

    def with_hash(self) -> Document:
        """The same with `source.sha256` set to the text's hash.

        Raises:
            ValueError: there is no text.
        """
        if self.text is None:
            raise ValueError(f"{self.id}: a document without a text has no hash of its own")
        return replace(self, source=replace(self.source, sha256=sha256_of(self.text)))


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def paragraph_spans(text: str) -> list[Span]:
    """Spans of the paragraphs: the non-empty lines of the text; the title is the first."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]
