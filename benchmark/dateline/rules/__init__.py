"""What makes a document legal (form) and what our own gold must also be (house).

A rule is a function from a document to findings, with an id and a remedy; the
tuples `FORM`, `GOLD_FORM` and `HOUSE` list them. Readers run all of them and
report every problem: what breaks one is an error. The rules in `HOUSE_WARNINGS` have
exceptions: what they find is read by a person, and mended or explained. This room knows
documents and the ontology, nothing else.
"""

from __future__ import annotations

from dateline.document import Document
from dateline.problems import Problem
from dateline.rules.form import FORM, GOLD_FORM
from dateline.rules.house import HOUSE
from dateline.rules.overlooked import HOUSE_WARNINGS
from dateline.rules.rule import Finding, Rule

__all__ = [
    "FORM", "GOLD_FORM", "HOUSE", "HOUSE_WARNINGS", "Finding", "Rule", "form_problems",
    "house_problems", "house_warnings",
]  # fmt: skip


def form_problems(document: Document, *, gold: bool) -> list[Problem]:
    """Every form rule that the document breaks.

    `gold` adds the rules that hold for gold and for passes but not for predictions,
    where repeats are collapsed and arguments in a role not allowed are dropped.
    """
    rules = FORM + GOLD_FORM if gold else FORM
    return [problem for rule in rules for problem in rule.problems(document)]


def house_problems(document: Document) -> list[Problem]:
    """Every house rule that the document breaks; it must have a text."""
    return [problem for rule in HOUSE for problem in rule.problems(document)]


def house_warnings(document: Document) -> list[Problem]:
    """Everything in the document that should be read once more, explained or not."""
    return [problem for rule in HOUSE_WARNINGS for problem in rule.problems(document)]
