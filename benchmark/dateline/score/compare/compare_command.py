"""`dateline compare`: is one system better than another, and at what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.score.options import Format


def compare(
    predictions: Annotated[list[Path], typer.Argument(help="Two prediction files or more.")],
    gold: Annotated[
        Path | None, typer.Option(help="Compare on this file instead of a release.")
    ] = None,
    release: Annotated[str | None, typer.Option(help="Version of the release.")] = None,
    split: Annotated[str, typer.Option(help="Split of the release.")] = "test",
    tier: Annotated[str, typer.Option(help="Tier of text.")] = "core",
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,  # noqa: A002
    examples: Annotated[
        int, typer.Option(help="Of each kind that one gets right and another misses.", min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Seed of bootstrap and test.")] = 0,
) -> None:
    """Compare systems: scores, ranges of ranks, paired tests, and what only one gets right.

    For each pair and metric: the difference of F1 with its 95% interval, p of a paired
    randomisation test, and p after Holm's correction for the number of pairs. Files with
    anything wrong get a list of all of it, and status 2.

    Example: dateline compare rules.jsonl linear.jsonl --release 0.1.0 --split test

    Example: dateline compare a.jsonl b.jsonl c.jsonl --gold gold.jsonl --examples 3
    """
    from dateline.score.against import Against, read_gold
    from dateline.score.compare.compare_render import COMPARE_FORMATS
    from dateline.score.compare.comparison import compare_files

    against = Against(gold=gold, release=release, split=split, tier=tier, root=root)
    found = compare_files(predictions, read_gold(against), seed=seed, examples=examples)
    print(COMPARE_FORMATS[format.value](found))
