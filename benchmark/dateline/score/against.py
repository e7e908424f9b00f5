"""What predictions are held against: a gold file, or a split of a release."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from dateline.document import Document
from dateline.files import read_documents
from dateline.problems import InvalidInput, Problem

__all__ = ["Against", "read_gold", "read_train"]


class Against(Struct, frozen=True, kw_only=True):
    """Either a gold file, or the release whose split is meant."""

    gold: Path | None = None
    release: str | None = None
    split: str = "test"
    tier: str = "core"
    root: Path | None = None


def read_gold(against: Against) -> list[Document]:
    """The gold documents.

    Raises:
        InvalidInput: neither or both are given, or what is given cannot be read.
    """
    if (against.gold is None) == (against.release is None):
        remedy = "give --release VERSION or --gold FILE, one of them"
        raise InvalidInput([Problem(rule="score.request", remedy=remedy, field="gold")])
    if against.gold is not None:
        return read_documents(against.gold, gold=True)
    return _split(against, against.split)


def read_train(against: Against) -> list[Document] | None:
    """The training split of the release; None for a gold file, which has none."""
    from dateline.release.splits import SHARES

    return None if against.release is None else _split(against, next(iter(SHARES)))


def _split(against: Against, split: str) -> list[Document]:
    from dateline.release.load import documents

    assert against.release is not None
    return documents(against.release, split, root=against.root, tier=against.tier)
