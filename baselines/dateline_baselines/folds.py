"""Cross-fitting: every document is predicted by a system that has not seen its story."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from dateline.document import Document
from dateline.terminal import stage
from dateline_baselines.discover import make_system
from dateline_baselines.running import predict_articles

__all__ = ["folds_of", "predict_folds"]


def folds_of(documents: Sequence[Document], count: int, seed: int) -> list[list[Document]]:
    """Documents in so many parts of about the same number, whole stories together.

    Raises:
        ValueError: there are fewer stories than parts.
    """
    stories: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        stories[document.source.story or document.id].append(document)
    if len(stories) < count:
        raise ValueError(f"{count} folds of {len(stories)} stories")
    order = sorted(stories)
    random.Random(seed).shuffle(order)
    folds: list[list[Document]] = [[] for _ in range(count)]
    for story in order:
        min(folds, key=len).extend(stories[story])
    return folds


def predict_folds(
    name: str, documents: Sequence[Document], count: int, seed: int
) -> Iterator[Document]:
    """Predictions for all documents, each by the system fitted on the other folds.

    Raises:
        InvalidInput: there is no such system, or a prediction breaks a form rule.
        ValueError: as `folds_of`.
    """
    folds = folds_of(documents, count, seed)
    found = list[Document]()
    for number, fold in enumerate(folds, 1):
        stage(f"fold {number} of {count}")
        rest = [one for other in folds if other is not fold for one in other]
        found += predict_articles(make_system(name), fold, rest)
    yield from sorted(found, key=lambda document: document.id)
