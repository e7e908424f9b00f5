"""Documents counted by every metric, some at a time: the step that needs the documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.document import Document
from dateline.ontology import ONTOLOGY
from dateline.score.counts import COLUMNS, Counts
from dateline.score.metrics import DROPPED, HIDDEN, METRICS, Documents, Metric, TablePair
from dateline.score.tables import table_of

__all__ = ["CHUNK", "Counted", "Pair", "count_documents", "story_of"]

Pair = tuple[Document, Document]

# Documents that are counted together: enough for arrays to pay, few enough to be forgotten.
CHUNK = 200
COUNTED = tuple(metric for metric in (*METRICS, *HIDDEN) if metric.count is not None)


class Counted(Struct, frozen=True, eq=False):
    """Documents counted by every metric.

    `counts` holds an array (documents, 4) a metric, in the order of `documents`; `stories`
    says what each is resampled with; `dropped` what was left out of the predictions.
    """

    documents: tuple[str, ...]
    stories: tuple[str, ...]
    counts: dict[str, Counts]
    dropped: dict[str, int]

    @classmethod
    def joined(cls, parts: Sequence[Counted]) -> Counted:
        """All of them, in order of id."""
        names = [name for part in parts for name in part.documents]
        stories = [story for part in parts for story in part.stories]
        order = sorted(range(len(names)), key=names.__getitem__)
        return cls(
            documents=tuple(names[place] for place in order),
            stories=tuple(stories[place] for place in order),
            counts={
                metric.id: Counts(Counts.joined([one.counts[metric.id] for one in parts])
                                  .values[order])
                for metric in COUNTED
            },
            dropped={what: sum(part.dropped[what] for part in parts) for what in DROPPED},
        )  # fmt: skip


def count_documents(pairs: Sequence[Pair], layers: tuple[str, ...], *, scoped: bool) -> Counted:
    """Count documents.

    Args:
        pairs: gold, with its text, and prediction of each.
        layers: those that the predictions answer.
        scoped: whether predicted clusters out of gold's scope are dropped.
    """
    tables = [
        TablePair(table_of(gold), table_of(prediction), gold.text or "", scoped=scoped)
        for gold, prediction in pairs
    ]
    documents = Documents(tables)
    # Where gold does not answer a layer, nothing predicted in it is right or wrong.
    answered = {
        layer: np.array([layer in layers and gold.answers(layer) for gold, _ in pairs], dtype=bool)
        for layer in ONTOLOGY.layer_names
    }
    dropped = [one.dropped for one in tables]
    return Counted(
        documents=tuple(gold.id for gold, _ in pairs),
        stories=tuple(story_of(gold) for gold, _ in pairs),
        counts={metric.id: _masked(metric, documents, answered) for metric in COUNTED},
        dropped={what: sum(one[what] for one in dropped) for what in DROPPED},
    )


def story_of(gold: Document) -> str:
    """What is resampled, or swapped, as one; a document without a story stands alone."""
    return f"document {gold.id}" if gold.source.story is None else f"story {gold.source.story}"


def _masked(metric: Metric, documents: Documents, answered: dict[str, NDArray[np.bool_]]) -> Counts:
    """The counts of a metric, zero where its layer is not answered."""
    mask = answered[metric.layer or ""]
    if metric.count is None or not mask.any():
        return Counts(np.zeros((len(documents.pairs), len(COLUMNS))))
    return Counts(metric.count(documents).values * mask[:, None])
