"""`dateline audit`: draw items for a person to judge, and turn answers into error rates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="""Have a person judge labels drawn at random: how many are wrong?

    Example: dateline audit draw --out audit.tsv
    """
)


class Format(StrEnum):
    """How a report is printed."""

    text = "text"
    json = "json"


@app.command()
def draw(
    out: Annotated[Path, typer.Option(help="The sheet to write; it must not exist.")],
    gold: Annotated[Path, typer.Option(help="Gold of the core tier, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    release: Annotated[
        str | None, typer.Option(help="Draw from this release, not from --gold.")
    ] = None,
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
    items: Annotated[int, typer.Option(help="How many; a hundred take about an hour.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed draws the same items.")] = 0,
) -> None:
    """Draw mentions, quotes and events at random into a sheet for a spreadsheet.

    Each layer gets the same number. The auditor fills in verdict (ok or wrong), what is
    wrong, and a note; the head of the sheet says how. Only text of core is written.

    Example: dateline audit draw --out audit.tsv
    """
    from dateline.audit.draw import draw_from_gold, draw_from_release
    from dateline.audit.sheet import write_sheet

    drawn = (
        draw_from_gold(gold, items=items, seed=seed)
        if release is None
        else draw_from_release(release, root=root, items=items, seed=seed)
    )
    write_sheet(out, drawn)
    print(f"{out}: {len(drawn.items)} items of {drawn.source}; fill in verdict, what and note")


@app.command()
def report(
    sheet: Annotated[Path, typer.Argument(help="The sheet, filled in.")],
    format: Annotated[Format, typer.Option(help="For people, or for programs.")] = Format.text,  # noqa: A002
) -> None:
    """Turn an auditor's answers into an error rate for each layer, with an interval.

    Every line must be answered: what is missing or no answer is listed, and the status
    is 2. The intervals are Wilson's, at 95%.

    Example: dateline audit report audit.tsv
    """
    import msgspec

    from dateline.audit.rates import report_on
    from dateline.audit.sheet import read_answers

    found = report_on(read_answers(sheet), sheet.name)
    if format is Format.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        print(*found.lines(), sep="\n")


@app.command()
def suspects(
    predictions: Annotated[
        list[Path], typer.Argument(help="Files of predictions over gold, of any systems.")
    ],
    out: Annotated[Path, typer.Option(help="The list to write, tab-separated.")],
    gold: Annotated[Path, typer.Option(help="Gold of the core tier, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    top: Annotated[int, typer.Option(help="How many to list.")] = 300,
) -> None:
    """Rank the labels of gold that systems contradict, the most surprising first.

    A system that learns must not have seen what it is asked about: `dateline predict NAME
    --folds 5 --seed N` fits it on the other folds. Give several seeds and several systems; read
    the list from its top, and take what is wrong into gold with `dateline correct`.

    Example: dateline audit suspects linear-0.jsonl linear-1.jsonl --out suspects.tsv
    """
    from dateline.audit.suspects import find_suspects, write_suspects
    from dateline.files import read_documents

    documents = read_documents(gold, gold=True)
    found = find_suspects(documents, predictions)
    write_suspects(out, documents, found[:top])
    print(f"{out}: {min(top, len(found))} of {len(found)} contradicted labels")
