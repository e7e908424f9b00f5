"""Ends: lines that end a story, and those that end it only if it does not go on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from dateline.ingest.head import authors, closing_reason, head_end
from dateline.ingest.known import common_words, phrase
from dateline.ingest.lines import Line
from dateline.ingest.numbers import is_code, wire_id
from dateline.ingest.shapes import ends, is_prose, stems

__all__ = ["end_reason", "first_end", "speaks_to_readers"]

# So far below a line that may end the story its prose is looked for.
_FAR = 60
# About an author the story goes on if so many names and words of it are told again.
_AGAIN = 2
# What speaks to readers is the story's nevertheless if so many are.
_MUCH_AGAIN = 4
# The reasons in `phrases.toml` of a rule, which is no line of a story, and of a heading
# below which only what has words of the story is its own.
_RULE = "release-end"
_AUTHOR = "author"
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")


def end_reason(line: Line) -> str | None:
    """Why the line ends a story, whether in any case or only if nothing of it follows."""
    coded = "wire ID" if is_code(line.text) else None
    return _sure(line) or phrase("may-end", line) or coded


def first_end(lines: Sequence[Line], reasons: list[str | None], heads: Mapping[int, bool]) -> int:
    """The place of the first line that ends the story, once it has begun.

    A heading that would end it, with prose of the story below, is one of its own: its reason
    is taken away.
    """
    begun = False
    for place, line in enumerate(lines):
        reason = reasons[place]
        if begun and reason is not None and reason == end_reason(line):
            if _sure(line) or not _goes_on(lines, reasons, place, heads):
                return place
            reasons[place] = reason if reason == _RULE else None
        begun = begun or (place > 0 and reason is None and ends(line.text))
    return len(lines)


def _sure(line: Line) -> str | None:
    return "wire ID" if wire_id(line) else phrase("end", line)


def _goes_on(
    lines: Sequence[Line], reasons: Sequence[str | None], place: int, heads: Mapping[int, bool]
) -> bool:
    """Whether prose of the story stands below, before anything that surely ends it.

    In doubt it does: only what speaks to readers of the page is none of it, and below a
    heading about the author, what has few words in common with the story or is about the
    page's own.
    """
    near = range(max(0, place - _FAR), place)
    told = (stems(lines[one].text) for one in near if reasons[one] is None)
    story = set[str]().union(*told) - common_words()
    names = authors(lines[: head_end(lines)]) if reasons[place] == _AUTHOR else frozenset[str]()
    for line in _prose_below(lines, reasons, place, heads):
        if closing_reason(line, names):
            continue
        again = len(stems(line.text) & story)
        if again >= (_AGAIN if reasons[place] == _AUTHOR else _MUCH_AGAIN):
            return True
        if reasons[place] != _AUTHOR and not speaks_to_readers(line):
            return True
    return False


def _prose_below(
    lines: Sequence[Line], reasons: Sequence[str | None], place: int, heads: Mapping[int, bool]
) -> Iterator[Line]:
    for below in islice(range(place + 1, len(lines)), _FAR):
        if below in heads or _sure(lines[below]):
            return
        if reasons[below] is None and is_prose(lines[below]):
            yield lines[below]


def speaks_to_readers(line: Line) -> bool:
    """Whether it speaks of the page or to its readers, quotations aside."""
    return phrase("boilerplate", replace(line, text=_QUOTED.sub("", line.text))) is not None
