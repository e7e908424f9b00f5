"""A release as flat pandas tables that join on ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    "quotes": ("document", "quote", "type", "text", "cue_start", "cue_end", "cue"),
    "contents": ("document", "quote", "part", "start", "end", "text"),
    "speakers": ("document", "quote", "mention", "entity"),
    "events": ("document", "event", "type", "realis", "start", "end", "trigger"),
    "arguments": ("document", "event", "role", "mention", "entity"),
}

# A quote may have no cue.
MAY_LACK = ("cue_start", "cue_end")

Row = tuple[object, ...]


def tables(version: str, *, root: Path | str | None = None) -> dict[str, pd.DataFrame]:
    """Flat tables of all splits: articles, mentions, entities, quotes, contents, speakers,
    events, arguments; offsets are half-open code points. A quote has a row in `contents` for
    each of its spans, and all of them, with blanks between, as its `text`.

    Raises:
        InvalidInput: there is no such release.
    """  # noqa: D205 - the list of tables is the summary
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for split in SHARES:
        for document in documents(version, split, root=root):
            for name, row in _rows(document, split):
                rows[name].append(row)
    return {name: _frame(rows[name], columns) for name, columns in COLUMNS.items()}


def _frame(rows: list[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Offsets stay whole numbers where some are missing."""
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({name: "Int64" for name in columns if name in MAY_LACK})


def _rows(document: Document, split: str) -> Iterator[tuple[str, Row]]:
    source = document.source
    about = (document.title, document.published, source.desk, source.style, source.story)
    yield "articles", (document.id, split, *about, document.text)
    yield from (("mentions", row) for row in _mentions(document))
    yield from (("entities", row) for row in _entities(document))
    for quote in document.quotes:
        text = " ".join(_cut(document, part) for part in quote.content)
        cue = (None,) * 3 if quote.cue is None else (*quote.cue, _cut(document, quote.cue))
        yield "quotes", (document.id, quote.id, quote.type, text, *cue)
        for number, part in enumerate(quote.content):
            yield "contents", (document.id, quote.id, number, *part, _cut(document, part))
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
