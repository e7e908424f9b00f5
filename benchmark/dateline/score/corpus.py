"""Scores from sums of counts, one or thousands at once, for every metric, means included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from dateline.score.counts import Scores, f1_of, mean_of, scores_of
from dateline.score.metrics import HIDDEN, METRICS

__all__ = ["HEADLINE", "counted_in", "f1_of_metric", "gold_items", "scores_of_metric"]

Floats = NDArray[np.float64]

_BY_ID = {metric.id: metric for metric in (*METRICS, *HIDDEN)}
# The primary metrics, and the mean of them.
HEADLINE = (*(metric.id for metric in METRICS if metric.primary), METRICS[-1].id)


def counted_in(metrics: Iterable[str]) -> tuple[str, ...]:
    """The metrics with counts that these are computed from, in order, each once."""
    found: dict[str, None] = {}
    for name in metrics:
        parts = _BY_ID[name].parts
        found.update(dict.fromkeys(counted_in(parts) if parts else (name,)))
    return tuple(found)


def f1_of_metric(name: str, sums: Mapping[str, Floats]) -> Floats:
    """F1 of a metric; NaN stands for None.

    Args:
        name: of the metric.
        sums: by metric with counts, each of shape (..., 4).

    Returns:
        Shape (...).
    """
    metric = _BY_ID[name]
    if not metric.parts:
        return f1_of(sums[name])
    parts = np.stack([f1_of_metric(part, sums) for part in metric.parts])
    return parts.mean(axis=0) if metric.f1_only else _mean_of_given(parts)


def scores_of_metric(name: str, sums: Mapping[str, Floats]) -> Scores:
    """Precision, recall and F1 of a metric, from sums of shape (4,)."""
    metric = _BY_ID[name]
    if not metric.parts:
        return scores_of(sums[name])
    parts = [scores_of_metric(part, sums) for part in metric.parts]
    if not metric.f1_only:
        return mean_of(parts)
    complete = all(one.f1 is not None for one in parts)
    return Scores(None, None, mean_of(parts).f1 if complete else None)


def gold_items(name: str, sums: Mapping[str, Floats]) -> int:
    """What recall divides by; of a mean, the fewest of its parts."""
    return min(int(sums[part][3]) for part in counted_in([name]))


def _mean_of_given(parts: Floats) -> Floats:
    given = ~np.isnan(parts)
    many = given.sum(axis=0)
    totals = np.where(given, parts, 0).sum(axis=0)
    empty = np.full(totals.shape, np.nan)
    means: Floats = np.divide(totals, many, out=empty, where=many > 0)
    return means
