"""Options that several commands have."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Format", "Input"]


class Format(StrEnum):
    """How the scores are printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


class Input(StrEnum):
    """What the system read: the article's text, or its raw page."""

    clean = "clean"
    raw = "raw"
