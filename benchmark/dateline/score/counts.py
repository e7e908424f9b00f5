"""Counts per document, and the scores that their sums give.

Every metric is four columns: what precision divides (`p_num / p_den`) and what recall
divides (`r_num / r_den`). Micro scores, slices and intervals are computed from sums of
them and from nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["COLUMNS", "Counts", "Floats", "Scores", "Tally", "f1_of", "mean_of", "scores_of"]

COLUMNS = ("p_num", "p_den", "r_num", "r_den")

Floats = NDArray[np.float64]


class Tally(Struct, frozen=True):
    """The counts of one metric on one document."""

    p_num: float
    p_den: float
    r_num: float
    r_den: float

    @classmethod
    def of_sets(cls, gold: Set[Hashable], predicted: Set[Hashable]) -> Tally:
        """Items that both sides have, over the items of each."""
        common = len(gold & predicted)
        return cls(common, len(predicted), common, len(gold))


class Counts(Struct, frozen=True, eq=False):
    """The counts of one metric: `values` has shape (documents, 4), in order of id."""

    values: Floats

    @classmethod
    def of(cls, tallies: Sequence[Tally]) -> Counts:
        """Counts of documents in order of id."""
        rows = [(one.p_num, one.p_den, one.r_num, one.r_den) for one in tallies]
        return cls(np.array(rows, dtype=np.float64).reshape(len(rows), len(COLUMNS)))

    @classmethod
    def joined(cls, parts: Sequence[Counts]) -> Counts:
        """Counts of documents of several parts, one after the other."""
        return cls(np.concatenate([part.values for part in parts]))

    def sums(self) -> Floats:
        """Corpus sums, shape (4,)."""
        total: Floats = self.values.sum(axis=0)
        return total


class Scores(Struct, frozen=True):
    """Precision, recall and F1 in 0..1; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None


def scores_of(sums: Floats) -> Scores:
    """Precision, recall and F1 of corpus sums, shape (4,).

    Precision is None where `p_den` is 0, recall where `r_den` is 0; F1 is None only if
    both are, and 0 if one is (DESIGN §6).
    """
    p_num, p_den, r_num, r_den = (float(value) for value in sums)
    f1 = float(f1_of(sums))
    return Scores(
        precision=p_num / p_den if p_den else None,
        recall=r_num / r_den if r_den else None,
        f1=None if np.isnan(f1) else f1,
    )


def f1_of(sums: Floats) -> Floats:
    """F1 of sums with shape (..., 4); NaN stands for None. Result has shape (...)."""
    precision = _ratio(sums[..., 0], sums[..., 1])
    recall = _ratio(sums[..., 2], sums[..., 3])
    total = precision + recall
    harmonic = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)
    nothing = (sums[..., 1] == 0) & (sums[..., 3] == 0)
    return np.where(nothing, np.nan, harmonic)


def mean_of(scores: Sequence[Scores]) -> Scores:
    """Means of precision, recall and F1, each leaving out what is None."""
    return Scores(
        precision=_mean([one.precision for one in scores]),
        recall=_mean([one.recall for one in scores]),
        f1=_mean([one.f1 for one in scores]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if given else None


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator != 0)
