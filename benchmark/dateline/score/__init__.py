"""Scores: from gold and predictions to counts, scores, intervals and records.

What comes in are two lists of documents; what goes out is an `Evaluation` and the
record of a result. A metric is a function from two documents' tables to counts and
knows nothing of files, resampling or printing; the bootstrap knows nothing but counts.
This room imports the release (for its gold), never the leaderboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.score.evaluation import Evaluation, MetricScore, evaluate
    from dateline.score.flat.span_evaluation import score_spans, score_tables, score_tags
    from dateline.score.metrics import METRICS

__all__ = [
    "METRICS",
    "Evaluation",
    "MetricScore",
    "evaluate",
    "score_spans",
    "score_tables",
    "score_tags",
]

_EVALUATION = "dateline.score.evaluation"
_FLAT = "dateline.score.flat.span_evaluation"
_HOMES = {
    "METRICS": "dateline.score.metrics",
    "Evaluation": _EVALUATION,
    "MetricScore": _EVALUATION,
    "evaluate": _EVALUATION,
    "score_spans": _FLAT,
    "score_tables": _FLAT,
    "score_tags": _FLAT,
}


def __getattr__(name: str) -> object:
    """The engine's public names, imported when they are asked for: numpy is heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
