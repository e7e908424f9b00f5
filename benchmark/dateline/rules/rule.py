"""A rule: an id, a remedy, and a function that finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from dateline.document import Document, Span
from dateline.problems import Problem

__all__ = ["Check", "Finding", "Rule", "found_in_text", "rule"]


class Finding(Struct, frozen=True):
    """Where in a document a rule is broken, and what stands there.

    `span` is the place in the text, where a rule tells it: an explanation names it by that
    place or by the words there.
    """

    field: str
    value: object = None
    span: Span | None = None


def found_in_text(text: str, span: Span) -> Finding:
    """A finding in the text itself, where no annotation is that could be named."""
    return Finding(f"text.{span[0]}", text[slice(*span)], span)


Check = Callable[[Document], Iterator[Finding]]


class Rule(Struct, frozen=True):
    """A rule; the docstring of `check` says it in a sentence."""

    id: str
    remedy: str
    check: Check

    def problems(self, document: Document) -> Iterator[Problem]:
        """What breaks this rule in the document."""
        for finding in self.check(document):
            yield self.problem(document, finding)

    def problem(self, document: Document, finding: Finding) -> Problem:
        """A finding as it is reported."""
        return Problem(
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
