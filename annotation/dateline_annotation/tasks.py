"""Where each task of an annotator stands: submitted, draft, skipped, untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from dateline_annotation.exports import Annotation, Task

__all__ = [
    "Seen",
    "Tally",
    "label_of",
    "newest_tasks",
    "outdated",
    "seen",
    "standing",
    "submissions",
    "tally",
]


class Tally(Struct, frozen=True):
    """Labels of tasks by where they stand; `empty` are submitted without a region."""

    submitted: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many tasks there are."""
        return sum(map(len, astuple(self)))


class Seen(Struct, frozen=True, gc=False):
    """A task by its number, its label, and the field of `Tally` that it belongs to."""

    id: int
    label: str
    standing: str


def submissions(task: Task) -> list[Annotation]:
    """The annotations of a task that were submitted, not skipped."""
    return [one for one in task.annotations if not one.was_cancelled]


def standing(task: Task) -> str:
    """The field of `Tally` that a task belongs to."""
    submitted = submissions(task)
    if submitted:
        return "submitted" if any(map(_has_items, submitted)) else "empty"
    if task.annotations:
        return "skipped"
    return "drafts" if task.drafts else "untouched"


def seen(task: Task) -> Seen:
    """What is kept of a task while its round is looked over."""
    return Seen(task.id, label_of(task), standing(task))


def tally(tasks: Iterable[Seen]) -> Tally:
    """Sort tasks by where they stand."""
    found: dict[str, list[str]] = {name: [] for name in Tally.__struct_fields__}
    for task in tasks:
        found[task.standing].append(task.label)
    return msgspec.convert(found, Tally)


def outdated(tasks: Iterable[Seen]) -> frozenset[int]:
    """The tasks whose document has a newer one: a changed text is pushed as a new task."""
    numbers = defaultdict[str, list[int]](list)
    for task in tasks:
        numbers[task.label].append(task.id)
    return frozenset(one for several in numbers.values() for one in sorted(several)[:-1])


def newest_tasks(tasks: Iterable[Task]) -> dict[str, Task]:
    """For each document its newest task: a text that was changed is pushed as a new one."""
    return {label_of(task): task for task in sorted(tasks, key=lambda task: task.id)}


def label_of(task: Task) -> str:
    """The document's id, or the task's number where a task has none."""
    try:
        return _NAMED.decode(task.data).document
    except msgspec.DecodeError:
        return f"task {task.id}"


class _Named(Struct, frozen=True):
    document: str


_NAMED = msgspec.json.Decoder(_Named)


def _has_items(annotation: Annotation) -> bool:
    return bytes(annotation.result).strip() not in (b"[]", b"null")
