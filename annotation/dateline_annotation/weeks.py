"""The calendar beside an article, in which an annotator looks up "last Tuesday"."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["weeks_around"]

# Whole weeks from before the month of publication to after it; weeks begin on Monday.
BEFORE = 2
AFTER = 2
WEEK = timedelta(weeks=1)
UNKNOWN = "Day of publication unknown"


@lru_cache(maxsize=1024)
def weeks_around(published: str | None) -> str:
    """The day of publication with its weekday, and the weeks around it as a table.

    Plain text, which needs nothing but a font of fixed width; the day of publication
    stands in brackets. Says so where the day is unknown (none, or a month or year only).
    """
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return UNKNOWN if published is None else f"Published {published}"
    return "\n".join([f"Published {day.isoformat()}, {day:%A}", "", *_table(day)])


def _table(day: date) -> Iterator[str]:
    yield "     Mo  Tu  We  Th  Fr  Sa  Su"
    for number, week in enumerate(_weeks(day)):
        # A month is named beside the week in which it begins, and the first one at the top.
        named = next((one for one in week if one.day == 1), None if number else week[0])
        month = f"{named:%b}" if named else ""
        yield f"{month:<4}" + "".join(_cell(one, day) for one in week).rstrip()


def _cell(one: date, day: date) -> str:
    return f"[{one.day:2}]" if one == day else f" {one.day:2} "


def _weeks(day: date) -> list[list[date]]:
    month = Calendar().monthdatescalendar(day.year, day.month)
    before = [_moved(month[0], -count) for count in range(BEFORE, 0, -1)]
    after = [_moved(month[-1], count) for count in range(1, AFTER + 1)]
    return [*before, *month, *after]


def _moved(week: list[date], count: int) -> list[date]:
    return [day + count * WEEK for day in week]
