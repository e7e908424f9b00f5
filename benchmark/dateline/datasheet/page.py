"""The page: what the template says, filled with the facts; written, or held against a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from jinja2 import Environment

from dateline.datasheet.agreement import agreement_of, kept_of
from dateline.datasheet.facts import facts_of
from dateline.datasheet.goals import coverage_of
from dateline.datasheet.reading import Inputs
from dateline.datasheet.status import State
from dateline.document import Document
from dateline.files import encode
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.release.build import CANARY
from dateline.release.card import HONESTY
from dateline.release.splits import SHARES
from dateline.score.bootstrap import LEVEL
from dateline.templates import templates_of

__all__ = ["datasheet_text", "require_fresh", "status_text"]

TEMPLATE = "datasheet.md.j2"
STATUS = "status.md.j2"
# So many articles of a step are named.
NAMED = 6
NONE_YET = "none yet"
NOT_DEFINED = "–"


def datasheet_text(inputs: Inputs) -> str:
    """The datasheet as Markdown; the same inputs in any order give the same text."""
    return _pages().get_template(TEMPLATE).render(
        honesty=HONESTY,
        facts=facts_of(inputs.gold, inputs.splits),
        coverage=coverage_of(inputs.gold, inputs.splits),
        agreement=agreement_of(inputs.first, inputs.second),
        kept=kept_of(inputs.gold, inputs.first, inputs.second),
        audits=inputs.audits,
        ontology=ONTOLOGY.version,
        canary=CANARY,
        shares=SHARES,
        level=LEVEL,
        fingerprints={
            "gold": _fingerprint(inputs.gold),
            "pass a": _fingerprint(inputs.first),
            "pass b": _fingerprint(inputs.second),
        },
    )  # fmt: skip


def status_text(state: State) -> str:
    """How far core has come, as Markdown."""
    return _pages().get_template(STATUS).render(state=state, shown=NAMED)


def require_fresh(text: str, out: Path, command: str = "dateline datasheet") -> None:
    """Hold the file against what the command would write now.

    Raises:
        InvalidInput: it is absent, or says something else; the first line that does is named.
    """
    try:
        there = out.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise InvalidInput([_stale(out, command, error.strerror)]) from error
    if there != text:
        lines = zip_longest(there.split("\n"), text.split("\n"))
        number, found = next(
            (number, old) for number, (old, new) in enumerate(lines, start=1) if old != new
        )
        found = "the file ends" if found is None else found
        raise InvalidInput([_stale(out, command, found, number)])


def _stale(out: Path, command: str, found: str | None, line: int | None = None) -> Problem:
    remedy = f"run `{command}`"
    return Problem(rule="datasheet.stale", remedy=remedy, file=str(out), line=line, value=found)


def _pages() -> Environment:
    pages = templates_of("dateline.datasheet", escape=False, final_newline=True)
    pages.filters.update(
        number=_number, counted=_counted, percent=_percent, interval=_interval, cell=_cell
    )
    return pages


def _number(value: float | None) -> str:
    """With thousands marked; a decimal only where there is one."""
    return NOT_DEFINED if value is None else f"{value:,.1f}".removesuffix(".0")


def _counted(value: int) -> str:
    return _number(value) if value else NONE_YET


def _percent(value: float | None) -> str:
    return NOT_DEFINED if value is None else f"{100 * value:.1f}"


def _interval(value: tuple[float, float] | None) -> str:
    return NOT_DEFINED if value is None else f"[{_percent(value[0])}, {_percent(value[1])}]"


def _cell(text: str) -> str:
    """Text that cannot end its cell, or its row."""
    return " ".join(text.split()).replace("|", "\\|")


def _fingerprint(documents: Sequence[Document]) -> str:
    """SHA-256 of the file that Dateline writes of these documents in order of id."""
    return hashlib.sha256(b"".join(encode(one) + b"\n" for one in documents)).hexdigest()
