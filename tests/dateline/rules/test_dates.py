"""Dates counted a second time from their words: what is believed, contradicted, left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.document import Document, Mention
from dateline.rules.dates import date_as_counted, date_as_stated, weekday_of_date

# A Wednesday, as in the guidelines' table of time values.
PUBLISHED = "2026-03-11"


def _document(surface: str, value: str) -> Document:
    mention = Mention(id="m1", start=0, end=len(surface), type="DATE", value=value)
    return Document(id="d", published=PUBLISHED, text=surface, mentions=(mention,))


def _stated(surface: str, value: str) -> bool:
    return not list(date_as_stated.check(_document(surface, value)))


def _counted(surface: str, value: str) -> bool:
    return not list(date_as_counted.check(_document(surface, value)))


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("Monday", "2026-03-09"),
        ("Wednesday", "2026-03-11"),
        ("Friday", "2026-03-13"),
        ("late on Sunday", "2026-03-08"),
        ("last Friday", "2026-03-06"),
        ("next Monday", "2026-03-16"),
        ("November", "2025-11"),
        ("June", "2026-06"),
        ("a week ago", "2026-03-04"),
        ("ten days ago", "2026-03-01"),
        ("three months ago", "2025-12"),
        ("two years ago", "2024"),
        ("this week", "2026-W11"),
        ("last week", "2026-W10"),
        ("last month", "2026-02"),
        ("last year", "2025"),
        ("Nov. 24-25", "2025-11-24"),
        ("end of August", "2025-08"),
        ("early 2025", "2025"),
        ("2024-25", "2024"),
        ("the 1990s", "199X"),
        ("2 August last year", "2025-08-02"),
        ("May 2023", "2023-05"),
        ("19 June 2022", "2022-06-19"),
        ("Sept. 30, 2028", "2028-09-30"),
        ("25th", "2026-03-25"),
        ("each 4 May", "XXXX-05-04"),
        ("every Monday", "XXXX-WXX-1"),
        ("3 p.m.", "2026-03-11T15:00"),
        ("6.40pm", "2026-03-11T18:40"),
        ("5.30", "2026-03-11T17:30"),
        ("10 a.m. on Tuesday", "2026-03-10T10:00"),
        ("midnight on Monday", "2026-03-09T24:00"),
        ("Tuesday night", "2026-03-10TNI"),
        ("this morning", "2026-03-11TMO"),
        ("yesterday", "2026-03-10"),
        ("tomorrow", "2026-03-12"),
        ("tonight", "2026-03-11TNI"),
        ("1:20", "PT1M20S"),
        ("17 months", "P17M"),
        ("last season", "2025"),
        ("Christmas", "2025-12-25"),
        ("now", "PRESENT_REF"),
    ],
)
def test_the_values_of_the_guidelines_are_believed(surface: str, value: str) -> None:
    """A rule that objected to these would send annotators against their guidelines."""
    assert _stated(surface, value)
    assert _counted(surface, value)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("Monday", "2026-03-10"),
        ("late on Sunday", "2026-03-07"),
        ("Monday", "2026-W11"),
        ("19 June 2022", "2022-06-20"),
        ("June 19, 2022", "2022-07-19"),
        ("May 2023", "2024-05"),
        ("November", "2025-10"),
        ("2021", "2022"),
        ("25th", "2026-03-24"),
        ("6.40pm", "2026-03-11T06:40"),
        ("3 p.m.", "2026-03-11"),
        ("5.30", "2026-03-11T16:30"),
        ("10 a.m. on Tuesday", "2026-03-11T10:00"),
    ],
)
def test_a_value_against_its_own_words_is_an_error(surface: str, value: str) -> None:
    assert not _stated(surface, value)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("Monday", "2026-03-02"),
        ("last Friday", "2026-03-13"),
        ("next Monday", "2026-03-09"),
        ("yesterday", "2026-03-11"),
        ("last week", "2026-W09"),
        ("last month", "2026-01"),
        ("last year", "2024"),
        ("a week ago", "2026-03-05"),
        ("three months ago", "2025-11"),
        ("3 March", "2024-03-03"),
        ("November", "2024-11"),
        ("2 August last year", "2024-08-02"),
    ],
)
def test_a_date_counted_from_another_day_is_warned_of(surface: str, value: str) -> None:
    """It may be right in a message with a date of its own; nobody sees it otherwise."""
    assert _stated(surface, value)
    assert not _counted(surface, value)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1, 300))
def test_a_day_written_out_has_one_value(day: date, off: int) -> None:
    surface = f"{day.day} {day:%B} {day.year}"
    assert _stated(surface, str(day))
    assert not _stated(surface, str(day + timedelta(days=off)))


@given(st.text(max_size=30), st.text(max_size=12))
def test_no_surface_and_no_value_breaks_the_rules(surface: str, value: str) -> None:
    """Gold is read in any language, and a wrong value is another rule's."""
    document = _document(surface, value)
    list(date_as_stated.check(document))
    list(date_as_counted.check(document))
    list(weekday_of_date.check(document))


def _misfits(text: str, value: str | None = None) -> list[object]:
    start = text.find("14 March")
    mention = Mention(id="m1", start=start, end=start + 8, type="DATE", value=value)
    document = Document(
        id="d", published=PUBLISHED, text=text, mentions=() if value is None else (mention,)
    )
    return [finding.value for finding in weekday_of_date.check(document)]


def test_a_weekday_that_no_year_gives_its_date_is_warned_of() -> None:
    """14 March is a Saturday in 2026 and was a Friday in 2025."""
    assert _misfits("It opens on Saturday, 14 March.") == []
    assert _misfits("It opened on Friday, March 14.") == []
    assert _misfits("It opens on Tuesday, 14 March.") == ["Tuesday, 14 March"]
    assert _misfits("It opens on Friday, 14 March 2026.") == ["Friday, 14 March 2026"]
    # The annotator says which year it is.
    assert _misfits("It opens on Friday, 14 March.", "2026-03-14") == ["Friday, 14 March"]
    # Two days, not one: a weekday before a comma and a list.
    assert _misfits("From Monday to 14 March it stays open.") == []


def test_a_texts_own_mistake_is_no_error_of_its_annotator() -> None:
    """Errors in the text stay as they are: the day counts, and a warning asks to look."""
    assert _stated("Tuesday, 14 March 2026", "2026-03-14")
