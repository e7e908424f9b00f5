"""Standoff: annotation without the text it stands on, only hashes of it.

Outside the core tier nothing else is committed: no text, no title, no surface strings.
"""

from __future__ import annotations

from msgspec.structs import replace

from dateline.document import Document, paragraph_spans, sha256_of
from dateline.problems import InvalidInput, Problem

__all__ = ["paragraphs_of", "standoff"]


def standoff(document: Document) -> Document:
    """The document without title and text, with hashes by which a copy is recognised.

    `source` gets the SHA-256 of the text, of the title (None without one) and of each
    paragraph, the title being the first; `dateline.release.hydrate` is the way back.

    Raises:
        InvalidInput: the document has no text.
    """
    if document.text is None:
        remedy = "give the document with its text"
        raise InvalidInput([Problem(rule="standoff.no-text", remedy=remedy, document=document.id)])
    source = replace(
        document.source,
        sha256=sha256_of(document.text),
        title_sha256=sha256_of(document.title) if document.title else None,
        paragraphs=tuple(map(sha256_of, paragraphs_of(document.text))),
    )
    return replace(document, title=None, text=None, source=source)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty, title first."""
    return [text[start:end] for start, end in paragraph_spans(text)]
