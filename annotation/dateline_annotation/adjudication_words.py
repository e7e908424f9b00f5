"""What differs between two versions of an item, in words for the adjudicator."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.document import Document, Event, Mention, Quote, Span, paragraph_spans

__all__ = ["differences", "spans_of"]

Item = Mention | Quote | Event
NOTHING = "nothing here"


def differences(
    first: Document,
    second: Document,
    versions: tuple[Item | None, Item | None],
    names: tuple[str, str],
) -> str:
    """One line: paragraph, words, and what each pass says where they differ."""
    one, two = (
        None if item is None else _said(document, item)
        for document, item in zip((first, second), versions, strict=True)
    )
    if one is not None and two is not None:
        fields = [name for name in one if one[name] != two[name]]
        # Fields that read alike point at mentions of unlike places: then say everything.
        fields = fields or list(one)
        one, two = ({name: said[name] for name in fields} for said in (one, two))
    shown = (
        f"{name} says {NOTHING if said is None else ', '.join(filter(None, said.values()))}"
        for name, said in zip(names, (one, two), strict=True)
    )
    present = versions[0] or versions[1]
    return f"{_place(first, present)}: {'; '.join(shown)}" if present else ""


def spans_of(item: Item) -> tuple[Span, ...]:
    """Where an item is: a mention's span, a quote's content, an event's trigger."""
    if isinstance(item, Mention):
        return (item.span,)
    return item.content if isinstance(item, Quote) else (item.trigger,)


def _place(document: Document, item: Item) -> str:
    start = spans_of(item)[0][0]
    paragraphs = paragraph_spans(document.text or "")
    number = sum(begin <= start for begin, _ in paragraphs)
    return f"p{number} {_words(document, spans_of(item))}"


def _words(document: Document, spans: Sequence[Span]) -> str:
    text = document.text or ""
    return "“" + " … ".join(" ".join(text[start:end].split()) for start, end in spans) + "”"


def _said(document: Document, item: Item) -> dict[str, str]:
    words = _words(document, spans_of(item))
    known = document.mention_by_id()
    if isinstance(item, Mention):
        level, entity = item.level or "no level", f"entity {item.entity or 'none'}"
        return {"words": words, "type": item.type, "level": level, "entity": entity,
                "value": f"value {item.value or 'none'}"}  # fmt: skip
    if isinstance(item, Quote):
        cue = "no cue" if item.cue is None else f"cue {_words(document, [item.cue])}"
        speakers = [_words(document, [known[one].span]) for one in item.speakers]
        return {"words": words, "type": item.type, "cue": cue,
                "speakers": "speaker " + (" and ".join(sorted(speakers)) or "none")}  # fmt: skip
    roles = sorted(f"{one.role} {_words(document, [known[one.mention].span])}"
                   for one in item.arguments)  # fmt: skip
    return {"words": words, "type": item.type, "realis": item.realis,
            "arguments": " and ".join(roles) or "no arguments"}  # fmt: skip
