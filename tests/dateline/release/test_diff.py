"""A difference between releases: nothing hidden, nothing invented, and its counts add up."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.ontology import ONTOLOGY
from dateline.release.build import build_release
from dateline.release.diff import LabelDiff, ReleaseDiff, diff_parts
from dateline.release.diff_text import diff_lines
from dateline.release.pieces import PIECES
from support.build import annotated

GOLD = read_documents(Path(__file__).parents[3] / "data" / "gold" / "core.jsonl", gold=True)
TEXT = "Ada met Bo\n\nOn Tuesday she said: “No.” Ada left."
SHEET = """
m1 p1 "Ada" PERSON NAM e1
m2 p1 "Bo" PERSON NAM e2
m3 p2 "Tuesday" DATE =2026-01-06
m4 p2 "she" PERSON PRO e1
m5 p2 "Ada" PERSON NAM e1
q1 p2 "“No.”" direct cue p2 "said" speaker m4
v1 p1 "met" Consult actual participant=m1 participant=m2
v2 p2 "left" Travel actual agent=m5
"""
ADA = annotated(TEXT, SHEET, id="ada")


def _one(after: Document, before: Document = ADA) -> ReleaseDiff:
    return diff_parts({"test": [before]}, {"test": [after]})


def _changed(after: Document, before: Document = ADA) -> dict[tuple[str, str], dict[str, int]]:
    """What differs, by layer and label: only the counts that are not zero."""
    return {
        (layer.layer, one.label): {
            name: count
            for name in ("removed", "left", "added", "joined", "changed")
            if (count := getattr(one, name))
        }
        for layer in _one(after, before).layers
        for one in layer.labels
        if one.differs
    }


def _sheet(*swaps: tuple[str, str]) -> Document:
    sheet = SHEET
    for old, new in swaps:
        assert old in sheet
        sheet = sheet.replace(old, new)
    return annotated(TEXT, sheet, id="ada")


@pytest.mark.parametrize(
    ("swap", "expected"),
    [
        (
            ('"Bo" PERSON', '"Bo" ORG'),
            {("entities", "PERSON"): {"left": 1}, ("entities", "ORG"): {"joined": 1}},
        ),
        (("=2026-01-06", "=2026-01-13"), {("dates", "DATE"): {"changed": 1}}),
        # Bo joins Ada's cluster: its own link is new, and the pronoun now follows Bo.
        (
            ("NAM e2", "NAM e1"),
            {("coref", "NAM"): {"changed": 1}, ("coref", "PRO"): {"changed": 1}},
        ),
        (("Consult actual", "Consult planned"), {("events", "Consult"): {"changed": 1}}),
        ((" participant=m2", ""), {("events", "Consult"): {"changed": 1}}),
        (("speaker m4", "speaker none"), {("quotes", "direct"): {"changed": 1}}),
        ((' cue p2 "said"', ""), {("quotes", "direct"): {"changed": 1}}),
        (('v2 p2 "left" Travel actual agent=m5\n', ""), {("events", "Travel"): {"removed": 1}}),
        (
            ("Travel actual agent=m5", "LeavePost actual"),
            {("events", "Travel"): {"left": 1}, ("events", "LeavePost"): {"joined": 1}},
        ),
    ],
)
def test_a_change_of_a_label_shows_as_what_it_is(
    swap: tuple[str, str], expected: dict[tuple[str, str], dict[str, int]]
) -> None:
    """Who reads a new release must see which of their numbers move, and no other."""
    assert _changed(_sheet(swap)) == expected


def test_a_longer_span_is_another_item() -> None:
    after = _sheet(('"Tuesday" DATE', '"On Tuesday" DATE'))
    assert _changed(after) == {
        ("entities", "DATE"): {"added": 1, "removed": 1},
        ("dates", "DATE"): {"added": 1, "removed": 1},
    }


def test_ids_and_order_are_nobodys_labels() -> None:
    renamed = SHEET.replace("m1 ", "m9 ").replace("=m1", "=m9").replace("e1", "e7")
    lines = "\n".join(reversed(renamed.strip().splitlines()))
    assert _one(annotated(TEXT, lines, id="ada")).is_empty


def test_labels_move_with_the_words_of_a_text() -> None:
    """One word mended in a text does not make all its labels new."""
    text = TEXT.replace("On Tuesday", "Late on Tuesday")
    after = annotated(text, SHEET, id="ada")
    diff = _one(after)
    assert diff.rewritten == ("ada",)
    assert not any(layer.differs for layer in diff.layers)
    assert not diff.is_empty


def test_words_that_go_take_their_labels_with_them() -> None:
    text = TEXT.replace(" Ada left.", "")
    kept = SHEET.replace('m5 p2 "Ada" PERSON NAM e1\n', "")
    kept = kept.replace('v2 p2 "left" Travel actual agent=m5\n', "")
    assert _changed(annotated(text, kept, id="ada")) == {
        ("entities", "PERSON"): {"removed": 1},
        ("coref", "NAM"): {"removed": 1},
        ("events", "Travel"): {"removed": 1},
    }


def test_documents_and_splits_are_named() -> None:
    bo = replace(ADA, id="bo")
    cy = replace(ADA, id="cy", published="2026-01-08")
    before = {"train": [ADA, replace(cy, published="2026-01-07")], "test": [bo]}
    diff = diff_parts(before, {"train": [cy], "validation": [ADA], "test": [replace(bo, id="di")]})
    assert (diff.added, diff.removed, diff.described) == (("di",), ("bo",), ("cy",))
    assert [(one.document, one.before, one.after) for one in diff.moved] == [
        ("ada", "train", "validation")
    ]
    assert diff.stale == ("train", "validation", "test")


def test_results_stay_where_nothing_changed() -> None:
    bo = replace(ADA, id="bo")
    diff = diff_parts(
        {"train": [ADA], "test": [bo]}, {"train": [_sheet(("e2", "e1"))], "test": [bo]}
    )
    assert diff.stale == ("train",)


def test_examples_show_both_sides_and_are_no_more_than_asked_for() -> None:
    after = _sheet(('"Bo" PERSON', '"Bo" ORG'), ("Consult actual", "Consult negated"))
    layers = {one.layer: one for one in _one(after).layers}
    (change,) = layers["events"].examples
    assert change.before == "“met” Consult actual participant=“Ada” participant=“Bo”"
    assert change.after == "“met” Consult negated participant=“Ada” participant=“Bo”"
    none = diff_parts({"test": [ADA]}, {"test": [after]}, examples=0)
    assert not any(layer.examples for layer in none.layers)


@pytest.mark.parametrize("document", GOLD, ids=lambda one: one.id)
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert _one(document, document).is_empty


def test_no_two_items_of_gold_are_one() -> None:
    """Items that fall together would change without being counted."""
    for layer, pieces in PIECES.items():
        for document in GOLD:
            found = [(one.place, one.label) for one in pieces(document, lambda span: span)]
            assert len(found) == len(set(found)), (layer, document.id)


def _thinned(document: Document, kept: st.DataObject) -> Document:
    """The document with some mentions of other types, and some quotes and events gone."""
    choose = st.lists(st.integers(0, 5), min_size=12, max_size=12)
    chances = kept.draw(choose)
    names = list(ONTOLOGY.mention_types)
    mentions = tuple(
        replace(one, type=names[number % len(names)]) if not chances[number % 12] else one
        for number, one in enumerate(document.mentions)
    )
    quotes = tuple(one for n, one in enumerate(document.quotes) if chances[n % 12] != 1)
    events = tuple(
        replace(one, arguments=one.arguments[1:]) if chances[n % 12] == 3 else one
        for n, one in enumerate(document.events)
        if chances[n % 12] != 2
    )
    return replace(document, mentions=mentions, quotes=quotes, events=events)


def _balance(one: LabelDiff) -> int:
    return one.before - one.removed - one.left + one.added + one.joined


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_applying_the_counts_to_the_earlier_release_gives_the_later(
    data: st.DataObject, old: set[int], new: set[int]
) -> None:
    """A label that appears from nowhere would make two datasheets disagree."""
    before = {"test": [GOLD[number] for number in old]}
    after = {"test": [_thinned(GOLD[number], data) for number in new]}
    diff = diff_parts(before, after)
    for layer in diff.layers:
        assert all(_balance(one) == one.after for one in layer.labels)
        assert sum(one.left for one in layer.labels) == sum(one.joined for one in layer.labels)
        for side, parts in (("before", before), ("after", after)):
            counted = Counter(
                piece.label
                for document in parts["test"]
                for piece in PIECES[layer.layer](document, lambda span: span)
            )
            assert counted == {
                one.label: getattr(one, side) for one in layer.labels if getattr(one, side)
            }
    there, back = diff_parts(after, before), diff_parts(before, after)
    swapped = [
        replace(
            one, before=one.after, after=one.before, removed=one.added, added=one.removed,
            left=one.joined, joined=one.left, changed=0,
        )
        for layer in back.layers
        for one in layer.labels
    ]  # fmt: skip
    assert swapped == [replace(one, changed=0) for layer in there.layers for one in layer.labels]


def _release(folder: Path, version: str, gold: list[Document]) -> None:
    write_documents(folder / "gold.jsonl", gold)
    build_release(
        version, gold=folder / "gold.jsonl", out=folder / "out", splits=folder / "splits.json"
    )


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from dateline.cli import main; main()", "release", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_tells_people_and_programs(tmp_path: Path) -> None:
    mended = replace(GOLD[0], events=GOLD[0].events[1:])
    _release(tmp_path, "0.1.0", GOLD[:5])
    _release(tmp_path, "0.2.0", [mended, *GOLD[1:7]])
    root = ("--root", str(tmp_path / "out"))
    told = _command("diff", "0.1.0", "0.2.0", *root)
    assert told.returncode == 0, told.stderr
    assert "documents: 5 -> 7" in told.stdout
    assert f"added: 2: {GOLD[5].id}, {GOLD[6].id}" in told.stdout
    assert f"  {GOLD[0].id}: “" in told.stdout
    assert "another split" not in told.stdout
    as_json = _command("diff", "0.1.0", "0.2.0", *root, "--format", "json")
    diff = msgspec.json.decode(as_json.stdout, type=ReleaseDiff)
    assert "\n".join(diff_lines(diff)) == told.stdout.rstrip("\n")
    assert "no difference" in _command("diff", "0.1.0", "0.1.0", *root).stdout
    assert _command("diff", "0.1.0", "0.3.0", *root).returncode == 2
