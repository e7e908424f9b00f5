"""Whether two annotations of a text say the same in everything: a sign of copying."""

from __future__ import annotations

from collections.abc import Hashable

from dateline.document import Document, Span

__all__ = ["are_identical"]


def are_identical(first: Document, second: Document) -> bool:
    """Whether both have the same items, whatever the ids, and any at all."""
    mine = _said(first)
    return any(mine) and mine == _said(second)


def _said(document: Document) -> tuple[frozenset[Hashable], ...]:
    """Mentions, quotes and events without their ids; an entity is the set of its spans."""
    spans = {one.id: one.span for one in document.mentions}
    clusters: dict[str | None, set[Span]] = {}
    for one in document.mentions:
        clusters.setdefault(one.entity, set()).add(one.span)
    mentions = frozenset(
        (one.span, one.type, one.level, one.value,
         frozenset(clusters[one.entity]) if one.entity else None)
        for one in document.mentions
    )  # fmt: skip
    quotes = frozenset(
        (one.content, one.type, one.cue, frozenset(spans[speaker] for speaker in one.speakers))
        for one in document.quotes
    )
    events = frozenset(
        (one.trigger, one.type, one.realis,
         frozenset((argument.role, spans[argument.mention]) for argument in one.arguments))
        for one in document.events
    )  # fmt: skip
    return mentions, quotes, events
