"""What two releases are compared by: the items of each layer, by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline.release.tokens import tokenize

__all__ = ["PIECES", "Piece", "Project", "projection"]

Project = Callable[[Span], Span]
# In examples; the whole item stands in the release.
LONGEST = 60


class Piece(Struct, frozen=True):
    """An item of a layer: its place, its label, what else is said of it, and in words.

    Two items at one place are the same item; what differs in label or details has changed.
    """

    place: tuple[Span, ...]
    label: str
    details: tuple[object, ...]
    shown: str


def projection(before: Document, after: Document) -> Project:
    """Where a span of one text lies in the other.

    Tokens that both texts have in the same order lie upon each other. A span whose first
    or last character is gone gets a place that no span of the other text has.
    """
    old, new = before.text or "", after.text or ""
    if old == new:
        return lambda span: span
    there = _places(old, new)

    def project(span: Span) -> Span:
        first, last = there.get(span[0]), there.get(span[1] - 1)
        if first is None or last is None:
            return -1 - span[0], -1 - span[1]
        return first, last + 1

    return project


def _places(old: str, new: str) -> dict[int, int]:
    """The place in the new text of each character of the tokens that stayed."""
    olds, news = tokenize(old), tokenize(new)
    before = [old[start:end] for start, end in olds]
    after = [new[start:end] for start, end in news]
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    found = dict[int, int]()
    for one, other, size in same:
        for (start, end), (home, _) in zip(
            olds[one : one + size], news[other : other + size], strict=True
        ):
            found.update((start + step, home + step) for step in range(end - start))
    return found


def _entities(document: Document, project: Project) -> Iterator[Piece]:
    for one in document.mentions:
        shown = f"{_cut(document, one.span)} {one.type}"
        yield Piece((project(one.span),), one.type, (), shown)


def _coref(document: Document, project: Project) -> Iterator[Piece]:
    """Each mention with the one before it in its cluster: one more mention is one change."""
    last = dict[str, Mention]()
    for one in sorted(document.mentions, key=lambda one: (one.start, one.end, one.type)):
        if one.entity is None:
            continue
        level = one.level or ONTOLOGY.named_level
        before = last.get(one.entity)
        link = () if before is None else (project(before.span),)
        after = "first" if before is None else f"after {_cut(document, before.span)}"
        yield Piece(
            (project(one.span),), level, link, f"{_cut(document, one.span)} {level} {after}"
        )
        last[one.entity] = one


def _dates(document: Document, project: Project) -> Iterator[Piece]:
    for one in document.mentions:
        if one.type in ONTOLOGY.timex_types:
            shown = f"{_cut(document, one.span)} {one.type} ={one.value}"
            yield Piece((project(one.span),), one.type, (one.value,), shown)


def _quotes(document: Document, project: Project) -> Iterator[Piece]:
    for one in document.quotes:
        cue = () if one.cue is None else (project(one.cue),)
        speakers = sorted(project(span) for span in _speakers(document, one))
        place = tuple(map(project, one.content))
        yield Piece(place, one.type, (cue, tuple(speakers)), _quote(document, one))


def _events(document: Document, project: Project) -> Iterator[Piece]:
    mentions = document.mention_by_id()
    for one in document.events:
        fillers = sorted((a.role, project(mentions[a.mention].span)) for a in one.arguments)
        details = (one.realis, tuple(fillers))
        yield Piece((project(one.trigger),), one.type, details, _event(document, one))


def _speakers(document: Document, quote: Quote) -> list[Span]:
    mentions = document.mention_by_id()
    return [mentions[name].span for name in quote.speakers]


def _quote(document: Document, quote: Quote) -> str:
    cue = "none" if quote.cue is None else _cut(document, quote.cue)
    speakers = " ".join(_cut(document, span) for span in _speakers(document, quote)) or "none"
    return f"{_cut(document, quote.content[0])} {quote.type} cue {cue} speaker {speakers}"


def _event(document: Document, event: Event) -> str:
    mentions = document.mention_by_id()
    fillers = [f"{a.role}={_cut(document, mentions[a.mention].span)}" for a in event.arguments]
    return " ".join([_cut(document, event.trigger), event.type, event.realis, *fillers])


def _cut(document: Document, span: Span) -> str:
    surface = (document.text or "")[slice(*span)]
    return f"“{surface if len(surface) <= LONGEST else surface[: LONGEST - 1] + '…'}”"


PIECES: dict[str, Callable[[Document, Project], Iterator[Piece]]] = {
    "entities": _entities,
    "coref": _coref,
    "dates": _dates,
    "quotes": _quotes,
    "events": _events,
}
