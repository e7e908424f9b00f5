"""A newcomer hears every difference from gold once, under the rule that it breaks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline_annotation.command import app
from dateline_annotation.training import GOALS, HEADINGS, Training, train, training_text
from support.build import annotated

GUIDELINES = Path(__file__).parents[2] / "annotation" / "GUIDELINES.md"

TEXT = """Ada Lund met Bo Ek on Tuesday

“No,” she said. A man laughed. “Yes,” Ek said on Monday.

Cy fled to Oslo from Rome. Dee died."""
GOLD = """
m1 p1 "Ada Lund" PERSON NAM e1
m2 p1 "Bo Ek" PERSON NAM e2
m3 p1 "Tuesday" DATE =2026-01-06
m4 p2 "she" PERSON PRO e1
m5 p2 "A man" PERSON NOM e2
m6 p2 "Ek" PERSON NAM e2
m7 p2 "Monday" DATE =2026-01-05
m8 p3 "Cy" PERSON NAM e3
m9 p3 "Oslo" GPE NAM e4
m10 p3 "Rome" GPE NAM e5
m11 p3 "Dee" PERSON NAM e6
q1 p2 "“No,”" direct cue p2 "said" speaker m4
q2 p2 "“Yes,”" direct cue p2 "said"#2 speaker m6
v1 p1 "met" Consult actual participant=m1 participant=m2 time=m3
v2 p3 "fled" Travel actual agent=m8 place=m9
v3 p3 "died" Die actual target=m11
"""
# One error each: what stands in the sheet, what the newcomer wrote, and what they hear.
ERRORS = {
    'm10 p3 "Rome" GPE NAM e5\n': ("", ("mentions", "missed", "1.1 Names", "[Rome] GPE NAM", None)),
    'm3 p1 "Tuesday"': (
        'm3 p1 "on Tuesday"',
        ("mentions", "boundary", "1.2 Values", "[Tuesday] DATE", "[on Tuesday] DATE"),
    ),
    'm11 p3 "Dee" PERSON': (
        'm11 p3 "Dee" ORG',
        ("mentions", "type", "1. Mentions", "[Dee] PERSON", "[Dee] ORG"),
    ),
    '"A man" PERSON NOM': (
        '"A man" PERSON PRO',
        ("mentions", "level", "1.3 Nominals and pronouns", "[A man] NOM", "[A man] PRO"),
    ),
    '"A man" PERSON NOM e2': (
        '"A man" PERSON NOM e1',
        ("mentions", "entity", "1.4 Entities", "[A man] Bo Ek (3)", "[A man] Ada Lund (3)"),
    ),
    "=2026-01-05": (
        "=2026-01-12",
        ("mentions", "value", "1.2 Values", "[Monday] 2026-01-05", "[Monday] 2026-01-12"),
    ),
    "speaker m4": (
        "speaker none",
        ("quotes", "speaker", "2. Quotes", "[“No,”] she", "[“No,”] none"),
    ),
    "direct cue": (
        "mixed cue",
        ("quotes", "type", "2. Quotes", "[“No,”] direct", "[“No,”] mixed"),
    ),
    'cue p2 "said" ': ("", ("quotes", "cue", "2. Quotes", "[“No,”] said", "[“No,”] none")),
    'q2 p2 "“Yes,”"': (
        'q2 p2 "“Yes,” Ek"',
        ("quotes", "content", "2. Quotes", "[“Yes,”] direct", "[“Yes,” Ek] direct"),
    ),
    'v2 p3 "fled"': (
        'v2 p3 "fled to"',
        ("events", "trigger", "3.1 Triggers", "[fled] Travel", "[fled to] Travel"),
    ),
    'm5 p2 "A man" PERSON NOM e2\n': (
        "",
        ("mentions", "missed", "1.3 Nominals and pronouns", "[A man] PERSON NOM", None),
    ),
    "Die actual": (
        "Injure actual",
        ("events", "type", "3. Events", "[died] Die", "[died] Injure"),
    ),
    "Travel actual": (
        "Travel planned",
        ("events", "realis", "3.2 Realis", "[fled] actual", "[fled] planned"),
    ),
    " place=m9": (
        "",
        ("events", "missed argument", "3.3 Arguments", "[fled] … [Oslo] place", None),
    ),
    "place=m9": (
        "place=m9 place=m10",
        ("events", "spurious argument", "3.3 Arguments", None, "[fled] … [Rome] place"),
    ),
    "agent=m8": (
        "target=m8",
        ("events", "argument", "3.3 Arguments", "[fled] … [Cy] agent", "[fled] … [Cy] target"),
    ),
    "v3 p3": (
        'v9 p2 "laughed" Protest actual\nv3 p3',
        ("events", "spurious", "3.1 Triggers", None, "[laughed] Protest"),
    ),
}


def _gold(id: str = "d1") -> Document:
    return annotated(TEXT, GOLD, id=id)


def _trained(folder: Path, sheet: str, pass_at: float | None = None) -> Training:
    write_documents(folder / "gold.jsonl", [_gold()])
    write_documents(folder / "eve.jsonl", [annotated(TEXT, sheet)])
    return train(folder / "eve.jsonl", folder / "gold.jsonl", pass_at=pass_at)


@pytest.mark.parametrize("stands", ERRORS)
def test_one_error_is_heard_once_with_its_rule(tmp_path: Path, stands: str) -> None:
    wrote, heard = ERRORS[stands]
    assert stands in GOLD
    result = _trained(tmp_path, GOLD.replace(stands, wrote, 1))
    assert [
        (one.items, one.kind, one.rule, one.gold, one.yours) for one in result.feedback
    ] == [heard]  # fmt: skip


def test_the_paragraph_around_is_shown(tmp_path: Path) -> None:
    (told,) = _trained(tmp_path, GOLD.replace("Travel actual", "Travel planned")).feedback
    assert (told.document, told.paragraph, told.text) == ("d1", 3, TEXT.split("\n\n")[2])


def test_the_rule_that_costs_most_comes_first(tmp_path: Path) -> None:
    sheet = GOLD.replace('"Dee" PERSON', '"Dee" ORG').replace("actual", "planned")
    result = _trained(tmp_path, sheet)
    assert result.rules == {"3.2 Realis": 3, "1. Mentions": 1}
    text = training_text(result)
    assert text.startswith("not passed yet: 1 document, 4 differences from gold")
    assert text.index("3.2 Realis") < text.index("1. Mentions")


def test_a_perfect_pass_passes(tmp_path: Path) -> None:
    result = _trained(tmp_path, GOLD)
    assert result.passed
    assert result.feedback == ()
    assert {one.metric: one.f1 for one in result.scores} == dict.fromkeys(GOALS, 1.0)


def test_the_threshold_can_be_given(tmp_path: Path) -> None:
    # One of two quotes has the right speaker: 0.5; every other score is 1.
    sheet = GOLD.replace("speaker m4", "speaker none")
    assert not _trained(tmp_path, sheet).passed
    assert _trained(tmp_path, sheet, pass_at=0.5).passed


def test_documents_that_one_side_lacks_are_all_listed(tmp_path: Path) -> None:
    write_documents(tmp_path / "gold.jsonl", [_gold("a"), _gold("b"), _gold("c")])
    write_documents(tmp_path / "eve.jsonl", [_gold("b"), _gold("x")])
    with pytest.raises(InvalidInput) as caught:
        train(tmp_path / "eve.jsonl", tmp_path / "gold.jsonl")
    assert {(one.rule, one.document) for one in caught.value.problems} == {
        ("train.not-annotated", "a"), ("train.not-annotated", "c"), ("train.no-gold", "x"),
    }  # fmt: skip


def test_both_files_are_read_before_anything_is_said(tmp_path: Path) -> None:
    broken = replace(_gold(), title=None)
    write_documents(tmp_path / "eve.jsonl", [broken])
    (tmp_path / "gold.jsonl").write_text("{}\n")
    with pytest.raises(InvalidInput) as caught:
        train(tmp_path / "eve.jsonl", tmp_path / "gold.jsonl")
    assert {one.file for one in caught.value.problems} >= {"gold.jsonl"}


def test_every_rule_is_a_heading_of_the_guidelines() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDELINES.read_text(encoding="utf-8"), re.MULTILINE)
    assert [one for one in headings if one in HEADINGS] == list(HEADINGS)


def test_the_command_prints_text_and_json(tmp_path: Path) -> None:
    _trained(tmp_path, GOLD.replace("Travel actual", "Travel planned"))
    arguments = ["train", str(tmp_path / "eve.jsonl"), "--gold", str(tmp_path / "gold.jsonl")]
    text = CliRunner().invoke(app, arguments)
    assert text.exit_code == 0
    assert "gold:  [fled] actual\n    yours: [fled] planned\n" in text.output
    found = json.loads(CliRunner().invoke(app, [*arguments, "--format", "json"]).output)
    assert (found["passed"], found["rules"]) == (False, {"3.2 Realis": 1})
