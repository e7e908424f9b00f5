"""`dateline score-spans`: any corpus's spans against its gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.score.options import Format


def score_spans(
    predictions: Annotated[Path, typer.Argument(help="Predicted spans: .parquet, .csv or .bio.")],
    gold: Annotated[Path, typer.Option(help="Gold spans of the same documents.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,  # noqa: A002
    repair: Annotated[
        bool, typer.Option("--repair", help="Let an I tag without its B begin a span.")
    ] = False,
    resamples: Annotated[int, typer.Option(help="Of the bootstrap; 0 for none.", min=0)] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Score spans of anybody's corpus and labels: strict, exact, partial, type; in all and by type.

    A table has the columns doc, start, end (half open) and type; a file of tags (.bio,
    .conll, .iob) has a token a line, its IOB2 tag in the last column, and an empty line
    between sequences. Nothing depends on the order of rows. Intervals resample documents.

    Example: dateline score-spans predicted.parquet --gold gold.parquet --format json

    Example: dateline score-spans predicted.bio --gold gold.bio --repair
    """
    from dateline.score.flat.span_evaluation import score_spans as score
    from dateline.score.flat.span_render import SPAN_FORMATS

    scores = score(gold, predictions, seed=seed, resamples=resamples, repair=repair)
    print(SPAN_FORMATS[format.value](scores))
