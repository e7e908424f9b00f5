"""A request to score a file, carried out: gold found, submission read, result recorded."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document
from dateline.problems import InvalidInput, Problem
from dateline.score.against import Against, read_gold
from dateline.score.evaluation import Evaluation, conclude, evaluate
from dateline.score.raw import RawPage, read_pages
from dateline.score.record import Place, Record, SystemCard, make_record
from dateline.score.streaming import count_files
from dateline.score.submission import Submission, read_submission

__all__ = ["CLEAN", "Outcome", "Request", "score_file"]


# What a system read: articles, or the raw pages that they came from.
CLEAN = "clean"


class Request(Struct, frozen=True, kw_only=True):
    """What to score, against what: a gold file, or a split of a release."""

    predictions: Path
    gold: Path | None = None
    release: str | None = None
    split: str = "test"
    tier: str = "core"
    input: str = CLEAN
    pages: Path = Path("data/articles/core/pages")
    missing_ok: bool = False
    root: Path | None = None
    system: str | None = None
    card: Path | None = None
    seed: int = 0

    @property
    def against(self) -> Against:
        """What the predictions are held against."""
        return Against(
            gold=self.gold, release=self.release, split=self.split, tier=self.tier, root=self.root
        )


class Outcome(Struct, frozen=True):
    """An evaluation, and its record where it was measured on a release."""

    evaluation: Evaluation
    record: Record | None


class _Read(Struct, frozen=True):
    """A submission that is in order, and what of it is scored."""

    submission: Submission
    gold: tuple[Document, ...]
    predictions: tuple[Document, ...]


def score_file(request: Request) -> Outcome:
    """Score a prediction file.

    Raises:
        InvalidInput: with everything that is wrong with the request or the file.
    """
    card = _card(request)
    if (evaluation := _streamed(request)) is not None:
        return Outcome(evaluation, None)
    read = _read(request)
    begun = time.perf_counter()
    evaluation = evaluate(read.gold, read.predictions, seed=request.seed)
    seconds = round(time.perf_counter() - begun, 3)
    if request.release is None:
        return Outcome(evaluation, None)
    place = Place(
        release=request.release, tier=request.tier, split=request.split, input=request.input
    )
    record = make_record(
        evaluation, read.submission, card, place, prediction=request.predictions, seconds=seconds
    )
    return Outcome(evaluation, record)


def _streamed(request: Request) -> Evaluation | None:
    """Two files in the same order and without a fault; None is everything else."""
    if request.gold is None or request.release is not None or request.input != CLEAN:
        return None
    streamed = count_files(request.gold, request.predictions)
    if streamed is None:
        return None
    return conclude(streamed.parts, streamed.layers, seed=request.seed)


def _read(request: Request) -> _Read:
    gold = read_gold(request.against)
    if request.input != CLEAN:
        return _read_raw(request, read_pages(gold, request.pages))
    found = read_submission(request.predictions, gold, missing_ok=request.missing_ok)
    return _Read(found, found.gold, found.predictions)


def _read_raw(request: Request, pages: Sequence[RawPage]) -> _Read:
    """Checked against the pages that were read, scored on the articles in them."""
    articles = [page.as_article() for page in pages]
    found = read_submission(request.predictions, articles, missing_ok=request.missing_ok)
    by_id = {page.gold.id: page for page in pages}
    chosen = [by_id[one.id] for one in found.predictions]
    return _Read(
        submission=replace(found, gold=tuple(page.gold for page in chosen)),
        gold=tuple(page.extended() for page in chosen),
        predictions=tuple(
            page.projected(one) for page, one in zip(chosen, found.predictions, strict=True)
        ),
    )


def _card(request: Request) -> SystemCard:
    name = request.system or request.predictions.stem
    if not name or name.startswith(".") or "/" in name or "\\" in name:
        raise InvalidInput([_problem("name the system in one plain word with --system", "system")])
    if request.card is None:
        return SystemCard(name=name)
    try:
        return msgspec.json.decode(request.card.read_bytes(), type=SystemCard)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput([_problem("mend the system card", str(request.card), error)]) from error


def _problem(remedy: str, field: str, error: Exception | None = None) -> Problem:
    found = None if error is None else str(error)
    return Problem(rule="score.request", remedy=remedy, field=field, value=found)
