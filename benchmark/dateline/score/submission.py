"""Submissions: a prediction file held against gold, and everything wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, sha256_of
from dateline.files import check_documents, items_in
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem

__all__ = ["FREE_ITEMS", "Submission", "against_gold", "read_submission"]

# A prediction may hold one item for each so many characters of the text, and some more:
# several times what the densest annotation has.
CHARACTERS_AN_ITEM = 4
FREE_ITEMS = 200
# Its mentions may cover the text so many times over, and some characters more: each pair
# of overlapping spans takes time to match.
COVERS = 10
FREE_CHARACTERS = 1_000


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
            unknown or repeated, another text's hash, spans outside the text, more items
            or overlap than the text has room for, mixed layers.
    """
    checked = check_documents(path, gold=False)
    found, problems = checked.documents, checked.problems
    if problems.total and not (found and checked.complete):
        # Not one document, or not all of them: to list what is missing would say nothing.
        raise InvalidInput(problems)
    known = {document.id: document for document in gold}
    missing = sorted(set(known) - checked.named)
    against = [against_gold(document, known.get(document.id)) for document in found]
    against += [_missing(() if missing_ok else missing), _mixed_layers(found)]
    problems.extend(replace(one, file=path.name) for one in chain.from_iterable(against))
    if problems.total:
        raise InvalidInput(problems)
    predictions = sorted(found, key=lambda document: document.id)
    return Submission(
        gold=tuple(known[prediction.id] for prediction in predictions),
        predictions=tuple(predictions),
        missing=tuple(missing),
    )


def against_gold(prediction: Document, gold: Document | None) -> Iterator[Problem]:
    """What is wrong with a prediction, held against its gold document."""
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
        outside = list(_outside(prediction, len(gold.text)))
        yield from outside
        yield from _too_many(prediction, gold)
        yield from () if outside else _too_dense(prediction, gold)


def _too_many(prediction: Document, gold: Document) -> Iterator[Problem]:
    """More than any reading of the text could give; scoring would take unbounded time."""
    most = max(len(gold.text or "") // CHARACTERS_AN_ITEM + FREE_ITEMS, 2 * items_in(gold))
    many = items_in(prediction)
    if many > most:
        yield Problem(
            rule="submission.too-many-items",
            remedy=f"give at most {most:,} mentions, quotes, events and their parts for this text",
            document=prediction.id,
            value=many,
        )


def _too_dense(prediction: Document, gold: Document) -> Iterator[Problem]:
    covered = _covered(prediction)
    most = COVERS * len(gold.text or "") + FREE_CHARACTERS
    if covered > most and covered > 2 * _covered(gold):
        yield Problem(
            rule="submission.too-much-overlap",
            remedy=f"let the mentions of this text have at most {most:,} characters together",
            document=prediction.id,
            value=covered,
        )


def _covered(document: Document) -> int:
    """Characters in all mentions, each time that they are in one."""
    return sum([mention.end - mention.start for mention in document.mentions])


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
    """Documents that do not answer the layers that most do."""
    answered = [
        tuple(layer for layer in ONTOLOGY.layer_names if document.answers(layer))
        for document in predictions
    ]
    ((most, _),) = Counter(answered).most_common(1)
    for document, layers in zip(predictions, answered, strict=True):
        if layers != most:
            yield Problem(
                rule="submission.mixed-layers",
                remedy=f"answer the same layers in all documents; most have {list(most)}",
                document=document.id,
                field="layers",
                value=list(layers),
            )
