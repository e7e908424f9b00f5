"""Quotes by marks, cue verbs and the order of words; speakers by what stands next to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from dateline.document import Mention, Span
from dateline_baselines.rules.lexicon import words

__all__ = ["FoundQuote", "find_quotes"]

_MARKED = re.compile(r"“[^”\n]+”|\"[^\"\n]+\"|«[^»\n]+»|(?<!\w)‘[^’\n]+[,.?!]’")
_CUE = re.compile(rf"\b(?:{'|'.join(sorted(words('cues')))})\b")
_THAT = re.compile(rf"\b({'|'.join(sorted(words('cues')))}) that ([^.“”\"\n]+)")
_ACCORDING = re.compile(r"\b([Aa]ccording to)\b")
_REACH = 60


class FoundQuote(Struct, frozen=True):
    """A quote as the rules see it; `speaker` is the mention next to the cue."""

    type: str
    content: tuple[Span, ...]
    cue: Span | None
    speaker: Mention | None


def find_quotes(text: str, mentions: Sequence[Mention]) -> Iterator[FoundQuote]:
    """Marked quotes, then clauses that a cue and "that" introduce, then "according to"."""
    people = sorted((one for one in mentions if not one.is_value), key=lambda one: one.start)
    taken: list[Span] = []
    for quote in _marked(text, people):
        taken += quote.content
        yield quote
    for quote in [*_reported(text, people), *_according(text, people)]:
        if not any(_overlap(span, other) for span in quote.content for other in taken):
            taken += quote.content
            yield quote


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(text: str, people: Sequence[Mention]) -> Iterator[FoundQuote]:
    spans = [match.span() for match in _MARKED.finditer(text) if _is_speech(match[0])]
    while spans:
        first = spans.pop(0)
        cue = _cue_after(text, first) or _cue_before(text, first)
        content = [first]
        # A quote that its cue interrupts goes on in the same paragraph.
        if spans and cue and first[1] <= cue[0] and "\n" not in text[first[1] : spans[0][0]]:
            between = text[cue[1] : spans[0][0]]
            if len(between) < _REACH and not re.search(_CUE, between):
                content.append(spans.pop(0))
        yield FoundQuote("direct", tuple(content), cue, _speaker(text, people, first, cue))


def _is_speech(marked: str) -> bool:
    """Two words or more, or an end of sentence inside: no scare quotes."""
    inside = marked[1:-1]
    return len(inside.split()) > 2 or inside.rstrip()[-1:] in ",.?!"


def _cue_after(text: str, quote: Span) -> Span | None:
    window = re.split(r"[.“\"«\n]", text[quote[1] : quote[1] + _REACH])[0]
    match = _CUE.search(window)
    return None if match is None else (quote[1] + match.start(), quote[1] + match.end())


def _cue_before(text: str, quote: Span) -> Span | None:
    start = max(quote[0] - _REACH, 0)
    window = re.split(r"[.”\n]", text[start : quote[0]])[-1]
    begin = quote[0] - len(window)
    found = list(_CUE.finditer(window))
    return (begin + found[-1].start(), begin + found[-1].end()) if found else None


def _speaker(text: str, people: Sequence[Mention], quote: Span, cue: Span | None) -> Mention | None:
    if cue is None:
        return None
    before = [one for one in people if one.end <= cue[0] and "\n" not in text[one.end : cue[0]]]
    after = [one for one in people if one.start >= cue[1] and "\n" not in text[cue[1] : one.start]]
    near_before = before[-1] if before and cue[0] - before[-1].end <= 30 else None
    near_after = after[0] if after and after[0].start - cue[1] <= 30 else None
    # “…,” said X: the speaker follows a cue that stands right behind the marks.
    if quote[1] <= cue[0] and cue[0] - quote[1] <= 2:
        return near_after
    outside = near_before if near_before and not _overlap(near_before.span, quote) else None
    return outside or near_after


def _reported(text: str, people: Sequence[Mention]) -> Iterator[FoundQuote]:
    for match in _THAT.finditer(text):
        content = (match.start(2), match.start(2) + len(match[2].rstrip(" ,;")))
        cue = match.span(1)
        speaker = _speaker(text, people, content, cue)
        if content[0] < content[1]:
            yield FoundQuote("indirect", (content,), cue, speaker)


def _according(text: str, people: Sequence[Mention]) -> Iterator[FoundQuote]:
    for match in _ACCORDING.finditer(text):
        sentence = re.split(r"(?<=[.!?”])\s|\n", text[: match.start()])[-1].rstrip(" ,")
        start = text.rfind(sentence, 0, match.start())
        after = [one for one in people if 0 < one.start - match.end() <= 30]
        if sentence and after:
            content = (start, start + len(sentence))
            yield FoundQuote("indirect", (content,), match.span(), after[0])
