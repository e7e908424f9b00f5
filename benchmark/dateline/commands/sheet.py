"""`dateline sheet`: annotation between the line notation and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="""Read and write sheets, the line notation for annotation.

    Example: dateline sheet read pass.sheet --article article.json --house
    """
)


@app.command()
def read(
    sheet: Annotated[Path, typer.Argument(help="The sheet.")],
    article: Annotated[Path, typer.Option(help="The article it annotates (JSON).")],
    house: Annotated[bool, typer.Option(help="Check the house rules of our gold, too.")] = False,
) -> None:
    """Check a sheet against its article, and print the document as JSON.

    Example: dateline sheet read pass.sheet --article article.json --house
    """
    from dateline.files import encode, read_documents
    from dateline.problems import InvalidInput
    from dateline.rules import house_problems
    from dateline.sheet import read_sheet

    (bare,) = read_documents(article, gold=False)[:1]
    document = read_sheet(_text_of(sheet), bare, file=sheet.name)
    problems = house_problems(document) if house else []
    if problems:
        raise InvalidInput(problems)
    print(encode(document).decode())


@app.command()
def write(
    documents: Annotated[Path, typer.Argument(help="Documents (JSON Lines, or one .json).")],
    out: Annotated[Path, typer.Option(help="Folder for one sheet a document.")],
) -> None:
    """Write each document's annotation as a sheet named after its id.

    Example: dateline sheet write data/gold/core.jsonl --out sheets
    """
    from dateline.files import read_documents, write_text
    from dateline.sheet import write_sheet

    sheets = {one.id: write_sheet(one) for one in read_documents(documents, gold=False)}
    for name, text in sheets.items():
        write_text(out / f"{name}.sheet", text)
    print(f"{len(sheets)} sheets in {out}")


def _text_of(path: Path) -> str:
    from dateline.problems import InvalidInput, Problem

    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "name a readable sheet in UTF-8"
        problem = Problem(rule="file.unreadable", remedy=remedy, file=str(path), value=str(error))
        raise InvalidInput([problem]) from error
