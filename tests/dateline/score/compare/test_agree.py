"""`dateline agree`: where two annotators differ, counted as they would talk about it.

The list is what an adjudicator works through and what the guidelines are mended by: a
difference under the wrong name sends them to the wrong section.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from dateline.cli import main
from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.score import evaluate
from dateline.score.compare.agree_render import formats_of_agreement
from dateline.score.compare.agreement import agreement
from dateline.score.compare.disagreements import KINDS, Contrast, Disagreement
from dateline.score.compare.paired_spans import Labelled, aligned
from dateline.score.compare.passes import agreement_of_passes
from support.build import annotated
from support.generate import documents

TEXT = "Ada Lund met Bo Ek\n\nOn Tuesday she left Oslo. “We go home,” Ada said. “I stay,” he said."
SHEET = """
m1 p1 "Ada Lund" PERSON NAM e1
m2 p1 "Bo Ek" PERSON NAM e2
m3 p2 "Tuesday" DATE =2026-01-06
m4 p2 "she" PERSON PRO e1
m5 p2 "Oslo" GPE NAM e3
m6 p2 "Ada" PERSON NAM e1
m7 p2 "he" PERSON PRO e2
q1 p2 "“We go home,”" direct cue p2 "said" speaker m6
q2 p2 "“I stay,”" direct cue p2 "said"#2 speaker m7
v1 p1 "met" Consult actual participant=m1 participant=m2
v2 p2 "left" Travel actual agent=m4 place=m5 time=m3
"""
FIRST = annotated(TEXT, SHEET)


def _second(*changes: tuple[str, str]) -> Document:
    """The same with lines of the sheet changed."""
    sheet = SHEET
    for old, new in changes:
        assert sheet.count(old) == 1, old
        sheet = sheet.replace(old, new)
    return annotated(TEXT, sheet)


def _differ(second: Document, first: Document = FIRST) -> list[Disagreement]:
    found = agreement([first], [second], resamples=0, examples=9).disagreements
    return [one for one in found if one.count]


def _kinds(found: Sequence[Disagreement]) -> dict[tuple[str, str], int]:
    return {(one.items, one.kind): one.count for one in found}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        # It fills a role on both sides: the argument is the same, its boundary is not.
        ('"Tuesday" DATE', '"On Tuesday" DATE', {("mentions", "boundary"): 1}),
        ('"Oslo" GPE', '"Oslo" ORG', {("mentions", "type"): 1}),
        ('"she" PERSON PRO', '"she" PERSON NOM', {("mentions", "level"): 1}),
        ("=2026-01-06", "=2026-01-13", {("mentions", "value"): 1}),
        # She is Bo: of her entity's mentions one has moved, not all three.
        ("PRO e1", "PRO e2", {("mentions", "entity"): 1}),
        ('m5 p2 "Oslo" GPE NAM e3\n', 'm5 p2 "Oslo" GPE NAM e3\nm9 p2 "I" PERSON PRO e2\n',
         {("mentions", "missing"): 1}),
        # An opening word less: 6 of 8 letters, matched by nothing but still about it.
        ('"“We go home,”"', '"go home,”"', {("quotes", "content"): 1}),
        ('"“We go home,”" direct', '"“We go home,”" mixed', {("quotes", "type"): 1}),
        ('cue p2 "said" speaker', "speaker", {("quotes", "cue"): 1}),
        ("speaker m6", "speaker m2", {("quotes", "speaker"): 1}),
        ('q2 p2 "“I stay,”" direct cue p2 "said"#2 speaker m7\n', "", {("quotes", "missing"): 1}),
        ('"left" Travel', '"left Oslo" Travel', {("events", "trigger"): 1}),
        ('"left" Travel actual', '"left" Travel planned', {("events", "realis"): 1}),
        ("agent=m4 place=m5", "agent=m4", {("events", "argument"): 1}),
        # Another role of the same filler is one thing to talk about, not two.
        ("place=m5", "agent=m5", {("events", "argument"): 1}),
        ('v1 p1 "met" Consult actual participant=m1 participant=m2\n', "",
         {("events", "missing"): 1}),
    ],
)  # fmt: skip
def test_one_change_is_one_disagreement_of_its_kind(
    old: str, new: str, kinds: dict[tuple[str, str], int]
) -> None:
    assert _kinds(_differ(_second((old, new)))) == kinds


def test_another_event_type_on_the_same_trigger_is_a_type() -> None:
    first = annotated("Ada left Oslo", 'v1 p1 "left" Travel actual')
    second = annotated("Ada left Oslo", 'v1 p1 "left" Withdraw actual')
    assert _kinds(_differ(second, first)) == {("events", "type"): 1}


def test_passes_that_are_equal_differ_in_nothing() -> None:
    found = agreement([FIRST], [FIRST], resamples=0)
    assert [one.count for one in found.disagreements if one.count] == []
    assert {one.f1 for one in found.metrics.values()} == {1.0}
    assert {(one.items, one.kind) for one in found.disagreements} == {
        (items, kind) for items, kinds in KINDS.items() for kind in kinds
    }


def test_another_mention_of_the_same_entity_in_a_role_is_no_disagreement() -> None:
    # As in events.arguments: Ada Lund and "she" are one.
    assert _differ(_second(("agent=m4", "agent=m1"))) == []


def test_an_example_says_what_either_has_and_where() -> None:
    (found,) = _differ(_second(('"Oslo" GPE', '"Oslo" ORG')))
    (example,) = found.examples
    assert example.first is not None
    assert example.second is not None
    assert (example.document, example.first.surface) == ("d1", ("Oslo",))
    assert (example.first.says, example.second.says) == ("GPE", "ORG")
    assert found.compared == len(FIRST.mentions)


def test_what_only_the_second_has_is_missing_too_with_the_first_side_empty() -> None:
    more = _second(('m5 p2 "Oslo"', 'm9 p2 "I" PERSON PRO e2\nm5 p2 "Oslo"'))
    (example,) = _differ(more)[0].examples
    assert example.first is None
    assert example.second is not None
    assert example.second.surface == ("I",)


def test_layers_that_one_pass_leaves_out_are_not_compared() -> None:
    # Without coreference a pass has no pronouns: they are not missing.
    names = tuple(one for one in FIRST.mentions if one.level != "PRO")
    second = replace(FIRST, layers=("entities",), mentions=names, quotes=(), events=())
    assert _differ(second) == []
    assert _differ(FIRST, second) == []


def test_metrics_are_those_of_evaluate_with_nothing_out_of_scope() -> None:
    # A nominal that the other pass has not is spurious here; against gold it is dropped.
    second = _second(('m5 p2 "Oslo"', 'm9 p2 "home" LOC NOM e9\nm5 p2 "Oslo"'))
    found = agreement([FIRST], [second], resamples=0).metrics
    assert found == evaluate([FIRST], [second], resamples=0, scoped=False).metrics
    assert found["coref.mention"].precision == pytest.approx(6 / 7)


def _mirrored(contrast: Contrast) -> Contrast:
    return Contrast(document=contrast.document, first=contrast.second, second=contrast.first)


@settings(max_examples=100, deadline=None)
@given(documents())
def test_any_document_agrees_with_itself_and_lacks_all_against_nothing(document: Document) -> None:
    found = agreement([document], [document], resamples=0).disagreements
    assert [one for one in found if one.count] == []
    nothing = replace(document, mentions=(), quotes=(), events=())
    there, back = (
        agreement([one], [other], resamples=0, examples=99).disagreements
        for one, other in ((document, nothing), (nothing, document))
    )
    for one, other in zip(there, back, strict=True):
        assert (one.kind == "missing" and one.count == one.compared) or not one.count
        assert tuple(map(_mirrored, one.examples)) == other.examples


def test_near_spans_are_paired_once_the_best_first() -> None:
    first = [Labelled((0, 10), "ORG"), Labelled((0, 4), "PERSON")]
    second = [Labelled((0, 4), "ORG"), Labelled((2, 10), "ORG")]
    # (0, 4) has the same span whatever its type; the long one takes what is left.
    assert aligned(first, second) == [(0, 1), (1, 0)]
    # A name inside a long nominal of another type is another mention.
    assert aligned([Labelled((0, 30), "PERSON")], [Labelled((0, 6), "GPE")]) == []


def test_every_document_that_cannot_be_compared_is_a_problem() -> None:
    other = replace(annotated("Another text", "", id="d2"), id="d2")
    first = [FIRST, replace(other, id="d3"), other]
    second = [FIRST, annotated("Another text!", "", id="d2"), replace(FIRST, id="d4")]
    with pytest.raises(InvalidInput) as error:
        agreement(first, second)
    assert [(one.rule, one.document) for one in error.value.problems] == [
        ("agree.missing-document", "d3"),
        ("agree.missing-document", "d4"),
        ("agree.other-text", "d2"),
    ]


def test_a_text_that_one_pass_has_is_enough_and_spans_are_held_against_it() -> None:
    bare = replace(FIRST, text=None, title=None)
    assert agreement([bare], [FIRST], resamples=0).metrics["overall"].f1 == 1
    with pytest.raises(InvalidInput, match=r"agree\.without-text"):
        agreement([bare], [bare])
    far = replace(bare, mentions=(replace(bare.mentions[0], end=9999), *bare.mentions[1:]))
    with pytest.raises(InvalidInput, match=r"form\.span-in-text"):
        agreement([FIRST], [far])


def _files(folder: Path, first: Document, second: Document) -> list[Path]:
    paths = [folder / "a.jsonl", folder / "b.jsonl"]
    for path, one in zip(paths, (first, second), strict=True):
        write_documents(path, [one])
    return paths


def test_both_files_obey_the_rules_of_gold(tmp_path: Path) -> None:
    twice = replace(FIRST, mentions=(*FIRST.mentions, replace(FIRST.mentions[0], id="m99")))
    with pytest.raises(InvalidInput) as error:
        agreement_of_passes(_files(tmp_path, twice, replace(twice, schema="x")))
    assert {one.file for one in error.value.problems} == {"a.jsonl", "b.jsonl"}


def test_the_text_names_the_kind_and_both_sides() -> None:
    found = agreement([FIRST], [_second(('"Oslo" GPE', '"Oslo" ORG'))], resamples=0, examples=1)
    shown = formats_of_agreement(details=False)["text"](found)
    assert "mentions  type           1         7  14.3" in shown
    assert shown.splitlines()[-6].split() == [
        "mentions", "type", "d1", "GPE", "40:44", "Oslo", "ORG", "40:44", "Oslo",
    ]  # fmt: skip
    assert "not agreement of people" in shown
    piped = formats_of_agreement(details=True)["markdown"](found)
    assert "| mentions | type | 1 | 7 | 14.3 |" in piped
    assert "| mentions | type | GPE | ORG | 1 |" in piped


def test_the_command_prints_json_and_lists_problems_with_status_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = _files(tmp_path, FIRST, _second(('"Oslo" GPE', '"Oslo" ORG')))
    for arguments, status in (([*paths, "--format", "json"], 0), ([paths[0], tmp_path / "no"], 2)):
        monkeypatch.setattr("sys.argv", ["dateline", "agree", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == status
        shown = capsys.readouterr()
        if status == 0:
            kinds = json.loads(shown.out)["disagreements"]
            assert [one["kind"] for one in kinds if one["count"]] == ["type"]
        else:
            assert "file.unreadable" in shown.err
