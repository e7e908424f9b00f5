"""The site: pages from boards, written beside and put in place when all are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline import __version__
from dateline.folders import Site, replaced_folder
from dateline.leaderboard.board import COLUMNS, RECORDS, Board, make_boards, read_results
from dateline.release.card import HONESTY
from dateline.score.record import encode_record
from dateline.templates import templates_of

__all__ = ["build_site"]

INDEX = "index.html"
TITLE = "Dateline leaderboard"
SITE = Site("leaderboard", INDEX, f"<title>{TITLE}</title>", (RECORDS,))


def build_site(results: Path, out: Path) -> Path:
    """Build the leaderboard from result records; returns its first page.

    Raises:
        InvalidInput: a record is broken, there is none, or `out` holds something else;
            the old site stays as it was.
    """
    boards = make_boards(read_results(results))
    with replaced_folder(out, SITE) as beside:
        _write(beside, boards)
    return out / INDEX


def _write(folder: Path, boards: Sequence[Board]) -> None:
    for row in (row for board in boards for row in (*board.ranked, *board.unranked)):
        path = folder / row.download
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_record(row.record))
    pages = templates_of("dateline.leaderboard")
    page = pages.get_template("index.html.j2").render(
        boards=boards, columns=COLUMNS, honesty=HONESTY, title=TITLE, version=__version__
    )
    (folder / INDEX).write_text(page, encoding="utf-8", newline="\n")
