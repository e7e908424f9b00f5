"""Explanations: a reviewed list of warnings that are right as they are.

Beside `core.jsonl` stands `core.explained.toml`, with an entry for each warning that somebody
read and found to be no mistake. An entry that matches nothing is reported itself, so that
the list never outlives what it explains:

    [[explained]]
    document = "core-cit-0001"
    rule = "house.marks-accounted"
    surface = '"owner"'
    reason = "a label, not speech (guidelines 2.1)"

`surface` stands for every place in the document with these words; `start`, an offset in code
points, names one of them, and stands alone where the text is not ours to copy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.document import Document
from dateline.problems import InvalidInput, Problem
from dateline.rules.overlooked import HOUSE_WARNINGS
from dateline.rules.rule import Finding, Rule

__all__ = ["Explanation", "explanations_beside", "read_explanations", "unexplained"]

_SHAPE = "give document, rule, surface or start, and reason, and nothing else"


class Explanation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a warning of a rule, at these words or at this offset, is no mistake."""

    document: str
    rule: str
    reason: str
    surface: str | None = None
    start: int | None = None

    def covers(self, document: Document, rule: Rule, finding: Finding) -> bool:
        """Whether this is the finding that is explained."""
        if (self.document, self.rule) != (document.id, rule.id) or finding.span is None:
            return False
        start, end = finding.span
        surface = (document.text or "")[start:end]
        return self.start in (None, start) and self.surface in (None, surface)


def explanations_beside(path: Path) -> Path:
    """Where the explanations of a file of documents stand, if there are any."""
    return path.with_suffix(".explained.toml")


def read_explanations(path: Path) -> tuple[Explanation, ...]:
    """The explanations in a file; none where there is no file.

    Raises:
        InvalidInput: with everything that is wrong with the file.
    """
    if not path.exists():
        return ()
    read = [_entry(entry, number, path) for number, entry in enumerate(_entries(path), start=1)]
    problems = [one for one in read if isinstance(one, Problem)]
    if problems:
        raise InvalidInput(problems)
    return tuple(one for one in read if isinstance(one, Explanation))


def _entries(path: Path) -> list[object]:
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        remedy = "write TOML in UTF-8 (toml.io)"
        raise InvalidInput([_problem("explained.unreadable", remedy, path, str(error))]) from error
    entries = table.pop("explained", [])
    if table or not isinstance(entries, list):
        remedy = "give [[explained]] entries and nothing else"
        raise InvalidInput([_problem("explained.shape", remedy, path, sorted(table))])
    return entries


def _entry(entry: object, number: int, path: Path) -> Explanation | Problem:
    try:
        found = msgspec.convert(entry, Explanation)
    except msgspec.ValidationError as error:
        return _problem("explained.shape", _SHAPE, path, f"entry {number}: {error}")
    if found.rule not in {rule.id for rule in HOUSE_WARNINGS}:
        remedy = "name a rule that warns; what breaks any other is mended, not explained"
        return _problem("explained.rule", remedy, path, f"entry {number}: {found.rule}")
    if not found.reason.strip() or (found.surface is None and found.start is None):
        return _problem("explained.shape", _SHAPE, path, f"entry {number}")
    return found


def unexplained(
    documents: Iterable[Document], explanations: Iterable[Explanation]
) -> Iterator[Problem]:
    """The warnings that no explanation covers, then the explanations that cover none."""
    waiting = list(explanations)
    used: set[int] = set()
    for document in documents:
        for rule, finding in _findings(document):
            covering = {
                number for number, one in enumerate(waiting) if one.covers(document, rule, finding)
            }
            used |= covering
            if not covering:
                yield rule.problem(document, finding)
    yield from (_unmatched(one) for number, one in enumerate(waiting) if number not in used)


def _findings(document: Document) -> Iterator[tuple[Rule, Finding]]:
    for rule in HOUSE_WARNINGS:
        for finding in rule.check(document):
            yield rule, finding


def _unmatched(explanation: Explanation) -> Problem:
    return Problem(
        rule="explained.unmatched",
        remedy="drop the explanation, or mend its surface or start",
        document=explanation.document,
        field=explanation.rule,
        value=explanation.start if explanation.surface is None else explanation.surface,
    )


def _problem(rule: str, remedy: str, path: Path, value: object) -> Problem:
    return Problem(rule=rule, remedy=remedy, file=path.name, value=value)
