"""Sheets submitted on the server as an annotator's own work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.problems import InvalidInput, Problem
from dateline.sheet import read_sheet
from dateline.terminal import track
from dateline_annotation.convert import Result, results_of
from dateline_annotation.exports import Task
from dateline_annotation.reading import read_result
from dateline_annotation.rounds import article_of, find_desk
from dateline_annotation.state import Account, Server, account_of
from dateline_annotation.studio import Studio, open_studio
from dateline_annotation.tasks import newest_tasks, submissions

__all__ = ["Imported", "import_sheets"]

SUFFIX = ".sheet"


class Imported(Struct, frozen=True):
    """Documents whose sheets were submitted, took the place of work, or were passed over."""

    submitted: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]


class Submission(Struct, frozen=True):
    """A sheet ready to go: its task, its items, and the annotation that is there already."""

    document: str
    task: int
    result: list[Result]
    present: int | None


def import_sheets(
    server: Server, folder: Path, round_: str, annotator: str, *, replace_work: bool
) -> Imported:
    """Submit `<document id>.sheet` files as the annotator.

    Every sheet is read and checked before the first is submitted. Work that the
    annotator has submitted already is left alone unless `replace_work`.

    Raises:
        InvalidInput: with everything wrong in any sheet; nothing is submitted then.
    """
    account = account_of(server, annotator)
    with open_studio(server.url, account.token) as studio:
        desk = find_desk(studio, round_, annotator)
        tasks = newest_tasks(studio.tasks(desk.project))
        ready = _read_all(_sheets_in(folder), tasks, account)
        todo = [one for one in ready if one.present is None or replace_work]
        for one in track(todo, f"submitting {len(todo)} sheets as {annotator}", len(todo)):
            _submit(studio, one)
    return Imported(
        submitted=tuple(one.document for one in todo if one.present is None),
        replaced=tuple(one.document for one in todo if one.present is not None),
        kept=tuple(one.document for one in ready if one not in todo),
    )


def _submit(studio: Studio, submission: Submission) -> None:
    if submission.present is None:
        studio.submit(submission.task, submission.result)
    else:
        studio.resubmit(submission.present, submission.result)


def _sheets_in(folder: Path) -> list[Path]:
    sheets = sorted(folder.glob(f"*{SUFFIX}"))
    if not sheets:
        remedy = f"name a folder with sheets called <document id>{SUFFIX}"
        problem = Problem(rule="annotation.no-sheets", remedy=remedy, file=str(folder))
        raise InvalidInput([problem])
    return sheets


def _read_all(sheets: Sequence[Path], tasks: dict[str, Task], account: Account) -> list[Submission]:
    ready, problems = list[Submission](), list[Problem]()
    for sheet in sheets:
        try:
            ready.append(_read(sheet, tasks, account))
        except InvalidInput as error:
            problems += (replace(one, file=sheet.name) for one in error.problems)
    if problems:
        raise InvalidInput(problems)
    return ready


def _read(sheet: Path, tasks: dict[str, Task], account: Account) -> Submission:
    task = tasks.get(sheet.stem)
    if task is None:
        remedy = "push its article to this round first, and call the sheet after the document's id"
        problem = Problem(rule="annotation.no-task", remedy=remedy, document=sheet.stem)
        raise InvalidInput([problem])
    article = article_of(task)
    result = results_of(read_sheet(_text_of(sheet), article))
    problems = read_result(msgspec.json.encode(result), article).problems
    if problems:
        raise InvalidInput(problems)
    present = next(_own(task, account), None)
    return Submission(document=article.id, task=task.id, result=result, present=present)


def _own(task: Task, account: Account) -> Iterator[int]:
    return (one.id for one in submissions(task) if one.completed_by == account.id)


def _text_of(sheet: Path) -> str:
    try:
        return sheet.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "write the sheet in UTF-8, readable to you"
        problem = Problem(rule="file.unreadable", remedy=remedy, value=str(error))
        raise InvalidInput([problem]) from error
