"""Running a system over articles, and checking what it answers before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from dateline.document import Document, Source, sha256_of
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.rules import form_problems
from dateline.terminal import stage, track
from dateline_baselines.protocol import System, Trainable

__all__ = ["predict_articles", "write_predictions"]


def predict_articles(
    system: System, articles: Sequence[Document], train: Iterable[Document]
) -> Iterator[Document]:
    """Fit the system if it learns, and annotate the articles, their annotation taken off.

    Predictions carry the hash of the text that was read, and no text.

    Raises:
        InvalidInput: a prediction breaks a form rule.
    """
    if isinstance(system, Trainable):
        stage(f"fitting {system.name}")
        system.fit(list(train))
    bare = [article.bare() for article in articles]
    for prediction in track(system.predict(bare), f"predicting with {system.name}", len(bare)):
        problems = form_problems(prediction, gold=False)
        if problems:
            raise InvalidInput(problems)
        yield _without_text(prediction)


def write_predictions(path: Path, predictions: Iterable[Document]) -> int:
    """Write predictions as JSON Lines, all or nothing; returns how many."""
    return write_documents(path, predictions)


def _without_text(prediction: Document) -> Document:
    read = prediction.source.sha256
    if read is None and prediction.text is not None:
        read = sha256_of(prediction.text)
    return replace(prediction, title=None, published=None, text=None, source=Source(sha256=read))
