"""`dateline annotate train`: feedback for newcomers, rule by rule."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TrainFormat(StrEnum):
    """How the feedback is printed."""

    text = "text"
    json = "json"


def train(
    source: Annotated[Path, typer.Argument(metavar="PASS", help="The newcomer's pass, as pulled.")],
    gold: Annotated[Path, typer.Option(help="Gold of the same articles, JSON Lines.")],
    pass_at: Annotated[
        float | None,
        typer.Option(help="F1 to reach in every metric; else each has its goal.", min=0, max=1),
    ] = None,
    format: Annotated[  # noqa: A002
        TrainFormat, typer.Option(help="How to print.")
    ] = TrainFormat.text,
) -> None:
    """Tell a newcomer what differs from gold, and which rule of the guidelines says why.

    Give newcomers articles whose gold they have not seen, as any round: push, let them
    label, pull. Every difference is shown with its paragraph, the gold answer and theirs,
    under its heading of annotation/GUIDELINES.md; the rule that costs most comes first. The
    verdict is whether every score reaches its goal. Documents that only one of the two files
    has, and texts that differ, are listed with status 2.

    Example: dateline annotate train work/eve.jsonl --gold data/gold/training.jsonl
    """
    import msgspec

    from dateline_annotation import training

    result = training.train(source, gold, pass_at=pass_at)
    if format is TrainFormat.json:
        print(msgspec.json.format(msgspec.json.encode(result), indent=2).decode())
    else:
        print(training.training_text(result))
