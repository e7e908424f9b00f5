"""The sheet: what an annotator writes comes back to the character, or is refused by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from dateline.document import Document
from dateline.problems import InvalidInput
from dateline.sheet import read_sheet, write_sheet
from dateline.sheet_tokens import occurrences
from support.build import annotated, article
from support.generate import documents

TEXT = "Ada met Bo\n\nOn Tuesday “we go,” Ada said, “now.” He said “no”, unsaid before."


def _refused(sheet: str, text: str = TEXT) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        annotated(text, sheet)
    return [f"{problem.line} {problem.rule}" for problem in caught.value.problems]


def test_the_sheet_of_the_design_reads_as_it_says() -> None:
    document = annotated(
        TEXT,
        """
        # an annotator's note
        m1 p2 "Ada" PERSON NAM e1
        m2 p2 "Tuesday" DATE =2026-01-06
        q1 p2 "“we go,”" p2 "“now.”" direct cue p2 "said" speaker m1
        q2 p2 "“no”" direct cue p2 "said"#2 speaker none
        v1 p1 "met" Consult actual participant=m1 time=m2
        """,
    )
    text = document.text or ""
    assert [text[slice(*mention.span)] for mention in document.mentions] == ["Ada", "Tuesday"]
    first, second = document.quotes
    assert [text[slice(*span)] for span in first.content] == ["“we go,”", "“now.”"]
    assert second.cue is not None
    assert second.cue[0] == text.index("said “no”")
    assert second.speakers == ()
    assert document.layers is None


@settings(max_examples=300)
@given(documents())
def test_every_document_comes_back_from_its_sheet(document: Document) -> None:
    assert read_sheet(write_sheet(document), document) == document


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    sheet = '\ufeffm1 p1 "Ada" PERSON NAM e1\r\nm2 p1 "Bo" PERSON NAM e2\r\n'
    assert len(annotated(TEXT, sheet).mentions) == 2


def test_a_word_inside_a_word_does_not_count_as_an_occurrence() -> None:
    assert list(occurrences("said unsaid said_ said", "said")) == [0, 18]


def test_the_number_of_an_occurrence_may_stand_apart() -> None:
    """People and models write it either way; sheets are written without the space."""
    text = "Ada and Ada\n\nBody."
    joined, apart = (annotated(text, f'm1 p1 "Ada"{space}#2 PERSON NAM e1') for space in ("", "  "))
    assert joined == apart
    assert joined.mentions[0].span == (8, 11)


def test_overlapping_occurrences_count() -> None:
    assert list(occurrences("a a a", "a a")) == [0, 2]


def test_marks_at_an_end_stand_free_of_letters_beyond() -> None:
    assert list(occurrences("x“no”x", "“no”")) == [1]


def test_a_span_that_ends_inside_a_word_is_counted_from_its_paragraph() -> None:
    document = annotated(TEXT, "m1 p2 @3:6 ORG NAM e1")
    assert document.mentions[0].span == (15, 18)
    assert "m1 p2 @3:6 ORG NAM e1" in write_sheet(document)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('m1 p1 "Adam" PERSON NAM e1', "stands there 0 times"),
        ('m1 p1 "Ada"#2 PERSON NAM e1', "stands there 1 times"),
        ('m1 p9 "Ada" PERSON NAM e1', "p1 to p2"),
        ('m1 p1 "Ada PERSON', "close the string"),
        ('m1 p1 "Ada" CITY NAM e1', "ontology"),
        ('m1 p1 "Ada" PERSON NAM', "entity"),
        ('m1 p1 "Ada" PERSON NAM e1 e2', "end the line"),
        ('m1 p1 "Ada" p1 "Bo" PERSON NAM e1', "exactly one span"),
        ('m1 p1 @4:99 PERSON NAM e1', "@0:10"),
        ('m1 p1 @x:3 PERSON NAM e1', "@120:125"),
        ('q1 p2 "“no”" direct', "speaker"),
        ('q1 direct speaker none', "content"),
        ('v1 p1 "met" Consult', "realis"),
        ('v1 p1 "met" Consult actual agent', "role=mention"),
        ("m1", "type"),
    ],
)  # fmt: skip
def test_a_wrong_line_says_how_to_mend_it(line: str, complaint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        annotated(TEXT, line)
    (problem,) = caught.value.problems
    assert complaint in problem.remedy
    assert problem.line == 1


def test_all_wrong_lines_are_named_at_once_with_their_numbers() -> None:
    sheet = (
        'm1 p1 "Adam" PERSON\n\nm2 p1 "Bo" PERSON NAM e2\nv1 p1 "met" Consult surely participant=m7'
    )
    assert _refused(sheet) == ["1 sheet.line", "4 form.realis", "4 form.argument"]


def test_a_span_over_two_paragraphs_cannot_be_written() -> None:
    bare = article("Title\n\nBody")
    crossing = annotated("Title\n\nBody", 'q1 p1 "Title" direct speaker none').quotes[0]
    wide = type(crossing)(crossing.id, crossing.type, ((0, 9),))
    with pytest.raises(InvalidInput, match=r"sheet\.paragraph"):
        write_sheet(Document(id="d1", title=bare.title, text=bare.text, quotes=(wide,)))
