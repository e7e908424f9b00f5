"""Each rule catches its own bad document, and a good one passes them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.document import Document
from dateline.files import iter_decoded
from dateline.rules import (
    FORM,
    GOLD_FORM,
    HOUSE,
    HOUSE_WARNINGS,
    Rule,
    form_problems,
    house_problems,
    house_warnings,
)  # fmt: skip

HERE = Path(__file__).parent
RULES = (*FORM, *GOLD_FORM, *HOUSE, *HOUSE_WARNINGS)


def _only_document(path: Path) -> Document:
    (record,) = iter_decoded(path)
    assert record.document is not None, record.problems
    return record.document


def test_a_good_document_breaks_no_rule() -> None:
    good = _only_document(HERE / "good.json")
    assert form_problems(good, gold=True) == []
    assert house_problems(good) == []
    assert house_warnings(good) == []


@pytest.mark.parametrize("rule", HOUSE_WARNINGS, ids=lambda rule: rule.id)
def test_what_is_warned_of_is_no_error(rule: Rule) -> None:
    """An annotator can submit what has exceptions: the tools that refuse errors let it pass."""
    bad = _only_document(HERE / "bad" / f"{rule.id}.json")
    assert house_problems(bad) == []
    assert {problem.rule for problem in house_warnings(bad)} == {rule.id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_document_of_a_rule_breaks_that_rule(rule: Rule) -> None:
    bad = _only_document(HERE / "bad" / f"{rule.id}.json")
    found = list(rule.problems(bad))
    assert found
    assert all(problem.rule == rule.id and problem.remedy for problem in found)


@pytest.mark.parametrize("rule", FORM, ids=lambda rule: rule.id)
def test_a_document_that_breaks_one_form_rule_is_not_blamed_for_others(rule: Rule) -> None:
    bad = _only_document(HERE / "bad" / f"{rule.id}.json")
    others = {problem.rule for problem in form_problems(bad, gold=False)} - {rule.id}
    # A second reading of one span is the same mention with another entity: nothing else.
    assert others == set()


def test_predictions_may_repeat_and_use_roles_of_other_types() -> None:
    for rule in GOLD_FORM:
        bad = _only_document(HERE / "bad" / f"{rule.id}.json")
        assert form_problems(bad, gold=False) == []


def test_every_bad_document_belongs_to_a_rule() -> None:
    named = {path.stem for path in (HERE / "bad").glob("*.json")}
    assert named == {rule.id for rule in RULES}


def test_rules_say_themselves_in_a_sentence() -> None:
    for rule in RULES:
        assert rule.check.__doc__, rule.id


def test_all_problems_of_a_document_come_at_once() -> None:
    bad = Document(id="two words", schema="x", published="soon", layers=("quote",))
    assert [problem.rule for problem in form_problems(bad, gold=True)] == [
        "form.schema",
        "form.document-id",
        "form.published",
        "form.layers",
    ]
