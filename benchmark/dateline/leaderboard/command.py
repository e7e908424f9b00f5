"""`dateline leaderboard`: the boards as a static site, or in the terminal."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="""Show the leaderboard, or build it as a static site.

    Example: dateline leaderboard show
    """
)

Results = Annotated[Path, typer.Option(help="Folder of result records.")]
RESULTS = Path("data/results")


class Format(StrEnum):
    """How boards are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"


@app.command()
def build(
    results: Results = RESULTS,
    out: Annotated[Path, typer.Option(help="Folder for the site.")] = Path("site"),
) -> None:
    """Build the site; open the page it names in any browser, no server needed.

    Example: dateline leaderboard build --results data/results --out site
    """
    from dateline.leaderboard.site import build_site

    print(build_site(results, out))


@app.command()
def show(
    results: Results = RESULTS,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TEXT,  # noqa: A002
) -> None:
    """Print the boards.

    Example: dateline leaderboard show --format markdown
    """
    from dateline.leaderboard.board import make_boards, read_results
    from dateline.leaderboard.show import SHOWN

    print(SHOWN[format.value](make_boards(read_results(results))))
