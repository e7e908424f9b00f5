"""Scores as people and programs read them: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from dateline.score.evaluation import Evaluation, MetricScore
from dateline.score.metrics import METRICS

__all__ = ["FORMATS", "as_json", "as_markdown", "as_text", "interval_text", "percent_text"]

NOTHING = "–"
Render = Callable[[Evaluation, bool], str]


def as_text(evaluation: Evaluation, everything: bool) -> str:
    """A table in percent: the primaries and overall, or every metric."""
    lines = [f"{'':20}{'P':>7}{'R':>7}{'F1':>7}   95% interval"]
    for name, score in _shown(evaluation, everything):
        numbers = "".join(f"{percent_text(value):>7}" for value in _values(score))
        lines.append(f"{name:20}{numbers}   {interval_text(score)}")
    return "\n".join([*lines, *_notes(evaluation)])


def as_markdown(evaluation: Evaluation, everything: bool) -> str:
    """The same as a Markdown table."""
    lines = ["| metric | P | R | F1 | 95% interval |", "|---|--:|--:|--:|---|"]
    for name, score in _shown(evaluation, everything):
        numbers = " | ".join(percent_text(value) for value in _values(score))
        lines.append(f"| `{name}` | {numbers} | {interval_text(score)} |")
    return "\n".join([*lines, "", *_notes(evaluation)])


def as_json(evaluation: Evaluation, everything: bool) -> str:  # noqa: ARG001 - always everything
    """Every metric, values in 0..1 or null (DESIGN §6)."""
    found = {
        "metrics": evaluation.metrics,
        "layers": evaluation.layers,
        "documents": len(evaluation.documents),
        "dropped": evaluation.dropped,
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


FORMATS: dict[str, Render] = {"text": as_text, "json": as_json, "markdown": as_markdown}


def _shown(evaluation: Evaluation, everything: bool) -> list[tuple[str, MetricScore]]:
    last = METRICS[-1].id
    return [
        (metric.id, evaluation.metrics[metric.id])
        for metric in METRICS
        if everything or metric.primary or metric.id == last
    ]


def _values(score: MetricScore) -> tuple[float | None, ...]:
    return score.precision, score.recall, score.f1


def percent_text(value: float | None) -> str:
    """A score in percent, or a dash where there is none."""
    return NOTHING if value is None else f"{100 * value:.1f}"


def interval_text(score: MetricScore) -> str:
    """The 95% interval of F1 in percent, or a dash where there is none."""
    if score.interval is None:
        return NOTHING
    low, high = score.interval
    return f"[{100 * low:.1f}, {100 * high:.1f}]"


def _notes(evaluation: Evaluation) -> list[str]:
    notes = [f"{len(evaluation.documents)} documents; percent; {NOTHING} is not defined"]
    notes += [f"{what} dropped: {many}" for what, many in evaluation.dropped.items() if many]
    return notes
