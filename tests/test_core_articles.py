"""The articles of core, with gold or without yet: no template, true calendars, whole maps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from dateline.document import Document
from dateline.files import read_documents
from dateline.ingest.page import page_text
from dateline.ontology import ONTOLOGY

CORE = Path(__file__).parents[1] / "data" / "articles" / "core"
GOLD = CORE.parents[1] / "gold" / "core.jsonl"
RUN = 8
SHORTEST, LONGEST = 90, 900
PEOPLE = "PERSON"

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_MONTH = r"(?:{0})[a-z]*\.?"
_DATE = (
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>MON)"
    r"|(?P<month2>MON)\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)\b(?:,?\s+(?P<year>(?:19|20)\d\d))?"
).replace("MON", _MONTH.format("|".join(MONTHS)))
# "Friday, 14 March", "Fri March 14, 2025", "Friday (14 March)", "14 March (Friday)".
DATED = (
    re.compile(rf"\b{_DAY},?\s+\(?(?:the\s+)?{_DATE}", re.IGNORECASE),
    re.compile(rf"\b{_DATE},?\s+\({_DAY}\)", re.IGNORECASE),
)


@cache
def _articles() -> tuple[Document, ...]:
    paths = sorted(CORE.glob("core-*.json"))
    return tuple(one for path in paths for one in read_documents(path, gold=False))


@cache
def _gold() -> tuple[Document, ...]:
    return tuple(read_documents(GOLD, gold=True)) if GOLD.exists() else ()


def _story(document: Document) -> str:
    return document.source.story or document.id


def _text(document: Document) -> str:
    assert document.text is not None
    return document.text


def _runs(document: Document) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", _text(document).casefold())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def test_no_eight_words_stand_in_two_articles_outside_a_story() -> None:
    """A model that has seen one article would find pieces of another: a template shows so."""
    stories: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for one in _articles():
        for run in _runs(one):
            stories[run].setdefault(_story(one), one.id)
    found = [(" ".join(run), *ids.values()) for run, ids in stories.items() if len(ids) > 1]
    assert found == []


def test_articles_have_between_ninety_and_nine_hundred_words() -> None:
    """A study by length relies on the range that the datasheet promises."""
    lengths = {one.id: len(_text(one).split()) for one in _articles()}
    assert {
        name: many for name, many in lengths.items() if not SHORTEST <= many <= LONGEST
    } == {}  # fmt: skip


def _wrong_weekdays(text: str, published: date) -> list[str]:
    return [
        match[0]
        for form in DATED
        for match in form.finditer(text)
        if (day := _day(match, published)) is not None
        and WEEKDAYS[day.weekday()] != match["weekday"][:3].casefold()
    ]


def _day(match: re.Match[str], published: date) -> date | None:
    """The day that is meant: without a year, the one nearest to publication; None if none is."""
    month = MONTHS.index((match["month"] or match["month2"])[:3].casefold()) + 1
    number = int(match["day"] or match["day2"])
    years = [int(match["year"])] if match["year"] else range(published.year - 1, published.year + 2)
    days = [date(year, month, number) for year in years if _exists(year, month, number)]
    return min(days, key=lambda day: abs(day - published), default=None)


def _exists(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("on Friday, 14 March", []),
        ("on Thursday, 14 March", ["Thursday, 14 March"]),
        ("(Fri March 14, 2025)", []),
        ("on Sunday, December 28", []),  # of 2025; in 2026 it is a Monday
        ("14 March (Monday)", ["14 March (Monday)"]),
        ("On Saturday 60 people; on Friday May won", []),
    ],
)
def test_weekdays_are_looked_up_in_the_calendar(text: str, wrong: list[str]) -> None:
    """The year that a date without one means is the nearest to publication."""
    published = date(2025, 3, 14) if "December" not in text else date(2026, 1, 3)
    assert _wrong_weekdays(text, published) == wrong


def test_a_weekday_fits_the_date_beside_it() -> None:
    """Dates are scored by value: with a wrong weekday there would be two right answers."""
    found = {
        one.id: wrong
        for one in _articles()
        if (wrong := _wrong_weekdays(_text(one), date.fromisoformat(one.published or "")))
    }
    assert found == {}


def test_a_weekday_in_gold_has_the_value_of_such_a_day() -> None:
    """The same for weekdays alone, whose day only the annotation tells."""
    alone = re.compile(rf"(?:(?:last|next|on|this)\s+)?{_DAY}", re.IGNORECASE)
    found = [
        (one.id, surface, mention.value)
        for one in _gold()
        for mention in one.mentions
        if mention.type in ONTOLOGY.timex_types
        and (match := alone.fullmatch(surface := _text(one)[mention.start : mention.end]))
        and re.fullmatch(r"\d{4}-\d\d-\d\d", mention.value or "")
        and WEEKDAYS[date.fromisoformat(mention.value or "").weekday()]
        != match["weekday"][:3].casefold()
    ]
    assert found == []


def _page(name: str) -> Path | None:
    found = (CORE / "pages" / f"{name}{suffix}" for suffix in (".html", ".txt"))
    return next((path for path in found if path.exists()), None)


def _misses(text: str, page: str, pieces: list[tuple[int, int, int]]) -> list[str]:
    """What is wrong with a map: each visible character in one piece, and the same on the page."""
    wrong = [
        f"piece {start} to {end} is not what stands at {at}"
        for start, end, at in pieces
        if not 0 <= start < end <= len(page) or page[start:end] != text[at : at + end - start]
    ]
    spans = [(0, 0), *sorted((at, at + end - start) for start, end, at in pieces)]
    ends = [*pairwise(spans), (spans[-1], (len(text), len(text)))]
    for (_, end), (begin, _) in ends:
        if begin < end:
            wrong.append(f"two pieces have {text[begin:end]!r}")
        elif text[end:begin].strip():
            wrong.append(f"no piece has {text[end:begin]!r}")
    return wrong


@pytest.mark.parametrize(
    ("pieces", "wrong"),
    [
        ([(2, 4, 0), (6, 8, 4)], []),
        ([(6, 8, 4), (2, 4, 0)], []),
        ([(2, 4, 0)], ["no piece has '\\n\\ncd'"]),
        ([(2, 4, 0), (3, 4, 1), (6, 8, 4)], ["two pieces have 'b'"]),
        ([(2, 4, 0), (5, 7, 4)], ["piece 5 to 7 is not what stands at 4"]),
    ],
)
def test_a_map_with_holes_overlaps_or_other_text_is_found(
    pieces: list[tuple[int, int, int]], wrong: list[str]
) -> None:
    """Whoever scores on raw pages would lose gold items in a hole, and count some twice."""
    assert _misses("ab\n\ncd", "- ab- cd", pieces) == wrong


def test_every_article_has_a_page_whose_map_covers_it_exactly() -> None:
    """What no piece has cannot be found by any system that reads the page."""
    found = {}
    for one in _articles():
        page = _page(one.id)
        assert page is not None, one.id
        raw = (CORE / "pages" / f"{one.id}.map.json").read_bytes()
        pieces = msgspec.json.decode(raw, type=list[tuple[int, int, int]])
        if wrong := _misses(_text(one), page_text(page.read_bytes(), page.name), pieces):
            found[one.id] = wrong
    assert found == {}


def _full_names(document: Document) -> set[str]:
    """Names of people of two words or more; a surname alone may be anybody's."""
    names = (
        _text(document)[one.start : one.end]
        for one in document.mentions
        if one.is_name and one.type == PEOPLE
    )
    return {name for name in names if " " in name}


def test_the_name_of_a_person_occurs_in_one_story_only() -> None:
    """A name seen in training would give itself away in test."""
    found = [
        (name, one.id, other.id)
        for one in _gold()
        for name in sorted(_full_names(one))
        for other in _articles()
        if _story(other) != _story(one) and re.search(rf"\b{re.escape(name)}\b", _text(other))
    ]
    assert found == []
