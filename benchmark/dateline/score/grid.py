"""Tables of strings, as aligned text or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

__all__ = [
    "NOTHING",
    "Table",
    "as_grid",
    "as_pipes",
    "formats_of",
    "interval_text",
    "p_text",
    "percent_text",
    "points_text",
    "short",
]

NOTHING = "–"
_LONGEST = 60

Row = Sequence[str]
Table = Callable[[Row, Iterable[Row], Iterable[str]], str]
Found = TypeVar("Found")


def as_grid(titles: Row, rows: Iterable[Row], numbers: Iterable[str] = ()) -> str:
    """A table with aligned columns; those whose titles are `numbers` to the right."""
    lines = [list(titles), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    right = [title in set(numbers) for title in titles]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if side else cell.ljust(width)
            for cell, width, side in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def as_pipes(titles: Row, rows: Iterable[Row], numbers: Iterable[str] = ()) -> str:
    """The same as a Markdown table."""
    rule = ["--:" if title in set(numbers) else "---" for title in titles]
    lines = [list(titles), rule, *([_safe(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent_text(value: float | None) -> str:
    """A score in percent, or a dash where there is none."""
    return NOTHING if value is None else f"{100 * value:.1f}"


def points_text(difference: float | None, interval: tuple[float, float] | None) -> list[str]:
    """A difference in points of percent with its sign, and its interval."""
    if difference is None:
        return [NOTHING, NOTHING]
    shown = NOTHING if interval is None else f"[{_signed(interval[0])}, {_signed(interval[1])}]"
    return [_signed(difference), shown]


def p_text(p: float | None) -> str:
    """A p value with four digits behind the point."""
    return NOTHING if p is None else f"{p:.4f}"


def short(surfaces: Iterable[str]) -> str:
    """Surfaces in one line, cut where they are long."""
    shown = " … ".join(" ".join(one.split()) for one in surfaces)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _signed(value: float) -> str:
    # Adding 0 turns a rounded -0.0 into 0.0.
    return f"{round(100 * value, 1) + 0:+.1f}"


def _safe(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|")


def interval_text(interval: tuple[float, float] | None) -> str:
    """An interval of scores in percent, or a dash where there is none."""
    if interval is None:
        return NOTHING
    low, high = interval
    return f"[{100 * low:.1f}, {100 * high:.1f}]"


def formats_of(parts: Callable[[Found, Table], Iterable[str]]) -> dict[str, Callable[[Found], str]]:
    """How something is printed as text, JSON and Markdown.

    Args:
        parts: its tables and notes, made by `as_grid` or `as_pipes`.
    """
    return {
        "text": lambda found: "\n\n".join(parts(found, as_grid)),
        "json": lambda found: msgspec.json.format(msgspec.json.encode(found), indent=2).decode(),
        "markdown": lambda found: "\n\n".join(parts(found, as_pipes)),
    }
