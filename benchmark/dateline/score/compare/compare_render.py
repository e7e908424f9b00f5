"""A comparison as people and programs read it: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.score.compare.comparison import Comparison, Example
from dateline.score.compare.significance import ALPHA, PairedTest
from dateline.score.corpus import HEADLINE
from dateline.score.evaluation import MetricScore
from dateline.score.grid import (
    NOTHING,
    Table,
    formats_of,
    interval_text,
    p_text,
    percent_text,
    points_text,
    short,
)

__all__ = ["COMPARE_FORMATS"]

SCORES = ("metric", "system", "F1", "95% interval", "rank")
TESTS = ("metric", "F1 of", "minus", "points", "95% interval", "p", "Holm", "better")
COUNTS = ("metric", "type", "right", "wrong", "items")
EXAMPLES = ("metric", "right", "wrong", "type", "document", "offsets", "text")
NUMBERS = ("F1", "points", "p", "Holm", "items")


def _parts(comparison: Comparison, table: Table) -> Iterator[str]:
    yield table(SCORES, _scores(comparison), NUMBERS)
    yield table(TESTS, map(_test, comparison.tests), NUMBERS)
    counts = [
        (one.metric, one.type, one.right, one.wrong, str(one.count))
        for one in comparison.only_right
    ]
    if counts:
        yield "Gold items that one system gets right and the other misses:"
        yield table(COUNTS, counts, NUMBERS)
    if any(one.examples for one in comparison.only_right):
        yield table(EXAMPLES, _examples(comparison), NUMBERS)
    yield "\n".join(_notes(comparison))


def _scores(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """By metric, best first."""
    ranks = {(one.metric, one.system): one for one in comparison.ranks}
    for metric in HEADLINE:
        scores = {name: comparison.scores[name][metric] for name in comparison.systems}
        for name in sorted(scores, key=lambda name: (_worth(scores[name]), name)):
            rank = ranks.get((metric, name))
            shown = NOTHING if rank is None else _range(rank.best, rank.worst)
            score = scores[name]
            yield metric, name, percent_text(score.f1), interval_text(score.interval), shown


def _worth(score: MetricScore) -> float:
    return 1.0 if score.f1 is None else -score.f1


def _range(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}–{worst}"


def _test(test: PairedTest) -> tuple[str, ...]:
    points = points_text(test.difference, test.interval)
    return (
        test.metric, test.first, test.second, *points, p_text(test.p), p_text(test.adjusted),
        test.winner or NOTHING,
    )  # fmt: skip


def _examples(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for one in comparison.only_right:
        for example in one.examples:
            place = " ".join(f"{start}:{end}" for start, end in example.spans)
            yield (one.metric, one.right, one.wrong, one.type, example.document, place,
                   _told(example))  # fmt: skip


def _told(example: Example) -> str:
    role = "" if example.role is None else f"{example.role}: "
    return role + short(example.surface)


def _notes(comparison: Comparison) -> Iterator[str]:
    yield (
        f"{comparison.documents} documents of {comparison.stories} stories; percent; "
        f"{NOTHING} is not defined, or no system is better"
    )
    yield (
        f"p: paired approximate randomisation, {comparison.swaps} swaps of whole stories; "
        f"better at {ALPHA:g} after Holm over the pairs of a metric"
    )
    # All stories swapped or none give the observed difference: 2 of 2^stories.
    least = 2.0 ** (1 - comparison.stories)
    if least > ALPHA:
        yield f"with so few stories p is about {least:.2g} at least: no system can be found better"


COMPARE_FORMATS = formats_of(_parts)
