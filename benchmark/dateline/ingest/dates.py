"""Dates: when an article was published, by what is told surest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dateutil.parser import ParserError, isoparse
from dateutil.parser import parse as parse_date

from dateline.ingest.cut import Decision
from dateline.ingest.lines import Page
from dateline.ingest.shapes import DAY, is_labelled, is_prose

__all__ = ["published"]

_DAY = re.compile(rf"\b{DAY}(?!\d)", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})")
# A run of figures that opens with a day; one of ten is a year of two figures and an hour.
_RUN = re.compile(r"(?<!\d)\d{8}(?!\d{1,2}(?!\d))")
_DATELINE = 120
_HEAD = 4
_TELLING = ("date line", "byline")


def published(page: Page, decisions: Sequence[Decision], wire_id: str | None) -> date | None:
    """The date of publication, or None if nothing tells it.

    In order of trust: the markup, the agency's number, date lines between title and story,
    the dateline, date lines above the title from the nearest up, and date lines below the
    story that say of themselves that they tell it. Dates in lists of other stories are none.
    """
    return next(_dates(page, decisions, wire_id), None)


def _dates(page: Page, decisions: Sequence[Decision], wire_id: str | None) -> Iterator[date]:
    for written in page.dates:
        yield from _standard(written)
    yield from _in_number(wire_id or "")
    for text in _tellers(decisions):
        for found in _DAY.finditer(text):
            yield from _written(found[0])


def _tellers(decisions: Sequence[Decision]) -> Iterator[str]:
    """Texts that may tell the date, the surest first."""
    title = next((place for place, one in enumerate(decisions) if one.is_title), 0)
    story = [place for place, one in enumerate(decisions) if not one.reason and place > title]
    first = min(story, default=len(decisions))
    yield from (one.line.text for one in decisions[title + 1 : first] if one.reason in _TELLING)
    # A standfirst may stand above the date lines, and the dateline below it.
    told = [one for one in decisions[first:] if one.reason in (*_TELLING, None)]
    for one in told[:_HEAD]:
        yield one.line.text if one.reason else one.line.text[:_DATELINE]
    above = [one.line for one in decisions[:title] if not is_prose(one.line)]
    yield from (line.text for line in reversed(above))
    below = (one.line for one in decisions[first:] if one.reason)
    yield from (line.text for line in below if is_labelled(line.text) and not is_prose(line))


def _standard(written: str) -> Iterator[date]:
    try:
        yield isoparse(written).date()
    except ValueError:
        return


def _written(text: str) -> Iterator[date]:
    """A day in words or figures; figures that may be two days are none."""
    if (figures := _FIGURES.fullmatch(text)) is not None:
        day, mark, month, year = figures.groups()
        yield from _in_figures(int(day), int(month), int(year), sure=mark == ".")
        return
    try:
        yield parse_date(text).date()
    except (ParserError, OverflowError):
        return


def _in_figures(one: int, two: int, year: int, *, sure: bool) -> Iterator[date]:
    """Day before month where a point says so or the month can be no other figure."""
    if sure or one > 12 or one == two:
        yield from _checked(year, two, one)
    elif two > 12:
        yield from _checked(year, one, two)


def _in_number(number: str) -> Iterator[date]:
    """A day in figures, day or year first, in the agency's number of the item."""
    if (standard := re.search(r"\d{4}-\d\d-\d\d", number)) is not None:
        yield from _standard(standard[0])
    if (figures := _RUN.search(number)) is not None:
        one = figures[0]
        yield from _checked(int(one[4:]), int(one[2:4]), int(one[:2]))
        yield from _checked(int(one[:4]), int(one[4:6]), int(one[6:]))


def _checked(year: int, month: int, day: int) -> Iterator[date]:
    if 1990 <= year <= 2100:
        try:
            yield date(year, month, day)
        except ValueError:
            return
