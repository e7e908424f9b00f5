"""`dateline hydrate`: standoff annotation and your own copy of the text, joined."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def hydrate(
    annotation: Annotated[Path, typer.Argument(help="Standoff annotation, JSON Lines.")],
    text: Annotated[
        list[Path],
        typer.Option(help="Articles (.json, .jsonl, .csv), pages, plain text; repeat it."),
    ],
    out: Annotated[Path, typer.Option(help="Where the joined documents go, JSON Lines.")],
) -> None:
    """Join standoff annotation to your own copy of the text.

    A copy is recognised by its hash, or paragraph by paragraph in whatever stands around.
    Every text and paragraph that is missing or changed is listed; nothing is written then.

    Example: dateline hydrate user.jsonl --text page.txt --out joined.jsonl
    """
    from dateline.release.hydrate import hydrate_file

    count = hydrate_file(annotation, text, out)
    print(f"{out}: {count} {'document' if count == 1 else 'documents'}")
