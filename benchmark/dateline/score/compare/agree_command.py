"""`dateline agree`: how far two passes over the same texts agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.score.options import Format


def agree(
    first: Annotated[Path, typer.Argument(help="A pass, JSON Lines of documents.")],
    second: Annotated[Path, typer.Argument(help="Another pass over the same texts.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,  # noqa: A002
    examples: Annotated[int, typer.Option(help="Of each kind of disagreement.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Compare two passes of annotation: every metric, then what differs, by kind.

    Neither pass is gold, so nothing is out of scope. Files with anything wrong, documents
    that only one has, and texts that differ are listed, all of them, with status 2.

    Example: dateline agree data/annotations/seed/a.jsonl data/annotations/seed/b.jsonl

    Example: dateline agree a.jsonl b.jsonl --examples 3 --format markdown
    """
    from dateline.score.compare.agree_render import AGREE_FORMATS
    from dateline.score.compare.agreement import agreement_of_files

    found = agreement_of_files(first, second, seed=seed, examples=examples)
    print(AGREE_FORMATS[format.value](found))
