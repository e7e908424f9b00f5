"""A release as flat pandas tables that join on ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dateline.document import Document, Span
from dateline.release.load import documents
from dateline.release.splits import SHARES

__all__ = ["COLUMNS", "tables"]

# Tables in the order of the documentation; `document` with the second column is the key.
COLUMNS = {
    "articles": ("document", "split", "title", "published", "desk", "style", "story", "text"),
    "mentions": ("document", "mention", "start", "end", "type", "level", "entity", "value", "text"),
    "entities": ("document", "entity", "name", "mentions"),
    "quotes": ("document", "quote", "type", "start", "end", "text", "cue"),
    "speakers": ("document", "quote", "mention", "entity"),
    "events": ("document", "event", "type", "realis", "start", "end", "trigger"),
    "arguments": ("document", "event", "role", "mention", "entity"),
}

Row = tuple[object, ...]


def tables(version: str, *, root: Path | str | None = None) -> dict[str, pd.DataFrame]:
    """Flat tables of all splits: articles, mentions, entities, quotes, speakers, events,
    arguments; offsets are half-open code points.

    Raises:
        InvalidInput: there is no such release.
    """  # noqa: D205 - the list of tables is the summary
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for split in SHARES:
        for document in documents(version, split, root=root):
            for name, row in _rows(document, split):
                rows[name].append(row)
    return {
        name: pd.DataFrame(rows[name], columns=list(columns)) for name, columns in COLUMNS.items()
    }


def _rows(document: Document, split: str) -> Iterator[tuple[str, Row]]:
    source = document.source
    about = (document.title, document.published, source.desk, source.style, source.story)
    yield "articles", (document.id, split, *about, document.text)
    yield from (("mentions", row) for row in _mentions(document))
    yield from (("entities", row) for row in _entities(document))
    for quote in document.quotes:
        span = (quote.content[0][0], quote.content[-1][1])
        text = " ".join(_cut(document, part) for part in quote.content)
        cue = None if quote.cue is None else _cut(document, quote.cue)
        yield "quotes", (document.id, quote.id, quote.type, *span, text, cue)
        yield from (("speakers", row) for row in _links(document, quote.id, quote.speakers))
    for event in document.events:
        trigger = (*event.trigger, _cut(document, event.trigger))
        yield "events", (document.id, event.id, event.type, event.realis, *trigger)
        for argument in event.arguments:
            ((*_, mention, entity),) = _links(document, event.id, (argument.mention,))
            yield "arguments", (document.id, event.id, argument.role, mention, entity)


def _mentions(document: Document) -> Iterator[Row]:
    for one in document.mentions:
        labels = (one.type, one.level, one.entity, one.value)
        yield document.id, one.id, one.start, one.end, *labels, _cut(document, one.span)


def _entities(document: Document) -> Iterator[Row]:
    """An entity is called by its longest name, else its longest mention."""
    members: dict[str, list[tuple[bool, int, str]]] = {}
    for one in document.mentions:
        if one.entity is not None:
            surface = _cut(document, one.span)
            members.setdefault(one.entity, []).append((one.is_name, len(surface), surface))
    for entity, found in members.items():
        yield document.id, entity, max(found)[2], len(found)


def _links(document: Document, owner: str, names: tuple[str, ...]) -> Iterator[Row]:
    mentions = document.mention_by_id()
    for name in names:
        yield document.id, owner, name, mentions[name].entity


def _cut(document: Document, span: Span) -> str:
    return (document.text or "")[slice(*span)]
