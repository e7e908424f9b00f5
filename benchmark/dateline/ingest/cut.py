"""Cuts: for every line of a page, whether it is the story's, and why not."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from msgspec import Struct

from dateline.ingest.page import Line, Page

__all__ = ["WIRE_ID", "Decision", "common_lines", "decide", "is_prose"]

# One word of capitals and many digits, such as ABC07012026000045ID1100.
WIRE_ID = re.compile(r"(?=(?:\D*\d){8})[A-Z]{2,}[A-Z\d-]{10,}")
_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
# A day with its year and little else: when a page was published.
_STAMP = re.compile(r"^\W*(?:\w+\W+){0,4}(?:19|20)\d\d\b\W*(?:[\d:]+ ?\w*\W*){0,3}$")
_PROSE_WORDS = 12
_TITLE_WORDS = 3
_MOSTLY_LINKS = 0.6


class Decision(Struct, frozen=True):
    """A line, and the reason why it was cut; kept lines have none."""

    line: Line
    reason: str | None
    is_title: bool = False


def decide(page: Page, repeated: frozenset[str] = frozenset()) -> list[Decision]:
    """Decide every line of a page.

    Args:
        page: the page.
        repeated: lines that other pages have too, from `common_lines`.
    """
    title = _title_place(page)
    head = _head_end(page, title)
    decisions = [
        Decision(line, _reason(line, place, (title, head), repeated), place == title)
        for place, line in enumerate(page.lines)
    ]
    end = _end(decisions, title)
    return decisions[:end] + [_after_end(one) for one in decisions[end:]]


def common_lines(pages: Iterable[Page]) -> frozenset[str]:
    """Lines of four words or more that stand in two pages or more."""
    counts = Counter(
        text for page in pages for text in {line.text for line in page.lines} if text.count(" ") > 2
    )
    return frozenset(text for text, count in counts.items() if count > 1)


def is_prose(line: Line) -> bool:
    """Whether it reads as a sentence of a story: long, ended, not mostly links."""
    enough = len(line.text.split()) >= _PROSE_WORDS
    return enough and line.linked < _MOSTLY_LINKS and bool(_SENTENCE.search(line.text))


def _title_place(page: Page) -> int:
    """Where the title stands: as the markup says, else the first title-like line.

    A title-like line has three words or more, no end of a sentence, and stands before
    the first line of prose.
    """
    for title in page.titles:
        for place, line in enumerate(page.lines):
            if line.text and (line.text == title or title.startswith(f"{line.text} ")):
                return place
    first = next((place for place, line in enumerate(page.lines) if is_prose(line)), 0)
    for place, line in enumerate(page.lines[:first]):
        long_enough = len(line.text.split()) >= _TITLE_WORDS
        if long_enough and not _SENTENCE.search(line.text) and _phrase("short", line) is None:
            return place
    return max(first - 1, 0)


def _reason(line: Line, place: int, head: tuple[int, int], repeated: frozenset[str]) -> str | None:
    """Why a line is cut; `head` is where the title stands and where the story begins."""
    title, begin = head
    if place <= title:
        return None if place == title else "before the title"
    if WIRE_ID.fullmatch(line.text):
        return "wire ID"
    if line.text in repeated:
        return "stands in other pages too"
    ending = _phrase("end", line)
    return ending or (None if is_prose(line) else _reason_of_short(line, place < begin))


def _reason_of_short(line: Line, in_head: bool) -> str | None:
    """Why a line that is no prose is not the story's."""
    if line.linked >= _MOSTLY_LINKS:
        return "mostly links"
    if in_head and _STAMP.search(line.text):
        return "date line"
    return _phrase("short", line)


def _head_end(page: Page, title: int) -> int:
    """The place after the bylines, dates and links that follow the title."""
    for place in range(title + 1, len(page.lines)):
        line = page.lines[place]
        if is_prose(line) or _reason_of_short(line, True) is None:
            return place
    return len(page.lines)


def _end(decisions: Sequence[Decision], title: int) -> int:
    """The place after the first line that ends the story, once it has begun."""
    endings = {*_phrases("end"), "wire ID"}
    begun = False
    for place, one in enumerate(decisions[title + 1 :], start=title + 1):
        if begun and one.reason in endings:
            return place
        begun = begun or one.reason is None
    return len(decisions)


def _after_end(decision: Decision) -> Decision:
    return Decision(decision.line, decision.reason or "after the end of the story")


def _phrase(kind: str, line: Line) -> str | None:
    for reason, pattern in _phrases(kind).items():
        if pattern.fullmatch(line.text):
            return reason
    return None


@cache
def _phrases(kind: str) -> dict[str, re.Pattern[str]]:
    text = resources.files("dateline.ingest").joinpath("phrases.toml").read_text("utf-8")
    found: dict[str, str] = tomllib.loads(text)[kind]
    return {reason: re.compile(one, re.IGNORECASE) for reason, one in found.items()}
