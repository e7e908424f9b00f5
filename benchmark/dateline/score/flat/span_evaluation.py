"""Scores of anybody's spans: the entity metrics, in all and for each type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from msgspec import Struct
from numpy.typing import NDArray

from dateline.score.bootstrap import block_rows, interval_of, resampled_sums
from dateline.score.counts import COLUMNS, f1_of, scores_of
from dateline.score.credit import WORTH, count_pairs, pair_metrics
from dateline.score.evaluation import RESAMPLES, MetricScore
from dateline.score.flat.bio import columns_of
from dateline.score.flat.span_files import read_corpus
from dateline.score.flat.span_tables import SCHEMA, Corpus, make_corpus
from dateline.score.spans import Ints, SpanPair

__all__ = ["SpanScores", "score_corpus", "score_spans", "score_tables", "score_tags"]

Floats = NDArray[np.float64]


class SpanScores(Struct, frozen=True, kw_only=True):
    """Scores by metric, and for each type by metric.

    A type's precision is over the predicted spans of the type, its recall over gold's: the
    margins of one matching, so that types add up to the whole. `documents` counts those
    that have a span on either side; `repeats` the predicted spans that were left out.
    """

    metrics: dict[str, MetricScore]
    types: dict[str, dict[str, MetricScore]]
    documents: int
    repeats: int


def score_spans(
    gold: Path, predicted: Path, *, seed: int = 0, resamples: int = RESAMPLES, repair: bool = False
) -> SpanScores:
    """Score a table of spans against another.

    Args:
        gold: Parquet or CSV with the columns doc, start, end, type, or BIO tags.
        predicted: the same, of the same documents.
        seed: of the bootstrap over documents.
        resamples: of the bootstrap; with 0 there are no intervals.
        repair: whether an I tag without its B begins a span.

    Raises:
        InvalidInput: with everything that is wrong with either file.
    """
    return score_corpus(read_corpus(gold, predicted, repair=repair), seed, resamples)


def score_tags(
    gold: Sequence[Sequence[str]],
    predicted: Sequence[Sequence[str]],
    *,
    repair: bool = False,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> SpanScores:
    """Score sequences of IOB2 tags, as seqeval's functions take them.

    Args:
        gold: a sequence of `O`, `B-TYPE`, `I-TYPE` for each document.
        predicted: as many sequences, each as long as gold's.
        repair: whether an I tag without its B begins a span.
        seed: of the bootstrap over sequences.
        resamples: of the bootstrap; with 0 there are no intervals.

    Raises:
        InvalidInput: with every sequence that is no BIO.
        ValueError: the lengths differ.
    """
    if list(map(len, gold)) != list(map(len, predicted)):
        raise ValueError("gold and predictions must have the same tokens")
    tables = [
        pa.table(dict(zip(SCHEMA.names, columns_of(side, repair=repair), strict=True)), SCHEMA)
        for side in (gold, predicted)
    ]
    return score_corpus(make_corpus(*tables), seed, resamples)


def score_tables(
    gold: pa.Table, predicted: pa.Table, *, seed: int = 0, resamples: int = RESAMPLES
) -> SpanScores:
    """Score tables in memory, with the columns doc, start, end (half open) and type.

    Args:
        gold: an Arrow table (`pa.Table.from_pandas`, a `datasets` table, …).
        predicted: the same, of the same documents.
        seed: of the bootstrap over documents.
        resamples: of the bootstrap; with 0 there are no intervals.

    Raises:
        InvalidInput: with everything that is wrong with either.
    """
    return score_corpus(make_corpus(gold, predicted), seed, resamples)


def score_corpus(corpus: Corpus, seed: int = 0, resamples: int = RESAMPLES) -> SpanScores:
    """Score spans that are read already; arguments as in `score_spans`.

    Raises:
        InvalidInput: gold repeats spans, or too many spans overlap.
    """
    rows = block_rows(corpus.documents, seed)
    counted = _Counter(corpus, rows)
    for pair in corpus.pairs():
        counted.add(pair)
    sums = counted.sums()
    scores = _scores(sums, _resampled(sums, seed, resamples))
    return SpanScores(
        metrics=scores[-1],
        types=dict(zip(corpus.types, scores, strict=False)),
        documents=corpus.documents,
        repeats=counted.repeats,
    )


class _Counter:
    """Adds up what pairs earn, by row of the bootstrap and by type."""

    def __init__(self, corpus: Corpus, rows: Ints) -> None:
        self._rows = rows
        self._shape = (int(rows.max(initial=-1)) + 1, len(corpus.types))
        self._sums = np.zeros((*self._shape, len(WORTH), len(COLUMNS)))
        self.repeats = 0

    def add(self, pair: SpanPair) -> None:
        """Count the spans of some documents."""
        rows, types = self._shape
        gold, predicted = (
            self._rows[side.document] * types + side.type for side in (pair.gold, pair.predicted)
        )
        counted = count_pairs(pair_metrics(pair), gold, predicted, rows * types)
        self._sums += counted.reshape(self._sums.shape)
        self.repeats += pair.predicted.repeats

    def sums(self) -> Floats:
        """Shape (rows, types + 1, metrics, 4); the last of the types stands for all of them."""
        return np.concatenate([self._sums, self._sums.sum(axis=1, keepdims=True)], axis=1)


def _resampled(sums: Floats, seed: int, resamples: int) -> Floats | None:
    """F1 on every resample, shape (resamples, types + 1, metrics)."""
    many = len(sums)
    if many < 2 or resamples == 0:
        return None
    drawn = resampled_sums(sums.reshape(many, -1), np.arange(many), seed, resamples)
    return f1_of(drawn.reshape(resamples, *sums.shape[1:]))


def _scores(sums: Floats, samples: Floats | None) -> Sequence[dict[str, MetricScore]]:
    totals = sums.sum(axis=0)
    return [
        {
            name: _score(totals[kind, place], None if samples is None else samples[:, kind, place])
            for place, name in enumerate(WORTH)
        }
        for kind in range(totals.shape[0])
    ]


def _score(total: Floats, samples: Floats | None) -> MetricScore:
    scores = scores_of(total)
    counted = dict(zip(COLUMNS, map(float, total), strict=True))
    return MetricScore(
        precision=scores.precision,
        recall=scores.recall,
        f1=scores.f1,
        interval=None if samples is None or scores.f1 is None else interval_of(samples),
        **counted,
    )
