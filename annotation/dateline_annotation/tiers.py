"""Which texts may leave the server's folder."""

from __future__ import annotations

from dateline.document import Document
from dateline.release.standoff import standoff

__all__ = ["portable"]

# Texts of this tier are ours; of all others only standoff leaves.
OURS = "core"


def portable(document: Document) -> Document:
    """The document as it may be kept: standoff unless its text is ours.

    Raises:
        InvalidInput: the document has no text.
    """
    return document if document.source.tier == OURS else standoff(document)
