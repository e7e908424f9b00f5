"""Explanations: kept and cut lines side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from dateline.ingest.article import Ingested

__all__ = ["explain"]

WIDTH = 58


def explain(ingested: Ingested) -> str:
    """What was kept on the left, what was cut and why on the right."""
    article = ingested.article
    head = [
        f"{article.id}: {article.title}",
        f"published {article.published or 'unknown'}, marker {article.source.marker or 'none'}",
        f"{'kept':<{WIDTH}} | cut",
    ]
    return "\n".join([*head, *_rows(ingested)])


def _rows(ingested: Ingested) -> Iterator[str]:
    for one in ingested.decisions:
        shown = textwrap.shorten(one.line.text, WIDTH, placeholder=" …")
        if one.reason is None:
            yield f"{shown:<{WIDTH}} |"
        else:
            yield f"{'':<{WIDTH}} | [{one.reason}] {shown}"
