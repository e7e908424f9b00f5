"""`dateline validate`: form and house rules over files of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.document import Document
    from dateline.problems import Problem


def validate(
    files: Annotated[list[Path], typer.Argument(help="Documents (JSON Lines, or one .json).")],
    form_only: Annotated[
        bool, typer.Option("--form-only", help="Leave out the house rules of our gold.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings count as problems: status 2.")
    ] = False,
) -> None:
    """Check documents against the form rules and the house rules of gold.

    Every problem is listed with its file, line, field and remedy; the status is 2 if
    there is one. If there is none, warnings follow on standard error: what two annotators
    who agree can both have overlooked (names, pronouns, quotation marks, dates that count
    from another day, events without arguments). Mend each, or explain it in
    core.explained.toml beside core.jsonl: [[explained]] entries with document, rule,
    surface or start, and reason.

    Example: dateline validate data/gold/core.jsonl
    """
    import sys

    from dateline.files import valid_documents
    from dateline.problems import InvalidInput, Problems

    checked = valid_documents(files, house=not form_only)
    count = sum(len(documents) for _, documents in checked)
    if form_only:
        print(f"{count} documents, no problems")
        return
    warnings = Problems(one for checked_file in checked for one in _warnings(*checked_file))
    if strict and warnings.total:
        raise InvalidInput(warnings)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(f"{count} documents, no problems, {_counted(warnings.total)}")


def _warnings(path: Path, documents: Sequence[Document]) -> Iterator[Problem]:
    """The warnings of a valid file that nothing beside it explains."""
    from msgspec.structs import replace

    from dateline.rules.explained import explanations_beside, read_explanations, unexplained

    explanations = read_explanations(explanations_beside(path))
    for warning in unexplained(documents, explanations):
        yield replace(warning, file=path.name)


def _counted(number: int) -> str:
    return f"{number:,} warning{'' if number == 1 else 's'}" if number else "no warnings"
