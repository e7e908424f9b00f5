"""`dateline score`: predictions against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.score.options import Format, Input


def score(
    predictions: Annotated[Path, typer.Argument(help="Predictions, JSON Lines.")],
    gold: Annotated[
        Path | None, typer.Option(help="Score against this file instead of a release.")
    ] = None,
    release: Annotated[str | None, typer.Option(help="Version of the release.")] = None,
    split: Annotated[str, typer.Option(help="Split of the release.")] = "test",
    tier: Annotated[str, typer.Option(help="Tier of text.")] = "core",
    input: Annotated[Input, typer.Option(help="What the system read.")] = Input.clean,  # noqa: A002
    pages: Annotated[
        Path, typer.Option(help="Folder of raw pages with their maps, for --input raw.")
    ] = Path("data/articles/core/pages"),
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,  # noqa: A002
    everything: Annotated[bool, typer.Option("--all", help="Print every metric.")] = False,
    slices: Annotated[
        bool, typer.Option("--slices", help="Print scores by desk, type, level and more.")
    ] = False,
    missing_ok: Annotated[
        bool, typer.Option(help="Score what is there; the result is not ranked.")
    ] = False,
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
    results: Annotated[Path, typer.Option(help="Folder for the result record.")] = Path(
        "data/results"
    ),
    system: Annotated[
        str | None, typer.Option(help="Name of the system; else the file's name.")
    ] = None,
    card: Annotated[Path | None, typer.Option(help="System card, JSON.")] = None,
    record: Annotated[bool, typer.Option(help="Write a result record.")] = True,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Score predictions, with 95% intervals, and record the result.

    Prints the four primary metrics and their mean. A file with anything wrong gets a
    list of all of it, no score, and status 2.

    Example: dateline score rules.jsonl --release 0.1.0 --split test

    Example: dateline score mine.jsonl --gold gold.jsonl --format json

    Example: dateline score rules.jsonl --release 0.1.0 --slices
    """
    from dateline.score.compare.slice_files import slices_of_file
    from dateline.score.record import write_record
    from dateline.score.render import FORMATS
    from dateline.score.scoring import Request, score_file

    request = Request(
        predictions=predictions,
        gold=gold,
        release=release,
        split=split,
        tier=tier,
        input=input.value,
        pages=pages,
        missing_ok=missing_ok,
        root=root,
        system=system,
        card=card,
        seed=seed,
    )
    outcome = score_file(request)
    tables = slices_of_file(request, outcome.evaluation) if slices else ()
    print(FORMATS[format.value](outcome.evaluation, everything, tables))
    if record and outcome.record is not None:
        path = write_record(results, outcome.record)
        standing = "" if outcome.record.ranked else ", not ranked: documents are missing"
        typer.echo(f"dateline: recorded in {path}{standing}", err=True)
