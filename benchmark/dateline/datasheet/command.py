"""`dateline datasheet`: the datasheet, from the data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ROUND = Path("data/annotations/seed")


def datasheet(
    gold: Annotated[Path, typer.Option(help="Validated gold, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    passes: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder of a round, with its passes a.jsonl and b.jsonl; again for each "
            f"further round.  [default: {ROUND}]"
        ),
    ] = None,
    splits: Annotated[Path, typer.Option(help="File that keeps the splits, if any.")] = Path(
        "data/splits/core.json"
    ),
    out: Annotated[Path, typer.Option(help="The datasheet.")] = Path("DATASHEET.md"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; status 2 if the file is stale.")
    ] = False,
) -> None:
    """Write the datasheet; every number in it is counted from the data.

    Example: dateline datasheet --gold data/gold/core.jsonl --out DATASHEET.md
    """
    from dateline.datasheet.page import datasheet_text, require_fresh, write_datasheet
    from dateline.datasheet.reading import read_inputs

    text = datasheet_text(read_inputs(gold, passes or [ROUND], splits))
    if check:
        require_fresh(text, out)
        print(f"{out} says what the data say")
    else:
        write_datasheet(text, out)
        print(out)
