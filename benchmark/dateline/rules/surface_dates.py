"""What the words of a date say themselves, read without the annotated value.

Only surfaces that are understood to the last word are judged: one unknown word, and there
is no reading. English only; a text in another language is left alone.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec
from msgspec import Struct

__all__ = ["DateWords", "day_of", "expected_relative", "read_words"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_WORD = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH_WORD = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)(?![a-z])"
)
# What may stand in a date without changing its day, month or year.
_PASSED_OVER = frozenset((
    "on", "in", "at", "of", "the", "early", "late", "mid", "past", "coming", "end", "beginning",
    "start", "morning", "afternoon", "evening", "night", "lunchtime", "to", "and", "or", ",", "-",
    "–",
))  # fmt: skip
_DIRECTIONS = ("last", "this", "next")
_TOKEN = re.compile(
    rf"(?P<season>\d{{4}}[-–/]\d\d+)|(?P<clock>\d{{1,2}}[.:]\d\d(?!\d)|\d{{1,2}}(?= ?[ap]\.?m))"
    rf" ?(?P<half>[ap])?(?:\.?m\b\.?)?|(?P<year>\d{{4}})(?![\ds])|(?P<day>\d{{1,2}})"
    rf"(?P<ordinal>st|nd|rd|th)?(?!\w)|(?P<weekday>{WEEKDAY_WORD})(?![a-z])"
    rf"|(?P<month>{MONTH_WORD})|(?P<year_word>(?:last|this|next) year\b)"
    r"|(?P<word>[^\W\d]+|[,–-])|(?P<other>\S)"
)
_UNITS = {"day": 1, "week": 7}
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
# The day is a bare number: one only beside a month.
_BARE = "bare"
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


_Facts = dict[str, int | str]


class DateWords(Struct, frozen=True, kw_only=True):
    """What a surface states; None where it leaves something open.

    `clock` is minutes after midnight, of a day of 12 hours if `halved`; `direction` is
    "last", "this" or "next"; `year_offset` comes from "last year" beside a day.
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    year_offset: int | None = None
    clock: int | None = None
    halved: bool = False
    direction: str | None = None


def read_words(surface: str) -> DateWords | None:
    """What the surface states, the first of a range; None if a word is not understood."""
    found: _Facts = {}
    for match in _TOKEN.finditer(surface.lower()):
        facts = _facts(match)
        if facts is None:
            return None
        found = facts | found
    if found.pop(_BARE, False) and "month" not in found:
        return None
    return msgspec.convert(found, DateWords) if found else None


def _facts(match: re.Match[str]) -> _Facts | None:
    kind, text = match.lastgroup, match.group()
    if match["clock"]:
        return _clock(match["clock"], match["half"])
    if match["day"]:
        return {"day": int(match["day"]), _BARE: not match["ordinal"]}
    if match["year_word"]:
        return {"year_offset": _DIRECTIONS.index(text.split()[0]) - 1}
    if kind == "word":
        if text in _DIRECTIONS:
            return {"direction": text}
        return {} if text in _PASSED_OVER else None
    return _named_part(kind, text)


def _named_part(kind: str | None, text: str) -> _Facts | None:
    if kind == "year":
        return {"year": int(text)}
    if kind == "month":
        return {"month": _MONTHS.index(text[:3]) + 1}
    return {"weekday": _WEEKDAYS.index(text[:3])} if kind == "weekday" else None


def _clock(digits: str, half: str | None) -> _Facts:
    hour, _, minute = digits.replace(".", ":").partition(":")
    minutes = int(hour) * 60 + int(minute or 0)
    if half is None:
        return {"clock": minutes, "halved": int(hour) <= 12}
    return {"clock": minutes % 720 + (720 if half == "p" else 0)}


def day_of(value: str) -> date | None:
    """The calendar day that a value begins with; None if it has none."""
    try:
        return date.fromisoformat(value[:10]) if len(value) >= 10 else None
    except ValueError:
        return None


def expected_relative(surface: str, published: date) -> str | None:
    """The value, or its beginning, of words that count from publication; None for others."""
    words = surface.lower().split()
    if len(words) == 1 and words[0] in _DAYS:
        return str(published + timedelta(days=_DAYS[words[0]]))
    if len(words) == 2 and words[0] in _DIRECTIONS:
        return _calendar_unit(words[1], _DIRECTIONS.index(words[0]) - 1, published)
    if len(words) == 3 and words[2] == "ago":
        return _ago(words[0], words[1].removesuffix("s"), published)
    return None


def _calendar_unit(unit: str, offset: int, published: date) -> str | None:
    if unit in ("morning", "afternoon", "evening"):
        return str(published) if offset == 0 else None
    if unit == "week":
        year, week, _ = (published + timedelta(weeks=offset)).isocalendar()
        return f"{year:04}-W{week:02}"
    return _month_or_year(unit, offset, published)


def _month_or_year(unit: str, offset: int, published: date) -> str | None:
    if unit == "year":
        return f"{published.year + offset:04}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + offset
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return None


def _ago(number: str, unit: str, published: date) -> str | None:
    count = _number(number)
    if count is None:
        return None
    if unit in _UNITS:
        return str(published - timedelta(days=count * _UNITS[unit]))
    return _month_or_year(unit, -count, published)


def _number(word: str) -> int | None:
    if word in ("a", "an"):
        return 1
    if word in _NUMBERS:
        return _NUMBERS.index(word) + 1
    return int(word) if re.fullmatch("[0-9]{1,3}", word) else None
