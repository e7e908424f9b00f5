"""What an auditor judges: one mention, quote or event, shown in its text with its labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from dateline.document import Document, Mention, Span, paragraph_spans

__all__ = ["LAYERS", "Item", "Layer", "context", "items_of"]

# Marks that no keyboard types, so that no article has them by chance.
OPEN, CLOSE = "⟦", "⟧"


class Item(Struct, frozen=True, kw_only=True):
    """An item as the sheet shows it.

    `key` is document, layer and id; `before` the paragraph above, for pronouns and cues;
    `text` the paragraphs the item stands in, its spans between ⟦ and ⟧.
    """

    key: str
    layer: str
    before: str
    text: str
    label: str


class Layer(Struct, frozen=True):
    """A layer of items: what the auditor is asked, and what of an item can be wrong."""

    name: str
    question: str
    parts: tuple[str, ...]
    items: Callable[[Document], Iterator[Item]]


def items_of(documents: Sequence[Document], layer: Layer) -> list[Item]:
    """All items of a layer, in order of document and of the file."""
    return [item for document in documents for item in layer.items(document)]


def _mentions(document: Document) -> Iterator[Item]:
    for one in document.mentions:
        facts = [one.type, *filter(None, (one.level, _value(one, document)))]
        others = _others(document, one)
        if one.entity is not None:
            facts.append(f"same as {others}" if others else "mentioned once")
        yield _item(document, "mentions", one.id, [one.span], "; ".join(facts))


def _quotes(document: Document) -> Iterator[Item]:
    mentions = document.mention_by_id()
    for one in document.quotes:
        cue = "none" if one.cue is None else _quoted(document, one.cue)
        speakers = ", ".join(_named(document, mentions[name]) for name in one.speakers)
        label = f"{one.type}; cue {cue}; speaker {speakers or 'none'}"
        yield _item(document, "quotes", one.id, one.content, label)


def _events(document: Document) -> Iterator[Item]:
    mentions = document.mention_by_id()
    for one in document.events:
        fillers = [f"{a.role} {_named(document, mentions[a.mention])}" for a in one.arguments]
        label = "; ".join([one.type, one.realis, *fillers])
        yield _item(document, "events", one.id, [one.trigger], label)


def _item(document: Document, layer: str, name: str, spans: Sequence[Span], label: str) -> Item:
    before, text = context(document.text or "", spans)
    key = f"{document.id}/{layer}/{name}"
    return Item(key=key, layer=layer, before=before, text=text, label=label)


def context(text: str, spans: Sequence[Span]) -> tuple[str, str]:
    """The paragraph above, and those the spans stand in with the spans marked."""
    paragraphs = paragraph_spans(text)
    first, last = spans[0][0], max(end for _, end in spans)
    inside = [n for n, (start, end) in enumerate(paragraphs) if start < last and first < end]
    shown = " ¶ ".join(f"p{n + 1}: {_marked(text, paragraphs[n], spans)}" for n in inside)
    above = inside[0] - 1
    return ("" if above < 0 else f"p{above + 1}: {text[slice(*paragraphs[above])]}"), shown


def _marked(text: str, paragraph: Span, spans: Sequence[Span]) -> str:
    """The paragraph with marks, set from its end so that places before them stay right."""
    begin, stop = paragraph
    found = text[begin:stop]
    for start, end in sorted(spans, reverse=True):
        if start < stop and begin < end:
            low, high = max(start, begin) - begin, min(end, stop) - begin
            found = f"{found[:low]}{OPEN}{found[low:high]}{CLOSE}{found[high:]}"
    return found


def _value(mention: Mention, document: Document) -> str | None:
    """The normalised value with the day it was reckoned from."""
    return mention.value and f"value {mention.value} (published {document.published})"


def _others(document: Document, mention: Mention) -> str:
    """Two other mentions of the entity: its longest name, and the nearest above or below."""
    rest = [
        one
        for one in document.mentions
        if one.entity is not None and one.entity == mention.entity and one.id != mention.id
    ]
    if not rest:
        return ""
    longest = max(rest, key=lambda one: (one.is_name, one.end - one.start))
    nearest = min(rest, key=lambda one: abs(one.start - mention.start))
    shown = dict.fromkeys(_quoted(document, one.span) for one in (longest, nearest))
    return f"{' and '.join(shown)} ({1 + len(rest)} mentions)"


def _named(document: Document, mention: Mention) -> str:
    """A mention, and by what name its entity goes where that says more."""
    own = _quoted(document, mention.span)
    names = [
        one
        for one in document.mentions
        if one.is_name and one.entity is not None and one.entity == mention.entity
    ]
    if mention.is_name or not names:
        return own
    longest = max(names, key=lambda one: one.end - one.start)
    return f"{own} (that is {_quoted(document, longest.span)})"


def _quoted(document: Document, span: Span) -> str:
    return f"‹{(document.text or '')[slice(*span)]}›"


LAYERS = (
    Layer(
        "mentions",
        "Does the mark hold the whole mention and no more, are type and level right, "
        "does it mean the same as the others, is the value right?",
        ("spurious", "span", "type", "level", "entity", "value"),
        _mentions,
    ),
    Layer(
        "quotes",
        "Do the marks hold what was said and no more, are type, cue and speaker right?",
        ("spurious", "span", "type", "cue", "speaker"),
        _quotes,
    ),
    Layer(
        "events",
        "Does the mark hold the trigger, are type and realis right, is each argument in "
        "its role, is none missing?",
        ("spurious", "span", "type", "realis", "arguments"),
        _events,
    ),
)
