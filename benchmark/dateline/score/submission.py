"""Submissions: a prediction file held against gold, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, sha256_of
from dateline.files import read_documents
from dateline.problems import InvalidInput, Problem

__all__ = ["Submission", "read_submission"]


class Submission(Struct, frozen=True):
    """Gold and predictions of the same documents, in order of id.

    `missing` are gold documents that the file lacks; only `missing_ok` allows them, and
    such a submission is not ranked.
    """

    gold: tuple[Document, ...]
    predictions: tuple[Document, ...]
    missing: tuple[str, ...]


def read_submission(
    path: Path, gold: Sequence[Document], *, missing_ok: bool = False
) -> Submission:
    """Read predictions and hold them against gold.

    Args:
        path: predictions, JSON Lines.
        gold: the documents to be scored, with text.
        missing_ok: score the documents that are there.

    Raises:
        InvalidInput: with everything that is wrong: the file's form, documents missing,
            unknown or repeated, another text's hash, spans outside the text, mixed layers.
    """
    known = {document.id: document for document in gold}
    problems: list[Problem] = []
    try:
        found = read_documents(path, gold=False)
    except InvalidInput as error:
        # Documents that do decode still tell more of what is wrong.
        raise InvalidInput(error.problems) from error
    missing = sorted(set(known) - {document.id for document in found})
    for prediction in found:
        problems += _against_gold(prediction, known.get(prediction.id))
    if not missing_ok:
        problems += _missing(missing)
    problems += _mixed_layers(found)
    if problems:
        raise InvalidInput(replace(problem, file=path.name) for problem in problems)
    predictions = sorted(found, key=lambda document: document.id)
    return Submission(
        gold=tuple(known[prediction.id] for prediction in predictions),
        predictions=tuple(predictions),
        missing=tuple(missing),
    )


def _against_gold(prediction: Document, gold: Document | None) -> Iterator[Problem]:
    if gold is None or gold.text is None:
        yield Problem(
            rule="submission.unknown-document",
            remedy="leave it out, or score against the release and split that hold it",
            document=prediction.id,
        )
        return
    yield from _other_text(prediction, sha256_of(gold.text))
    for placed in prediction.spans():
        if placed.span[1] > len(gold.text):
            yield Problem(
                rule="submission.span-in-text",
                remedy=f"give offsets in code points; the text has {len(gold.text)}",
                document=prediction.id,
                field=placed.field,
                value=placed.span,
            )


def _other_text(prediction: Document, expected: str) -> Iterator[Problem]:
    read = prediction.source.sha256
    if read is None and prediction.text is not None:
        read = sha256_of(prediction.text)
    if read is not None and read != expected:
        yield Problem(
            rule="submission.other-text",
            remedy="predict on the text of this release, unchanged",
            document=prediction.id,
            field="source.sha256",
            value=read,
        )


def _missing(missing: Sequence[str]) -> Iterator[Problem]:
    for name in missing:
        yield Problem(
            rule="submission.missing-document",
            remedy="predict every document, or score the rest, unranked, with --missing-ok",
            document=name,
        )


def _mixed_layers(predictions: Sequence[Document]) -> Iterator[Problem]:
    answered = {document.layers and tuple(sorted(document.layers)) for document in predictions}
    if len(answered) > 1:
        yield Problem(
            rule="submission.mixed-layers",
            remedy="let all documents of a file answer the same layers",
            field="layers",
            value=sorted(answered, key=str),
        )
