"""Each phenomenon found in a small article by its annotation, counted by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dateline.datasheet.phenomena import PHENOMENA, Article, occurrences_of
from dateline.datasheet.plan import PLAN
from dateline.document import Document
from dateline.ontology import ONTOLOGY
from support.build import annotated


def _counts(text: str, sheet: str, **source: str) -> dict[str, int]:
    """The phenomena that the article has, with how many of each."""
    article = Article(annotated(text, sheet, **source))
    return {one.name: many for one in PHENOMENA if (many := one.count(article))}


ADA = 'm1 p1 "Ada" PERSON NAM e1\n'


def test_an_interrupted_quote_has_two_spans_in_one_paragraph() -> None:
    text = "Ada\n\n“Go,” she said, “now.”"
    sheet = ADA + 'm2 p2 "she" PERSON PRO e1\n'
    sheet += 'q1 p2 "“Go,”" p2 "“now.”" direct cue p2 "said" speaker m2'
    assert _counts(text, sheet) == {"interrupted quote": 1, "pronoun speaker": 1, "curly marks": 1}


def test_a_quote_over_two_paragraphs_is_not_interrupted() -> None:
    text = 'Ada\n\n"One.\n\n"Two," Ada said.'
    sheet = 'm1 p3 "Ada" PERSON NAM e1\n'
    sheet += 'q1 p2 "\\"One." p3 "\\"Two,\\"" direct cue p3 "said" speaker m1'
    assert _counts(text, sheet) == {"multi-paragraph quote": 1, "straight marks": 1}


@pytest.mark.parametrize(
    ("said", "nested"),
    [
        ("“They told us ‘no’ twice”", True),
        ("“We don’t know the drivers’ names”", False),  # apostrophes close nothing
        ("'We heard \\\"no\\\" twice'", True),
        ("\\\"Rock 'n' roll\\\"", True),
        ("“Go”", False),
    ],
)
def test_marks_inside_marks_are_nested_and_apostrophes_are_not(said: str, nested: bool) -> None:
    plain = said.replace("\\", "")
    found = _counts(f"Ada\n\n{plain}", f'q1 p2 "{said}" direct speaker none')
    assert ("nested quote" in found) is nested


def test_marks_in_a_mixed_quote_are_its_own() -> None:
    sheet = 'q1 p2 "it “went” well" mixed cue p2 "said" speaker none'
    assert "nested quote" not in _counts("Ada\n\nShe said it “went” well.", sheet)


def test_a_quote_inside_another_counts_once() -> None:
    sheet = 'q1 p2 "he said no" indirect cue p2 "told" speaker none\n'
    sheet += 'q2 p2 "no" indirect cue p2 "said" speaker none'
    assert _counts("Ada\n\nBo told us he said no.", sheet) == {"nested quote": 1}


def test_a_quote_in_the_title_without_cue() -> None:
    sheet = 'm1 p1 "Ada" PERSON NAM e1\nq1 p1 "‘No’" direct speaker m1'
    assert _counts("Ada: ‘No’\n\nText", sheet) == {
        "headline quote": 1, "without cue": 1, "curly marks": 1,
    }  # fmt: skip


def _far(sentences_between: int) -> bool:
    """Whether a speaker is far when so many sentences lie between name and quote."""
    text = "Talks\n\nAda came. " + "It rained. " * sentences_between + "She said no."
    sheet = 'm1 p2 "Ada" PERSON NAM e1\nm2 p2 "She" PERSON PRO e1\n'
    sheet += 'q1 p2 "no" indirect cue p2 "said" speaker m2'
    return "far speaker" in _counts(text, sheet)


def test_a_speaker_is_far_from_the_third_sentence_on() -> None:
    """Between name and quote lies one sentence: distance two; two sentences: distance three."""
    assert [_far(many) for many in (0, 1, 2, 5)] == [False, False, True, True]


def test_a_speaker_without_a_name_is_anonymous_and_not_far() -> None:
    sheet = 'm1 p2 "an official" PERSON NOM e1\n'
    sheet += 'q1 p2 "no" indirect cue p2 "said" speaker m1'
    assert _counts("Talks\n\nNo, an official said no.", sheet) == {"anonymous speaker": 1}


@pytest.mark.parametrize(
    ("speaker", "group"),
    [
        ("residents", True),
        ("two people familiar with it", True),
        ("a spokeswoman for the ministers", False),
        ("a boss", False),
        ("a nurse with two sons", False),
    ],
)
def test_a_plural_without_a_name_is_collective_and_not_anonymous(speaker: str, group: bool) -> None:
    sheet = f'm1 p2 "{speaker}" PERSON NOM e1\n'
    sheet += 'q1 p2 "never" indirect cue p2 "said" speaker m1'
    name = "collective speaker" if group else "anonymous speaker"
    assert _counts(f"Talks\n\nBy then {speaker} said never.", sheet) == {name: 1}


def test_bodies_documents_and_peoples_speak() -> None:
    text = "Talks\n\nThe bank, the report and Danes said no."
    sheet = """
    m1 p2 "The bank" ORG NOM e1
    m2 p2 "the report" WORK_OF_ART NOM e2
    m3 p2 "Danes" NORP NAM e3
    q1 p2 "no" indirect cue p2 "said" speaker m1 m2 m3
    """
    assert _counts(text, sheet) == {
        "joint speakers": 1, "institutional speaker": 1, "document speaks": 1,
        "collective speaker": 1,
    }  # fmt: skip


def test_two_mentions_of_one_speaker_are_not_joint() -> None:
    sheet = ADA + 'm2 p2 "she" PERSON PRO e1\n'
    sheet += 'q1 p2 "no" indirect cue p2 "said" speaker m1 m2'
    assert "joint speakers" not in _counts("Ada\n\nThen she said no.", sheet)


@pytest.mark.parametrize(
    ("date", "value", "relative"),
    [
        ("Tuesday", "2026-01-06", True),
        ("last year", "2025", True),
        ("12 days ago", "2025-12-26", True),
        ("Feb. 12", "2026-02-12", False),
        ("March", "2026-03", False),
        ("two weeks", "P2W", False),
    ],
)
def test_a_relative_date_has_a_calendar_value_and_neither_number_nor_month(
    date: str, value: str, relative: bool
) -> None:
    sheet = f'm1 p2 "{date}" DATE ={value}'
    assert ("relative date" in _counts(f"Talks\n\nOn {date} it was.", sheet)) is relative


def test_events_are_counted_by_realis_but_for_the_default() -> None:
    counted = {f"{one.name} event" for one in ONTOLOGY.realis if not one.default}
    sheet = "\n".join(f'v{n} p{n} "met" Consult {one.name}'
                      for n, one in enumerate(ONTOLOGY.realis, start=1))  # fmt: skip
    assert set(_counts("met\n\nmet\n\nmet\n\nmet", sheet)) == counted


@pytest.mark.parametrize(
    ("one", "other", "namesakes"),
    [
        ("Edgardo Minte", "Edgardo Minte Opitz", True),
        ("Lund", "Bo Lund", True),
        ("Ada Lund", "Bo Lund", False),
    ],
)
def test_namesakes_are_two_people_whom_one_name_fits(one: str, other: str, namesakes: bool) -> None:
    sheet = f'm1 p1 "{one}" PERSON NAM e1\nm2 p2 "{other}" PERSON NAM e2'
    assert ("namesakes" in _counts(f"{one} here\n\nThere {other}", sheet)) is namesakes


def test_one_person_is_no_namesake_of_theirs() -> None:
    sheet = 'm1 p1 "Ada Lund" PERSON NAM e1\nm2 p2 "Lund" PERSON NAM e1'
    assert _counts("Ada Lund\n\nMs Lund", sheet) == {}


def test_an_alias_shares_no_word_and_an_adjective_is_none() -> None:
    sheet = """
    m1 p1 "Bakkar" PERSON NAM e1
    m2 p2 "the Fox" PERSON NAM e1
    m3 p1 "France" GPE NAM e2
    m4 p2 "French" NORP NAM e2
    """
    assert _counts("Bakkar in France\n\nFrench and the Fox", sheet) == {"alias": 1}


def test_a_place_speaks_and_acts_but_is_not_counted_as_a_place() -> None:
    text = "Togo said no\n\nTogo recalled a drug in Togo."
    sheet = """
    m1 p1 "Togo" GPE NAM e1
    m2 p2 "Togo" GPE NAM e1
    m3 p2 "Togo"#2 GPE NAM e1
    q1 p1 "no" indirect cue p1 "said" speaker m1
    v1 p2 "recalled" Halt actual agent=m2 place=m3
    """
    assert _counts(text, sheet)["place as government"] == 2


def test_a_story_is_one_of_several_articles() -> None:
    assert _counts("A\n\nb", "", story="s1") == {"in a story": 1}


def _documents(many: int) -> list[Document]:
    one = annotated("A\n\n‘b’ ‘c’", 'q1 p2 "‘b’" direct speaker none')
    return [replace(one, id=f"d{number}") for number in range(many)]


def test_articles_are_counted_once_and_marked_under_the_goal() -> None:
    goal = PLAN.each.articles
    for many, enough in ((goal - 1, False), (goal, True)):
        found = {one.name: one for one in occurrences_of(_documents(many))}
        curly = found["curly marks"]
        assert (curly.articles, curly.items, curly.enough) == (many, many, enough)
        assert found["alias"].articles == 0


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [*_documents(2), annotated("A\n\nb", "", id="z", story="s1")]
    assert occurrences_of(documents) == occurrences_of(documents[::-1])
