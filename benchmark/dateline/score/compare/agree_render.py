"""Agreement of two passes as people and programs read it: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dateline.score.compare.agreement import Agreement
from dateline.score.compare.attributes import Choice
from dateline.score.compare.disagreements import Side
from dateline.score.compare.slice_rows import NUMBERS as SLICE_NUMBERS
from dateline.score.compare.slice_rows import TITLES as SLICES
from dateline.score.compare.slice_rows import slice_notes, slice_rows
from dateline.score.grid import NOTHING, Table, formats_of, interval_text, percent_text, short

__all__ = ["NOTES", "confused", "formats_of_agreement"]

SCORES = ("metric", "P", "R", "F1", "95% interval")
CHOICES = ("items", "chosen", "compared", "equal %", "kappa", "95% interval")
KINDS = ("items", "differ in", "count", "compared", "%")
CONFUSED = ("items", "chosen", "first says", "second says", "count")
EXAMPLES = ("items", "differ in", "document", "first says", "of", "second says", "of")
NUMBERS = ("P", "R", "F1", "count", "compared", "%", "equal %", "kappa")
NOTES = (
    "P: of the second pass, what stands in the first; R: the other way round",
    "Kappa is Cohen’s (1960), over items that both passes have, times 100",
    "Two passes of one model measure its consistency, not agreement of people",
)


def formats_of_agreement(*, details: bool) -> dict[str, Callable[[Agreement], str]]:
    """How an agreement is printed; `details` adds labels, desks and documents."""

    def parts(found: Agreement, table: Table) -> Iterator[str]:
        yield table(SCORES, _scores(found), NUMBERS)
        yield table(CHOICES, map(_choice, found.attributes), NUMBERS)
        yield table(KINDS, _kinds(found), NUMBERS)
        if details:
            yield from _details(found, table)
        if any(one.examples for one in found.disagreements):
            yield table(EXAMPLES, _examples(found), NUMBERS)
        yield from _closing(found)

    return formats_of(parts)


def confused(choice: Choice) -> list[tuple[str, str, int]]:
    """What the first calls one thing and the second another, the commonest first."""
    cells = [
        (first, second, many)
        for first, row in zip(choice.labels, choice.confusion, strict=True)
        for second, many in zip(choice.labels, row, strict=True)
        if many and first != second
    ]
    return sorted(cells, key=lambda cell: (-cell[2], cell))


def _closing(found: Agreement) -> Iterator[str]:
    if found.identical:
        yield (
            f"equal in everything, as a copy would be ({len(found.identical)} of "
            f"{found.documents} documents): {', '.join(found.identical)}"
        )
    counted = f"{found.documents} documents of {found.stories} stories; percent; "
    yield "\n".join((f"{counted}{NOTHING} is not defined", *NOTES))


def _details(found: Agreement, table: Table) -> Iterator[str]:
    cells = [(one, *cell) for one in found.attributes for cell in confused(one)]
    if cells:
        rows = [(one.items, one.kind, *said, str(many)) for one, *said, many in cells]
        yield table(CONFUSED, rows, NUMBERS)
    yield table(SLICES, slice_rows(found.slices, everything=False), SLICE_NUMBERS)
    yield "\n".join(slice_notes())
    names = next(iter(found.by_document.values()), {})
    rows = [(name, *map(percent_text, row.values())) for name, row in found.by_document.items()]
    yield table(("document", *names), rows, names)


def _scores(found: Agreement) -> Iterator[tuple[str, ...]]:
    for name, score in found.metrics.items():
        values = map(percent_text, (score.precision, score.recall, score.f1))
        yield name, *values, interval_text(score.interval)


def _choice(one: Choice) -> tuple[str, ...]:
    shares = map(percent_text, (one.observed, one.kappa))
    return one.items, one.kind, str(one.compared), *shares, interval_text(one.interval)


def _kinds(found: Agreement) -> Iterator[tuple[str, ...]]:
    for one in found.disagreements:
        share = one.count / one.compared if one.compared else None
        yield one.items, one.kind, str(one.count), str(one.compared), percent_text(share)


def _examples(found: Agreement) -> Iterator[tuple[str, ...]]:
    for one in found.disagreements:
        for example in one.examples:
            told = (*_told(example.first), *_told(example.second))
            yield one.items, one.kind, example.document, *told


def _told(side: Side | None) -> tuple[str, str]:
    if side is None:
        return NOTHING, NOTHING
    place = " ".join(f"{start}:{end}" for start, end in side.spans)
    return short([side.says]), f"{place} {short(side.surface)}"
