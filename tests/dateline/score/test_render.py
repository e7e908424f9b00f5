"""Scores as they are printed: percent for people, fractions and null for programs."""

from __future__ import annotations

import json

import pytest

from dateline.score.evaluation import Evaluation, MetricScore
from dateline.score.metrics import METRICS
from dateline.score.render import FORMATS, as_json, as_markdown, as_text

NONE = MetricScore(precision=None, recall=None, f1=None, interval=None)
STRICT = MetricScore(
    precision=2 / 3, recall=0.5, f1=4 / 7, interval=(0.25, 1.0), p_num=2, p_den=3, r_num=2, r_den=4
)
OVERALL = MetricScore(precision=None, recall=None, f1=0.125, interval=None)
EVALUATION = Evaluation(
    documents=("d0", "d1"),
    layers=("entities",),
    metrics={metric.id: NONE for metric in METRICS}
    | {"entities.strict": STRICT, "overall": OVERALL},
    counts={},
    dropped={"repeats": 3, "clusters": 0},
    left_out={},
    seed=0,
    resamples=10,
)

TEXT = """\
                          P      R     F1   95% interval
entities.strict        66.7   50.0   57.1   [25.0, 100.0]
coref.conll               –      –      –   –
quotes.attributed         –      –      –   –
events.arguments          –      –      –   –
overall                   –      –   12.5   –
2 documents; percent; – is not defined
repeats dropped: 3"""

MARKDOWN = """\
| metric | P | R | F1 | 95% interval |
|---|--:|--:|--:|---|
| `entities.strict` | 66.7 | 50.0 | 57.1 | [25.0, 100.0] |
| `coref.conll` | – | – | – | – |
| `quotes.attributed` | – | – | – | – |
| `events.arguments` | – | – | – | – |
| `overall` | – | – | 12.5 | – |

2 documents; percent; – is not defined
repeats dropped: 3"""


def test_the_text_shows_primaries_and_overall_in_percent() -> None:
    assert as_text(EVALUATION, False) == TEXT


def test_the_markdown_shows_the_same_numbers() -> None:
    assert as_markdown(EVALUATION, False) == MARKDOWN


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_metric_is_shown_on_request(form: str) -> None:
    shown = FORMATS[form](EVALUATION, True)
    assert [metric.id for metric in METRICS if metric.id not in shown] == []


def test_the_json_holds_every_metric_as_fractions_counts_and_null() -> None:
    metrics = json.loads(as_json(EVALUATION, False))["metrics"]
    assert list(metrics) == [metric.id for metric in METRICS]
    assert metrics["entities.strict"] == {
        "precision": 2 / 3,
        "recall": 0.5,
        "f1": 4 / 7,
        "interval": [0.25, 1.0],
        "p_num": 2.0,
        "p_den": 3.0,
        "r_num": 2.0,
        "r_den": 4.0,
    }
    assert metrics["overall"] == {
        "precision": None,
        "recall": None,
        "f1": 0.125,
        "interval": None,
        "p_num": None,
        "p_den": None,
        "r_num": None,
        "r_den": None,
    }
