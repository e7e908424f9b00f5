"""Where two annotations of one text differ, by kind: what adjudicators talk about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from dateline.document import Span
from dateline.score.compare.attributes import CHOICES

__all__ = ["KINDS", "Contrast", "Disagreement", "Disagreements", "Side"]

# What is compared, and what of it may differ, in the order of reports.
KINDS = {
    "mentions": ("boundary", "type", "level", "value", "entity", "missing"),
    "quotes": ("content", "type", "cue", "speaker", "missing"),
    "events": ("trigger", "type", "realis", "argument", "missing"),
}


class Side(Struct, frozen=True, kw_only=True):
    """What one of two has: where, what stands there, and what it says of it."""

    spans: tuple[Span, ...]
    surface: tuple[str, ...]
    says: str


class Contrast(Struct, frozen=True, kw_only=True):
    """One disagreement; a side is None where one of the two has nothing there."""

    document: str
    first: Side | None
    second: Side | None


class Disagreement(Struct, frozen=True, kw_only=True):
    """All disagreements of one kind: `count` of `compared`.

    Compared are pairs of items; for what is missing the items of both sides; for
    arguments the fillers in paired events. A pair may differ in several ways, and counts
    in each.
    """

    items: str
    kind: str
    count: int
    compared: int
    examples: tuple[Contrast, ...]


class Disagreements:
    """Collects what differs, document by document, and what either chose from closed lists."""

    def __init__(self) -> None:
        self._compared = Counter[tuple[str, str]]()
        self._found: dict[tuple[str, str], list[Contrast]] = defaultdict(list)
        self.choices: dict[tuple[str, str], Counter[tuple[str, str, str]]] = defaultdict(Counter)

    def compare(self, items: str, kind: str, contrast: Contrast, *, differ: bool) -> None:
        """Two sides were compared; they differ or not."""
        self._compared[items, kind] += 1
        if differ:
            self._found[items, kind].append(contrast)
        if (items, kind) in CHOICES and contrast.first and contrast.second:
            told = contrast.document, contrast.first.says, contrast.second.says
            self.choices[items, kind][told] += 1

    def miss(self, items: str, matched: int, alone: Sequence[Contrast]) -> None:
        """So many items of both sides have a partner, and these are alone."""
        self._compared[items, "missing"] += matched + len(alone)
        self._found[items, "missing"] += alone

    def by_kind(self, examples: int = 0) -> tuple[Disagreement, ...]:
        """Every kind, those without any too, with so many examples of each."""
        return tuple(
            Disagreement(
                items=items,
                kind=kind,
                count=len(self._found[items, kind]),
                compared=self._compared[items, kind],
                examples=tuple(sorted(self._found[items, kind], key=_place)[:examples]),
            )
            for items, kinds in KINDS.items()
            for kind in kinds
        )


def _place(contrast: Contrast) -> tuple[str, tuple[Span, ...]]:
    there = contrast.first or contrast.second
    return contrast.document, () if there is None else there.spans
