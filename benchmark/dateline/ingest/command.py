"""`dateline ingest`: raw pages to articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def ingest(
    pages: Annotated[list[Path], typer.Argument(help="Saved HTML, or text copied from a browser.")],
    out: Annotated[Path, typer.Option(help="File for the articles, JSON Lines.")],
    tier: Annotated[str, typer.Option(help="Tier of text.")] = "user",
    show: Annotated[
        bool, typer.Option("--explain", help="Show kept and cut lines side by side.")
    ] = False,
) -> None:
    """Turn raw pages into articles: title, body, date, outlet marker, ID.

    Give the pages of a source together: what they have in common is cut.

    Example: dateline ingest page1.html page2.txt --out articles.jsonl --explain
    """
    from dateline.files import write_documents
    from dateline.ingest.article import ingest_pages
    from dateline.ingest.explain import explain

    found = ingest_pages(pages, tier=tier)
    count = write_documents(out, [one.article for one in found])
    if show:
        print("\n\n".join(explain(one) for one in found))
    undated = [one.article.id for one in found if one.article.published is None]
    print(f"{out}: {count} articles")
    if undated:
        typer.echo(f"dateline: no certain date: {', '.join(undated)}", err=True)
