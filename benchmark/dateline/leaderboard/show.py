"""Boards as text: for a terminal, and as Markdown for a README."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.leaderboard.board import COLUMNS, Board, Cell, Row

__all__ = ["SHOWN", "as_markdown", "as_text"]

NOTHING = "–"
NAME = "system"
NAME_WIDTH = 20
WIDTH = max(map(len, COLUMNS)) + 3


def as_text(boards: Sequence[Board]) -> str:
    """A table a board: F1 in percent, below it the 95% interval over stories."""
    return "\n\n".join("\n".join(_text_lines(board)) for board in boards)


def as_markdown(boards: Sequence[Board]) -> str:
    """The same in Markdown, a heading line in bold before each table."""
    return "\n\n".join("\n".join(_markdown_lines(board)) for board in boards)


SHOWN: dict[str, Callable[[Sequence[Board]], str]] = {"text": as_text, "markdown": as_markdown}


def _text_lines(board: Board) -> list[str]:
    head = f"{NAME:{NAME_WIDTH}}" + "".join(f"{column:>{WIDTH}}" for column in COLUMNS)
    lines = [_heading(board), head]
    for row in (*board.ranked, *board.unranked):
        lines.append(f"{_name(row):{NAME_WIDTH}}" + _padded(row, _score))
        lines.append(" " * NAME_WIDTH + _padded(row, _interval))
    return [line.rstrip() for line in lines]


def _markdown_lines(board: Board) -> list[str]:
    lines = [f"**{_heading(board)}**", "", f"| {NAME} | {' | '.join(COLUMNS)} |"]
    lines.append("|---|" + "--:|" * len(COLUMNS))
    for row in (*board.ranked, *board.unranked):
        cells = (f"{_score(cell)} {_interval(cell)}".strip() for cell in _cells(row))
        lines.append(f"| {_name(row)} | {' | '.join(cells)} |")
    return lines


def _heading(board: Board) -> str:
    on = board.measured
    return (
        f"Release {on.release}, {on.tier}, {on.split}, {on.input} text, "
        f"{on.documents} documents: F1 in percent, 95% interval over stories"
    )


def _name(row: Row) -> str:
    standing = "" if row.record.ranked else " (not ranked)"
    return row.record.system.name + standing


def _padded(row: Row, shown: Callable[[Cell], str]) -> str:
    return "".join(f"{shown(cell):>{WIDTH}}" for cell in _cells(row))


def _cells(row: Row) -> list[Cell]:
    return [row.cells[column] for column in COLUMNS]


def _score(cell: Cell) -> str:
    return NOTHING if cell.f1 is None else f"{cell.f1:.1f}"


def _interval(cell: Cell) -> str:
    if cell.low is None or cell.high is None:
        return ""
    return f"[{cell.low:.1f}, {cell.high:.1f}]"
