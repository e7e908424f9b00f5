"""Counts by label: every label has a row, whether it has items or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

__all__ = ["Label", "Measures", "Row", "Table", "counts_of", "glosses_of", "table_of"]

Item = TypeVar("Item")
Measures = Mapping[str, Callable[[Sequence[Item]], int]]


class Label(Protocol):
    """What all labels of the ontology have."""

    @property
    def name(self) -> str:
        """How it stands in the data."""

    @property
    def gloss(self) -> str:
        """What it means."""


class Row(Struct, frozen=True):
    """One label's counts, in the order of the table's columns."""

    label: str
    cells: tuple[int, ...]
    gloss: str = ""


class Table(Struct, frozen=True):
    """Counts by label; the first column is how many items the label has.

    `total` is counted over all items, each once: columns of what several labels share, such
    as entities, may sum to more.
    """

    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: tuple[int, ...]

    @property
    def glossed(self) -> bool:
        """Whether its labels have a meaning to print."""
        return any(row.gloss for row in self.rows)


def glosses_of(labels: Iterable[Label]) -> dict[str, str]:
    """What each label means, by name, in their order."""
    return {label.name: label.gloss for label in labels}


def counts_of(labels: Sequence[Label], label_of: Callable[[Item], str]) -> Measures[Item]:
    """For each label, how many items have it."""

    def counter(name: str) -> Callable[[Sequence[Item]], int]:
        return lambda part: sum(label_of(one) == name for one in part)

    return {label.name: counter(label.name) for label in labels}


def table_of(
    head: str,
    labels: Mapping[str, str],
    items: Sequence[Item],
    label_of: Callable[[Item], str],
    measures: Measures[Item],
) -> Table:
    """Items by label, measured; every label has a row, whether it has items or not."""
    parts: dict[str, list[Item]] = {name: [] for name in labels}
    for item in items:
        parts[label_of(item)].append(item)
    return Table(
        head=head,
        columns=tuple(measures),
        rows=tuple(
            Row(name, tuple(measure(parts[name]) for measure in measures.values()), gloss)
            for name, gloss in labels.items()
        ),
        total=tuple(measure(items) for measure in measures.values()),
    )
