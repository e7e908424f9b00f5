"""What a system is: articles in, documents out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from dateline.document import Document

__all__ = ["System", "Trainable"]


@runtime_checkable
class System(Protocol):
    """Anything that annotates articles.

    `layers` are the layers it answers; None means all of them.
    """

    name: str
    summary: str
    layers: tuple[str, ...] | None

    def predict(self, articles: Iterable[Document]) -> Iterator[Document]:
        """Annotate articles one by one; each comes back with the same id and text hash."""
        ...


@runtime_checkable
class Trainable(System, Protocol):
    """A system that learns from documents before it predicts."""

    def fit(self, documents: Sequence[Document]) -> None:
        """Learn from annotated documents."""
        ...
