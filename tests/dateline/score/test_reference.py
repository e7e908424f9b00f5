"""The scorer against a second one that is slow and obvious, on thousands of hard pairs.

Where they differ, one of them has misread DESIGN §6: a leaderboard would rank on an error
that no worked example happens to show.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from dateline.document import Document
from dateline.rules.form import FORM, GOLD_FORM
from dateline.score import METRICS, evaluate

from .reference import ALONE, Case, Score, draw_case, draw_passes, left_out, scores, tallies

# The scorer counts in floating point; a fraction such as 1/3 is right to the last digits.
NEAR = 1e-12
FEW = 150
MANY = 3_000


def _check(case: Case, *, scoped: bool = True) -> None:
    """Counts of each document, scores of the corpus, and what was left out."""
    told = [tallies(*pair, scoped=scoped) for pair in zip(*case, strict=True)]
    found = evaluate(case.gold, case.predicted, resamples=0, scoped=scoped)
    for number, counts in enumerate(told):
        for name, tally in counts.items():
            ours = tuple(found.counts[name].values[number])
            assert ours == pytest.approx(tuple(map(float, tally)), rel=NEAR), (number, name)
    for name, score in scores(told).items():
        one = found.metrics[name]
        assert _same((one.precision, one.recall, one.f1), score), name


def _same(ours: tuple[float | None, ...], score: Score) -> bool:
    return all(
        abs(one - float(other)) < NEAR if one is not None and other is not None else one == other
        for one, other in zip(ours, score, strict=True)
    )


def _case(seed: int) -> Case:
    draw = Random(seed)
    return draw_case(draw, documents=draw.choice([1, 1, 2, 3]))


def test_the_second_scorer_knows_every_metric() -> None:
    case = _case(0)
    told = [tallies(*pair) for pair in zip(*case, strict=True)]
    assert set(scores(told)) == {metric.id for metric in METRICS}
    assert set(told[0]) - set(scores(told)) == set(ALONE)


@pytest.mark.parametrize("seed", range(FEW))
def test_both_scorers_agree(seed: int) -> None:
    _check(_case(seed))


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(FEW, FEW + MANY, 500))
def test_both_scorers_agree_on_thousands(begin: int) -> None:
    for seed in range(begin, begin + 500):
        _check(_case(seed))


@pytest.mark.parametrize("seed", range(60))
def test_both_scorers_agree_between_two_passes(seed: int) -> None:
    _check(draw_passes(Random(seed), documents=2), scoped=False)


@pytest.mark.parametrize("seed", range(FEW))
def test_both_agree_on_what_is_left_out(seed: int) -> None:
    # The record says it: who is told of no repeats believes that the file had none.
    case = _case(seed)
    told: Counter[str] = Counter()
    for pair in zip(*case, strict=True):
        told.update(left_out(*pair))
    assert evaluate(*case, resamples=0).dropped == dict(told)


def test_the_cases_are_legal_and_hard() -> None:
    # Agreement on easy or illegal cases would say nothing.
    partly: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for gold, predicted in _pairs():
        assert [rule.id for rule in (*FORM, *GOLD_FORM) for _ in rule.check(gold)] == []
        assert [rule.id for rule in FORM for _ in rule.check(predicted)] == []
        dropped.update(left_out(gold, predicted))
        told = tallies(gold, predicted)
        partly.update(name for name, one in told.items() if 0 < one.p_num < one.p_den)
        assert set(partly) <= set(told)
    assert min(partly[name] for name in told) > 5
    assert min(dropped.values()) > 30


def _pairs() -> list[tuple[Document, Document]]:
    return [pair for seed in range(FEW) for pair in zip(*_case(seed), strict=True)]
