"""Scores of spans as people and programs read them: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from dateline.score.evaluation import MetricScore
from dateline.score.flat.span_evaluation import SpanScores
from dateline.score.grid import interval_text, percent_text

__all__ = ["SPAN_FORMATS"]

STRICT = "entities.strict"


def _as_text(scores: SpanScores) -> str:
    width = max(20, *(len(name) for name, *_ in _rows(scores)))
    lines = [f"{'':{width}}{'P':>7}{'R':>7}{'F1':>7}   {'95% interval':16}{'gold':>9}"]
    for name, score in _rows(scores):
        numbers = "".join(f"{percent_text(value):>7}" for value in _values(score))
        lines.append(
            f"{name:{width}}{numbers}   {interval_text(score.interval):16}{_gold(score):>9}"
        )
    return "\n".join([*lines, *_notes(scores)])


def _as_markdown(scores: SpanScores) -> str:
    lines = ["| spans | P | R | F1 | 95% interval | gold |", "|---|--:|--:|--:|---|--:|"]
    for name, score in _rows(scores):
        numbers = " | ".join(percent_text(value) for value in _values(score))
        lines.append(f"| {name} | {numbers} | {interval_text(score.interval)} | {_gold(score)} |")
    return "\n".join([*lines, "", *_notes(scores)])


def _as_json(scores: SpanScores) -> str:
    return msgspec.json.format(msgspec.json.encode(scores), indent=2).decode()


SPAN_FORMATS: dict[str, Callable[[SpanScores], str]] = {
    "text": _as_text, "json": _as_json, "markdown": _as_markdown,
}  # fmt: skip


def _rows(scores: SpanScores) -> Iterator[tuple[str, MetricScore]]:
    """Every metric over all types, then strict for each type."""
    yield from scores.metrics.items()
    for kind, of_type in scores.types.items():
        yield f"{STRICT} {kind}", of_type[STRICT]


def _values(score: MetricScore) -> tuple[float | None, ...]:
    return score.precision, score.recall, score.f1


def _gold(score: MetricScore) -> int:
    return int(score.r_den or 0)


def _notes(scores: SpanScores) -> list[str]:
    notes = [f"{scores.documents} documents with spans; percent; intervals over documents"]
    if scores.repeats:
        notes.append(f"repeated predictions dropped: {scores.repeats}")
    return notes
