"""Evaluation: two lists of documents to scores, counts per document and intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.document import Document
from dateline.ontology import ONTOLOGY
from dateline.score.bootstrap import interval_of, resampled_sums, story_rows
from dateline.score.corpus import f1_of_metric, scores_of_metric
from dateline.score.counting import CHUNK, Counted, Pair, count_documents
from dateline.score.counts import COLUMNS, Counts, Scores
from dateline.score.metrics import METRICS

__all__ = ["Evaluation", "MetricScore", "conclude", "evaluate"]

Floats = NDArray[np.float64]
Interval = tuple[float, float]

RESAMPLES = 10_000
_MEANS = tuple(metric.id for metric in METRICS if metric.parts)


class MetricScore(Struct, frozen=True, kw_only=True):
    """Scores of a metric in 0..1 with the 95% interval of F1, and its corpus counts.

    Means have no counts of their own; whatever is not defined is None.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    interval: Interval | None
    p_num: float | None = None
    p_den: float | None = None
    r_num: float | None = None
    r_den: float | None = None


class Evaluation(Struct, frozen=True, kw_only=True, eq=False):
    """What `evaluate` found.

    `counts` holds, for every metric with counts, an array (documents, 4) in the order of
    `documents`. `dropped` says what was left out of the predictions; `left_out` how many
    resamples of a metric were, because they gave no score.
    """

    documents: tuple[str, ...]
    layers: tuple[str, ...]
    metrics: dict[str, MetricScore]
    counts: dict[str, Counts]
    dropped: dict[str, int]
    left_out: dict[str, int]
    seed: int
    resamples: int


def evaluate(
    gold: Sequence[Document],
    predictions: Sequence[Document],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    scoped: bool = True,
) -> Evaluation:
    """Score predictions against gold, in whatever order both come.

    Args:
        gold: documents with text; `source.story` groups them for the intervals.
        predictions: one for each gold document, with the same ids, of legal form.
        seed: of the bootstrap.
        resamples: of the bootstrap; with 0 there are no intervals.
        scoped: drop predicted clusters that are out of gold's scope. Between two passes,
            where neither side is gold, nothing is dropped: False.

    Raises:
        ValueError: the ids of the two sides differ.
    """
    pairs = _paired(gold, predictions)
    layers = _answered(predictions)
    counted = [count_documents(part, layers, scoped=scoped) for part in _chunks(pairs)]
    return conclude(counted, layers, seed=seed, resamples=resamples)


def conclude(
    parts: Sequence[Counted], layers: tuple[str, ...], *, seed: int = 0, resamples: int = RESAMPLES
) -> Evaluation:
    """Scores and intervals of documents that are counted, in whatever order.

    Args:
        parts: the counts of some documents each.
        layers: those that the predictions answer.
        seed: of the bootstrap.
        resamples: of the bootstrap; with 0 there are no intervals.
    """
    counted = Counted.joined(parts)
    samples = _resampled_f1(counted.counts, story_rows(counted.stories, seed), seed, resamples)
    return Evaluation(
        documents=counted.documents,
        layers=layers,
        metrics=_metric_scores(counted.counts, samples),
        counts=counted.counts,
        dropped=counted.dropped,
        left_out={name: int(np.isnan(values).sum()) for name, values in samples.items()},
        seed=seed,
        resamples=resamples,
    )


def _chunks(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    """So many documents at a time that their tables need not be kept; one empty if none."""
    for begin in range(0, max(len(pairs), 1), CHUNK):
        yield pairs[begin : begin + CHUNK]


def _paired(gold: Sequence[Document], predictions: Sequence[Document]) -> list[Pair]:
    """Gold and prediction of each document, in order of id."""
    golds = sorted(gold, key=lambda one: one.id)
    found = sorted(predictions, key=lambda one: one.id)
    ids = [one.id for one in golds]
    if ids != [one.id for one in found] or len(set(ids)) < len(ids):
        raise ValueError("gold and predictions must hold the same documents, each once")
    return list(zip(golds, found, strict=True))


def _answered(predictions: Sequence[Document]) -> tuple[str, ...]:
    return tuple(
        layer for layer in ONTOLOGY.layer_names if all(one.answers(layer) for one in predictions)
    )


def _metric_scores(counts: dict[str, Counts], samples: dict[str, Floats]) -> dict[str, MetricScore]:
    sums = {name: one.sums() for name, one in counts.items()}
    return {
        metric.id: _metric_score(
            scores_of_metric(metric.id, sums), sums.get(metric.id), samples.get(metric.id)
        )
        for metric in METRICS
    }


def _metric_score(scores: Scores, sums: Floats | None, samples: Floats | None) -> MetricScore:
    counted = {} if sums is None else dict(zip(COLUMNS, map(float, sums), strict=True))
    interval = None if samples is None or scores.f1 is None else interval_of(samples)
    return MetricScore(
        precision=scores.precision,
        recall=scores.recall,
        f1=scores.f1,
        interval=interval,
        p_num=counted.get("p_num"),
        p_den=counted.get("p_den"),
        r_num=counted.get("r_num"),
        r_den=counted.get("r_den"),
    )


def _resampled_f1(
    counts: dict[str, Counts], rows: NDArray[np.int64], seed: int, resamples: int
) -> dict[str, Floats]:
    """F1 of every metric on every resample; empty for a single story."""
    if len(rows) == 0 or rows.max() == 0 or resamples == 0:
        return {}
    columns = np.concatenate([one.values for one in counts.values()], axis=1)
    sums = resampled_sums(columns, rows, seed, resamples).reshape(resamples, len(counts), 4)
    by_metric = {name: sums[:, place] for place, name in enumerate(counts)}
    return {name: f1_of_metric(name, by_metric) for name in (*counts, *_MEANS)}
