"""What the page says on request: how to work on it, and the labels with their meaning."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Protocol

from dateline.ontology import ONTOLOGY, Ontology

__all__ = ["instructions"]

# The whole guidelines cannot be linked: a server may have no way out of its machine.
WORK = (
    "The whole rules: annotation/GUIDELINES.md. Three times through the text: mentions,"
    " quotes, events. Press a label's key, then drag over the words; what belongs to the"
    " region appears below the calendar; Escape before the next. Tab leads to its field."
    " Relations are typed there: role=words, role=words, … of an event; speaker, speaker; cue"
    " words; words of further parts of a quote. Or drawn: click the quote"
    " or the event, Alt+R, click the other region, then choose the label in the list of"
    " relations. Shift+F finds an event type, Enter takes the first found. Ctrl+Enter submits."
)


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def gloss(self) -> str: ...


def instructions(ontology: Ontology = ONTOLOGY) -> str:
    """HTML that the server shows under "Show instructions"; it needs no network."""
    tables = (
        ("Mentions", ontology.mentions), ("Levels", ontology.levels),
        ("Quotes", ontology.quotes), ("Events", ontology.events),
        ("Realis", ontology.realis), ("Roles", ontology.roles),
    )  # fmt: skip
    return f"<p>{WORK}</p>" + "".join(_table(title, rows) for title, rows in tables)


def _table(title: str, rows: Iterable[_Named]) -> str:
    lines = (f"<tr><td><b>{escape(one.name)}</b></td><td>{escape(one.gloss)}</td></tr>"
             for one in rows)  # fmt: skip
    return f"<h3>{title}</h3><table>{''.join(lines)}</table>"
