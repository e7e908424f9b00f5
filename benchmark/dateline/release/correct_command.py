"""`dateline correct`: an erratum goes into gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def correct(
    sheet: Annotated[
        Path, typer.Argument(help="The document's whole annotation, corrected: <document id>.sheet")
    ],
    reason: Annotated[str, typer.Option(help="Why, for the readers of the errata.")],
    document: Annotated[
        str | None, typer.Option(help="Id of the document, if the sheet is named otherwise.")
    ] = None,
    gold: Annotated[Path, typer.Option(help="The gold file, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    errata: Annotated[Path, typer.Option(help="Where the reasons are kept.")] = Path(
        "data/errata.jsonl"
    ),
) -> None:
    """Take an erratum into gold: the corrected sheet of one document, and the reason.

    Write the sheet from gold (`dateline sheet write`), correct it, and give it back. It is
    checked by the form and the house rules; what is wrong is all listed, and nothing is
    written then. Other documents keep every byte. The errata file says what was changed,
    when and why. Releases stay as they are: the correction is in the next one.

    Example: dateline correct sheets/core-bus-0001.sheet --reason "Kericho is a town, no region"
    """
    from datetime import date

    from dateline.release.command import RELEASES
    from dateline.release.correct import correct_gold, next_patch

    name = sheet.stem if document is None else document
    done = correct_gold(sheet, name, reason, gold=gold, errata=errata, today=date.today())
    print(f"{gold}: {name} corrected; the reason is in {errata}")
    for change in done.changes:
        print(f"{change.items}: {len(change.removed)} lines out, {len(change.added)} in")
        for sign, lines in (("-", change.removed), ("+", change.added)):
            for line in lines:
                print(f"  {sign} {line}")
    print(f"next: dateline release build {next_patch(RELEASES)} --gold {gold} --errata {errata}")
