"""Events by a trigger lexicon, with arguments by order, preposition and type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.document import Argument, Event, Mention, Span
from dateline.ontology import ONTOLOGY
from dateline_baselines.rules.lexicon import triggers
from dateline_baselines.rules.spans import Ordered

__all__ = ["find_events"]

_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"A-Z])|\n+")
_WORD = re.compile(r"[^\W\d_]+")
# However long a sentence is: the mentions on either side of a trigger that may be its
# arguments, and the characters before it that may change its realis.
_AROUND = 32
_REACH = 200
# What stands before a trigger and changes whether it happened; the first that fits.
_REALIS = (
    ("negated", re.compile(r"\b(?:not|never|no|n[o’']t|without|denied)\s+(?:\w+\s+){0,2}$")),
    ("planned", re.compile(r"\b(?:will|to be|due to|set to|plans? to|next)\s+(?:\w+\s+){0,2}$")),
    ("hypothetical", re.compile(r"\b(?:may|might|could|would|should|if)\s+(?:\w+\s+){0,2}$")),
)


def find_events(text: str, mentions: Sequence[Mention]) -> Iterator[Event]:
    """Events in reading order, with arguments from the sentence of the trigger."""
    known = triggers()
    ordered = Ordered(mentions)
    for start, end in _sentences(text):
        first, behind = ordered.inside((start, end))
        for match in _WORD.finditer(text, start, end):
            kind = known.get(match[0].lower())
            if kind is None:
                continue
            here = ordered.first_not_before(match.start(), (first, behind))
            if here < behind and ordered.mentions[here].start < match.end():
                continue
            around = ordered.mentions[max(first, here - _AROUND) : min(behind, here + _AROUND)]
            before = text[max(start, match.start() - _REACH) : match.start()]
            yield Event(
                f"v{match.start()}",
                match.span(),
                kind,
                _realis(before),
                tuple(_arguments(kind, match.span(), around, text)),
            )


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _realis(before: str) -> str:
    return next((name for name, pattern in _REALIS if pattern.search(before)), "actual")


def _arguments(
    kind: str, trigger: Span, inside: Sequence[Mention], text: str
) -> Iterator[Argument]:
    """The nearest fitting mention for each role: doer before, what is done to after."""
    used: set[str] = set()
    for role in _ROLE_ORDER:
        if role not in ONTOLOGY.roles_of[kind]:
            continue
        takes = ONTOLOGY.role_by_name[role].takes
        fitting = [one for one in inside if one.type in takes and one.id not in used]
        chosen = _nearest(role, trigger, fitting, text)
        if chosen is not None:
            used.add(chosen.id)
            yield Argument(role, chosen.id)


_ROLE_ORDER = ("time", "amount", "place", "agent", "participant", "target", "recipient", "theme")
_BEFORE = frozenset({"agent", "participant"})
_IN = re.compile(r"\b(?:in|at|near|to|from|on|off)\s(?:the\s)?$")


def _nearest(role: str, trigger: Span, fitting: Sequence[Mention], text: str) -> Mention | None:
    if role == "place":
        fitting = [one for one in fitting if _IN.search(text[max(one.start - 10, 0) : one.start])]
    elif role in _BEFORE:
        fitting = [one for one in fitting if one.end <= trigger[0]]
    elif role not in ("time", "amount"):
        fitting = [one for one in fitting if one.start >= trigger[1]]
    return min(fitting, key=lambda one: (abs(one.start - trigger[0]), one.start), default=None)
