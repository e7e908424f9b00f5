"""Boards: the results that may be compared, and their rows in order of rank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, structs

from dateline.problems import InvalidInput, Problem
from dateline.score.evaluation import MetricScore
from dateline.score.metrics import METRICS
from dateline.score.record import Measured, Record, read_record, record_path

__all__ = ["COLUMNS", "RECORDS", "Board", "Cell", "Row", "make_boards", "read_results"]

OVERALL = METRICS[-1].id
# The folder of the site that holds a copy of each record.
RECORDS = "records"
COLUMNS = (OVERALL, *(metric.id for metric in METRICS if metric.primary))


class Cell(Struct, frozen=True):
    """F1 and its interval in percent; None where there is none."""

    f1: float | None
    low: float | None = None
    high: float | None = None


class Row(Struct, frozen=True):
    """A system on a board: its record, its file's name in the site, its cells by column."""

    record: Record
    download: str
    cells: dict[str, Cell]


class Board(Struct, frozen=True):
    """The results on the same documents by the same evaluator, best first."""

    measured: Measured
    ranked: tuple[Row, ...]
    unranked: tuple[Row, ...]


def read_results(results: Path) -> list[Record]:
    """All records under a folder, in order of path.

    Raises:
        InvalidInput: with every file that is no record, or lies where it does not belong.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for path in sorted(results.rglob("*.json")):
        try:
            record = read_record(path)
        except InvalidInput as error:
            problems += error.problems
            continue
        records.append(record)
        if record_path(results, record) != path:
            remedy = "move it to <system>/<release>/<tier>.<split>.<input>.json, as it says"
            problems.append(Problem(rule="record.place", remedy=remedy, file=str(path)))
    if not records and not problems:
        remedy = "score a system first: dateline score FILE --release 0.1.0 --split test"
        problems.append(Problem(rule="leaderboard.empty", remedy=remedy, file=str(results)))
    if problems:
        raise InvalidInput(problems)
    return records


def make_boards(records: Iterable[Record]) -> list[Board]:
    """Group records by what they were measured on, newest release and complete boards first."""
    groups: dict[Measured, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.measured].append(record)
    boards = [_board(measured, together) for measured, together in groups.items()]
    return sorted(boards, key=_board_order)


def _board_order(board: Board) -> tuple[list[int], tuple[str, ...], bool, int, tuple[str, ...]]:
    on = board.measured
    newest_first = [-int(number) for number in re.findall(r"\d+", on.release)]
    kind = (on.release, on.tier, on.split, on.input)
    return newest_first, kind, not board.ranked, -on.documents, tuple(map(str, structs.astuple(on)))


def _board(measured: Measured, records: list[Record]) -> Board:
    rows = sorted((_row(record) for record in records), key=_rank)
    return Board(
        measured=measured,
        ranked=tuple(row for row in rows if row.record.ranked),
        unranked=tuple(row for row in rows if not row.record.ranked),
    )


def _row(record: Record) -> Row:
    name = record_path(Path(RECORDS), record).as_posix()
    return Row(record, name, {column: _cell(record.metrics.get(column)) for column in COLUMNS})


def _rank(row: Row) -> tuple[float, str]:
    """Best overall first; without an overall score last, in order of name."""
    best = row.cells[OVERALL].f1
    return (1.0 if best is None else -best, row.record.system.name)


def _cell(score: MetricScore | None) -> Cell:
    """None too where an earlier evaluator did not have the metric."""
    if score is None or score.f1 is None:
        return Cell(None)
    if score.interval is None:
        return Cell(100 * score.f1)
    low, high = score.interval
    return Cell(100 * score.f1, 100 * low, 100 * high)
