"""`dateline validate`: form and house rules over files of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def validate(
    files: Annotated[list[Path], typer.Argument(help="Documents (JSON Lines, or one .json).")],
    form_only: Annotated[
        bool, typer.Option("--form-only", help="Leave out the house rules of our gold.")
    ] = False,
) -> None:
    """Check documents against the form rules and the house rules of gold.

    Every problem is listed with its file, line, field and remedy; the status is 2 if
    there is one.

    Example: dateline validate data/gold/core.jsonl
    """
    from dateline.files import read_valid_files

    count = read_valid_files(files, house=not form_only)
    print(f"{count} documents, no problems")
