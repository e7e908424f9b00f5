"""How far two annotations of the same texts agree, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, sha256_of
from dateline.problems import InvalidInput, Problem
from dateline.rules import form_problems
from dateline.score.compare.attributes import Choice, attributes_of
from dateline.score.compare.contrasting import contrast_documents
from dateline.score.compare.disagreements import Disagreement, Disagreements
from dateline.score.compare.identical import are_identical
from dateline.score.compare.slices import SliceTable, slices_of
from dateline.score.corpus import HEADLINE, f1_of_metric
from dateline.score.counting import story_of
from dateline.score.evaluation import Evaluation, MetricScore, evaluate

__all__ = ["Agreement", "agreement"]

RESAMPLES = 10_000


class Agreement(Struct, frozen=True, kw_only=True):
    """What `agreement` found.

    `metrics` has precision (how much of the second stands in the first), recall (how much
    of the first in the second) and F1, with its interval over stories. `attributes` are
    choices from closed lists, corrected for chance; `slices` scores by desk, style, label
    and the like; `by_document` F1 of the primary metrics and their mean, the lowest mean
    first. `identical` names documents whose passes are equal in everything but ids, and
    that have something to differ in: a sign that one was copied from the other.
    """

    documents: int
    stories: int
    metrics: dict[str, MetricScore]
    disagreements: tuple[Disagreement, ...]
    attributes: tuple[Choice, ...]
    slices: tuple[SliceTable, ...]
    by_document: dict[str, dict[str, float | None]]
    identical: tuple[str, ...]


def agreement(
    first: Sequence[Document],
    second: Sequence[Document],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    examples: int = 0,
) -> Agreement:
    """Compare two passes over the same texts; neither is gold, so nothing is dropped.

    Args:
        first: documents of legal form; `source.story` of these groups them.
        second: the same documents, whose text may be left out.
        seed: of the bootstrap.
        resamples: of the bootstrap.
        examples: how many of each kind of disagreement.

    Raises:
        InvalidInput: documents that one side lacks or that have another text there, or
            have none on either side: all of them.
    """
    mine, yours = ({one.id: one for one in side} for side in (first, second))
    problems = [
        *_lacking(mine, yours, "second"),
        *_lacking(yours, mine, "first"),
        *(found for name in sorted(mine.keys() & yours.keys())
          for found in _unlike(mine[name], yours[name])),
    ]  # fmt: skip
    if problems:
        raise InvalidInput(problems)
    pairs = [_with_text(mine[name], yours[name]) for name in sorted(mine)]
    found = Disagreements()
    for pair in pairs:
        contrast_documents(*pair, found)
    golds, others = [one for one, _ in pairs], [other for _, other in pairs]
    scores = evaluate(golds, others, seed=seed, resamples=resamples, scoped=False)
    stories = {one.id: story_of(one) for one in golds}
    return Agreement(
        documents=len(pairs),
        stories=len(set(stories.values())),
        metrics=scores.metrics,
        disagreements=found.by_kind(examples),
        attributes=attributes_of(found.choices, stories, seed=seed, resamples=resamples),
        slices=slices_of(scores, golds, others),
        by_document=_by_document(scores),
        identical=tuple(one.id for one, other in pairs if are_identical(one, other)),
    )


def _by_document(scores: Evaluation) -> dict[str, dict[str, float | None]]:
    """F1 of the headline metrics of each document, those that agree least first."""
    columns = {metric: _document_f1(metric, scores) for metric in HEADLINE}
    rows = {
        name: {metric: values[place] for metric, values in columns.items()}
        for place, name in enumerate(scores.documents)
    }
    return dict(sorted(rows.items(), key=lambda row: _lowest_first(row[1])))


def _document_f1(metric: str, scores: Evaluation) -> list[float | None]:
    by_metric = {name: one.values for name, one in scores.counts.items()}
    values = f1_of_metric(metric, by_metric)
    return [None if np.isnan(value) else float(value) for value in values]


def _lowest_first(row: dict[str, float | None]) -> float:
    given = [value for value in row.values() if value is not None]
    return min(given, default=2.0)


def _lacking(there: dict[str, Document], here: dict[str, Document], side: str) -> Iterator[Problem]:
    for name in sorted(there.keys() - here.keys()):
        remedy = f"annotate it in the {side} pass too, or leave it out of both"
        yield Problem(rule="agree.missing-document", remedy=remedy, document=name)


def _unlike(first: Document, second: Document) -> Iterator[Problem]:
    """What keeps two annotations from being of one text."""
    hashes = [_hash_of(one) for one in (first, second)]
    if None not in hashes and hashes[0] != hashes[1]:
        remedy = "let both passes annotate the same text, unchanged"
        yield Problem(
            rule="agree.other-text", remedy=remedy, document=first.id, field="source.sha256",
            value=hashes,
        )  # fmt: skip
    elif first.text is None and second.text is None:
        remedy = "join one of the passes to its text first (`dateline hydrate`)"
        yield Problem(rule="agree.without-text", remedy=remedy, document=first.id)
    else:
        for one, other in zip(_with_text(first, second), (first, second), strict=True):
            if other.text is None:
                yield from form_problems(one, gold=True)


def _hash_of(document: Document) -> str | None:
    if document.text is not None:
        return sha256_of(document.text)
    return document.source.sha256


def _with_text(first: Document, second: Document) -> tuple[Document, Document]:
    """Both with the text that at least one of them has."""
    text = second.text if first.text is None else first.text
    return replace(first, text=text), replace(second, text=text)
