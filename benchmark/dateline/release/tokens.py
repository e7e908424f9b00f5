"""Tokens: runs of letters, marks and digits, or single other characters."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from dateline.document import Span

__all__ = ["tokenize"]


def tokenize(text: str) -> list[Span]:
    """Spans of the tokens, in reading order, half open, in code points.

    A token is a run of letters, marks and numbers (Unicode categories L, M, N), or one
    other character that is no white space.
    """
    spans: list[Span] = []
    for kind, group in groupby(range(len(text)), key=lambda place: _kind(text[place])):
        places = list(group)
        if kind == "word":
            spans.append((places[0], places[-1] + 1))
        elif kind == "sign":
            spans += [(place, place + 1) for place in places]
    return spans


def _kind(character: str) -> str:
    if unicodedata.category(character)[0] in "LMN":
        return "word"
    return "space" if character.isspace() else "sign"
