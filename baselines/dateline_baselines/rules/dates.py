"""Dates and times with TIMEX3 values against the publication date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dateline_baselines.rules.names import Found
from dateline_baselines.rules.spans import Taken

__all__ = ["find_dates"]

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_DAY_NUMBER = {name: number for number, name in enumerate(_DAYS.split())}
_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_MONTH = (
    r"(?P<month>" + "|".join(f"{n[:3]}(?:{n[3:]}|t?\\.?)" for n in _MONTHS.split()) + r")(?!\w)"
)
_UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D"}
_UNITS |= {"hour": "H", "minute": "M", "second": "S"}
_CLOCK_UNITS = frozenset({"hour", "minute", "second"})
_COUNT = r"(?P<count>\d+|an?|" + "|".join(list(_SMALL)[1:]) + r")"
_UNIT = r"(?P<unit>" + "|".join(_UNITS) + r")s?"

# What an expression says, counted from the publication date where it is known; None if that
# cannot be told. ValueError: the expression is no date.
Value = Callable[[re.Match[str], date | None], str | None]
# No count of days or years is longer.
_MOST_DIGITS = 12
_LEAP_YEAR = 2000


def find_dates(text: str, published: date | None) -> Iterator[Found]:
    """Dates and times in reading order, the longest of those that overlap.

    Without a publication date, what is counted from it has no value.
    """
    found: list[Found] = []
    taken = Taken(text)
    for pattern, kind, value in _PATTERNS:
        for match in pattern.finditer(text):
            try:
                told = value(match, published)
            except ValueError:
                continue
            if not taken.touches(match.span()):
                taken.add(match.span())
                found.append(Found(match.span(), kind(match), told))
    yield from sorted(found, key=lambda one: one.span)


def _relative(count: Callable[[re.Match[str], date], str]) -> Value:
    def value(match: re.Match[str], published: date | None) -> str | None:
        try:
            return None if published is None else count(match, published)
        except OverflowError:  # outside the years that a calendar has
            return None

    return value


def _full_day(match: re.Match[str], published: date | None) -> str | None:
    month, number = _MONTH_NUMBER[match["month"][:3]], int(match["day"])
    written = match.groupdict().get("year")
    if written:
        return date(int(written), month, number).isoformat()
    day = date(published.year if published else _LEAP_YEAR, month, number)
    if published is None:
        return None
    # Without a year, a day more than half a year ahead belongs to the year before.
    if day - published > timedelta(days=183):
        day = day.replace(year=day.year - 1)
    return day.isoformat()


def _month(match: re.Match[str], published: date | None) -> str | None:
    month = _MONTH_NUMBER[match["month"][:3]]
    if not match["year"] and published is None:
        return None
    counted = published.year - (month > published.month + 6) if published else 0
    return f"{int(match['year'] or counted):04}-{month:02}"


def _weekday(match: re.Match[str], published: date) -> str:
    number = _DAY_NUMBER[match["weekday"]]
    back = (published.weekday() - number) % 7
    if match["which"] == "next":
        return (published + timedelta(days=7 - back if back else 7)).isoformat()
    if match["which"] == "last" and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _near_day(match: re.Match[str], published: date) -> str:
    shift = {"today": 0, "tomorrow": 1, "yesterday": -1}[match[0].lower()]
    return (published + timedelta(days=shift)).isoformat()


def _near_period(match: re.Match[str], published: date) -> str:
    shift = {"last": -1, "this": 0, "next": 1, "past": -1}[match["which"].lower()]
    return _PERIODS[match["period"].lower()](published, shift)


_PERIODS: dict[str, Callable[[date, int], str]] = {
    "year": lambda day, shift: f"{day.year + shift:04}",
    "month": lambda day, shift: (
        f"{day.year + (day.month - 1 + shift) // 12:04}-{(day.month - 1 + shift) % 12 + 1:02}"
    ),
    "week": lambda day, shift: (day + timedelta(weeks=shift)).strftime("%G-W%V"),
    "weekend": lambda day, shift: (day + timedelta(weeks=shift)).strftime("%G-W%V-WE"),
}


def _duration(match: re.Match[str], published: date | None) -> str:  # noqa: ARG001 - as others
    unit, written = match["unit"], match["count"].lower()
    if len(written) > _MOST_DIGITS:
        raise ValueError(written)
    count = written if written.isdecimal() else str(_SMALL.get(written, 1))
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{int(count)}{_UNITS[unit]}"


def _year(match: re.Match[str], published: date | None) -> str:  # noqa: ARG001 - as others
    return match[0]


def _clock(match: re.Match[str], published: date | None) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "").lower()
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    if hour > 23 or minute > 59:
        raise ValueError(match[0])
    if published is None:
        return None
    return f"{published.isoformat()}T{hour:02}:{minute:02}"


def _now(match: re.Match[str], published: date | None) -> str:  # noqa: ARG001 - as others
    return {"now": "PRESENT_REF", "currently": "PRESENT_REF"}.get(match[0].lower(), "PAST_REF")


def _date(match: re.Match[str]) -> str:  # noqa: ARG001 - as `_by_unit`
    return "DATE"


def _time(match: re.Match[str]) -> str:  # noqa: ARG001 - as `_by_unit`
    return "TIME"


def _by_unit(match: re.Match[str]) -> str:
    return "TIME" if match["unit"] in _CLOCK_UNITS else "DATE"


_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
# The longer forms first: a later pattern never takes what an earlier one has.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str], Value], ...] = (
    (re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"), _date, _full_day),
    (re.compile(rf"\b{_DAY} {_MONTH},? {_YEAR}\b"), _date, _full_day),
    (re.compile(rf"\b{_MONTH} {_DAY}\b(?![.,]\d)"), _date, _full_day),
    (re.compile(rf"\b{_DAY} {_MONTH}"), _date, _full_day),
    (re.compile(rf"\b{_MONTH}(?: {_YEAR})?\b(?! \d)"), _date, _month),
    (
        re.compile(rf"\b(?:(?P<which>last|next|this) )?(?P<weekday>{_DAYS.replace(' ', '|')})\b"),
        _date,
        _relative(_weekday),
    ),
    (re.compile(r"\b(?:today|tomorrow|yesterday)\b", re.IGNORECASE), _date, _relative(_near_day)),
    (
        re.compile(
            r"\b(?P<which>last|this|next|past) (?P<period>year|month|weekend|week)\b", re.IGNORECASE
        ),
        _date,
        _relative(_near_period),
    ),
    (
        re.compile(
            r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap]\.?m\b\.?)", re.IGNORECASE
        ),
        _time,
        _clock,
    ),
    (re.compile(rf"\b{_COUNT}[ -]{_UNIT}\b(?!-old)"), _by_unit, _duration),
    (re.compile(r"\b(?:now|currently|recently)\b"), _date, _now),
    (re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d|%| ?(?:km|kg|m)\b)"), _date, _year),
)
