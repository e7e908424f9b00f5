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
        kept, cut = _shortened(one.kept), ""
        if one.reason is not None:
            cut = f"[{one.reason}] {_shortened(one.line.text)}"
        elif one.taken != (0, 0):
            start, end = one.taken
            told = "sign-off" if one.marker is None else "marker"
            cut = f"[{told}] {one.line.text[start:end].strip()}"
        yield f"{kept:<{WIDTH}} | {cut}".rstrip()


def _shortened(text: str) -> str:
    return textwrap.shorten(text, WIDTH, placeholder=" …")
