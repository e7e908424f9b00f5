"""What can be wrong with input, said so that it can be mended.

Every part of Dateline that reads something from outside reports a list of
`Problem` values, all of them at once, and raises them together as `InvalidInput`.
Commands print the list and exit with status 2.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

__all__ = ["InvalidInput", "Problem"]


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: which rule, where, what stands there, how to mend it.

    `document` is a document's id; `field` a path such as `mentions.m1.start`;
    `line` counts from 1. Whatever is not known is None.
    """

    rule: str
    remedy: str
    document: str | None = None
    field: str | None = None
    value: object = None
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """One line: place, rule, value and remedy."""
        found = "" if self.value is None else f": {_shortened(self.value)}"
        return f"{self._place()}{self.rule}{found} -> {self.remedy}"

    def _place(self) -> str:
        line = None if self.line is None else f"line {self.line}"
        parts = [part for part in (self.file, line, self.document, self.field) if part is not None]
        return ", ".join(parts) + ": " if parts else ""


class InvalidInput(ValueError):  # noqa: N818 - it names what came in, not what failed here
    """Input that breaks rules; `problems` lists every one found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def _shortened(value: object, limit: int = 120) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
