"""Systems side by side: scores, paired tests, ranks, and what only one of two gets right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path

from msgspec import Struct

from dateline.document import Document, Span
from dateline.problems import InvalidInput, Problem
from dateline.score.compare.items import ITEM_METRICS, Credits, Item, item_credits
from dateline.score.compare.significance import PairedTest, RankRange, paired_tests, rank_ranges
from dateline.score.corpus import HEADLINE
from dateline.score.counting import story_of
from dateline.score.evaluation import Evaluation, MetricScore, evaluate
from dateline.score.submission import read_submission

__all__ = ["Comparison", "Example", "OnlyRight", "compare", "compare_files"]

RESAMPLES = 10_000
SWAPS = 10_000


class Example(Struct, frozen=True, kw_only=True):
    """An item of gold: where it stands, and what stands there in gold's text."""

    document: str
    spans: tuple[Span, ...]
    surface: tuple[str, ...]
    role: str | None = None


class OnlyRight(Struct, frozen=True, kw_only=True):
    """Gold items of one type that `right` finds and `wrong` misses, by one metric."""

    metric: str
    type: str
    right: str
    wrong: str
    count: int
    examples: tuple[Example, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """What `compare` found; systems are in the order given."""

    systems: tuple[str, ...]
    documents: int
    stories: int
    swaps: int
    scores: dict[str, dict[str, MetricScore]]
    tests: tuple[PairedTest, ...]
    ranks: tuple[RankRange, ...]
    only_right: tuple[OnlyRight, ...]


def compare_files(
    paths: Sequence[Path], gold: Sequence[Document], *, seed: int = 0, examples: int = 0
) -> Comparison:
    """Compare prediction files.

    Raises:
        InvalidInput: fewer than two files, or one twice; or with everything that is wrong
            with any of them.
    """
    names = _names(paths)
    systems: dict[str, Sequence[Document]] = {}
    problems: list[Problem] = []
    for name, path in zip(names, paths, strict=True):
        try:
            systems[name] = read_submission(path, gold).predictions
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return compare(systems, gold, seed=seed, examples=examples)


def compare(
    systems: Mapping[str, Sequence[Document]],
    gold: Sequence[Document],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    swaps: int = SWAPS,
    examples: int = 0,
) -> Comparison:
    """Compare systems by the primary metrics and overall.

    Args:
        systems: by name, predictions of every gold document.
        gold: with text.
        seed: of the bootstrap and of the test.
        resamples: of the intervals, the same for every system and difference.
        swaps: of the test.
        examples: how many of each kind of item that only one system gets right.
    """
    evaluations = {
        name: evaluate(gold, found, seed=seed, resamples=resamples)
        for name, found in systems.items()
    }
    in_order = sorted(gold, key=lambda one: one.id)
    stories = [story_of(one) for one in in_order]
    tests = paired_tests(
        {name: one.counts for name, one in evaluations.items()},
        stories, HEADLINE, seed=seed, swaps=swaps, resamples=resamples,
    )  # fmt: skip
    return Comparison(
        systems=tuple(systems),
        documents=len(in_order),
        stories=len(set(stories)),
        swaps=swaps,
        scores={
            name: {metric: one.metrics[metric] for metric in HEADLINE}
            for name, one in evaluations.items()
        },
        tests=tests,
        ranks=rank_ranges(tests, _scored(evaluations)),
        only_right=tuple(_only_right(in_order, systems, evaluations, examples)),
    )


def _scored(evaluations: Mapping[str, Evaluation]) -> dict[str, list[str]]:
    return {
        metric: [name for name, one in evaluations.items() if one.metrics[metric].f1 is not None]
        for metric in HEADLINE
    }


def _names(paths: Sequence[Path]) -> list[str]:
    """The files' names without suffix; their paths where two have the same name."""
    stems = [path.stem for path in paths]
    names = stems if len(set(stems)) == len(stems) else [str(path) for path in paths]
    if len(names) < 2 or len(set(names)) < len(names):
        remedy = "give two prediction files or more, each once"
        raise InvalidInput([Problem(rule="compare.files", remedy=remedy, value=names)])
    return names


def _only_right(
    gold: Sequence[Document],
    systems: Mapping[str, Sequence[Document]],
    evaluations: Mapping[str, Evaluation],
    examples: int,
) -> Iterator[OnlyRight]:
    """For each metric, pair of systems in both orders, and type, in order of the metrics."""
    found = {
        name: _credits(gold, predictions, evaluations[name].layers)
        for name, predictions in systems.items()
    }
    for metric in ITEM_METRICS:
        for right, wrong in permutations(systems, 2):
            if {right, wrong} <= _answering(metric, evaluations):
                sides = ([one[metric].gold for one in found[name]] for name in (right, wrong))
                kinds = _kinds(gold, *sides)
                for kind in sorted(kinds, key=lambda kind: (-len(kinds[kind]), kind)):
                    some = sorted(kinds[kind], key=lambda one: (one.document, one.spans))
                    yield OnlyRight(metric=metric, type=kind, right=right, wrong=wrong,
                                    count=len(some), examples=tuple(some[:examples]))  # fmt: skip


def _credits(
    gold: Sequence[Document], predictions: Sequence[Document], layers: Sequence[str]
) -> list[dict[str, Credits]]:
    found = {one.id: one for one in predictions}
    return [item_credits(one, found[one.id], layers) for one in gold]


def _answering(metric: str, evaluations: Mapping[str, Evaluation]) -> set[str]:
    """The systems that answer a metric's layer: what is not answered is not missed."""
    layer = metric.partition(".")[0]
    return {name for name, one in evaluations.items() if layer in one.layers}


def _kinds(
    gold: Sequence[Document], right: list[tuple[Item, ...]], wrong: list[tuple[Item, ...]]
) -> dict[str, list[Example]]:
    """Examples by type: gold's items are the same, in the same order, for every system."""
    kinds: dict[str, list[Example]] = defaultdict(list)
    for document, *sides in zip(gold, right, wrong, strict=True):
        for one, other in zip(*sides, strict=True):
            if one.right and not other.right:
                kinds[one.type].append(_example(document, one))
    return kinds


def _example(document: Document, item: Item) -> Example:
    text = document.text or ""
    return Example(
        document=document.id,
        spans=item.spans,
        surface=tuple(text[start:end] for start, end in item.spans),
        role=item.role,
    )
