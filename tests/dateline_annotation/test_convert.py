"""Documents survive the way to the server's form and back."""

from __future__ import annotations

import unicodedata

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline_annotation.convert import Result, results_of
from dateline_annotation.reading import Reading, read_result
from support.build import annotated, article
from support.generate import documents


def _read(result: list[Result], document: Document) -> Reading:
    return read_result(msgspec.json.encode(result), document.bare())


def _there_and_back(document: Document) -> Document:
    return _read(results_of(document), document).document


JOINT = annotated(
    "Ada 👩🏽‍🚒 met Bo\n\n“Yes,” she said, “and no.” “Never,” he said.",
    """
    m1 p1 "Ada 👩🏽‍🚒" PERSON NAM e1
    m2 p1 "Ada" PERSON NAM e1
    m3 p1 "Ada" ORG NAM e9
    m4 p2 "she" PERSON PRO e1
    m5 p2 "he" PERSON PRO e2
    q1 p2 "“Yes,”" p2 "“and no.”" direct cue p2 "said" speaker m4
    q2 p2 "“Never,”" direct cue p2 "said"#2 speaker m5 m4
    q3 p2 "“Never,”" mixed cue p2 "said"#2 speaker none
    v1 p1 "met" Consult negated participant=m1 participant=m2 place=m3
    v2 p1 "met" Attack planned
    """,
)


def test_a_document_with_nested_shared_and_parted_spans_comes_back_the_same() -> None:
    assert _read(results_of(JOINT), JOINT) == Reading(JOINT, ())


def test_combining_marks_and_astral_characters_count_as_code_points() -> None:
    text = unicodedata.normalize("NFC", "x\u0323\u0302 😀 o\u0331 Ada")
    document = annotated(text, 'm1 p1 "Ada" PERSON NAM e1')
    (labels, *_) = results_of(document)
    assert labels["value"] == {
        "start": len(text) - 3, "end": len(text), "text": "Ada", "labels": ["PERSON"],
    }  # fmt: skip
    assert _there_and_back(document) == document


def test_ids_of_ours_give_way_to_ids_of_the_document() -> None:
    document = annotated(
        "Ada\n\n“Yes,” she said, “and no.”",
        """
        q1-part p1 "Ada" PERSON NAM e1
        q1-cue p2 "she" PERSON PRO e1
        q1 p2 "“Yes,”" p2 "“and no.”" direct cue p2 "said" speaker q1-cue
        """,
    )
    assert _there_and_back(document) == document


def test_two_quotes_with_one_cue_share_its_region() -> None:
    cues = [one for one in results_of(JOINT) if one.get("from_name") == "cue"]
    assert len(cues) == 2


def test_a_relation_drawn_from_the_mention_means_the_same() -> None:
    turned = [
        {**one, "from_id": one["to_id"], "to_id": one["from_id"]} if "to_id" in one else one
        for one in results_of(JOINT)
    ]
    assert _read(turned, JOINT) == Reading(JOINT, ())


def test_the_first_part_in_the_text_is_the_quote_whichever_was_drawn_first() -> None:
    shuffled = list(reversed(results_of(JOINT)))
    quotes = {one.id: one.content for one in _read(shuffled, JOINT).document.quotes}
    assert quotes == {one.id: one.content for one in JOINT.quotes}


def test_realis_that_nobody_chose_is_the_default() -> None:
    chosen = [one for one in results_of(JOINT) if one.get("from_name") != "realis"]
    default = next(one.name for one in ONTOLOGY.realis if one.default)
    assert [one.realis for one in _read(chosen, JOINT).document.events] == [default, default]


def test_the_surface_that_the_page_mangles_is_no_defect() -> None:
    document = annotated("Ada\u00a0  \tLund met", 'm1 p1 "Ada\u00a0  \tLund" PERSON NAM e1')
    mangled = msgspec.json.encode(results_of(document)).replace(
        msgspec.json.encode("Ada\u00a0  \tLund"), b'"Ada Lund"'
    )
    assert read_result(mangled, document.bare()).problems == ()


def test_line_ends_that_the_page_writes_as_backslash_n_are_no_defect() -> None:
    bare = article("Title\n\nBody")
    place = {"start": 0, "end": 11}
    region = {"id": "q1", "to_name": "text"}
    surface = "Title\\n\\nBody"
    result = [
        {**region, "from_name": "quo", "type": "labels",
         "value": {**place, "text": surface, "labels": ["direct"]}},
        {**region, "from_name": "nobody", "type": "choices",
         "value": {**place, "choices": ["no speaker in the text"]}},
    ]  # fmt: skip
    reading = read_result(msgspec.json.encode(result), bare)
    assert reading.problems == ()
    assert reading.document.quotes[0].content == ((0, 11),)


@given(documents())
def test_any_document_comes_back_the_same(document: Document) -> None:
    assert _there_and_back(document) == document


@st.composite
def _parted(draw: st.DrawFn) -> Document:
    """A document whose quotes have several disjoint spans, as many as its text has room for."""
    document = draw(documents())
    length = len(document.text or "")
    edges = draw(st.lists(st.integers(0, length), min_size=2, max_size=8, unique=True))
    ends = sorted(edges)[: len(edges) // 2 * 2]
    content: tuple[Span, ...] = tuple(zip(ends[::2], ends[1::2], strict=True))
    kind = draw(st.sampled_from(list(ONTOLOGY.quote_types)))
    return replace(document, quotes=(*document.quotes, Quote("long", kind, content)))


@given(_parted())
def test_any_parted_quote_comes_back_the_same(document: Document) -> None:
    assert _there_and_back(document) == document
