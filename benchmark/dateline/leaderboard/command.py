"""`dateline leaderboard`: the static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Build the leaderboard, a static site, from result records.")


@app.callback()
def leaderboard() -> None:
    """Build the leaderboard, a static site, from result records."""


@app.command()
def build(
    results: Annotated[Path, typer.Option(help="Folder of result records.")] = Path("data/results"),
    out: Annotated[Path, typer.Option(help="Folder for the site.")] = Path("site"),
) -> None:
    """Build the leaderboard; open the page it names in any browser, no server needed.

    Example: dateline leaderboard build --results data/results --out site
    """
    from dateline.leaderboard.site import build_site

    print(build_site(results, out))
