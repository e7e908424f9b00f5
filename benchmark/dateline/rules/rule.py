"""A rule: an id, a remedy, and a function that finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from dateline.document import Document
from dateline.problems import Problem

__all__ = ["Check", "Finding", "Rule", "rule"]


class Finding(Struct, frozen=True):
    """Where in a document a rule is broken, and what stands there."""

    field: str
    value: object = None


Check = Callable[[Document], Iterator[Finding]]


class Rule(Struct, frozen=True):
    """A rule; the docstring of `check` says it in a sentence."""

    id: str
    remedy: str
    check: Check

    def problems(self, document: Document) -> Iterator[Problem]:
        """What breaks this rule in the document."""
        for finding in self.check(document):
            yield Problem(
                rule=self.id,
                remedy=self.remedy,
                document=document.id,
                field=finding.field,
                value=finding.value,
            )


def rule(id: str, *, remedy: str) -> Callable[[Check], Rule]:  # noqa: A002 - a rule's id
    """Make a rule of a function; nothing is registered."""

    def make(check: Check) -> Rule:
        return Rule(id, remedy, check)

    return make
