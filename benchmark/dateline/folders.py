"""Folders of pages, written beside and put in place when all is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from dateline.problems import InvalidInput, Problem

__all__ = ["Site", "replaced_folder"]

SHOWN = 5


class Site(Struct, frozen=True):
    """What tells a folder that we wrote from any other.

    Attributes:
        what: what it is, such as "leaderboard"; also the first part of the rule's id.
        page: its first page.
        mark: what stands in that page and in no other.
        holds: names of the other files and folders in it.
    """

    what: str
    page: str
    mark: str
    holds: tuple[str, ...]


@contextmanager
def replaced_folder(out: Path, site: Site) -> Iterator[Path]:
    """A folder beside, which takes the place of `out` if nothing goes wrong.

    Raises:
        InvalidInput: `out` holds something else, which would be deleted, or cannot be
            written; it stays as it was.
    """
    _require_ours(out, site)
    try:
        with _replaced(out.resolve()) as beside:
            yield beside
    except OSError as error:
        raise InvalidInput([_problem(out, site, error.strerror)]) from error


def _require_ours(out: Path, site: Site) -> None:
    """What is replaced is deleted: it must be absent, empty, or such a site and no more."""
    if not out.exists():
        return
    if not out.is_dir():
        raise InvalidInput([_problem(out, site, "a file")])
    there = {path.name for path in out.iterdir()}
    if strange := sorted(there - {site.page, *site.holds}):
        raise InvalidInput([_problem(out, site, f"holds {', '.join(strange[:SHOWN])}")])
    if there and not _is_marked(out / site.page, site.mark):
        raise InvalidInput([_problem(out, site, f"its {site.page} is no {site.what}")])


def _is_marked(page: Path, mark: str) -> bool:
    return page.is_file() and mark.encode() in page.read_bytes()


def _problem(out: Path, site: Site, found: str | None) -> Problem:
    remedy = f"name a folder that is empty, absent, or an earlier {site.what}"
    return Problem(rule=f"{site.what}.folder", remedy=remedy, file=str(out), value=found)


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
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
