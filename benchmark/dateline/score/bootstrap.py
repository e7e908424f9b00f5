"""Intervals: resampling of stories, with one weight matrix for every metric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BLOCKS",
    "LEVEL",
    "MOST_LEFT_OUT",
    "block_rows",
    "interval_of",
    "resampled_sums",
    "story_rows",
]

LEVEL = 0.95
# Of a hundred resamples.
MOST_LEFT_OUT = 5
MOST_STORIES = 5_000
BLOCKS = 2_000
_CHUNK = 500

Floats = NDArray[np.float64]


def story_rows(stories: Sequence[str], seed: int) -> NDArray[np.int64]:
    """The row that each document is resampled with, numbered from 0.

    That is its story; over 5,000 stories, one of 2,000 seeded blocks of them.
    """
    names, rows = np.unique(np.asarray(stories, dtype=object).astype(str), return_inverse=True)
    return block_rows(len(names), seed)[rows]


def block_rows(stories: int, seed: int) -> NDArray[np.int64]:
    """The row that each of so many stories is resampled with, shape (stories,)."""
    if stories <= MOST_STORIES:
        return np.arange(stories, dtype=np.int64)
    return np.random.default_rng(seed).permutation(stories).astype(np.int64) % BLOCKS


def resampled_sums(counts: Floats, rows: NDArray[np.int64], seed: int, resamples: int) -> Floats:
    """Sums of counts over resampled stories (Efron and Tibshirani 1993, ch. 6 and 13).

    Args:
        counts: shape (documents, columns).
        rows: shape (documents,), from `story_rows`.
        seed: of the weights; the same for every metric and system, so differences pair.
        resamples: how many.

    Returns:
        Sums, shape (resamples, columns).
    """
    stories = int(rows.max()) + 1
    by_story = np.zeros((stories, counts.shape[1]))
    np.add.at(by_story, rows, counts)
    return np.concatenate([part @ by_story for part in _weights(stories, seed, resamples)])


def interval_of(values: Floats) -> tuple[float, float] | None:
    """The percentile interval of resampled scores; NaN ones are left out.

    None if over 5% of them are.
    """
    given = values[~np.isnan(values)]
    left_out = len(values) - len(given)
    if len(given) == 0 or 100 * left_out > MOST_LEFT_OUT * len(values):
        return None
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(given, [tail, 100 - tail])
    return float(low), float(high)


def _weights(stories: int, seed: int, resamples: int) -> Iterator[Floats]:
    """How often each story is drawn, chunks of shape (resamples, stories).

    Drawn story by story and counted: six times as fast as multinomial variates.
    """
    generator = np.random.default_rng(seed)
    for begin in range(0, resamples, _CHUNK):
        many = min(_CHUNK, resamples - begin)
        drawn = generator.integers(stories, size=(many, stories))
        drawn += stories * np.arange(many)[:, None]
        counted = np.bincount(drawn.ravel(), minlength=many * stories)
        yield counted.reshape(many, stories).astype(np.float64)
