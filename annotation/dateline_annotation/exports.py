"""What a Label Studio server keeps of a task, as it stands in its JSON.

The server checks nothing that comes in by its API, so these shapes are lenient: what
does not fit is found one item at a time, and reported by `dateline_annotation.convert`.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct, field

__all__ = ["Annotation", "Choices", "Item", "Prelabel", "Task", "TaskData", "Value"]


class Value(Struct, frozen=True, gc=False):
    """What an item says of a span; in a text field `text` is the list of answers."""

    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: tuple[str, ...] | None = None
    choices: tuple[str, ...] | None = None


class Item(Struct, frozen=True, gc=False):
    """One entry of a result: a region, a field of a region (same id), or a relation."""

    type: str
    id: str | None = None
    from_name: str | None = None
    value: Value | None = None
    from_id: str | None = None
    to_id: str | None = None
    labels: tuple[str, ...] | None = None


class TaskData(Struct, frozen=True):
    """What `push` puts into a task: the article, and the hash that it is known by."""

    document: str
    sha256: str
    text: str
    title: str | None = None
    published: str | None = None
    calendar: str | None = None
    source: dict[str, object] = field(default_factory=dict)


class Choices(Struct, frozen=True):
    """Of an adjudicator's task: pairs of ids of which one at most may stay."""

    alternatives: tuple[tuple[str, str], ...] = ()


class Prelabel(Struct, frozen=True):
    """What a system, named with its version, says of a task: the items of a result."""

    system: str
    result: list[dict[str, object]]


class Annotation(Struct, frozen=True):
    """A submitted or skipped annotation; `completed_by` is the id of a user."""

    id: int
    completed_by: int | None = None
    was_cancelled: bool = False
    result: msgspec.Raw = msgspec.Raw(b"[]")


class Task(Struct, frozen=True):
    """A task of an export; of drafts, ids or whole, only their number counts."""

    id: int
    data: msgspec.Raw
    annotations: tuple[Annotation, ...] = ()
    drafts: tuple[object, ...] = ()
