"""What is warned of in names, marks, pronouns and events, and what is left alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote
from dateline.files import read_documents
from dateline.rules.overlooked import (
    event_has_argument,
    marks_accounted,
    name_everywhere,
    pronoun_near_quote,
)  # fmt: skip
from dateline.rules.rule import Rule

GOLD = Path(__file__).parents[3] / "data" / "gold" / "core.jsonl"


def _document(marked: str) -> Document:
    """A text in which [names] are names, <pronouns> pronouns and {contents} quotes."""
    text, opened, mentions, quotes = "", [], [], []
    for part in re.split(r"([\[\]<>{}])", marked):
        if part in ("[", "<", "{"):
            opened.append(len(text))
        elif part == "}":
            quotes.append(
                Quote(id=f"q{len(text)}", type="mixed", content=((opened.pop(), len(text)),))
            )
        elif part in ("]", ">"):
            level = "NAM" if part == "]" else "PRO"
            span = opened.pop(), len(text)
            mentions.append(
                Mention(
                    id=f"m{len(text)}", start=span[0], end=span[1], type="PERSON", level=level,
                    entity="e1",
                )
            )  # fmt: skip
        else:
            text += part
    return Document(id="d", text=text, mentions=tuple(mentions), quotes=tuple(quotes))


def _found(rule: Rule, marked: str) -> list[object]:
    return [finding.value for finding in rule.check(_document(marked))]


def test_marks_outside_quotes_and_names_are_warned_of() -> None:
    assert _found(marks_accounted, "She said {“no,”} and “yes” later.") == ["“yes”"]
    assert _found(marks_accounted, 'Signed as "owner" by [Bakkar].') == ['"owner"']
    assert _found(marks_accounted, "She called it a ‘don’t know’ day.") == ["‘don’t know’"]


def test_marks_of_quotes_and_around_names_are_accounted_for() -> None:
    assert _found(marks_accounted, "He said {it “was ‘late’”}.") == []
    assert _found(marks_accounted, "known as “[Zio],” to friends, or '[Zio]'") == []


def test_apostrophes_are_no_quotation_marks() -> None:
    assert _found(marks_accounted, "the sailors' wives' and Bakkar's, in the '90s or ’90s") == []


def test_a_quote_over_paragraphs_opens_marks_that_it_does_not_close() -> None:
    """The first paragraph has no closing mark; both lie in content all the same."""
    assert _found(marks_accounted, "He said: {“One.}\n\n{“Two.”}") == []
    assert _found(marks_accounted, "He said: “One.\n\n{“Two.”}") == ["“"]


def test_a_name_that_is_marked_once_is_missed_elsewhere() -> None:
    assert _found(name_everywhere, "[Poti] waits. In Poti it rains.") == ["Poti"]
    assert _found(name_everywhere, "[Poti]'s port; Potini; poti") == []
    assert _found(name_everywhere, "[Bank of Togo] and [Togo]; the Bank of Togo") == [
        "Bank of Togo"
    ]


def test_a_name_of_gold_that_is_forgotten_once_is_found() -> None:
    """Both annotators overlook one of several: no agreement tells, this rule does."""
    tried = 0
    for document in read_documents(GOLD, gold=True):
        text = document.text or ""
        names = [one for one in document.mentions if one.is_name]
        counted = Counter(text[one.start : one.end] for one in names)
        for name in names:
            if counted[text[name.start : name.end]] > 1:
                kept = tuple(one for one in document.mentions if one != name)
                found = name_everywhere.check(replace(document, mentions=kept))
                assert name.span in [finding.span for finding in found], (document.id, name)
                tried += 1
    assert tried > 100


def test_pronouns_beside_speech_are_mentions() -> None:
    assert _found(pronoun_near_quote, "<He> said {he left}. She did not.") == ["he"]
    assert _found(pronoun_near_quote, "<He> said {<he> left} and I saw her.") == ["I", "her"]


def test_pronouns_without_a_person_behind_them_are_left_alone() -> None:
    assert _found(pronoun_near_quote, "<He> said {it rained and we slept}.") == []


def test_an_event_with_nobody_and_nothing_is_warned_of() -> None:
    event = Event(id="v1", trigger=(2, 6), type="Attack", realis="actual")
    document = Document(id="d", text="A raid.", events=(event,))
    (finding,) = event_has_argument.check(document)
    assert (finding.value, finding.span) == ("raid", (2, 6))


@given(st.text(alphabet="“”‘’'\" ab.\n", max_size=60))
def test_wholly_quoted_text_has_no_mark_left_over(text: str) -> None:
    """However marks are paired, a quote over all of the text holds them all."""
    quote = Quote(id="q1", type="direct", content=((0, len(text)),))
    assert list(marks_accounted.check(Document(id="d", text=text, quotes=(quote,)))) == []
