"""What a person sees while a command works: lines and bars on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["stage", "track"]

Item = TypeVar("Item")


def stage(text: str) -> None:
    """Say on standard error what begins now."""
    print(f"dateline: {text}", file=sys.stderr, flush=True)


def track(items: Iterable[Item], description: str, total: int | None = None) -> Iterator[Item]:
    """Pass the items on while a bar on standard error shows how far it is.

    Without a terminal there is no bar, only the description once.
    """
    if not sys.stderr.isatty():
        stage(description)
        yield from items
        return
    from rich.console import Console
    from rich.progress import track as rich_track

    yield from rich_track(items, description, total=total, console=Console(stderr=True))
