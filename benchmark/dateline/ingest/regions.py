"""Regions: what the parts of a page that the markup sets apart say about its lines."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.ingest.lines import Page
from dateline.ingest.shapes import is_prose

__all__ = ["region_reasons"]

# A part that only its class sets apart holds a story after all if so much prose stands in it.
_TOO_MUCH = 3
# Prose in parts of these kinds is the story's: speakers of an interview are authors of a kind.
_SHORT = frozenset({"byline", "share", "tags"})


def region_reasons(page: Page, title: int) -> list[str | None]:
    """For every line, why the part of the page that it stands in holds no story.

    A part with the title in it holds the story, whatever it is called. Where an element for
    stories holds the title and half of the prose, what stands outside is not the story's.
    """
    reasons = _by_part(page, title)
    told = [
        None if reasons[line.region] in _SHORT and is_prose(line) else reasons[line.region]
        for line in page.lines
    ]
    story = _story(page, title, told)
    if story is None:
        return told
    inside = {story}
    for number, region in enumerate(page.regions, start=1):
        if region.parent in inside:
            inside.add(number)
    return [
        reason if line.region in inside else reason or "outside the article"
        for line, reason in zip(page.lines, told, strict=True)
    ]


def _by_part(page: Page, title: int) -> list[str | None]:
    """Reasons by the number of the part; a part inherits the reason of the one around it."""
    prose = _prose(page, [None] * len(page.lines))
    around = set(_around(page, page.lines[title].region))
    found: list[str | None] = [None]
    for number, region in enumerate(page.regions, start=1):
        holds = number in around or (not region.sure and _TOO_MUCH * prose[number] > prose[0])
        found.append(found[region.parent] or (None if holds else region.reason or None))
    return found


def _story(page: Page, title: int, told: list[str | None]) -> int | None:
    """The innermost element for stories that holds the title and half of the prose."""
    prose = _prose(page, told)
    for number in _around(page, page.lines[title].region):
        region = page.regions[number - 1]
        if region.sure and not region.reason and 2 * prose[number] > prose[0]:
            return number
    return None


def _around(page: Page, number: int) -> Iterator[int]:
    """The part and those around it, from the inside out."""
    while number:
        yield number
        number = page.regions[number - 1].parent


def _prose(page: Page, told: list[str | None]) -> list[int]:
    """Characters of prose by part, those of the parts inside included; 0 is the page.

    Lines that have a reason already are left out.
    """
    counts = [0] * (len(page.regions) + 1)
    for line, reason in zip(page.lines, told, strict=True):
        if reason is None and is_prose(line):
            counts[line.region] += len(line.text)
    for number in range(len(page.regions), 0, -1):
        counts[page.regions[number - 1].parent] += counts[number]
    return counts
