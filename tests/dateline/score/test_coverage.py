"""The 95% interval holds the true score in about 95 of 100 experiments.

A reader takes "0.71 [0.66, 0.75]" to say where the score on unseen stories lies. So stories
are drawn from a world whose true score is known, and it is counted how often it is inside.
"""

from __future__ import annotations

from functools import cache
from inspect import signature
from random import Random

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from dateline.document import Document, Source
from dateline.score import METRICS, Evaluation, evaluate
from dateline.score.bootstrap import interval_of, resampled_sums
from dateline.score.counts import f1_of
from dateline.score.matching import best_matching

from .reference import Case, draw_passes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STORIES = 70
RESAMPLES = 400
REPLICATIONS = 1_200
COUNTED = 4
# Items of a document, and how hard stories and documents differ from each other.
ITEMS = (30, 12, 6, 9)
RIGHT = (0.8, 0.6, 0.4, 0.35)


def _world(generator: np.random.Generator, stories: int) -> tuple[Floats, Ints]:
    """Documents of stories: counts of four metrics, shape (documents, 4 * 4), and their rows.

    A story has one to four documents and is hard or easy for all metrics at once, so that
    its documents, and the metrics of a document, go together.
    """
    many = generator.choice([1, 2, 3, 4], p=[0.6, 0.2, 0.15, 0.05], size=stories)
    rows = np.repeat(np.arange(stories), many)
    ease = generator.normal(0, 0.7, stories)[rows] + generator.normal(0, 0.3, len(rows))
    length = generator.gamma(3, 1 / 3, len(rows))
    return np.hstack([_counts(generator, ease, length, metric) for metric in range(COUNTED)]), rows


def _counts(generator: np.random.Generator, ease: Floats, length: Floats, metric: int) -> Floats:
    odds = np.log(RIGHT[metric] / (1 - RIGHT[metric])) + ease
    share = 1 / (1 + np.exp(-odds))
    gold = generator.poisson(ITEMS[metric] * length)
    right = generator.binomial(gold, share)
    wrong = generator.poisson(ITEMS[metric] * length * (1 - share) * 0.8)
    return np.column_stack([right, right + wrong, right, gold]).astype(np.float64)


def _scores(sums: Floats) -> Floats:
    """F1 of each metric, and at last their mean: shape (..., 5)."""
    single = f1_of(sums.reshape(*sums.shape[:-1], COUNTED, 4))
    return np.concatenate([single, single.mean(axis=-1, keepdims=True)], axis=-1)


@cache
def _covered(*, by_story: bool) -> Floats:
    """How often the interval holds the true score, for each metric and the mean."""
    generator = np.random.default_rng(20261124)
    truth = _scores(_world(generator, 200_000)[0].sum(axis=0))
    inside = np.zeros(COUNTED + 1)
    for seed in range(REPLICATIONS):
        counts, stories = _world(generator, STORIES)
        rows = stories if by_story else np.arange(len(stories))
        drawn = _scores(resampled_sums(counts, rows, seed, RESAMPLES))
        for place, values in enumerate(drawn.T):
            low, high = interval_of(values) or (1.0, 0.0)
            inside[place] += low <= truth[place] <= high
    return inside / REPLICATIONS


@pytest.mark.slow
def test_the_interval_over_stories_holds_the_true_score() -> None:
    covered = _covered(by_story=True)
    assert (covered > 0.92).all()
    assert (covered < 0.98).all()


@pytest.mark.slow
def test_an_interval_over_documents_would_promise_too_much() -> None:
    # Documents of one story share its difficulty: drawn apart, they look like more evidence.
    assert _covered(by_story=False).mean() < _covered(by_story=True).mean() - 0.02


def _case(documents: int) -> Case:
    """Documents of three stories, and every third of none."""
    case = draw_passes(Random(17), documents=documents)
    stories = [None if place % 3 == 0 else f"s{place % 5}" for place in range(documents)]
    gold = [
        replace(one, source=replace(one.source, story=story))
        for one, story in zip(case.gold, stories, strict=True)
    ]
    return Case(gold, case.predicted)


def _plain(found: Evaluation, gold: list[Document], seed: int, resamples: int) -> dict[str, Floats]:
    """F1 of each resample of stories, metric by metric; means leave out what is null."""
    names = [one.source.story or f"alone {one.id}" for one in gold]
    # In the order of the scorer: documents without a story first.
    names = [name if name.startswith("alone") else f"story {name}" for name in names]
    rows = np.unique(names, return_inverse=True)[1]
    f1 = {
        name: f1_of(resampled_sums(counts.values, rows, seed, resamples))
        for name, counts in found.counts.items()
    }
    for metric in METRICS:
        if metric.parts:
            f1[metric.id] = _mean([f1[name] for name in metric.parts], strict=metric.f1_only)
    return f1


def _mean(parts: list[Floats], *, strict: bool) -> Floats:
    rows = [[one for one in row if not np.isnan(one)] for row in np.stack(parts).T]
    enough = len(parts) if strict else 1
    return np.array([np.mean(row) if len(row) >= enough else np.nan for row in rows])


def _check_intervals(gold: list[Document], predicted: list[Document]) -> Evaluation:
    found = evaluate(gold, predicted, seed=5, resamples=300)
    for name, values in _plain(found, gold, 5, 300).items():
        assert found.left_out[name] == np.isnan(values).sum(), name
        if name in found.metrics and found.metrics[name].f1 is not None:
            interval = interval_of(values)
            ours = found.metrics[name].interval
            assert (ours is None) == (interval is None), name
            assert interval is None or ours == pytest.approx(interval), name
    return found


def test_the_interval_of_an_evaluation_is_that_of_plain_resampling() -> None:
    _check_intervals(*_case(9))


def _alone(document: Document) -> Document:
    """Everybody a singleton, nobody speaks, nothing happens."""
    mentions = tuple(replace(one, entity=None) for one in document.mentions)
    return replace(document, mentions=mentions, quotes=(), events=())


def test_a_mean_leaves_out_what_a_resample_has_no_score_for() -> None:
    # Only the first of seven documents has links, quotes and events: a third of the draws
    # lack it. MUC is null in them and left out of the CoNLL score; `overall` is null.
    gold, predicted = _case(7)
    found = _check_intervals(
        [gold[0], *map(_alone, gold[1:])], [predicted[0], *map(_alone, predicted[1:])]
    )
    assert found.left_out["coref.muc"] == found.left_out["overall"] > 50
    assert found.left_out["coref.conll"] == 0
    assert found.metrics["overall"].interval is None


def test_an_evaluation_says_how_it_was_made() -> None:
    # A record without seed and documents cannot be reproduced.
    gold, predicted = _case(3)
    answered = ("entities", "coref")
    told = [replace(one, layers=answered) for one in predicted]
    found = evaluate(gold[::-1], told, seed=11, resamples=3)
    assert found.documents == ("d0", "d1", "d2")
    assert (found.layers, found.seed, found.resamples) == (answered, 11, 3)
    assert evaluate(gold, told, resamples=3).seed == 0
    assert signature(evaluate).parameters["resamples"].default == 10_000


def test_blocks_of_thousands_of_stories_are_seeded() -> None:
    # Over 5,000 stories blocks are drawn by chance: the same chance every time.
    gold, predicted = _case(40)
    some = [
        (replace(one, source=Source()), other) for one, other in zip(gold, predicted, strict=True)
    ]
    empty = [(Document(id=f"x{place}", text=""), Document(id=f"x{place}")) for place in range(4961)]
    files = list(zip(*some, *empty, strict=True))
    one, two = (evaluate(files[0], files[1], seed=4, resamples=20) for _ in range(2))
    assert one.metrics == two.metrics


def test_one_resample_is_an_interval_and_none_is_not() -> None:
    assert interval_of(np.array([0.5])) == (0.5, 0.5)
    assert interval_of(np.array([])) is None


def test_as_many_resamples_are_drawn_as_were_asked_for() -> None:
    # Beside whole chunks, a part of one.
    assert resampled_sums(np.ones((3, 2)), np.arange(3), 0, 1_203).shape == (1_203, 2)


def test_no_documents_at_all_are_an_evaluation_without_scores() -> None:
    assert {one.f1 for one in evaluate([], []).metrics.values()} == {None}


def test_a_score_without_precision_is_zero_whatever_stood_in_memory() -> None:
    rows = np.tile([0.0, 0.0, 2.0, 4.0], (3, 1))
    used = [np.full(3, 7.0) for _ in range(50)]
    del used  # its memory is used again
    assert (f1_of(rows) == 0).all()


def test_pairs_worth_little_are_paired_too() -> None:
    # Each of two weighs 1, the least there is; one more that crosses ties them together.
    matched = best_matching({(0, 0): 1, (0, 1): 1, (1, 1): 1})
    assert matched == [(0, 0), (1, 1)]
