"""Documents for tests, written as text and sheet lines."""

from __future__ import annotations

from dateline.document import Document, Source
from dateline.sheet import read_sheet


def article(text: str, *, id: str = "d1", published: str = "2026-01-07", **source: str) -> Document:
    """An article of the core tier: the first line of the text is its title."""
    origin = {"tier": "core", "licence": "CC-BY-4.0", **source}
    bare = Document(
        id=id,
        title=text.split("\n", 1)[0],
        published=published,
        text=text,
        source=Source(**origin),  # type: ignore[arg-type]  # tests give strings only
        layers=(),
    )
    return bare.with_hash()


def annotated(
    text: str, sheet: str, *, id: str = "d1", published: str = "2026-01-07", **source: str
) -> Document:
    """A document annotated in every layer by the lines of a sheet."""
    return read_sheet(sheet, article(text, id=id, published=published, **source))
