"""The ontology: what its flags promise to the code that asks by meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ontology import ONTOLOGY, read_ontology
from dateline.ontology_rules import RELATIONS
from dateline.problems import InvalidInput
from dateline_annotation import controls

SPORTS = Path(__file__).parents[1] / "support" / "sports.toml"


def test_the_types_are_those_of_the_design() -> None:
    assert len(ONTOLOGY.mentions) == 15
    assert len(ONTOLOGY.events) == 28
    assert ONTOLOGY.value_types == {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}
    assert ONTOLOGY.timex_types == {"DATE", "TIME"}
    assert ONTOLOGY.named_level == "NAM"


def test_every_event_type_also_takes_place_and_time() -> None:
    assert all(roles[-2:] == ("place", "time") for roles in ONTOLOGY.roles_of.values())
    assert ONTOLOGY.roles_of["Consult"] == ("participant", "place", "time")


def test_roles_and_fillers_are_defined_in_the_file_itself() -> None:
    for event in ONTOLOGY.events:
        assert set(event.roles) <= set(ONTOLOGY.role_by_name)
    for role in ONTOLOGY.roles:
        assert role.takes <= set(ONTOLOGY.mention_types)


def test_hotkeys_of_mentions_and_levels_are_unique() -> None:
    keys = [mention.hotkey for mention in ONTOLOGY.mentions]
    keys += [level.hotkey for level in ONTOLOGY.levels]
    keys += [realis.hotkey for realis in ONTOLOGY.realis]
    keys += [quote.hotkey for quote in ONTOLOGY.quotes]
    assert len(keys) == len(set(keys))


def test_every_form_of_time_value_accepts_its_example() -> None:
    for form in ONTOLOGY.timex:
        assert ONTOLOGY.is_time_value(form.example), form.name


@pytest.mark.parametrize(
    "value",
    ["2026-01-06", "2026-01", "2026", "2026-W02", "2026-W02-WE", "2026-Q1", "2026-SU", "202X",
     "2026-01-06T14:30", "2026-01-06TMO", "PT3H", "P2Y", "P9M", "PXW", "PRESENT_REF", "BC0600",
     "XXXX-XX-XXT15:00", "XXXX-SU", "PT48H", "P1Y"],
)  # fmt: skip
def test_the_values_of_the_guidelines_are_in_the_grammar(value: str) -> None:
    assert ONTOLOGY.is_time_value(value)
    assert ONTOLOGY.canonical_time(value) == value


@pytest.mark.parametrize(
    "value", ["", "P", "PT", "2026-02-30", "2026-13", "2026-1-6", "2026-01-06T25:00", "Tuesday"]
)
def test_what_is_no_time_value_is_refused(value: str) -> None:
    assert not ONTOLOGY.is_time_value(value)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" p2y ", "P2Y"),
        ("PT03H", "PT3H"),
        ("P010D", "P10D"),
        ("2026-01-06t14:30:00", "2026-01-06T14:30"),
        ("2026-01-06T14:30:05", "2026-01-06T14:30:05"),
        ("PT0.50H", "PT0.50H"),
        (" last Tuesday", " last Tuesday"),
    ],
)
def test_equal_times_have_one_canonical_form(written: str, canonical: str) -> None:
    assert ONTOLOGY.canonical_time(written) == canonical


@given(st.text(alphabet="0123456789PTWXYMDH:-.QSU abc", max_size=14))
def test_canonical_form_is_stable(value: str) -> None:
    once = ONTOLOGY.canonical_time(value)
    assert ONTOLOGY.canonical_time(once) == once


def _faults(folder: Path, *edits: tuple[str, str]) -> list[tuple[str, str | None]]:
    """Rule and field of every problem that sports.toml has after these edits."""
    text = SPORTS.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_ontology(path)
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    rules = [problem.rule.removeprefix("ontology.") for problem in caught.value.problems]
    return list(zip(rules, (problem.field for problem in caught.value.problems), strict=True))


def test_the_sports_ontology_is_one() -> None:
    sports = read_ontology(SPORTS)
    assert sports.own_version == sports.version == "sports-1.0.0"
    assert sports.roles_of["Beat"] == ("winner", "loser", "day", "venue")
    assert ONTOLOGY.own_version is None


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"),
    [
        ('"sports-1.0.0"', '"1.0.0"', "version", "version"),
        ('name = "coref"', 'name = "chains"', "layers", "layer"),
        ('color = "#1f77b4"', 'color = "blue"', "color", "mention.ATHLETE.color"),
        ('color = "#1f77b4"', 'colour = "#1f77b4"', "unknown-key", "mention.ATHLETE"),
        ('color = "#1f77b4"\n', "", "missing-key", "mention.ATHLETE"),
        ('hotkey = "1"', "hotkey = 1", "shape", "mention.ATHLETE.hotkey"),
        ('marks = "all"', 'marks = "every"', "shape", "quote.verbatim.marks"),
        ('hotkey = "2"', 'hotkey = "1"', "double-hotkey", "ATHLETE, TEAM"),
        ('hotkey = "q"', 'hotkey = "1"', "double-hotkey", "ATHLETE, verbatim"),
        ('name = "CONTEST"', 'name = "RESULT"', "double-label", "mention"),
        ('name = "CONTEST"', 'name = "BIG CONTEST"', "label", "mention"),
        ('name = "CONTEST"', 'name = "CUP,RACE"', "label", "mention"),
        ('name = "CONTEST"', 'name = "p2"', "label", "mention"),
        ('name = "CONTEST"', 'name = "Beat"', "shared-label", None),
        ("named = true", "named = false", "named-level", "level"),
        ('hotkey = "shift+2"', 'hotkey = "shift+2"\nnamed = true', "named-level", "level"),
        ("default = true", "default = false", "default-realis", "realis"),
        ('hotkey = "shift+5"', 'hotkey = "shift+5"\ndefault = true', "default-realis", "realis"),
        ("value = true\ntimex", "value = false\ntimex", "timex-value", "mention.DAY.value"),
        ('["winner", "loser"]', '["winner", "rival"]', "unknown-role", "event.Beat.roles"),
        ('["winner", "loser"]', '["winner", "day"]', "double-role", "event.Beat.roles"),
        ('takes = ["VENUE"]', 'takes = ["PLACE"]', "unknown-mention", "role.venue.takes"),
        ("'\\d{4}-", "'(\\d{4}-", "pattern", "timex.day.pattern"),
        ('"2026-01-06"', '"6 January"', "example", "timex.day.example"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named(
    tmp_path: Path, old: str, new: str, rule: str, field: str | None
) -> None:
    assert (rule, field) in _faults(tmp_path, (old, new))


def test_a_role_may_not_be_called_like_a_relation_of_quotes(tmp_path: Path) -> None:
    assert set(RELATIONS) == {
        controls.SPEAKER_RELATION, controls.CUE_RELATION, controls.PART_RELATION,
    }  # fmt: skip
    edits = ('name = "mover"', 'name = "speaker"'), ('["mover", "club"]', '["speaker", "club"]')
    assert _faults(tmp_path, *edits) == [("reserved-role", "role")]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = _faults(
        tmp_path,
        ('color = "#1f77b4"', 'color = "blue"\nshade = "dark"'),
        ('hotkey = "2"', 'hotkey = "1"'),
        ('["winner", "loser"]', '["winner", "rival"]'),
    )
    assert [rule for rule, _ in found] == ["unknown-key", "color", "double-hotkey", "unknown-role"]


def test_labels_of_wrong_shape_are_told_key_by_key(tmp_path: Path) -> None:
    edits = ('hotkey = "1"', "hotkey = 1"), ('color = "#0b4f7d"\n', "")
    assert [rule for rule, _ in _faults(tmp_path, *edits)] == ["shape", "missing-key"]


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('version = "mine-1"\nlayer = \n', encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_ontology(path)
    assert [(one.rule, one.line) for one in caught.value.problems] == [("ontology.unreadable", 2)]


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"ontology\.unreadable"):
        read_ontology(path)
