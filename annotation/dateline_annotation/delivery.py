"""An export turned into a pass: the documents of healthy tasks, the defects of all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import encode, write_sorted
from dateline.problems import InvalidInput, Problem
from dateline.spread import spread
from dateline_annotation import defects
from dateline_annotation.exports import Choices, Prelabel, Task
from dateline_annotation.parts import Part, parts_of
from dateline_annotation.prelabels import Outcome, outcome_of
from dateline_annotation.reading import read_result
from dateline_annotation.rounds import article_of
from dateline_annotation.tasks import Seen, Tally, label_of, outdated, seen, submissions, tally
from dateline_annotation.tiers import portable

__all__ = ["Delivered", "Source", "Survey", "deliver", "look_over"]

# Fewer parts than so many are read before other processes have started.
WORTH_PROCESSES = 3

_CHOICES = msgspec.json.Decoder(Choices)


class Survey(Struct, frozen=True):
    """The tasks of each part of an export."""

    parts: dict[Part, list[Seen]]

    def tasks(self) -> Iterator[Seen]:
        """All of them, in order."""
        return chain.from_iterable(self.parts.values())


class Source(Struct, frozen=True):
    """An export, and what is known of its tasks.

    Attributes:
        path: the export.
        author: id of the user whose work it is; None if that is not known.
        link: where a person opens a task.
        prelabels: by task.
    """

    path: Path
    author: int | None
    link: Callable[[int], str]
    prelabels: dict[int, Prelabel]


class Delivered(Struct, frozen=True):
    """What an export gave: how many documents, where every task stands, all defects.

    `outcomes` say what became of pre-labels, of every delivered document that had some.
    """

    documents: int
    tally: Tally
    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...]


class Batch(Struct, frozen=True):
    """The tasks of a part, to be read by any process; `outdated` have a newer one."""

    part: Part
    source: Source
    outdated: frozenset[int]


class Read(Struct):
    """What was read of some tasks: lines of a file of documents, by document id."""

    lines: list[tuple[str, bytes]]
    problems: list[Problem]
    outcomes: list[Outcome]


def look_over(export: Path) -> Survey:
    """See which tasks an export has, and where each stands.

    Raises:
        InvalidInput: it is no JSON of tasks.
    """
    return Survey({part: list(map(seen, part.tasks())) for part in parts_of(export)})


def deliver(source: Source, survey: Survey, out: Path) -> Delivered:
    """Write the documents of an export to a file, in order of their ids.

    A task gives its document or its problems, these with its link as their file.

    Raises:
        InvalidInput: the file cannot be written.
    """
    rest = Read([], [], [])
    read = spread(_read, _batches(source, survey), worth=WORTH_PROCESSES)
    count = write_sorted(out, _lines(read, rest))
    outcomes = sorted(rest.outcomes, key=lambda outcome: outcome.document)
    return Delivered(count, tally(survey.tasks()), tuple(rest.problems), tuple(outcomes))


def _batches(source: Source, survey: Survey) -> Iterator[Batch]:
    old = outdated(survey.tasks())
    for part, tasks in survey.parts.items():
        numbers = {task.id for task in tasks} & source.prelabels.keys()
        own = {number: source.prelabels[number] for number in numbers}
        yield Batch(part, replace(source, prelabels=own), old)


def _lines(found: Iterable[Read], rest: Read) -> Iterator[tuple[str, bytes]]:
    """The lines of all, one after the other; what else they say is added to `rest`."""
    for one in found:
        rest.problems += one.problems
        rest.outcomes += one.outcomes
        yield from one.lines


def _read(batch: Batch) -> Read:
    read = Read([], [], [])
    for task in batch.part.tasks():
        try:
            for document in _documents(task, batch):
                read.lines.append((document.id, encode(portable(document))))
                read.outcomes += _outcomes(task, document, batch.source)
        except InvalidInput as error:
            name, place = label_of(task), batch.source.link(task.id)
            read.problems += (replace(one, document=name, file=place) for one in error.problems)
    return read


def _outcomes(task: Task, document: Document, source: Source) -> Iterator[Outcome]:
    if task.id in source.prelabels:
        yield outcome_of(source.prelabels[task.id], document)


def _documents(task: Task, batch: Batch) -> Iterator[Document]:
    """The document that a task holds, if it was submitted."""
    submitted, author = submissions(task), batch.source.author
    if task.id in batch.outdated:
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
        problems = [*reading.problems, *_undecided(task, reading.document)]
        if problems:
            raise InvalidInput(problems)
        yield reading.document


def _undecided(task: Task, document: Document) -> Iterator[Problem]:
    """Disagreements of which an adjudicator has left both versions in."""
    try:
        pairs = _CHOICES.decode(task.data).alternatives
    except msgspec.DecodeError as error:
        raise InvalidInput([defects.TASK_DATA.at("data.alternatives", str(error))]) from error
    if pairs:
        there = {one.id for one in document.mentions} | {one.id for one in document.quotes}
        there |= {one.id for one in document.events}
        for pair in pairs:
            if there.issuperset(pair):
                yield defects.BOTH_VERSIONS.at(value=pair)
