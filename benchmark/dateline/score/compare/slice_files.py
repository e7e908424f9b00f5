"""Slices of a prediction file that was scored."""

from __future__ import annotations

from dateline.problems import InvalidInput, Problem
from dateline.score.against import read_gold, read_train
from dateline.score.compare.slices import SliceTable, slices_of
from dateline.score.evaluation import Evaluation
from dateline.score.scoring import CLEAN, Request
from dateline.score.submission import read_submission

__all__ = ["slices_of_file"]


def slices_of_file(request: Request, evaluation: Evaluation) -> tuple[SliceTable, ...]:
    """The slices of the evaluation that this request gave; the files are read again.

    Raises:
        InvalidInput: the system read raw pages, whose spans are not those of the text.
    """
    if request.input != CLEAN:
        remedy = "leave out --slices: they are of predictions on clean text"
        raise InvalidInput([Problem(rule="score.request", remedy=remedy, field="slices")])
    submission = read_submission(
        request.predictions, read_gold(request.against), missing_ok=request.missing_ok
    )
    return slices_of(
        evaluation, submission.gold, submission.predictions, train=read_train(request.against)
    )
