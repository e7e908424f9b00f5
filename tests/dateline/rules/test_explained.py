"""Warnings that were read and found right: an entry silences one, and never outlives it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.files import read_documents
from dateline.problems import InvalidInput
from dateline.rules.explained import explanations_beside, read_explanations, unexplained

DATELINE = Path(sys.executable).parent / "dateline"
BAD = Path(__file__).parent / "bad"
GOLD = Path(__file__).parents[3] / "data" / "gold" / "core.jsonl"
ENTRY = """[[explained]]
document = "d1"
rule = "house.name-everywhere"
surface = "Paris"
reason = "a nickname of Bo"
"""


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A file whose second "Paris" is no mention."""
    path = tmp_path / "gold.json"
    shutil.copy(BAD / "house.name-everywhere.json", path)
    return path


def _open(path: Path) -> list[str]:
    explanations = read_explanations(explanations_beside(path))
    return [one.rule for one in unexplained(read_documents(path, gold=True), explanations)]


def _explain(path: Path, text: str) -> None:
    explanations_beside(path).write_text(text, encoding="utf-8")


def test_a_warning_is_silenced_by_its_words_or_by_its_place(warned: Path) -> None:
    assert _open(warned) == ["house.name-everywhere"]
    _explain(warned, ENTRY)
    assert _open(warned) == []
    (document,) = read_documents(warned, gold=True)
    start = (document.text or "").rindex("Paris")
    _explain(warned, ENTRY.replace('surface = "Paris"', f"start = {start}"))
    assert _open(warned) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('"d1"', '"d2"'), ('"Paris"', '"London"'), ("name-everywhere", "marks-accounted"),
     ('"Paris"', '"Paris"\nstart = 1')],
)  # fmt: skip
def test_an_explanation_that_explains_nothing_is_reported(
    warned: Path, right: str, wrong: str
) -> None:
    _explain(warned, ENTRY.replace(right, wrong))
    assert _open(warned) == ["house.name-everywhere", "explained.unmatched"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[[explained", "explained.unreadable"),
        ("[[explaned]]", "explained.shape"),
        ("explained = 1", "explained.shape"),
        (ENTRY.replace("reason", "because"), "explained.shape"),
        (ENTRY.replace("a nickname of Bo", " "), "explained.shape"),
        (ENTRY.replace('surface = "Paris"\n', ""), "explained.shape"),
        (ENTRY.replace("house.name-everywhere", "house.scope"), "explained.rule"),
    ],
)
def test_a_bad_list_of_explanations_is_refused(warned: Path, text: str, rule: str) -> None:
    """An error is never explained away, nor anything without a reason."""
    _explain(warned, text)
    with pytest.raises(InvalidInput) as caught:
        _open(warned)
    assert [problem.rule for problem in caught.value.problems] == [rule]


def test_all_bad_entries_are_told_at_once(warned: Path) -> None:
    _explain(warned, ENTRY.replace("reason", "because") + ENTRY.replace("Bo", "") + "start = -1.5")
    with pytest.raises(InvalidInput) as caught:
        _open(warned)
    assert len(caught.value.problems) == 2


def test_every_explanation_of_our_gold_explains_something() -> None:
    """Gold that changes takes its explanations along."""
    assert "explained.unmatched" not in _open(GOLD)


def _validate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DATELINE, "validate", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_warnings_alone_are_told_and_pass_unless_strict(warned: Path) -> None:
    done = _validate(warned)
    assert (done.returncode, done.stdout) == (0, "1 documents, no problems, 1 warning\n")
    assert done.stderr.startswith("warning: gold.json, d1, text.")
    strict = _validate("--strict", warned)
    assert (strict.returncode, strict.stdout) == (2, "")
    assert "house.name-everywhere: 'Paris'" in strict.stderr
    _explain(warned, ENTRY)
    explained = _validate("--strict", warned)
    assert (explained.returncode, explained.stderr) == (0, "")
    assert explained.stdout == "1 documents, no problems, no warnings\n"


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    shutil.copy(BAD / "house.date-as-stated.json", path)
    done = _validate(path)
    assert done.returncode == 2
    assert "house.date-as-stated: 'Tuesday =2026-01-07'" in done.stderr
    assert "warning" not in done.stderr
