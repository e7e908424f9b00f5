"""A pass, adjudicated, becomes gold."""

from __future__ import annotations

from pathlib import Path

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.problems import InvalidInput, Problem
from dateline.rules import house_problems
from dateline_annotation.tiers import portable

__all__ = ["write_gold"]


def write_gold(source: Path, out: Path) -> int:
    """Check a pass by the form and the house rules, and write it in order of id.

    What is not of our own tier is written standoff.

    Raises:
        InvalidInput: with every problem; the gold file is left as it was.
    """
    documents = read_documents(source, gold=True)
    problems = [one for document in documents for one in _problems(document)]
    if problems:
        raise InvalidInput(problems)
    ordered = sorted(documents, key=lambda document: document.id)
    return write_documents(out, map(portable, ordered))


def _problems(document: Document) -> list[Problem]:
    if document.text is None:
        remedy = "join it to its text first: dateline hydrate"
        return [Problem(rule="gold.no-text", remedy=remedy, document=document.id)]
    return house_problems(document)
