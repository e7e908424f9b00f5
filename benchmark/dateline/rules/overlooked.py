"""What two annotators who agree can both have overlooked: warnings, each to be read.

Each has exceptions by the guidelines (labels in marks, a language that is called like its
people, pronouns of people out of scope), which `dateline.rules.explained` lists.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from dateline.document import Document, Span, paragraph_spans
from dateline.rules.dates import date_as_counted, weekday_of_date
from dateline.rules.rule import Finding, found_in_text, rule

__all__ = ["HOUSE_WARNINGS"]

# Pairs within a paragraph, then marks without a partner. Single marks open before a word and
# close after one; an apostrophe stands between letters, or after the word alone.
_MARKED = re.compile(
    r"“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|\"[^\"\n]*\"|(?<!\w)‘[^\n]+?’(?!\w)"
    r"|(?<![\w’])'(?=\w)[^'\n]+(?<=[\w.,!?…])'(?!\w)|[“”„«»\"]"
)
_PRONOUN = re.compile(
    r"(?<![\w-])(?:I|me|my|mine|myself|he|him|his|himself|she|her|hers|herself"
    r"|they|them|their|theirs|themselves|its|itself)(?![\w-])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]*[A-Z0-9])|\n+")


@rule("house.marks-accounted", remedy="annotate the quote or the name, or explain the marks")
def marks_accounted(document: Document) -> Iterator[Finding]:
    """Words in quotation marks are part of a quote, or a name or nominal."""
    text = document.text or ""
    homes = [span for quote in document.quotes for span in _joined(quote.content)]
    homes += [mention.span for mention in document.mentions]
    names = {mention.span for mention in document.mentions if mention.is_name}
    for match in _MARKED.finditer(text):
        if not _is_inside(match.span(), homes) and _inner(text, match.span()) not in names:
            yield found_in_text(text, match.span())


def _joined(content: Iterable[Span]) -> Iterator[Span]:
    """The spans; where one begins at the end of another, both together."""
    current: Span | None = None
    for start, end in content:
        if current is not None and start <= current[1]:
            current = current[0], end
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def _inner(text: str, span: Span) -> Span:
    """The span without its marks, and without a comma or full stop before the last."""
    start, end = span[0] + 1, span[1] - 1
    return start, start + len(text[start:end].rstrip(",."))


@rule("house.name-everywhere", remedy="mark the name here too, or explain what else it is")
def name_everywhere(document: Document) -> Iterator[Finding]:
    """A string that is a name once lies in a name or value wherever it stands as a word."""
    text = document.text or ""
    flat = [one.span for one in document.mentions if one.is_name or one.is_value]
    names = {text[slice(*one.span)] for one in document.mentions if one.is_name} - {""}
    if not names:
        return
    # The longest first: a name in a longer one is found as the longer one.
    either = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
        if not _is_inside(match.span(), flat):
            yield found_in_text(text, match.span())


@rule("house.pronoun-near-quote", remedy="mark the pronoun, or explain whom it means")
def pronoun_near_quote(document: Document) -> Iterator[Finding]:
    """Pronouns of the first person singular and of the third are mentions in reported speech.

    In a sentence with a quote's content or cue. "It" often has no thing behind it, and "we"
    no body that the text mentions: the two are left to the annotator.
    """
    text = document.text or ""
    mentions = {mention.span for mention in document.mentions}
    for start, end in _sentences_with_speech(document):
        for match in _PRONOUN.finditer(text, start, end):
            if match.span() not in mentions:
                yield found_in_text(text, match.span())


def _sentences_with_speech(document: Document) -> list[Span]:
    sentences = list(_sentences(document.text or ""))
    starts = [start for start, _ in sentences]
    found: set[Span] = set()
    for quote in document.quotes:
        for start, end in (*quote.content, *((quote.cue,) if quote.cue else ())):
            first = max(bisect_right(starts, start) - 1, 0)
            found.update(sentences[first : bisect_right(starts, end - 1)])
    return sorted(found)


def _sentences(text: str) -> Iterator[Span]:
    """Roughly: an abbreviation may end one too early, which makes a finding less."""
    for begin, stop in paragraph_spans(text):
        start = begin
        for match in _SENTENCE_END.finditer(text, begin, stop):
            yield start, match.start()
            start = match.end()
        yield start, stop


@rule("house.event-argument", remedy="give who, what, where or when, or explain that none is told")
def event_has_argument(document: Document) -> Iterator[Finding]:
    """An event has at least one argument."""
    text = document.text or ""
    for event in document.events:
        if not event.arguments:
            surface = text[slice(*event.trigger)]
            yield Finding(f"events.{event.id}.arguments", surface, event.trigger)


def _is_inside(span: Span, homes: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in homes)


HOUSE_WARNINGS = (
    marks_accounted, name_everywhere, pronoun_near_quote, date_as_counted, weekday_of_date,
    event_has_argument,
)  # fmt: skip
