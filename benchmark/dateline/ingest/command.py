"""`dateline ingest`: raw pages to articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def ingest(
    pages: Annotated[list[Path], typer.Argument(help="Saved HTML, or text copied from a browser.")],
    out: Annotated[Path | None, typer.Option(help="File for the articles, JSON Lines.")] = None,
    tier: Annotated[str, typer.Option(help="Tier of text.")] = "user",
    licence: Annotated[
        str | None, typer.Option(help="Licence of the pages (SPDX), if it is known.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--explain", help="Show kept and cut lines side by side.")
    ] = False,
    uncut: Annotated[
        bool,
        typer.Option("--uncut", help="Write whole pages, for systems scored with --input raw."),
    ] = False,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Score against the maps beside pages or in folders.")
    ] = False,
) -> None:
    """Turn raw pages into articles: title, body, date, outlet marker, ID.

    Give the pages of a source together: what they have in common is cut.

    Example: dateline ingest page1.html page2.txt --out articles.jsonl --explain

    Example: dateline ingest data/articles/core/pages/*.html --uncut --out pages.jsonl

    Example: dateline ingest --evaluate data/articles/core/pages
    """
    if evaluate:
        _print_evaluation(pages)
    elif out is None:
        raise typer.BadParameter("give a file for the articles", param_hint="--out")
    elif uncut:
        _write_whole(pages, out, tier=tier, licence=licence)
    else:
        _write(pages, out, tier=tier, licence=licence, show=show)


def _print_evaluation(pages: list[Path]) -> None:
    from dateline.ingest.evaluate import evaluate_pages, evaluation_table

    print(evaluation_table(evaluate_pages(pages)))


def _write_whole(pages: list[Path], out: Path, *, tier: str, licence: str | None) -> None:
    from dateline.document import Source
    from dateline.files import write_documents
    from dateline.ingest.article import whole_pages

    found = whole_pages(pages, Source(tier=tier, licence=licence))
    print(f"{out}: {write_documents(out, found)} whole pages")


def _write(pages: list[Path], out: Path, *, tier: str, licence: str | None, show: bool) -> None:
    from dateline.files import write_documents
    from dateline.ingest.article import Ingested, ingest_pages, same_articles
    from dateline.ingest.explain import explain

    def explained(one: Ingested) -> None:
        print(explain(one), end="\n\n", flush=True)

    tell = explained if show else None
    found = ingest_pages(pages, tier=tier, licence=licence, tell=tell)
    count = write_documents(out, [one.article for one in found])
    if show:
        print("\n\n".join(explain(one) for one in found))
    print(f"{out}: {count} articles")
    for line in same_articles(pages, found):
        typer.echo(f"dateline: {line}", err=True)
    undated = [one.article.id for one in found if one.article.published is None]
    if undated:
        typer.echo(f"dateline: no certain date: {', '.join(undated)}", err=True)
