"""`dateline browse`: read any article with its layers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["browse"]


def browse(
    source: Annotated[
        Path, typer.Argument(help="Documents: gold, a pass, predictions with their text.")
    ] = Path("data/gold/core.jsonl"),
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("build/browse"),
) -> None:
    """Write pages to read articles with their layers in colour.

    Clusters, quotes with their speakers, and events as frames stand beside the text: choose one
    to see it there. The first page lists all articles and shows how often each label occurs. The
    pages need no server and no network.

    Example: dateline browse data/gold/core.jsonl --out build/browse
    """
    from dateline.browse.pages import write_pages
    from dateline.files import read_documents

    print(write_pages(read_documents(source, gold=False), out, source.name))
