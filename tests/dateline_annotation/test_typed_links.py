"""Relations that are typed mean what arrows mean, or are named as defects."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Argument, Document, Quote, Span
from dateline.files import read_documents
from dateline_annotation import controls
from dateline_annotation.convert import Result, results_of
from dateline_annotation.reading import Reading, read_result
from dateline_annotation.typed_notation import TypedError, TypedLink, Words, read_line
from support.build import annotated
from support.generate import documents
from support.needs import ROOT
from support.typed import line, placed, typed, words

# The mentions: m1 to m3 in p1, m4 to m7 in p2, m8 to m11 in p3.
NEWS = annotated(
    "Port Vila minister met the buyer\n\n"
    "The minister saw Ada Lund on Tuesday. The buyer, Bo Aas, paid the buyer $1,000.\n\n"
    "“We met the minister. No!” the minister said. Lund’s US aide said it told us, too.",
    """
    m1 p1 "Port Vila" GPE NAM e1
    m2 p1 "minister" PERSON NOM e2
    m3 p1 "the buyer" PERSON NOM e3
    m4 p2 "The minister" PERSON NOM e2
    m5 p2 "Ada Lund" PERSON NAM e4
    m6 p2 "The buyer" PERSON NOM e3
    m7 p2 "the buyer" PERSON NOM e5
    m8 p3 "the minister"#2 PERSON NOM e2
    m9 p3 "Lund’s" PERSON NAM e4
    m10 p3 "US" GPE NAM e6
    m11 p3 "us" PERSON PRO e7
    m12 p2 "$1,000" MONEY
    q1 p3 "“We met the minister. No!”" direct speaker none
    v1 p1 "met" Consult actual
    v2 p2 "paid" Transact actual
    v3 p3 "told" Consult actual
    """,
)


def _read(document: Document, *lines: Result) -> Reading:
    items = [one for one in results_of(document) if one.get("from_name") != controls.NOBODY]
    return read_result(msgspec.json.encode([*items, *lines]), document.bare())


def _arguments(event: str, typed_: str) -> list[str]:
    """What a line typed about an event of NEWS gives: role=mention, or defect: what was found."""
    reading = _read(NEWS, line(event, controls.ARGUMENTS, typed_))
    (found,) = (one for one in reading.document.events if one.id == event)
    return [f"{one.role}={one.mention}" for one in found.arguments] + _defects(reading)


def _quote(typed_: str) -> tuple[Quote, list[str]]:
    reading = _read(NEWS, line("q1", controls.ATTRIBUTION, typed_))
    return reading.document.quotes[0], _defects(reading)


def _defects(reading: Reading) -> list[str]:
    return [one.rule for one in reading.problems if "typed" in one.rule or "form" in one.rule]


def _span(surface: str, nth: int = 1) -> Span:
    text, start = NEWS.text or "", -1
    for _ in range(nth):
        start = text.index(surface, start + 1)
    return start, start + len(surface)


@pytest.mark.parametrize(
    ("event", "typed_", "found"),
    [
        # Roles in full and abbreviated, words bare and as strings, several of one role.
        ("v1", 'participant=minister place="Port Vila"', ["participant=m2", "place=m1"]),
        ("v1", "pa=minister, buyer pl=port vila", ["participant=m2", "participant=m3", "place=m1"]),
        ("v1", 'Participant = "minister"', ["participant=m2"]),
        ("v2", "am=$1,000", ["amount=m12"]),
        # The same sentence before others: not m2 and m8, and not m4, which begins otherwise.
        ("v2", "agent=bo aas", ["annotation.typed-nothing"]),
        ("v1", "participant=the buyer", ["participant=m3"]),
        # In the sentence stand “The buyer” before and “the buyer” after: the one before.
        ("v2", "recipient=the buyer", ["recipient=m6"]),
        ("v2", 'recipient="the buyer" #1', ["recipient=m7"]),
        ("v2", 'recipient=p1 "the buyer"', ["recipient=m3"]),
        ("v2", "recipient=p2 @62:71", ["recipient=m7"]),
        # Only m5 consists of these words, in the other sentence of the paragraph.
        ("v2", "agent=ada lund", ["agent=m5"]),
        # US is no us; a typed apostrophe is that of the text.
        ("v3", "participant=us", ["participant=m11"]),
        ("v3", "participant=US", ["participant=m10"]),
        ("v3", "participant=lund's", ["participant=m9"]),
        # m2 consists of these words, but m8 ends with them and is nearer: which is meant?
        ("v3", "participant=minister", ["annotation.typed-ambiguous"]),
        ("v3", "participant=p1 minister", ["participant=m2"]),
        # A word is not found inside another one, and a part of one is none.
        ("v3", "participant=und", ["annotation.typed-nothing"]),
        # What is wrong with a line, and what is not understood of it.
        ("v1", "p=minister", ["annotation.typed-role"]),
        ("v1", "owner=minister", ["annotation.typed-role"]),
        ("v1", "minister", ["annotation.typed-form"]),
        ("v1", "pa= pl=port vila", ["annotation.typed-form"]),
        ("v1", 'pa="minister', ["annotation.typed-form"]),
        ("v1", "pa=#2", ["annotation.typed-form"]),
        ("v1", 'pa="minister"#7', ["annotation.typed-nothing"]),
        ("v1", "pa=p9 minister", ["annotation.typed-nothing"]),
        ("v1", "pa=nobody, minister", ["participant=m2", "annotation.typed-nothing"]),
        ("v1", "amount=minister", ["amount=m2", "form.role-of-type"]),
    ],
)
def test_words_of_an_event_mean_these_mentions(event: str, typed_: str, found: list[str]) -> None:
    assert _arguments(event, typed_) == found


@pytest.mark.parametrize(
    ("typed_", "speakers", "cue"),
    [
        # The sentence of the quote goes on after “No!”, and has the nearer “said”.
        ("the minister; said", ("m8",), _span("said", 1)),
        ("the minister", ("m8",), None),
        ("; said", (), _span("said", 1)),
        ("s=The Minister c=said", ("m8",), _span("said", 1)),
        ('"the minister", p2 "Ada Lund"; "said" #2', ("m8", "m5"), _span("said", 2)),
        ("ada lund; p1 met", ("m5",), _span("met", 1)),
    ],
)
def test_words_of_a_quote_mean_speakers_and_cue(
    typed_: str, speakers: tuple[str, ...], cue: Span | None
) -> None:
    quote, defects = _quote(typed_)
    assert (quote.speakers, quote.cue, defects) == (speakers, cue, [])


def test_cue_words_on_both_sides_equally_near_are_a_defect() -> None:
    document = annotated("T\n\nsaid “Yes” said", 'q1 p2 "“Yes”" direct speaker none')
    reading = _read(document, line("q1", controls.ATTRIBUTION, "; said"))
    assert _defects(reading) == ["annotation.typed-ambiguous"]
    assert reading.document.quotes[0].cue is None


def test_a_cue_that_is_typed_shortly_is_the_region_that_was_drawn() -> None:
    document = annotated(
        "T\n\n“Yes,” according to Bo",
        """
        m1 p2 "Bo" PERSON NAM e1
        q1 p2 "“Yes,”" direct cue p2 "according to" speaker m1
        """,
    )
    items = [one for one in results_of(document) if "to_id" not in one]
    items.append(line("q1", controls.ATTRIBUTION, "Bo; according"))
    assert read_result(msgspec.json.encode(items), document.bare()) == Reading(document, ())


PARTED = annotated(
    "Ada and Bo\n\n“We will go,” Ada said, “but not now.”",
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "Ada" PERSON NAM e1
    q1 p2 "“We will go,”" p2 "“but not now.”" direct cue p2 "said" speaker m3
    v1 p1 "and" Consult actual participant=m1 participant=m2
    """,
)


def test_a_further_part_is_found_by_its_first_words() -> None:
    items = [one for one in results_of(PARTED) if "to_id" not in one and one["id"] != "q1-cue"]
    items.append(line("q1", controls.ATTRIBUTION, "ada; said; but not"))
    items.append(line("v1", controls.ARGUMENTS, "pa=ada, bo"))
    assert read_result(msgspec.json.encode(items), PARTED.bare()) == Reading(PARTED, ())


def test_what_is_drawn_and_typed_is_one_also_from_another_part_of_the_quote() -> None:
    reading = _read(
        PARTED,
        line("q1", controls.ATTRIBUTION, "Ada; said; but not now"),
        line("q1-part", controls.ATTRIBUTION, "Ada; said; we will go"),
        line("v1", controls.ARGUMENTS, "participant=Bo pa=Ada"),
    )
    assert reading == Reading(PARTED, ())


def test_what_is_drawn_and_what_is_typed_come_together() -> None:
    half = replace(PARTED.events[0], arguments=PARTED.events[0].arguments[:1])
    drawn = replace(PARTED, events=(half,))
    assert _read(drawn, line("v1", controls.ARGUMENTS, "pa=Bo")) == Reading(PARTED, ())


def test_two_regions_over_the_same_words_are_not_told_apart() -> None:
    document = annotated(
        "Arle met Bo",
        'm1 p1 "Arle" GPE NAM e1\nm2 p1 "Arle" ORG NAM e2\nv1 p1 "met" Consult actual',
    )
    for said in ("pa=Arle", "pa=p1 Arle"):
        reading = _read(document, line("v1", controls.ARGUMENTS, said))
        assert _defects(reading) == ["annotation.typed-ambiguous"]
        assert reading.document.events[0].arguments == ()


def test_a_line_is_taken_apart_like_a_sheet() -> None:
    assert read_line(r'a, "b \" c" #2 d; e 1,000 p3 "f", r = p4 @1:2 p5') == [
        TypedLink("", 0, Words("a")),
        TypedLink("", 0, Words('b " c', occurrence=2)),
        TypedLink("", 0, Words("d")),
        TypedLink("", 1, Words("e 1,000 p3")),
        TypedLink("", 1, Words("f")),
        TypedLink("r", 1, Words(paragraph=4, counted=(1, 2))),
        TypedLink("r", 1, Words("p5")),
    ]


@pytest.mark.parametrize("broken", ['"a', r'"\a"', "r=", "r=; b", "r= s=b", "#2", 'r="" b="c"'])
def test_a_line_that_breaks_off_is_a_defect(broken: str) -> None:
    with pytest.raises(TypedError, match="typed-form"):
        read_line(broken)


def _definite(document: Document, span: Span) -> str:
    """Words alone where no other mention holds or is held by them; else the place."""
    text = document.text or ""
    surface = text[slice(*span)].lower().strip()
    others = [text[slice(*one.span)].lower() for one in document.mentions if one.span != span]
    alone = surface.isalnum() and not any(
        surface in one or one.strip() in surface for one in others
    )
    is_mention = any(one.span == span for one in document.mentions)
    held = any(a <= span[0] < b for one in document.quotes for a, b in one.content)
    return words(document, span) if alone and is_mention and not held else placed(document, span)


def test_on_our_gold_words_alone_mean_what_is_meant_or_are_a_defect() -> None:
    found = meant = right = 0
    for document in read_documents(ROOT / "data" / "gold" / "core.jsonl", gold=True):
        items = typed(document, words, words)
        read = read_result(msgspec.json.encode(items), document.bare()).document
        ours, theirs = _links(document), _links(read)
        found, meant, right = found + len(theirs), meant + len(ours), right + len(ours & theirs)
    # Where a defect is named, nothing is lost; what is wrong silently should be next to nothing.
    assert right >= 0.99 * found
    assert right >= 0.95 * meant > 0


def _links(document: Document) -> set[tuple[str, object]]:
    """Speakers, cues and arguments, each with the quote or event that it belongs to."""
    speakers = {(one.id, name) for one in document.quotes for name in one.speakers}
    cues = {(one.id, one.cue) for one in document.quotes if one.cue is not None}
    return {
        *speakers,
        *cues,
        *((one.id, item) for one in document.events for item in one.arguments),
    }


@given(documents())
def test_any_document_can_be_typed(document: Document) -> None:
    assume(len({one.span for one in document.mentions}) == len(document.mentions))
    for write in (placed, _definite):
        read = read_result(msgspec.json.encode(typed(document, write)), document.bare()).document
        assert read == document


@given(documents())
def test_words_give_a_mention_with_these_words_or_a_defect(document: Document) -> None:
    events = {one.id: one for one in document.events}
    reading = read_result(msgspec.json.encode(typed(document, words)), document.bare())
    for event in reading.document.events:
        meant = {_said(document, one) for one in events[event.id].arguments}
        assert {_said(document, one) for one in event.arguments} <= meant or reading.problems


LINES = st.text('pa =;,"\\#@:0123minster“ \tÉİ', max_size=30) | st.text(max_size=20)


@given(LINES, st.sampled_from(["q1", "v1"]))
def test_any_line_gives_links_or_defects_and_no_other_error(typed_: str, region: str) -> None:
    control = controls.ATTRIBUTION if region == "q1" else controls.ARGUMENTS
    reading = _read(NEWS, line(region, control, typed_))
    assert reading.document.mentions == NEWS.mentions


def _said(document: Document, argument: Argument) -> tuple[str, str]:
    span = document.mention_by_id()[argument.mention].span
    return argument.role, (document.text or "")[slice(*span)].strip()
