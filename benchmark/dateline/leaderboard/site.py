"""The site: pages from boards, written beside and put in place when all are there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline import __version__
from dateline.leaderboard.board import COLUMNS, RECORDS, Board, make_boards, read_results
from dateline.problems import InvalidInput, Problem
from dateline.release.card import HONESTY
from dateline.score.record import encode_record

__all__ = ["build_site"]

INDEX = "index.html"
TITLE = "Dateline leaderboard"


def build_site(results: Path, out: Path) -> Path:
    """Build the leaderboard from result records; returns its first page.

    Raises:
        InvalidInput: a record is broken, there is none, or `out` holds something else;
            the old site stays as it was.
    """
    boards = make_boards(read_results(results))
    _require_ours(out)
    try:
        with _replaced(out.resolve()) as beside:
            _write(beside, boards)
    except OSError as error:
        raise InvalidInput([_folder_problem(out, error.strerror)]) from error
    return out / INDEX


def _require_ours(out: Path) -> None:
    """What is replaced is deleted: it must be absent, empty, or a leaderboard and no more."""
    if not out.exists():
        return
    if not out.is_dir():
        raise InvalidInput([_folder_problem(out, "a file")])
    there = {path.name for path in out.iterdir()}
    if strange := sorted(there - {INDEX, RECORDS}):
        raise InvalidInput([_folder_problem(out, f"holds {', '.join(strange[:5])}")])
    if there and not _is_leaderboard(out / INDEX):
        raise InvalidInput([_folder_problem(out, f"its {INDEX} is no leaderboard")])


def _is_leaderboard(page: Path) -> bool:
    return page.is_file() and f"<title>{TITLE}</title>".encode() in page.read_bytes()


def _folder_problem(out: Path, found: str | None) -> Problem:
    remedy = "name a folder that is empty, absent, or an earlier leaderboard"
    return Problem(rule="leaderboard.folder", remedy=remedy, file=str(out), value=found)


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
    """A folder beside, which takes the place of `folder` if nothing goes wrong."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".tmp"))
    beside, old = work / "new", work / "old"
    try:
        beside.mkdir()
        yield beside
        if folder.exists():
            folder.rename(old)
        try:
            beside.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(folder: Path, boards: Sequence[Board]) -> None:
    for row in (row for board in boards for row in (*board.ranked, *board.unranked)):
        path = folder / row.download
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_record(row.record))
    pages = Environment(
        loader=PackageLoader("dateline.leaderboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = pages.get_template("index.html.j2").render(
        boards=boards, columns=COLUMNS, honesty=HONESTY, title=TITLE, version=__version__
    )
    (folder / INDEX).write_text(page, encoding="utf-8", newline="\n")
