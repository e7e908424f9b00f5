"""`dateline agree`: how far passes over the same texts agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.score.options import Format


def agree(
    passes: Annotated[
        list[Path], typer.Argument(help="Passes over the same texts, JSON Lines, two or more.")
    ],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,  # noqa: A002
    examples: Annotated[int, typer.Option(help="Of each kind of disagreement.", min=0)] = 0,
    details: Annotated[
        bool, typer.Option("--details", help="Scores by label, desk and document as well.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write a report with plots and text there as well.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Compare passes of annotation: every metric, then what differs, by kind.

    No pass is gold, so nothing is out of scope. Spans are compared by F1, choices of a label
    by Cohen's kappa as well. Of more than two passes every pair is compared. Documents equal
    in everything are named: nobody agrees with somebody else to the last comma. Files with
    anything wrong, documents that only one has, and texts that differ are listed, all of
    them, with status 2. The report holds text: of texts that are not yours, keep it private.

    Example: dateline agree data/annotations/seed/a.jsonl data/annotations/seed/b.jsonl

    Example: dateline agree a.jsonl b.jsonl c.jsonl --html report.html --examples 10
    """
    from dateline.score.compare.agree_page import write_page
    from dateline.score.compare.passes import agreement_of_passes, passes_text

    found = agreement_of_passes(passes, seed=seed, examples=examples)
    if html is not None:
        write_page(found, html)
    print(passes_text(found, format.value, details=details))
