"""Dates counted a second time, from their words and the day of publication.

A value that contradicts its own words is an error; one that lies far from publication, or
counts from another day, can be right where the text gives a day of its own, and is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dateline.document import Document, Mention
from dateline.ontology import ONTOLOGY
from dateline.rules.rule import Finding, found_in_text, rule
from dateline.rules.surface_dates import (
    MONTH_WORD,
    WEEKDAY_WORD,
    DateWords,
    day_of,
    expected_relative,
    read_words,
)  # fmt: skip

__all__ = ["date_as_counted", "date_as_stated", "weekday_of_date"]

_DAY_AND_MONTH = rf"(?:\d{{1,2}} {MONTH_WORD}|{MONTH_WORD} \d{{1,2}}(?!\d))(?:,? \d{{4}})?"
_WEEKDAY_AND_DATE = re.compile(
    rf"(?<!\w){WEEKDAY_WORD},? (?:the )?(?P<date>{_DAY_AND_MONTH})(?!\w)", re.IGNORECASE
)
# Days from publication: without a word the nearest in the direction of the tense.
_REACH = {None: (-6, 6), "this": (-6, 6), "last": (-7, -1), "next": (1, 7)}


@rule("house.date-as-stated", remedy="give the weekday, day, month, year, hour that the words give")
def date_as_stated(document: Document) -> Iterator[Finding]:
    """A date's value does not contradict the words of the date."""
    for mention, surface in _timed(document):
        words = read_words(surface)
        if words is not None and not _agrees(words, mention.value or ""):
            yield _finding(mention, surface)


def _agrees(words: DateWords, value: str) -> bool:
    if words.clock is not None and not _clock_agrees(words, value):
        return False
    stated = (
        (words.year, value[:4], "{:04}"),
        (words.month, value[5:7], "{:02}"),
        (words.day, value[8:10], "{:02}"),
    )
    if any(part is not None and form.format(part) != found for part, found, form in stated):
        return False
    # Beside a day the weekday can be the text's own mistake: `weekday_of_date` warns of that.
    return words.weekday is None or words.day is not None or _weekday_agrees(words.weekday, value)


def _weekday_agrees(weekday: int, value: str) -> bool:
    day = day_of(value)
    # "Mondays" as a set of days, and a day of which only month and day are known.
    return day.weekday() == weekday if day else value.startswith("XXXX-")


def _clock_agrees(words: DateWords, value: str) -> bool:
    found = re.search(r"T(\d\d):(\d\d)", value)
    if found is None or words.clock is None:
        # A gap on a stopwatch looks like a clock time and is a duration.
        return words.halved and value.startswith("P")
    apart = int(found[1]) * 60 + int(found[2]) - words.clock
    return apart % (720 if words.halved else 1440) == 0


@rule("house.date-as-counted", remedy="count from publication, or explain which day it counts from")
def date_as_counted(document: Document) -> Iterator[Finding]:
    """A date that leaves its week or year open lies where counting from publication puts it."""
    published = day_of(document.published or "")
    if published is None:
        return
    for mention, surface in _timed(document):
        if not _counted(surface, mention.value or "", published):
            yield _finding(mention, surface)


def _counted(surface: str, value: str, published: date) -> bool:
    expected = expected_relative(surface, published)
    if expected is not None:
        # A part of the day may follow the day, and nothing a week, a month or a year.
        return value == expected or (len(expected) == 10 and value.startswith(f"{expected}T"))
    words = read_words(surface)
    return words is None or _near(words, value, published)


def _near(words: DateWords, value: str, published: date) -> bool:
    if words.year_offset is not None:
        return value[:4] == f"{published.year + words.year_offset:04}"
    if words.month is not None and words.year is None:
        return _within_a_year(value, published)
    day = day_of(value)
    if words.weekday is None or words.month is not None or words.day is not None or day is None:
        return True
    low, high = _REACH[words.direction]
    return low <= (day - published).days <= high


def _within_a_year(value: str, published: date) -> bool:
    day = day_of(value)
    if day is not None:
        return abs((day - published).days) <= 366
    if not re.match(r"\d{4}-\d\d", value):
        return True
    return abs((int(value[:4]) - published.year) * 12 + int(value[5:7]) - published.month) <= 12


@rule("house.weekday-of-date", remedy="correct the article, or explain that the text errs")
def weekday_of_date(document: Document) -> Iterator[Finding]:
    """A weekday beside a date in the text is the weekday of that date."""
    published = day_of(document.published or "")
    text = document.text or ""
    for match in _WEEKDAY_AND_DATE.finditer(text):
        words = read_words(match.group())
        if published and words and words.weekday not in _weekdays(document, match, published):
            yield found_in_text(text, match.span())


def _weekdays(document: Document, match: re.Match[str], published: date) -> set[int]:
    """The weekdays that the date can have: of the annotated day, or of one near publication."""
    span = match.span("date")
    for mention in document.mentions:
        day = day_of(mention.value or "")
        if day is not None and mention.start < span[1] and span[0] < mention.end:
            return {day.weekday()}
    return {day.weekday() for day in _possible_days(match["date"], published)}


def _possible_days(surface: str, published: date) -> Iterator[date]:
    words = read_words(surface)
    if words is None or words.month is None or words.day is None:
        return
    years = range(published.year - 1, published.year + 2) if words.year is None else [words.year]
    for year in years:
        day = day_of(f"{year:04}-{words.month:02}-{words.day:02}")
        if day is not None and (words.year is not None or abs((day - published).days) <= 366):
            yield day


def _timed(document: Document) -> Iterator[tuple[Mention, str]]:
    text = document.text or ""
    for mention in document.mentions:
        if mention.type in ONTOLOGY.timex_types and mention.value is not None:
            yield mention, text[slice(*mention.span)]


def _finding(mention: Mention, surface: str) -> Finding:
    return Finding(f"mentions.{mention.id}.value", f"{surface} ={mention.value}", mention.span)
