"""Quotes by marks, cue verbs and the order of words; speakers by what stands next to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from dateline.document import Mention, Span
from dateline_baselines.rules.lexicon import words
from dateline_baselines.rules.spans import Ordered, Taken, stripped_end

__all__ = ["FoundQuote", "find_quotes"]

_OPENING = re.compile(r"[“\"«]|(?<!\w)‘")
_CLOSING = {"“": "”", '"': '"', "«": "»", "‘": "’"}
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s|\n")
_CUE = re.compile(rf"\b(?:{'|'.join(sorted(words('cues')))})\b")
_THAT = re.compile(rf"\b({'|'.join(sorted(words('cues')))}) that ([^.“”\"\n]+)")
_ACCORDING = re.compile(r"\b([Aa]ccording to)\b")
_REACH = 60
_NEAR = 30


class FoundQuote(Struct, frozen=True):
    """A quote as the rules see it; `speaker` is the mention next to the cue."""

    type: str
    content: tuple[Span, ...]
    cue: Span | None
    speaker: Mention | None


def find_quotes(text: str, mentions: Sequence[Mention]) -> Iterator[FoundQuote]:
    """Marked quotes, then clauses that a cue and "that" introduce, then "according to"."""
    people = Ordered(one for one in mentions if not one.is_value)
    taken = Taken(text)
    for quote in chain(_marked(text, people), _reported(text, people), _according(text, people)):
        if quote.type == "direct" or not any(map(taken.touches, quote.content)):
            for span in quote.content:
                taken.add(span)
            yield quote


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(text: str, people: Ordered) -> Iterator[FoundQuote]:
    spans = deque(span for span in _in_marks(text) if _is_speech(text[slice(*span)]))
    while spans:
        first = spans.popleft()
        cue = _cue_after(text, first) or _cue_before(text, first)
        content = [first]
        # A quote that its cue interrupts goes on in the same paragraph.
        if spans and cue and first[1] <= cue[0] and "\n" not in text[first[1] : spans[0][0]]:
            between = text[cue[1] : spans[0][0]]
            if len(between) < _REACH and not re.search(_CUE, between):
                content.append(spans.popleft())
        yield FoundQuote("direct", tuple(content), cue, _speaker(text, people, first, cue))


def _in_marks(text: str) -> Iterator[Span]:
    """From an opening mark to the next one that closes it, in one paragraph and not empty.

    Each kind of closing mark is looked for once, however many marks stay open before it.
    """
    ahead = dict.fromkeys(["\n", *_CLOSING.values()], -1)

    def following(mark: str, place: int) -> int:
        if ahead[mark] < place:
            found = text.find(mark, place)
            ahead[mark] = len(text) if found < 0 else found
        return ahead[mark]

    behind = 0
    for opening in _OPENING.finditer(text):
        start = opening.start()
        end = following(_CLOSING[opening[0]], start + 1)
        if start < behind or end == len(text) or following("\n", start) < end:
            continue
        # Single marks are speech only where a sentence or its part ends inside them.
        single = opening[0] == "‘"
        if end - start > 1 + single and (not single or text[end - 1] in ",.?!"):
            behind = end + 1
            yield start, behind


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


def _speaker(text: str, people: Ordered, quote: Span, cue: Span | None) -> Mention | None:
    if cue is None:
        return None
    before, after = people.last_before(cue[0]), people.first_after(cue[1])
    near_before = before if before and _is_near(text, before.end, cue[0]) else None
    near_after = after if after and _is_near(text, cue[1], after.start) else None
    # “…,” said X: the speaker follows a cue that stands right behind the marks.
    if quote[1] <= cue[0] and cue[0] - quote[1] <= 2:
        return near_after
    outside = near_before if near_before and not _overlap(near_before.span, quote) else None
    return outside or near_after


def _is_near(text: str, start: int, end: int) -> bool:
    return end - start <= _NEAR and "\n" not in text[start:end]


def _reported(text: str, people: Ordered) -> Iterator[FoundQuote]:
    for match in _THAT.finditer(text):
        content = (match.start(2), match.start(2) + len(match[2].rstrip(" ,;")))
        cue = match.span(1)
        speaker = _speaker(text, people, content, cue)
        if content[0] < content[1]:
            yield FoundQuote("indirect", (content,), cue, speaker)


def _according(text: str, people: Ordered) -> Iterator[FoundQuote]:
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    for match in _ACCORDING.finditer(text):
        start = starts[bisect_right(starts, match.start()) - 1]
        end = stripped_end(text, start, match.start(), " ,")
        after = people.first_after(match.end() + 1)
        if start < end and after and after.start - match.end() <= _NEAR:
            yield FoundQuote("indirect", ((start, end),), match.span(), after)
