"""Intervals: what is resampled, what is left out, and that it is plain re-scoring."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.score.bootstrap import interval_of, resampled_sums, story_rows
from dateline.score.counts import f1_of, scores_of


def test_the_interval_is_the_middle_95_percent_of_resamples() -> None:
    low, high = interval_of(np.arange(1001) / 1000) or (0, 0)
    assert (low, high) == pytest.approx((0.025, 0.975))


@pytest.mark.parametrize(("left_out", "given"), [(500, True), (501, False)])
def test_over_five_percent_without_a_score_leave_no_interval(left_out: int, given: bool) -> None:
    values = np.full(10_000, 0.5)
    values[:left_out] = np.nan
    assert interval_of(values) == ((0.5, 0.5) if given else None)


def test_documents_of_one_story_are_drawn_together() -> None:
    rows = story_rows(["b", "a", "b"], seed=0)
    # One column that counts documents: story a holds one, story b two; two are drawn.
    sums = resampled_sums(np.ones((3, 1)), rows, seed=0, resamples=2000)[:, 0]
    assert set(sums) == {2.0, 3.0, 4.0}
    # a with a: a quarter of the draws; a with b: a half.
    assert [np.mean(sums == value) for value in (2, 3, 4)] == pytest.approx(
        [0.25, 0.5, 0.25], abs=0.04
    )


def test_over_five_thousand_stories_are_drawn_in_two_thousand_blocks() -> None:
    names = [f"s{number}" for number in range(5001)]
    assert story_rows(names[:-1], seed=0).max() == 4999
    blocks = story_rows(names, seed=0)
    assert len(set(blocks)) == 2000
    assert set(np.bincount(blocks)) == {2, 3}
    assert (blocks == story_rows(names, seed=0)).all()
    assert (blocks != story_rows(names, seed=1)).any()


def test_every_metric_is_drawn_with_the_same_weights() -> None:
    counts = np.arange(12, dtype=np.float64).reshape(6, 2)
    rows = np.arange(6)
    both = resampled_sums(counts, rows, seed=7, resamples=1200)
    alone = resampled_sums(counts[:, 1:], rows, seed=7, resamples=1200)
    assert (both[:, 1:] == alone).all()


def test_a_resample_scores_like_the_documents_it_drew() -> None:
    generator = np.random.default_rng(1)
    counts = generator.integers(0, 5, size=(5, 4)).astype(float)
    # Columns that count each document tell which were drawn, and how often.
    told = resampled_sums(np.hstack([counts, np.eye(5)]), np.arange(5), seed=3, resamples=50)
    for sums, drawn in zip(told[:, :4], told[:, 4:].astype(int), strict=True):
        again = np.repeat(counts, drawn, axis=0)
        assert drawn.sum() == 5
        assert scores_of(again.sum(axis=0)).f1 == pytest.approx(float(f1_of(sums)))


@pytest.mark.parametrize(
    ("sums", "scores"),
    [
        ((1, 2, 1, 4), (0.5, 0.25, 1 / 3)),
        ((0, 0, 0, 4), (None, 0.0, 0.0)),
        ((0, 3, 0, 0), (0.0, None, 0.0)),
        ((0, 0, 0, 0), (None, None, None)),
        ((0, 3, 0, 4), (0.0, 0.0, 0.0)),
    ],
)
def test_scores_are_null_where_there_is_nothing_to_divide_by(
    sums: tuple[float, ...], scores: tuple[float | None, ...]
) -> None:
    found = scores_of(np.array(sums, dtype=float))
    assert (found.precision, found.recall, found.f1) == pytest.approx(scores)
