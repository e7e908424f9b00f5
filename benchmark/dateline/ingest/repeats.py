"""Repeats: lines that pages have in common, and lines that repeat a passage of the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.ingest.lines import Page
from dateline.ingest.shapes import ends, has_common, is_prose, stems
from dateline.ingest.title import title_place

__all__ = ["common_lines", "pull_quotes"]

_WORDS = 4
_MANY = 3
_OPENING = 5
_LONGEST = 60
_QUOTED = "\"'“”‘’«»„"
_MOST_ALIKE = 8

Words = tuple[str, ...]


def common_lines(pages: Sequence[Page]) -> list[frozenset[str]]:
    """For every page, its lines of four words or more that other pages have too.

    Two pages with the same title or the same first prose are versions of one story, and
    what they share is no proof. Nor is a sentence that has words in common with its page's
    own prose, as background has, nor one with own prose after it, unless three pages have
    it: a follow-up quotes the first report.
    """
    holders = _holders(pages)
    if not holders:
        return [frozenset[str]() for _ in pages]
    leads = [_lead(page) for page in pages]
    return [frozenset(_foreign(number, page, holders, leads)) for number, page in enumerate(pages)]


def _holders(pages: Sequence[Page]) -> dict[str, list[int]]:
    """Lines that stand in two pages or more, with the pages' numbers."""
    found: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        for text in {line.text for line in page.lines if line.text.count(" ") >= _WORDS - 1}:
            found.setdefault(text, []).append(number)
    return {text: numbers for text, numbers in found.items() if len(numbers) > 1}


def _lead(page: Page) -> tuple[str, str]:
    title = title_place(page)
    first = next((line.text for line in page.lines[title + 1 :] if is_prose(line)), "")
    return page.lines[title].text, first


def _foreign(
    number: int, page: Page, holders: Mapping[str, list[int]], leads: Sequence[tuple[str, str]]
) -> Iterator[str]:
    if not any(line.text in holders for line in page.lines):
        return
    told = enumerate(page.lines)
    own = [place for place, line in told if is_prose(line) and line.text not in holders]
    words = {word for place in own for word in stems(page.lines[place].text)}
    for place, line in enumerate(page.lines):
        leads_of_others = (leads[other] for other in holders.get(line.text, ()))
        others = {lead for lead in leads_of_others if _differ(lead, leads[number])}
        inside = bool(own) and place < own[-1] and ends(line.text)
        goes_on = ends(line.text) and has_common(stems(line.text), words)
        if len(others) >= (_MANY - 1 if inside else 1) and not goes_on:
            yield line.text


def _differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] != other[0] and one[1] != other[1]


def pull_quotes(paragraphs: Sequence[str]) -> set[int]:
    """Places of paragraphs that repeat, word for word, a part of a longer one.

    Candidates are looked up by their first five words, so that time stays linear.
    """
    words = [tuple(word.strip(_QUOTED) for word in text.split()) for text in paragraphs]
    openings: dict[Words, set[Words]] = {}
    for candidate in words:
        alike = openings.setdefault(candidate[:_OPENING], set())
        if _OPENING <= len(candidate) <= _LONGEST and len(alike) < _MOST_ALIKE:
            alike.add(candidate)
    found = {one for host in words for one in _repeated(host, openings)}
    return {place for place, candidate in enumerate(words) if candidate in found}


def _repeated(host: Words, openings: Mapping[Words, set[Words]]) -> Iterator[Words]:
    """Candidates that stand in a paragraph with words of its own beside them."""
    for begin in range(len(host) - _OPENING + 1):
        for one in openings.get(host[begin : begin + _OPENING], ()):
            if len(one) < len(host) and host[begin : begin + len(one)] == one:
                yield one
