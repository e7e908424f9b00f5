"""Whoever reads an article with its layers reads every character of it, with all that covers it."""

from __future__ import annotations

from hypothesis import given

from dateline.browse.frames import beside
from dateline.browse.segments import Segment, item_key, key_of, paragraphs
from dateline.document import Document, Span, paragraph_spans
from support.build import annotated
from support.generate import documents

TEXT = "Lund quits\n\nAda Lund, the mayor of Poti, said on Friday she would go. “I am tired.”"
SHEET = """
m1 p1 "Lund" PERSON NAM e1
m2 p2 "Ada Lund" PERSON NAM e1
m3 p2 "the mayor" PERSON NOM e1
m4 p2 "Poti" GPE NAM e2
m5 p2 "Friday" DATE =2026-01-02
m6 p2 "she" PERSON PRO e1
q1 p2 "she would go" p2 "“I am tired.”" mixed cue p2 "said" speaker m2
v1 p1 "quits" LeavePost actual target=m1
v2 p2 "go" LeavePost planned target=m6
"""


def _segments(document: Document) -> list[Segment]:
    return [one for segments in paragraphs(document) for one in segments]


@given(document=documents())
def test_the_segments_are_the_text(document: Document) -> None:
    text = document.text or ""
    shown = ["".join(one.text for one in segments) for segments in paragraphs(document)]
    assert shown == [text[slice(*span)] for span in paragraph_spans(text)]


@given(document=documents())
def test_every_item_covers_exactly_its_characters(document: Document) -> None:
    text = document.text or ""

    def characters(span: Span) -> str:
        return text[slice(*span)]

    segments = _segments(document)
    for mention in document.mentions:
        covered = "".join(one.text for one in segments if mention in one.mentions)
        assert covered == characters(mention.span)
    for event in document.events:
        assert "".join(one.text for one in segments if event in one.events) == characters(
            event.trigger
        )


@given(document=documents())
def test_what_can_be_chosen_beside_the_text_is_found_in_it(document: Document) -> None:
    """A button that marks nothing would look broken."""
    keys = {key for one in _segments(document) for key in one.keys.split()}
    found = beside(document)
    chosen = [one.key for one in found.entities]
    chosen += [one.key for one in found.quotes] + [one.key for one in found.events]
    chosen += [one.key for frame in found.events for one in frame.fillers]
    chosen += [one.key for said in found.quotes for one in said.speakers]
    assert set(chosen) <= keys


def test_the_inner_of_two_mentions_stands_last() -> None:
    """Its colour is the one that is shown."""
    text = "Visit\n\nThe Poti court sat."
    document = annotated(text, 'm1 p2 "The Poti court" ORG NOM e1\nm2 p2 "Poti" GPE NAM e2')
    (inner,) = [one for one in _segments(document) if one.text == "Poti"]
    assert [mention.id for mention in inner.mentions] == ["m1", "m2"]
    assert inner.told == "ORG NOM; GPE NAM"


def test_a_cluster_is_called_by_its_name_and_fillers_by_their_words() -> None:
    found = beside(annotated(TEXT, SHEET))
    lund, poti = found.entities
    assert (lund.name, lund.mentions, poti.name) == ("Lund", 4, "Poti")
    (quote,) = found.quotes
    assert quote.content == "she would go … “I am tired.”"
    assert [speaker.name for speaker in quote.speakers] == ["Lund"]
    assert [frame.trigger for frame in found.events] == ["quits", "go"]
    (filler,) = found.events[1].fillers
    assert (filler.role, filler.surface, filler.name) == ("target", "she", "Lund")


def test_keys_hold_no_white_space() -> None:
    """They stand in a list that white space parts."""
    document = annotated(TEXT, SHEET)
    assert key_of(document.mentions[0]) == "entity-e1"
    assert item_key("a b") == "item-a%20b"
