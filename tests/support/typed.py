"""A document's relations as lines that are typed, in the place of arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dateline.document import Document, Event, Quote, Span, paragraph_spans
from dateline_annotation import controls
from dateline_annotation.convert import Result, results_of

Write = Callable[[Document, Span], str]


def placed(document: Document, span: Span) -> str:
    """A span as `p2 @3:9`, which leaves nothing open."""
    for number, (begin, end) in enumerate(paragraph_spans(document.text or ""), start=1):
        if begin <= span[0] < span[1] <= end:
            return f"p{number} @{span[0] - begin}:{span[1] - begin}"
    raise ValueError(f"{span} crosses a paragraph")


def words(document: Document, span: Span) -> str:
    """The characters of a span, as a string."""
    surface = (document.text or "")[slice(*span)]
    return '"' + surface.replace("\\", "\\\\").replace('"', '\\"') + '"'


def typed(document: Document, write: Write, cue: Write = placed) -> list[Result]:
    """The items of a result without any relation, and with typed lines that say the same."""
    relations = [one for one in results_of(document) if one["type"] == "relation"]
    cues = {one["to_id"] for one in relations if one["labels"] == [controls.CUE_RELATION]}
    regions = [one for one in results_of(document) if "to_id" not in one and one["id"] not in cues]
    return [*regions, *_lines(document, write, cue)]


def _lines(document: Document, write: Write, cue: Write) -> Iterator[Result]:
    for quote in document.quotes:
        yield line(quote.id, controls.ATTRIBUTION, attribution(document, quote, write, cue))
    for event in document.events:
        yield line(event.id, controls.ARGUMENTS, arguments(document, event, write))


def attribution(document: Document, quote: Quote, write: Write, write_cue: Write) -> str:
    """What is typed about a quote: speakers; cue; further parts."""
    mentions = document.mention_by_id()
    speakers = ", ".join(write(document, mentions[one].span) for one in quote.speakers)
    cue = "" if quote.cue is None else write_cue(document, quote.cue)
    parts = ", ".join(placed(document, span) for span in quote.content[1:])
    return f"{speakers}; {cue}; {parts}"


def arguments(document: Document, event: Event, write: Write) -> str:
    """What is typed about an event: role=words …."""
    spans = {mention.id: mention.span for mention in document.mentions}
    roles = ((one.role, spans[one.mention]) for one in event.arguments)
    return " ".join(f"{role}={write(document, span)}" for role, span in roles)


def line(region: str, control: str, text: str) -> Result:
    """The item of a line that was typed about a region."""
    value = {"start": 0, "end": 1, "text": [text]}
    return {"id": region, "from_name": control, "to_name": controls.TEXT, "type": "textarea",
            "value": value}  # fmt: skip
