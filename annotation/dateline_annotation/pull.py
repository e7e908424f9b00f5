"""Every annotator's submitted work as documents, and every defect in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import atomic_write, write_documents, write_records
from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage
from dateline_annotation import defects
from dateline_annotation.accounts import check_names
from dateline_annotation.exports import Prelabel, Task
from dateline_annotation.prelabels import Outcome, outcome_of
from dateline_annotation.reading import read_result
from dateline_annotation.rounds import Desk, article_of, find_desks
from dateline_annotation.state import Server
from dateline_annotation.studio import decode_tasks, open_studio, task_url
from dateline_annotation.tasks import Tally, label_of, newest_tasks, submissions, tally
from dateline_annotation.tiers import portable

__all__ = ["Pulled", "pull", "read_tasks"]

# Raw exports hold the text: they stay in the server's folder, out of any repository.
RAW = "exports"


class Pulled(Struct, frozen=True):
    """What was pulled of an annotator's work: delivered to `path`, raw export in `raw`.

    `outcomes` say what became of pre-labels, of every delivered document that had some.
    """

    annotator: str
    path: Path
    raw: Path
    delivered: int
    tally: Tally
    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...] = ()


class Export(Struct, frozen=True):
    """What the server keeps of a desk: its tasks, as they came, and their pre-labels."""

    desk: Desk
    content: bytes
    prelabels: dict[int, Prelabel]


def pull(server: Server, data: Path, round_: str, out: Path) -> list[Pulled]:
    """Write `<out>/<annotator>.jsonl` for every annotator of a round.

    Tasks without a defect are delivered; the problems of the others come back with
    the link of the task in `file`. What became of pre-labels, where there were any, is
    written beside, as `<annotator>.prelabels.jsonl`.

    Raises:
        InvalidInput: there is no such round, or the server does not answer.
    """
    check_names([round_])
    exports = []
    with open_studio(server.url, server.admin.token) as studio:
        for desk in find_desks(studio, round_):
            stage(f"pulling {desk.project.title}")
            content = studio.export(desk.project)
            exports.append(Export(desk, content, studio.prelabels(desk.project)))
    return [_deliver(server, export, data, out) for export in exports]


def _deliver(server: Server, export: Export, data: Path, out: Path) -> Pulled:
    desk = export.desk
    raw = data / RAW / desk.round / f"{desk.annotator}.json"
    with atomic_write(raw) as beside:
        beside.write_bytes(export.content)
    path = out / f"{desk.annotator}.jsonl"
    try:
        tasks = decode_tasks(export.content, str(raw))
    except InvalidInput as error:
        return Pulled(desk.annotator, path, raw, 0, Tally(), error.problems)
    account = server.annotators.get(desk.annotator)
    link = partial(task_url, server.url, desk.project)
    documents, problems = read_tasks(tasks, account.id if account else None, link)
    documents.sort(key=lambda document: document.id)
    write_documents(path, map(portable, documents))
    outcomes = tuple(_outcomes(tasks, documents, export.prelabels))
    if export.prelabels:
        write_records(out / f"{desk.annotator}.prelabels.jsonl", outcomes)
    return Pulled(
        desk.annotator, path, raw, len(documents), tally(tasks), tuple(problems), outcomes
    )


def _outcomes(
    tasks: Sequence[Task], documents: Sequence[Document], prelabels: dict[int, Prelabel]
) -> Iterator[Outcome]:
    newest = newest_tasks(tasks)
    for document in documents:
        prelabel = prelabels.get(newest[document.id].id)
        if prelabel is not None:
            yield outcome_of(prelabel, document)


def read_tasks(
    tasks: Sequence[Task], author: int | None, link: Callable[[int], str]
) -> tuple[list[Document], list[Problem]]:
    """Read the submitted tasks of an annotator, whose user has the id `author`.

    A task gives its document or its problems, these with `link(task id)` as their file.
    """
    documents, problems = list[Document](), list[Problem]()
    newest = newest_tasks(tasks)
    for task in tasks:
        try:
            documents += _read(task, author, newest[label_of(task)])
        except InvalidInput as error:
            name, place = label_of(task), link(task.id)
            problems += (replace(one, document=name, file=place) for one in error.problems)
    return documents, problems


def _read(task: Task, author: int | None, newest: Task) -> Iterator[Document]:
    submitted = submissions(task)
    if task.id != newest.id:
        if submitted:
            raise InvalidInput([defects.OLDER_TASK.at(value=f"task {task.id}")])
        return
    article = article_of(task)
    foreign = [one.id for one in submitted if author not in (None, one.completed_by)]
    if foreign:
        raise InvalidInput([defects.FOREIGN.at(value=f"annotation {one}") for one in foreign])
    if len(submitted) > 1:
        raise InvalidInput([defects.SECOND_SUBMISSION.at(value=f"{len(submitted)} annotations")])
    for one in submitted:
        reading = read_result(bytes(one.result), article)
        if reading.problems:
            raise InvalidInput(reading.problems)
        yield reading.document
