"""Agreement on attributes, corrected for chance, and the table of what is taken for what.

Spans have no negative class, so agreement on them is F1. An attribute of an item that both
passes have is a choice among labels: there chance can be taken off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.score.bootstrap import interval_of, resampled_sums, story_rows

__all__ = ["CHOICES", "Choice", "Choices", "attributes_of"]

Floats = NDArray[np.float64]
# By items and kind of disagreement: of each document how often the first said this, and the
# second that.
Choices = Mapping[tuple[str, str], Counter[tuple[str, str, str]]]

# What is chosen from a closed list.
CHOICES = (
    ("mentions", "type"),
    ("mentions", "level"),
    ("quotes", "type"),
    ("events", "type"),
    ("events", "realis"),
)


class Choice(Struct, frozen=True, kw_only=True):
    """How two passes choose a label for the items that both have.

    `observed` is the share of equal choices, `kappa` Cohen's (1960, p. 40), with its 95%
    interval over stories; None where nothing was chosen, or only one label by both.
    `confusion[i][j]` counts items that the first calls `labels[i]`, the second `labels[j]`.
    """

    items: str
    kind: str
    compared: int
    observed: float | None
    kappa: float | None
    interval: tuple[float, float] | None
    labels: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]


def attributes_of(
    choices: Choices, stories: Mapping[str, str], *, seed: int, resamples: int
) -> tuple[Choice, ...]:
    """Kappa and confusion for each of `CHOICES`.

    Args:
        choices: what was chosen, from `contrast_documents`.
        stories: what each document is resampled with, by id.
        seed: of the bootstrap.
        resamples: of the bootstrap; with 0, or a single story, there are no intervals.
    """
    return tuple(
        _choice(which, choices.get(which, Counter()), stories, seed, resamples) for which in CHOICES
    )


def _choice(
    which: tuple[str, str],
    told: Counter[tuple[str, str, str]],
    stories: Mapping[str, str],
    seed: int,
    resamples: int,
) -> Choice:
    labels = sorted({label for _, *both in told for label in both})
    place = {label: number for number, label in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for (_, first, second), many in told.items():
        matrix[place[first], place[second]] += many
    observed, kappa = _shares(matrix)
    return Choice(
        items=which[0],
        kind=which[1],
        compared=int(matrix.sum()),
        observed=observed,
        kappa=kappa,
        interval=None if kappa is None else _interval(told, place, stories, seed, resamples),
        labels=tuple(labels),
        confusion=tuple(tuple(map(int, row)) for row in matrix),
    )


def _shares(matrix: NDArray[np.int64]) -> tuple[float | None, float | None]:
    """The share of equal choices, and kappa."""
    if not matrix.sum():
        return None, None
    cells = [(row, column) for row in range(len(matrix)) for column in range(len(matrix))]
    kappa = _kappas(matrix.reshape(1, -1).astype(np.float64), cells, len(matrix))[0]
    observed = float(np.trace(matrix) / matrix.sum())
    return observed, None if np.isnan(kappa) else float(kappa)


def _kappas(counts: Floats, cells: Sequence[tuple[int, int]], labels: int) -> Floats:
    """Kappa of many tables at once; NaN where all choices fall on one label.

    Args:
        counts: how many items are in each cell, shape (tables, cells).
        cells: the cells' rows and columns; those that are left out are empty.
        labels: how many there are.

    Returns:
        Shape (tables,).
    """
    rows, columns = np.array(cells, dtype=np.int64).T
    one_hot = np.eye(labels)
    total = counts.sum(axis=1)
    by_chance = ((counts @ one_hot[rows]) * (counts @ one_hot[columns])).sum(axis=1)
    # Both multiplied by the square of the total: whole numbers until the last division.
    agree = counts[:, rows == columns].sum(axis=1) * total
    room = total * total - by_chance
    kappas = np.full(len(counts), np.nan)
    np.divide(agree - by_chance, room, out=kappas, where=room > 0)
    return kappas


def _interval(
    told: Counter[tuple[str, str, str]],
    place: Mapping[str, int],
    stories: Mapping[str, str],
    seed: int,
    resamples: int,
) -> tuple[float, float] | None:
    documents = sorted(stories)
    rows = story_rows([stories[name] for name in documents], seed)
    if resamples == 0 or rows.max() == 0:
        return None
    cells = sorted({(place[first], place[second]) for _, first, second in told})
    line = {name: number for number, name in enumerate(documents)}
    column = {cell: number for number, cell in enumerate(cells)}
    counts = np.zeros((len(documents), len(cells)))
    for (document, first, second), many in told.items():
        counts[line[document], column[place[first], place[second]]] += many
    return interval_of(_kappas(resampled_sums(counts, rows, seed, resamples), cells, len(place)))
