"""Submissions: a prediction file held against gold, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, sha256_of
from dateline.files import iter_decoded, read_documents
from dateline.ontology import ONTOLOGY
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
    found, problems = _read(path)
    if problems and not found:
        # Not one document: to list every gold document as missing would say nothing more.
        raise InvalidInput(problems)
    known = {document.id: document for document in gold}
    named = {document.id for document in found} | {problem.document for problem in problems}
    missing = sorted(set(known) - named)
    against = [one for document in found for one in _against_gold(document, known)]
    against += [] if missing_ok else _missing(missing)
    against += _mixed_layers(found)
    problems += [replace(problem, file=path.name) for problem in against]
    if problems:
        raise InvalidInput(problems)
    predictions = sorted(found, key=lambda document: document.id)
    return Submission(
        gold=tuple(known[prediction.id] for prediction in predictions),
        predictions=tuple(predictions),
        missing=tuple(missing),
    )


def _read(path: Path) -> tuple[list[Document], list[Problem]]:
    """The documents of a file, and what is wrong with its form.

    Documents of a file with wrong lines are held against gold as well: everything wrong
    is listed at once.
    """
    try:
        return read_documents(path, gold=False), []
    except InvalidInput as error:
        problems = list(error.problems)
    return [one.document for one in iter_decoded(path) if one.document is not None], problems


def _against_gold(prediction: Document, known: Mapping[str, Document]) -> Iterator[Problem]:
    gold = known.get(prediction.id)
    if gold is None:
        yield Problem(
            rule="submission.unknown-document",
            remedy="leave it out, or score against the release and split that hold it",
            document=prediction.id,
        )
    elif gold.text is None:
        yield Problem(
            rule="submission.gold-without-text",
            remedy="join the gold to its text first, and score against the file that gives",
            document=prediction.id,
        )
    else:
        yield from _other_text(prediction, sha256_of(gold.text))
        yield from _outside(prediction, len(gold.text))


def _outside(prediction: Document, length: int) -> Iterator[Problem]:
    """Spans past the end of gold's text; against a text of its own form has checked them."""
    if prediction.text is not None:
        return
    for placed in prediction.spans():
        if placed.span[1] > length:
            yield Problem(
                rule="submission.span-in-text",
                remedy=f"give offsets in code points; the text has {length}",
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
    answered = {
        tuple(layer for layer in ONTOLOGY.layer_names if document.answers(layer))
        for document in predictions
    }
    if len(answered) > 1:
        yield Problem(
            rule="submission.mixed-layers",
            remedy="let all documents of a file answer the same layers",
            field="layers",
            value=sorted(answered),
        )
