"""The site: pages from boards, written beside and put in place when all are there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline import __version__
from dateline.leaderboard.board import COLUMNS, Board, make_boards, read_results
from dateline.problems import InvalidInput, Problem
from dateline.release.card import HONESTY

__all__ = ["build_site"]

INDEX = "index.html"


def build_site(results: Path, out: Path) -> Path:
    """Build the leaderboard from result records; returns its first page.

    Raises:
        InvalidInput: a record is broken, there is none, or `out` holds something else;
            the old site stays as it was.
    """
    boards = make_boards(read_results(results))
    if out.exists() and any(out.iterdir()) and not (out / INDEX).is_file():
        remedy = "name a folder that is empty, absent, or an earlier leaderboard"
        raise InvalidInput([Problem(rule="leaderboard.folder", remedy=remedy, file=str(out))])
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".tmp"))
    try:
        _write(beside, boards)
        beside.chmod(0o755)
        shutil.rmtree(out, ignore_errors=True)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return out / INDEX


def _write(folder: Path, boards: Sequence[Board]) -> None:
    for row in (row for board in boards for row in (*board.ranked, *board.unranked)):
        path = folder / row.download
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(row.record), indent=1))
    pages = Environment(
        loader=PackageLoader("dateline.leaderboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = pages.get_template("index.html.j2").render(
        boards=boards, columns=COLUMNS, honesty=HONESTY, version=__version__
    )
    (folder / INDEX).write_text(page, encoding="utf-8", newline="\n")
