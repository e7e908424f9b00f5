"""`dateline ontology`: the labels, as tables."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Part(StrEnum):
    """A part of the ontology."""

    MENTIONS = "mentions"
    LEVELS = "levels"
    QUOTES = "quotes"
    REALIS = "realis"
    EVENTS = "events"
    ROLES = "roles"
    TIMES = "times"


def ontology(
    part: Annotated[Part | None, typer.Argument(help="One table; else all of them.")] = None,
) -> None:
    """Print the labels with what they mean, as Markdown tables.

    Example: dateline ontology events
    """
    from dateline.labels import TABLES

    chosen = [part] if part is not None else list(Part)
    print("\n\n".join(TABLES[one.value]() for one in chosen))
