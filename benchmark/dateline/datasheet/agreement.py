"""How far the two blind passes agree, and how much of each stands in gold."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dateline.document import Document
from dateline.score.evaluation import Evaluation, MetricScore, evaluate
from dateline.score.metrics import METRICS

__all__ = ["KEPT", "Agreement", "Kept", "Line", "agreement_of", "kept_of"]

# What of a pass stands unchanged in gold: a metric, and what must be unchanged.
KEPT = {
    "entities.strict": "names and values: span and type",
    "dates.value": "dates and times: span, type and TIMEX3 value",
    "coref.mention": "mentions of entities: span",
    "quotes.content_exact": "quotes: the whole content",
    "quotes.attributed": "quotes: content nearly, and who speaks",
    "events.tc": "events: trigger and type",
    "events.realis": "events: trigger, type and realis",
    "events.arguments": "arguments: event, role and filler",
}


class Line(Struct, frozen=True):
    """A metric with its score."""

    metric: str
    score: MetricScore


class Agreement(Struct, frozen=True, kw_only=True):
    """Pass b scored against pass a: the headline metrics, then the others.

    `units` is how many stories, or articles of none, were resampled `resamples` times.
    `swing` is the most that F1 of a metric changes when the passes change places, and
    `swings` the metric.
    """

    headline: tuple[Line, ...]
    others: tuple[Line, ...]
    units: int
    resamples: int
    swing: float
    swings: str


class Kept(Struct, frozen=True):
    """Pass a and pass b, each scored against gold by one metric."""

    metric: str
    what: str
    first: MetricScore
    second: MetricScore


def agreement_of(first: Sequence[Document], second: Sequence[Document]) -> Agreement:
    """Compare two passes over the same documents; neither is gold, so nothing is dropped."""
    forth = evaluate(first, second, scoped=False)
    back = evaluate(second, first, scoped=False, resamples=0)
    last = METRICS[-1].id
    headline = [one.id for one in METRICS if one.primary or one.id == last]
    swing, swings = max((_swing(forth, back, one.id), one.id) for one in METRICS)
    return Agreement(
        headline=tuple(Line(name, forth.metrics[name]) for name in headline),
        others=tuple(
            Line(one.id, forth.metrics[one.id]) for one in METRICS if one.id not in headline
        ),
        units=len({(one.source.story is None, one.source.story or one.id) for one in first}),
        resamples=forth.resamples,
        swing=swing,
        swings=swings,
    )


def kept_of(
    gold: Sequence[Document], first: Sequence[Document], second: Sequence[Document]
) -> tuple[Kept, ...]:
    """How much of each pass stands unchanged in gold, by each metric of `KEPT`."""
    a, b = (evaluate(gold, one, scoped=False, resamples=0).metrics for one in (first, second))
    return tuple(Kept(name, what, a[name], b[name]) for name, what in KEPT.items())


def _swing(forth: Evaluation, back: Evaluation, metric: str) -> float:
    one, other = forth.metrics[metric].f1, back.metrics[metric].f1
    return 0.0 if one is None or other is None else abs(one - other)
