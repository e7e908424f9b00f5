"""The rules baseline: what it finds on plain copy, and that it never answers illegally."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document
from dateline.rules import form_problems
from dateline_baselines.rules.dates import find_dates
from dateline_baselines.rules.lexicon import triggers
from dateline_baselines.rules.system import annotate
from support.build import article
from support.generate import articles

COPY = article(
    """Harbour strike ends in Bergen

BERGEN, Jan 6 - Dockers in Norway signed a deal on Tuesday, Kari Moen of the Harbour Union said.

“We got 4.5% and €200,” Moen said. “It is enough.” She added that the port will open tomorrow."""
)  # fmt: skip


def _mentions(document: Document) -> list[tuple[str, str]]:
    text = document.text or ""
    return [(text[slice(*one.span)], one.type) for one in document.mentions]


def test_names_and_values_of_plain_wire_copy_are_found() -> None:
    found = _mentions(annotate(COPY))
    for expected in [
        ("BERGEN", "GPE"),
        ("Jan 6", "DATE"),
        ("Norway", "GPE"),
        ("Tuesday", "DATE"),
        ("Kari Moen", "PERSON"),
        ("Harbour Union", "ORG"),
        ("4.5%", "PERCENT"),
        ("€200", "MONEY"),
        ("tomorrow", "DATE"),
    ]:
        assert expected in found


def test_a_surname_and_a_pronoun_join_the_full_name() -> None:
    document = annotate(COPY)
    text = document.text or ""
    clusters = {text[slice(*one.span)]: one.entity for one in document.mentions}
    assert clusters["Kari Moen"] == clusters["Moen"] == clusters["She"]


def test_an_interrupted_quote_is_one_quote_with_its_speaker() -> None:
    document = annotate(COPY)
    text = document.text or ""
    first = document.quotes[0]
    assert [text[slice(*span)] for span in first.content] == [
        "“We got 4.5% and €200,”",
        "“It is enough.”",
    ]
    speakers = [one for one in document.mentions if one.id in first.speakers]
    assert [text[slice(*one.span)] for one in speakers] == ["Moen"]
    assert first.cue is not None
    assert text[slice(*first.cue)] == "said"


def test_events_have_type_realis_and_arguments_of_their_sentence() -> None:
    document = annotate(COPY)
    text = document.text or ""
    events = {text[slice(*one.trigger)]: one for one in document.events}
    assert events["signed"].type == "Agree"
    assert events["open"].realis == "planned"
    roles = {one.role for one in events["signed"].arguments}
    assert "time" in roles


@pytest.mark.parametrize(
    ("words", "surface", "value"),
    [
        ("It met on January 6, 2026 again", "January 6, 2026", "2026-01-06"),
        ("It met on 6 January again", "6 January", "2026-01-06"),
        ("It met on Dec. 30 again", "Dec. 30", "2025-12-30"),
        ("It met on Tuesday again", "Tuesday", "2026-01-06"),
        ("It meets next Tuesday again", "next Tuesday", "2026-01-13"),
        ("It met yesterday", "yesterday", "2026-01-06"),
        ("It met last year", "last year", "2025"),
        ("It met last month", "last month", "2025-12"),
        ("It met last weekend", "last weekend", "2026-W01-WE"),
        ("It met in March 2024", "March 2024", "2024-03"),
        ("It took two years", "two years", "P2Y"),
        ("It took 48 hours", "48 hours", "PT48H"),
        ("It met at 3:30 p.m. sharp", "3:30 p.m.", "2026-01-07T15:30"),
        ("It met in 2019", "2019", "2019"),
    ],
)
def test_dates_are_counted_from_the_publication_date(words: str, surface: str, value: str) -> None:
    (found,) = find_dates(words, date(2026, 1, 7))
    assert words[slice(*found.span)] == surface
    assert found.value == value


@pytest.mark.parametrize(
    ("words", "surface", "value"),
    [
        ("It met on Tuesday again", "Tuesday", None),
        ("It meets next Tuesday again", "next Tuesday", None),
        ("It met yesterday", "yesterday", None),
        ("It met last year", "last year", None),
        ("It met on 6 January again", "6 January", None),
        ("It met on 29 February again", "29 February", None),
        ("It met in March again", "March", None),
        ("It met at 3:30 p.m. sharp", "3:30 p.m.", None),
        ("It met on 7 January 2026 again", "7 January 2026", "2026-01-07"),
        ("It met on January 7, 2026 again", "January 7, 2026", "2026-01-07"),
        ("It met in March 2024", "March 2024", "2024-03"),
        ("It took two years", "two years", "P2Y"),
        ("It met in 2019", "2019", "2019"),
        ("It meets now", "now", "PRESENT_REF"),
    ],
)
def test_nothing_is_counted_from_a_date_that_is_not_known(
    words: str, surface: str, value: str | None
) -> None:
    document = annotate(replace(article(f"Title\n\n{words}"), published=None))
    (found,) = (one for one in document.mentions if one.type in ("DATE", "TIME"))
    assert f"Title\n\n{words}"[slice(*found.span)] == surface
    assert found.value == value


@pytest.mark.parametrize("published", [None, date(2026, 1, 7)])
@pytest.mark.parametrize("words", ["It met at 25:99 pm", "It met on February 31, 2024"])
def test_what_no_calendar_has_is_no_full_date(words: str, published: date | None) -> None:
    assert all(len(one.value or "") < 10 for one in find_dates(words, published))


@pytest.mark.parametrize(
    ("published", "words"),
    [(date.min, "yesterday"), (date.max, "tomorrow"), (date.max, "next week")],
)
def test_a_day_outside_the_calendar_has_no_value(published: date, words: str) -> None:
    (found,) = find_dates(words, published)
    assert found.value is None


def test_irregular_verbs_are_triggers_in_all_their_forms() -> None:
    known = triggers()
    assert {known[form] for form in ("met", "meets", "meeting")} == {"Consult"}
    assert known["resigned"] == "LeavePost"
    assert known["sold"] == "Transact"


def test_an_empty_article_has_an_empty_annotation() -> None:
    empty = annotate(Document(id="empty", title="", text=""))
    assert (empty.mentions, empty.quotes, empty.events) == ((), (), ())


@settings(max_examples=200, deadline=None)
@given(articles())
def test_any_text_is_answered_in_legal_form(bare: Document) -> None:
    assert form_problems(annotate(bare), gold=True) == []


WORDS = st.sampled_from(
    ["Ada Lund", "he", "said", "“No way, sir.”", "Paris", "met", "5%", "on Tuesday", ".", ",",
     "\n\n", "U.S.", "O’Neil’s", "that", "According to", "😀", "12 May 2024",
     "$3 million", "never", "3 pm"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_any_order_of_newsy_words_is_answered_in_legal_form(words: list[str]) -> None:
    text = "Title\n\n" + " ".join(words)
    assert form_problems(annotate(article(text)), gold=True) == []
    undated = replace(article(text), published=None)
    assert form_problems(annotate(undated), gold=True) == []
