"""Is one system better than another: paired tests, Holm's correction, ranges of ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from dateline.score.bootstrap import interval_of, resampled_sums, story_rows
from dateline.score.corpus import counted_in, f1_of_metric
from dateline.score.counts import Counts

__all__ = ["ALPHA", "SWAPS", "PairedTest", "RankRange", "holm", "paired_tests", "rank_ranges"]

SWAPS = 10_000
RESAMPLES = 10_000
ALPHA = 0.05
_CHUNK = 500
# Differences of F1 closer than this are equal: sums of fractions are rounded.
_EQUAL = 1e-9

Floats = NDArray[np.float64]
Systems = Mapping[str, Mapping[str, Counts]]


class PairedTest(Struct, frozen=True, kw_only=True):
    """Two systems on the same documents by one metric.

    `difference` is corpus F1 of `first` minus that of `second` in -1..1, `interval` its
    95% interval, `p` of a two-sided test, `adjusted` the same after Holm over all pairs of
    the table. None where one of the systems has no score.
    """

    metric: str
    first: str
    second: str
    difference: float | None
    interval: tuple[float, float] | None
    p: float | None
    adjusted: float | None = None

    @property
    def winner(self) -> str | None:
        """The significantly better system, if one is."""
        if self.adjusted is None or self.adjusted > ALPHA or not self.difference:
            return None
        return self.first if self.difference > 0 else self.second


class RankRange(Struct, frozen=True, kw_only=True):
    """The ranks that the tests leave open for a system, 1 being the best."""

    metric: str
    system: str
    best: int
    worst: int


def paired_tests(
    systems: Systems,
    stories: Sequence[str],
    metrics: Sequence[str],
    *,
    seed: int = 0,
    swaps: int = SWAPS,
    resamples: int = RESAMPLES,
) -> tuple[PairedTest, ...]:
    """Test every pair of systems by every metric.

    Paired approximate randomisation (Noreen 1989, section 2.5; for F1 Yeh 2000): under the
    null hypothesis it does not matter whose a story's counts are, so they change places
    story by story with probability 1/2. p = (k + 1) / (n + 1), where k of n swaps give a
    difference of corpus F1 at least as large, in absolute value, as the observed one; a
    swap that leaves a system without a score counts among the k. Holm within each metric.

    Args:
        systems: by name, the counts of each metric with counts, shape (documents, 4), over
            the same documents in the same order.
        stories: of the documents, shape (documents,), from `story_of`.
        metrics: to test by, means among them.
        seed: of the swaps, of the resamples, and of the blocks over 5,000 stories.
        swaps: how many.
        resamples: of the intervals; all systems have the same weights, so they are paired.
    """
    if not stories:
        raise ValueError("there are no documents to compare systems on")
    rows = story_rows(stories, seed)
    names = counted_in(metrics)
    columns = {name: _columns(counts, names) for name, counts in systems.items()}
    by_story = {name: _by_story(one, rows) for name, one in columns.items()}
    observed = {
        name: _f1(one.sum(axis=0, keepdims=True), names, metrics)[:, 0]
        for name, one in by_story.items()
    }
    drawn = _resampled(columns, rows, names, metrics, seed, resamples)
    extreme = _extreme(by_story, observed, names, metrics, seed, swaps)
    tests = [
        _test(metric, pair, place, observed, drawn, (extreme[pair][place] + 1) / (swaps + 1))
        for place, metric in enumerate(metrics)
        for pair in combinations(systems, 2)
    ]
    return _adjusted(tests)


def holm(values: Sequence[float]) -> list[float]:
    """P values adjusted for their number, step-down (Holm 1979), in the order given.

    The i-th smallest of m is multiplied by m - i + 1, is at most 1, and never smaller
    than the one before it.
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for step, place in enumerate(sorted(range(len(values)), key=lambda one: values[one])):
        highest = max(highest, min(1.0, (len(values) - step) * values[place]))
        adjusted[place] = highest
    return adjusted


def rank_ranges(
    tests: Sequence[PairedTest], scored: Mapping[str, Sequence[str]]
) -> tuple[RankRange, ...]:
    """For each metric the range of every system that has a score.

    From 1 + the number of systems significantly better to n - the number significantly
    worse, of n systems with a score.

    Args:
        tests: of every pair of systems, adjusted.
        scored: by metric, the systems that have a score.
    """
    return tuple(
        _rank_range(metric, name, [test for test in tests if test.metric == metric], len(systems))
        for metric, systems in scored.items()
        for name in systems
    )


def _rank_range(metric: str, name: str, tests: Sequence[PairedTest], systems: int) -> RankRange:
    decided = [test for test in tests if test.winner and name in (test.first, test.second)]
    won = sum(test.winner == name for test in decided)
    return RankRange(metric=metric, system=name, best=1 + len(decided) - won, worst=systems - won)


def _columns(counts: Mapping[str, Counts], names: Sequence[str]) -> Floats:
    """Counts of several metrics side by side, shape (documents, metrics * 4)."""
    return np.concatenate([counts[name].values for name in names], axis=1)


def _by_story(columns: Floats, rows: NDArray[np.int64]) -> Floats:
    """Sums within stories, shape (stories, metrics * 4)."""
    sums = np.zeros((int(rows.max()) + 1, columns.shape[1]))
    np.add.at(sums, rows, columns)
    return sums


def _f1(sums: Floats, names: Sequence[str], metrics: Sequence[str]) -> Floats:
    """F1 by metric: from shape (many, counted metrics * 4) to (metrics, many)."""
    parts = sums.reshape(len(sums), len(names), 4)
    by_name = {name: parts[:, place] for place, name in enumerate(names)}
    return np.stack([f1_of_metric(metric, by_name) for metric in metrics])


def _resampled(
    columns: Mapping[str, Floats],
    rows: NDArray[np.int64],
    names: Sequence[str],
    metrics: Sequence[str],
    seed: int,
    resamples: int,
) -> dict[str, Floats] | None:
    """F1 of every system on every resample, shape (metrics, resamples); None for one story."""
    if rows.max() == 0 or resamples == 0:
        return None
    together = np.concatenate(list(columns.values()), axis=1)
    sums = np.split(resampled_sums(together, rows, seed, resamples), len(columns), axis=1)
    return {name: _f1(one, names, metrics) for name, one in zip(columns, sums, strict=True)}


def _extreme(
    by_story: Mapping[str, Floats],
    observed: Mapping[str, Floats],
    names: Sequence[str],
    metrics: Sequence[str],
    seed: int,
    swaps: int,
) -> dict[tuple[str, str], NDArray[np.int64]]:
    """For each pair, shape (metrics,): how many swaps differ as much as what was observed."""
    pairs = list(combinations(by_story, 2))
    found: dict[tuple[str, str], NDArray[np.int64]] = {
        pair: np.zeros(len(metrics), dtype=np.int64) for pair in pairs
    }
    stories = len(next(iter(by_story.values())))
    for chosen in _swaps(stories, seed, swaps):
        for first, second in pairs:
            one, other = by_story[first], by_story[second]
            moved = chosen @ (other - one)
            differences = _f1(one.sum(axis=0) + moved, names, metrics)
            differences -= _f1(other.sum(axis=0) - moved, names, metrics)
            least = np.abs(observed[first] - observed[second]) - _EQUAL
            # Written so that NaN, a system without a score, counts.
            found[first, second] += (~(np.abs(differences) < least[:, None])).sum(axis=1)
    return found


def _swaps(stories: int, seed: int, swaps: int) -> Iterator[Floats]:
    """Which stories change places (1) or stay (0), chunks of shape (swaps, stories)."""
    generator = np.random.default_rng(seed)
    for begin in range(0, swaps, _CHUNK):
        many = min(_CHUNK, swaps - begin)
        yield generator.integers(2, size=(many, stories), dtype=np.int8).astype(np.float64)


def _test(
    metric: str,
    pair: tuple[str, str],
    place: int,
    observed: Mapping[str, Floats],
    drawn: Mapping[str, Floats] | None,
    p: float,
) -> PairedTest:
    first, second = pair
    difference = float(observed[first][place] - observed[second][place])
    if np.isnan(difference):
        return PairedTest(
            metric=metric, first=first, second=second, difference=None, interval=None, p=None
        )
    interval = drawn and interval_of(drawn[first][place] - drawn[second][place])
    return PairedTest(
        metric=metric, first=first, second=second, difference=difference,
        interval=interval or None, p=float(p),
    )  # fmt: skip


def _adjusted(tests: Sequence[PairedTest]) -> tuple[PairedTest, ...]:
    """The same with adjusted p values, each metric a family of its own."""
    families: dict[str, list[int]] = {}
    for place, test in enumerate(tests):
        if test.p is not None:
            families.setdefault(test.metric, []).append(place)
    adjusted = dict[int, float]()
    for places in families.values():
        adjusted.update(zip(places, holm([tests[one].p or 0 for one in places]), strict=True))
    return tuple(replace(test, adjusted=adjusted.get(place)) for place, test in enumerate(tests))
