"""Slices: where a system is good and where it is not, from the counts of one evaluation.

A document belongs to one slice of a property; so do the items of gold and, by properties
that a prediction has too, the predicted ones. Slices of items are margins of the one
matching that is scored: nothing is matched again inside a slice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.document import Document
from dateline.score.compare.items import ITEM_METRICS, Credits, item_credits
from dateline.score.compare.properties import NONE, Property, Seen, item_properties
from dateline.score.corpus import gold_items, scores_of_metric
from dateline.score.counting import story_of
from dateline.score.counts import Counts, Scores
from dateline.score.evaluation import Evaluation
from dateline.score.metrics import METRICS

__all__ = ["FEW", "Slice", "SliceTable", "document_slices", "item_slices", "slices_of"]

# Fewer gold items than this say too little: shown grey, and never the worst slice.
FEW = 30

Floats = NDArray[np.float64]
LENGTHS = ((200, "under 200 words"), (400, "200 to 399"), (600, "400 to 599"))
LONGEST = "600 and more"
STORIES = {1: "1 article", 2: "2 articles", 3: "3 articles"}
LARGEST = "4 articles and more"


class Slice(Struct, frozen=True, kw_only=True):
    """The scores of one slice in 0..1, and how many gold items are in it.

    Of a mean, `gold` is the fewest of its parts. `few`: under 30, too few to be ranked.
    """

    value: str
    precision: float | None
    recall: float | None
    f1: float | None
    gold: int
    few: bool


class SliceTable(Struct, frozen=True, kw_only=True):
    """The slices of one property by one metric.

    `of` says what is sliced: documents or items. `recall_only`: only gold has the
    property, so there is no precision. `whole` are the scores of all slices together;
    `worst` names the slice with the lowest F1 (recall) of those that are not few.
    """

    by: str
    metric: str
    of: str
    recall_only: bool
    whole: Scores
    worst: str | None
    slices: tuple[Slice, ...]


def slices_of(
    evaluation: Evaluation,
    gold: Sequence[Document],
    predictions: Sequence[Document],
    *,
    train: Iterable[Document] | None = None,
) -> tuple[SliceTable, ...]:
    """All slices of an evaluation: of documents, then of items.

    Args:
        evaluation: of these documents.
        gold: the documents, with text, in any order.
        predictions: of the same documents.
        train: gold that the system may have learnt from; None leaves out the slices by
            surfaces that are seen there.
    """
    found = {one.id: one for one in predictions}
    pairs = [(one, found[one.id]) for one in sorted(gold, key=lambda one: one.id)]
    items = [(one.text or "", item_credits(one, other, evaluation.layers)) for one, other in pairs]
    seen = None if train is None else Seen.of(train)
    return (
        *document_slices(evaluation.counts, [one for one, _ in pairs]),
        *item_slices(items, item_properties(seen)),
    )


def document_slices(
    counts: Mapping[str, Counts], documents: Sequence[Document]
) -> tuple[SliceTable, ...]:
    """Slices of documents by desk, style, length and story size, by every metric.

    Args:
        counts: of every metric with counts, shape (documents, 4).
        documents: their gold, in the order of the counts.
    """
    return tuple(
        table
        for by, values in _document_values(documents).items()
        for table in _document_tables(by, values, counts)
    )


def item_slices(
    items: Sequence[tuple[str, Mapping[str, Credits]]], properties: Iterable[Property]
) -> tuple[SliceTable, ...]:
    """Slices of items by these properties, by the metrics that have items.

    Args:
        items: of each document gold's text, and its items by metric.
        properties: of items.
    """
    return tuple(
        _item_table(metric, one, [(text, by_metric[metric]) for text, by_metric in items])
        for metric in ITEM_METRICS
        for one in properties
        if metric in one.metrics
    )


def _document_values(documents: Sequence[Document]) -> dict[str, list[str]]:
    sizes = Counter(story_of(one) for one in documents)
    return {
        "desk": [one.source.desk or NONE for one in documents],
        "style": [one.source.style or NONE for one in documents],
        "length": [_length(one.text or "") for one in documents],
        "story size": [STORIES.get(sizes[story_of(one)], LARGEST) for one in documents],
    }


def _length(text: str) -> str:
    many = len(text.split())
    return next((name for limit, name in LENGTHS if many < limit), LONGEST)


_ORDERED = {
    name: place
    for place, name in enumerate(
        (*(name for _, name in LENGTHS), LONGEST, *STORIES.values(), LARGEST)
    )
}


def _document_tables(
    by: str, values: Sequence[str], counts: Mapping[str, Counts]
) -> Iterable[SliceTable]:
    names = sorted(set(values), key=lambda name: (_ORDERED.get(name, 0), name))
    column = np.array(values, dtype=object)
    sums = {
        name: {metric: one.values[column == name].sum(axis=0) for metric, one in counts.items()}
        for name in names
    }
    whole = {metric: one.sums() for metric, one in counts.items()}
    for metric in METRICS:
        rows = [_slice(name, metric.id, sums[name]) for name in names]
        yield _table(by, metric.id, "documents", rows, scores_of_metric(metric.id, whole))


def _item_table(metric: str, by: Property, documents: Sequence[tuple[str, Credits]]) -> SliceTable:
    margins = _margins(by, documents)
    names = sorted(margins, key=lambda name: (by.place(name), name))
    rows = [_slice(name, metric, {metric: margins[name]}, by.recall_only) for name in names]
    total = np.sum(list(margins.values()), axis=0) if margins else np.zeros(4)
    whole = scores_of_metric(metric, {metric: total})
    if by.recall_only:
        whole = Scores(None, whole.recall, None)
    return _table(by.name, metric, "items", rows, whole, by.recall_only)


def _margins(by: Property, documents: Sequence[tuple[str, Credits]]) -> dict[str, Floats]:
    """Counts by value of the property, each of shape (4,)."""
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(4))
    for text, one in documents:
        for item in one.gold:
            sums[by.value(item, text)] += (0, 0, item.right, 1)
        for item in () if by.recall_only else one.predicted:
            sums[by.value(item, text)] += (item.right, 1, 0, 0)
    return dict(sums)


def _slice(value: str, metric: str, sums: Mapping[str, Floats], recall_only: bool = False) -> Slice:
    scores = scores_of_metric(metric, sums)
    many = gold_items(metric, sums)
    return Slice(
        value=value,
        precision=None if recall_only else scores.precision,
        recall=scores.recall,
        f1=None if recall_only else scores.f1,
        gold=many,
        few=many < FEW,
    )


def _table(
    by: str, metric: str, of: str, rows: Sequence[Slice], whole: Scores, recall_only: bool = False
) -> SliceTable:
    column = "recall" if recall_only else "f1"
    scores = [(getattr(one, column), one.value) for one in rows if not one.few]
    ranked = [(score, value) for score, value in scores if score is not None]
    return SliceTable(
        by=by,
        metric=metric,
        of=of,
        recall_only=recall_only,
        whole=whole,
        worst=min(ranked)[1] if len(ranked) > 1 else None,
        slices=tuple(rows),
    )
