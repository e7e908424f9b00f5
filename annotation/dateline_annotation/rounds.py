"""Rounds of annotation: one project for each annotator, who sees nobody else's work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Source, sha256_of
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage
from dateline_annotation import defects
from dateline_annotation.config import label_config
from dateline_annotation.exports import Prelabel, Task, TaskData
from dateline_annotation.instructions import instructions
from dateline_annotation.setup import setup_problems
from dateline_annotation.studio import Project, Studio
from dateline_annotation.weeks import weeks_around

__all__ = [
    "Desk",
    "add_tasks",
    "article_of",
    "changed_setup",
    "data_problems",
    "desks_of",
    "find_desk",
    "find_desks",
    "open_desk",
    "task_data",
    "tasks_present",
]

CHUNK = 200
# A person may change the title; this line of the description says what a project is.
DESCRIPTION = "Dateline round {round} annotator {annotator} ontology {ontology}"
KNOWN = re.compile(r"Dateline round (?P<round>\S+) annotator (?P<annotator>\S+) ontology \S+")


class Desk(Struct, frozen=True):
    """An annotator's project in a round."""

    round: str
    annotator: str
    project: Project


def desks_of(studio: Studio) -> list[Desk]:
    """The projects of all rounds, in order of round and annotator."""
    found = ((KNOWN.fullmatch(one.description), one) for one in studio.projects())
    desks = [Desk(match["round"], match["annotator"], one) for match, one in found if match]
    return sorted(desks, key=lambda desk: (desk.round, desk.annotator, desk.project.id))


def find_desks(studio: Studio, round_: str) -> list[Desk]:
    """The projects of a round, one for each annotator.

    Raises:
        InvalidInput: there is no such round, or an annotator has two projects in it.
    """
    desks = desks_of(studio)
    found = [desk for desk in desks if desk.round == round_]
    if not found:
        known = ", ".join(dict.fromkeys(desk.round for desk in desks)) or "none"
        remedy = f"push articles first, or name a round that is there ({known})"
        raise InvalidInput([Problem(rule="annotation.no-round", remedy=remedy, value=round_)])
    names = [desk.annotator for desk in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        remedy = "delete one of the annotator's two projects of this round"
        raise InvalidInput(
            Problem(rule="annotation.two-projects", remedy=remedy, value=name) for name in twice
        )
    return found


def find_desk(studio: Studio, round_: str, annotator: str) -> Desk:
    """An annotator's project in a round.

    Raises:
        InvalidInput: there is none.
    """
    desks = find_desks(studio, round_)
    for desk in desks:
        if desk.annotator == annotator:
            return desk
    known = ", ".join(desk.annotator for desk in desks)
    remedy = f"push the round's articles to this annotator first (it has {known})"
    raise InvalidInput([Problem(rule="annotation.no-project", remedy=remedy, value=annotator)])


def open_desk(studio: Studio, round_: str, annotator: str, config: str | None = None) -> Desk:
    """The annotator's project in a round, made if it is not there.

    Args:
        studio: the connection.
        round_: name of the round.
        annotator: name of the annotator.
        config: labelling setup of a project that is made; None for that of annotators.
    """
    for desk in desks_of(studio):
        if (desk.round, desk.annotator) == (round_, annotator):
            return desk
    description = DESCRIPTION.format(round=round_, annotator=annotator, ontology=ONTOLOGY.version)
    title = f"{round_}: {annotator}"
    project = studio.create_project(title, description, config or label_config(), instructions())
    return Desk(round_, annotator, project)


def changed_setup(studio: Studio, desk: Desk) -> list[Problem]:
    """How the labelling setup of a desk differs from the one it should have."""
    place = f"{studio.url}/projects/{desk.project.id}/settings/labeling"
    return setup_problems(studio.setup(desk.project), label_config(), place)


def tasks_present(studio: Studio, desk: Desk) -> set[tuple[str, str]]:
    """What the tasks of a desk are known by: document id and text hash."""
    found = set[tuple[str, str]]()
    for task in studio.tasks(desk.project):
        try:
            data = msgspec.json.decode(task.data, type=TaskData)
        except msgspec.DecodeError:
            continue  # a task made by hand: `pull` reports it
        found.add((data.document, data.sha256))
    return found


def add_tasks(
    studio: Studio, desk: Desk, tasks: Sequence[TaskData], prelabels: Mapping[str, Prelabel]
) -> None:
    """Import tasks that are not there, a chunk at a time, with pre-labels by document id."""
    for start in range(0, len(tasks), CHUNK):
        chunk = tasks[start : start + CHUNK]
        stage(f"{desk.annotator}: tasks {start + 1} to {start + len(chunk)} of {len(tasks)}")
        studio.import_tasks(desk.project, chunk, prelabels)


def task_data(article: Document) -> TaskData:
    """What goes to the server for an article, which must have a text."""
    text = article.text or ""
    return TaskData(
        document=article.id,
        sha256=sha256_of(text),
        text=text,
        title=article.title,
        published=article.published,
        calendar=weeks_around(article.published),
        source=msgspec.to_builtins(article.source),
    )


def article_of(task: Task) -> Document:
    """The article of a task.

    Raises:
        InvalidInput: the task holds none, or its text is not the one that was pushed.
    """
    try:
        data = msgspec.json.decode(task.data, type=TaskData)
        source = msgspec.convert(data.source, Source)
    except msgspec.DecodeError as error:
        raise InvalidInput([defects.TASK_DATA.at("data", str(error))]) from error
    article = Document(
        id=data.document, title=data.title, published=data.published, text=data.text,
        source=replace(source, sha256=data.sha256), layers=(),
    )  # fmt: skip
    problems = [replace(one, document=data.document) for one in data_problems(data)]
    if problems:
        raise InvalidInput(problems)
    return article


def data_problems(data: TaskData) -> Iterator[Problem]:
    """Whether the text is the one that was pushed."""
    if sha256_of(data.text) != data.sha256:
        yield defects.TEXT_CHANGED.at("data.text", data.text[:40])
