"""The configs of a release: the features of their columns, and rows made of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from datasets import ClassLabel, Features, List, Value
from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Source, Span
from dateline.ontology import ONTOLOGY
from dateline.release.tokens import tokenize

__all__ = ["CONFIGS", "Config", "ner_labels"]

Row = dict[str, Any]
TEXT, PLACE = Value("string"), Value("int64")
SPAN = List(PLACE)


class Config(Struct, frozen=True):
    """A config: its name, what a row is, its features, and the rows of a document."""

    name: str
    gloss: str
    features: Callable[[], Features]
    rows: Callable[[Document], Iterator[Row]]


def ner_labels() -> list[str]:
    """BIO labels: O, then B- and I- of every type in the order of the ontology."""
    return ["O", *(f"{part}-{name}" for name in ONTOLOGY.mention_types for part in "BI")]


def _document_features() -> Features:
    mention = {"id": TEXT, "start": PLACE, "end": PLACE}
    mention |= dict.fromkeys(("type", "level", "entity", "value"), TEXT)
    source: dict[str, Any] = dict.fromkeys(Source.__struct_fields__, TEXT)
    source["paragraphs"] = List(TEXT)
    quote = {"id": TEXT, "type": TEXT, "content": List(SPAN), "cue": SPAN, "speakers": List(TEXT)}
    event = {"id": TEXT, "trigger": SPAN, "type": TEXT, "realis": TEXT}
    arguments = List({"role": TEXT, "mention": TEXT})
    return Features(
        {
            **dict.fromkeys(("schema", "id", "title", "published", "text"), TEXT),
            "source": source,
            "layers": List(TEXT),
            "mentions": List(mention),
            "quotes": List(quote),
            "events": List({**event, "arguments": arguments}),
        }
    )


def _document_rows(document: Document) -> Iterator[Row]:
    empty = dict.fromkeys(Source.__struct_fields__)
    row = msgspec.to_builtins(document)
    yield {**row, "source": {**empty, **row["source"]}}


def _ner_features() -> Features:
    return Features(
        {
            "id": TEXT,
            "tokens": List(TEXT),
            "starts": SPAN,
            "ends": SPAN,
            "ner_tags": List(ClassLabel(names=ner_labels())),
        }
    )


def _ner_rows(document: Document) -> Iterator[Row]:
    text = document.text or ""
    tokens = tokenize(text)
    labels = {label: number for number, label in enumerate(ner_labels())}
    yield {
        "id": document.id,
        "tokens": [text[start:end] for start, end in tokens],
        "starts": [start for start, _ in tokens],
        "ends": [end for _, end in tokens],
        "ner_tags": [labels[tag] for tag in _tags(document, tokens)],
    }


def _tags(document: Document, tokens: list[Span]) -> list[str]:
    flat = [one for one in document.mentions if one.is_value or one.is_name]
    tags = ["O"] * len(tokens)
    for mention in flat:
        inside = [
            place
            for place, (start, end) in enumerate(tokens)
            if start < mention.end and mention.start < end
        ]
        for place in inside:
            tags[place] = f"{'B' if place == inside[0] else 'I'}-{mention.type}"
    return tags


def _coref_features() -> Features:
    mention = {"mention": TEXT, "start": PLACE, "end": PLACE, "type": TEXT, "level": TEXT}
    return Features({"id": TEXT, "clusters": List({"entity": TEXT, "mentions": List(mention)})})


def _coref_rows(document: Document) -> Iterator[Row]:
    clusters: dict[str, list[Row]] = defaultdict(list)
    for mention in sorted(document.mentions, key=_reading_order):
        if mention.entity is not None:
            clusters[mention.entity].append(
                {
                    "mention": mention.id,
                    "start": mention.start,
                    "end": mention.end,
                    "type": mention.type,
                    "level": mention.level,
                }
            )
    members = [{"entity": name, "mentions": found} for name, found in clusters.items()]
    yield {"id": document.id, "clusters": members}


def _quote_features() -> Features:
    speaker = {"mention": TEXT, "start": PLACE, "end": PLACE, "text": TEXT, "entity": TEXT}
    quote = {
        **dict.fromkeys(("quote", "type"), TEXT),
        "content": List(SPAN),
        "content_text": List(TEXT),
        "cue": SPAN,
        "cue_text": TEXT,
        "speakers": List(speaker),
    }
    return Features({"id": TEXT, "quotes": List(quote)})


def _quote_rows(document: Document) -> Iterator[Row]:
    text, mentions = document.text or "", document.mention_by_id()
    yield {"id": document.id, "quotes": [_quote(one, text, mentions) for one in document.quotes]}


def _quote(quote: Quote, text: str, mentions: Mapping[str, Mention]) -> Row:
    return {
        "quote": quote.id,
        "type": quote.type,
        "content": quote.content,
        "content_text": [text[start:end] for start, end in quote.content],
        "cue": quote.cue,
        "cue_text": None if quote.cue is None else text[slice(*quote.cue)],
        "speakers": [_filler(mentions[name], text) for name in quote.speakers],
    }


def _event_features() -> Features:
    filler = {"mention": TEXT, "start": PLACE, "end": PLACE, "text": TEXT, "entity": TEXT}
    event = {
        **dict.fromkeys(("event", "type", "realis"), TEXT),
        "trigger": SPAN,
        "trigger_text": TEXT,
        "arguments": List({"role": TEXT, **filler}),
    }
    return Features({"id": TEXT, "events": List(event)})


def _event_rows(document: Document) -> Iterator[Row]:
    text, mentions = document.text or "", document.mention_by_id()
    yield {"id": document.id, "events": [_event(one, text, mentions) for one in document.events]}


def _event(event: Event, text: str, mentions: Mapping[str, Mention]) -> Row:
    return {
        "event": event.id,
        "type": event.type,
        "realis": event.realis,
        "trigger": event.trigger,
        "trigger_text": text[slice(*event.trigger)],
        "arguments": [
            {"role": one.role, **_filler(mentions[one.mention], text)} for one in event.arguments
        ],
    }


def _filler(mention: Mention, text: str) -> Row:
    return {
        "mention": mention.id,
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "entity": mention.entity,
    }


def _reading_order(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.type


# A row is a document in every config: articles without a quote or an event are data too,
# and `datasets` cannot load a split that has no row.
CONFIGS = (
    Config("documents", "a document with every layer", _document_features, _document_rows),
    Config("ner", "a document as tokens with BIO tags", _ner_features, _ner_rows),
    Config("coref", "a document with its entity clusters", _coref_features, _coref_rows),
    Config("quotes", "a document with its quotes and speakers", _quote_features, _quote_rows),
    Config("events", "a document with its events and arguments", _event_features, _event_rows),
)
