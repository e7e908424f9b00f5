"""Scores as people and programs read them: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from dateline.score.compare.slice_rows import NUMBERS, TITLES, slice_notes, slice_rows
from dateline.score.compare.slices import SliceTable
from dateline.score.evaluation import Evaluation, MetricScore
from dateline.score.grid import NOTHING, as_grid, as_pipes, interval_text, percent_text
from dateline.score.metrics import METRICS

__all__ = ["FORMATS", "as_json", "as_markdown", "as_text"]


class Render(Protocol):
    """Scores as a string: the primaries and overall or every metric, then slices if any."""

    def __call__(
        self, evaluation: Evaluation, everything: bool, slices: Sequence[SliceTable] = ()
    ) -> str: ...


def as_text(evaluation: Evaluation, everything: bool, slices: Sequence[SliceTable] = ()) -> str:
    """A table in percent: the primaries and overall, or every metric."""
    lines = [f"{'':20}{'P':>7}{'R':>7}{'F1':>7}   95% interval"]
    for name, score in _shown(evaluation, everything):
        numbers = "".join(f"{percent_text(value):>7}" for value in _values(score))
        lines.append(f"{name:20}{numbers}   {interval_text(score.interval)}")
    lines += _notes(evaluation)
    if slices:
        lines += ["", as_grid(TITLES, slice_rows(slices, everything), NUMBERS), *slice_notes()]
    return "\n".join(lines)


def as_markdown(evaluation: Evaluation, everything: bool, slices: Sequence[SliceTable] = ()) -> str:
    """The same as a Markdown table."""
    lines = ["| metric | P | R | F1 | 95% interval |", "|---|--:|--:|--:|---|"]
    for name, score in _shown(evaluation, everything):
        numbers = " | ".join(percent_text(value) for value in _values(score))
        lines.append(f"| `{name}` | {numbers} | {interval_text(score.interval)} |")
    lines += ["", *_notes(evaluation)]
    if slices:
        table = as_pipes(TITLES, slice_rows(slices, everything), NUMBERS)
        lines += ["", table, "", *slice_notes()]
    return "\n".join(lines)


def as_json(
    evaluation: Evaluation,
    everything: bool,  # noqa: ARG001 - always everything
    slices: Sequence[SliceTable] = (),
) -> str:
    """Every metric, values in 0..1 or null (DESIGN §6)."""
    found: dict[str, object] = {
        "metrics": evaluation.metrics,
        "layers": evaluation.layers,
        "documents": len(evaluation.documents),
        "dropped": evaluation.dropped,
    }
    if slices:
        found["slices"] = slices
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


def _notes(evaluation: Evaluation) -> list[str]:
    notes = [f"{len(evaluation.documents)} documents; percent; {NOTHING} is not defined"]
    notes += [f"{what} dropped: {many}" for what, many in evaluation.dropped.items() if many]
    return notes
