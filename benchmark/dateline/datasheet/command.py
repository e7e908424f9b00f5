"""`dateline datasheet`: the datasheet, from the data, and the pages beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["datasheet"]

ROUNDS = Path("data/annotations")
CHECK = typer.Option("--check", help="Write nothing; status 2 if the file is stale.")

datasheet = typer.Typer(rich_markup_mode=None)


@datasheet.callback(invoke_without_command=True)
def write_sheet(
    context: typer.Context,
    gold: Annotated[Path, typer.Option(help="Validated gold, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    passes: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder of a round, with its passes a.jsonl and b.jsonl; again for each "
            f"further round.  [default: those in {ROUNDS} that gold has articles of]"
        ),
    ] = None,
    splits: Annotated[Path, typer.Option(help="File that keeps the splits, if any.")] = Path(
        "data/splits/core.json"
    ),
    audits: Annotated[
        Path, typer.Option(help="Folder of audits, sheets that were filled in.")
    ] = Path("data/audits"),
    out: Annotated[Path, typer.Option(help="The datasheet.")] = Path("DATASHEET.md"),
    check: Annotated[bool, CHECK] = False,
) -> None:
    """Write the datasheet; every number in it is counted from the data.

    Without a command below it writes DATASHEET.md; each of these writes a page of its own.

    Example: dateline datasheet --gold data/gold/core.jsonl --out DATASHEET.md
    """
    from dateline.datasheet.page import datasheet_text
    from dateline.datasheet.reading import read_inputs, rounds_of

    if context.invoked_subcommand is None:
        rounds = passes or rounds_of(gold, ROUNDS)
        judged = sorted(audits.glob("*.tsv"))
        text = datasheet_text(read_inputs(gold, rounds, splits, judged))
        _write_or_check(text, out, "dateline datasheet", check=check)


@datasheet.command()
def status(
    articles: Annotated[Path, typer.Option(help="Folder of the articles, <id>.json.")] = Path(
        "data/articles/core"
    ),
    annotations: Annotated[Path, typer.Option(help="Folder of the rounds.")] = ROUNDS,
    gold: Annotated[Path, typer.Option(help="Gold, JSON Lines, if there is any.")] = Path(
        "data/gold/core.jsonl"
    ),
    out: Annotated[Path, typer.Option(help="The page.")] = Path("data/annotations/STATUS.md"),
    check: Annotated[bool, CHECK] = False,
) -> None:
    """Write how far core has come: rounds, agreement, and what is next.

    A round is a folder with the passes a.jsonl and b.jsonl, the adjudicated final.jsonl, and
    sheets that are not taken through Label Studio yet (sheets/a/<id>.sheet). Whatever is not
    there yet counts as still to do.

    Example: dateline datasheet status --check
    """
    from dateline.datasheet.page import status_text
    from dateline.datasheet.status import read_status

    text = status_text(read_status(articles, annotations, gold))
    _write_or_check(text, out, "dateline datasheet status", check=check)


@datasheet.command()
def diversity(
    articles: Annotated[Path, typer.Option(help="Folder of the articles, <id>.json.")] = Path(
        "data/articles/core"
    ),
    real: Annotated[
        Path, typer.Option(help="Real news, JSON Lines with id and text; nothing of it is shown.")
    ] = Path("../shared/wikinews/articles.jsonl"),
    out: Annotated[Path, typer.Option(help="The picture; figures go beside it as JSON.")] = Path(
        "docs/images/core-diversity.svg"
    ),
) -> None:
    """Compare core with real news at equal size: words, openings, sentences, quotes.

    Both are put in random orders, cut to the size of the smaller, and measured. Where the real
    sample is absent nothing is written.

    Example: dateline datasheet diversity --real ../shared/wikinews/articles.jsonl
    """
    from dateline.datasheet.diversity_page import (
        diversity_text,
        read_comparison,
        write_comparison,
    )

    if not real.exists():
        print(f"{real} is not there: nothing compared")
        return
    comparison = read_comparison(articles, real)
    write_comparison(comparison, out)
    print(diversity_text(comparison), out, sep="\n")


def _write_or_check(text: str, out: Path, command: str, *, check: bool) -> None:
    from dateline.datasheet.page import require_fresh
    from dateline.files import write_text

    if check:
        require_fresh(text, out, command)
        print(f"{out} says what the data say")
    else:
        write_text(out, text)
        print(out)
