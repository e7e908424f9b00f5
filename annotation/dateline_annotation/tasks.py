"""Where each task of an annotator stands: submitted, draft, skipped, untouched."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from dateline_annotation.exports import Annotation, Task

__all__ = ["Tally", "label_of", "newest_tasks", "standing", "submissions", "tally"]


class Tally(Struct, frozen=True):
    """Labels of tasks by where they stand; `empty` are submitted without a region."""

    submitted: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()


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


def tally(tasks: Sequence[Task]) -> Tally:
    """Sort tasks by where they stand."""
    found: dict[str, list[str]] = {name: [] for name in Tally.__struct_fields__}
    for task in tasks:
        found[standing(task)].append(label_of(task))
    return msgspec.convert(found, Tally)


def newest_tasks(tasks: Sequence[Task]) -> dict[str, Task]:
    """For each document its newest task: a text that was changed is pushed as a new one."""
    return {label_of(task): task for task in sorted(tasks, key=lambda task: task.id)}


def label_of(task: Task) -> str:
    """The document's id, or the task's number where a task has none."""
    try:
        return msgspec.json.decode(task.data, type=_Named).document
    except msgspec.DecodeError:
        return f"task {task.id}"


class _Named(Struct, frozen=True):
    document: str


def _has_items(annotation: Annotation) -> bool:
    return bytes(annotation.result).strip() not in (b"[]", b"null")
