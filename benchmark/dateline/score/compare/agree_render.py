"""Agreement of two passes as people and programs read it: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.score.compare.agreement import Agreement
from dateline.score.compare.disagreements import Side
from dateline.score.grid import NOTHING, Table, formats_of, interval_text, percent_text, short

__all__ = ["AGREE_FORMATS"]

SCORES = ("metric", "P", "R", "F1", "95% interval")
KINDS = ("items", "differ in", "count", "compared", "%")
EXAMPLES = ("items", "differ in", "document", "first says", "of", "second says", "of")
NUMBERS = ("P", "R", "F1", "count", "compared", "%")


def _parts(found: Agreement, table: Table) -> Iterator[str]:
    yield table(SCORES, _scores(found), NUMBERS)
    yield table(KINDS, _kinds(found), NUMBERS)
    if any(one.examples for one in found.disagreements):
        yield table(EXAMPLES, _examples(found), NUMBERS)
    yield (
        f"{found.documents} documents of {found.stories} stories; percent; {NOTHING} is not "
        "defined\nP: of the second pass, what stands in the first; R: the other way round\n"
        "two passes of one model measure its consistency, not agreement of people"
    )


def _scores(found: Agreement) -> Iterator[tuple[str, ...]]:
    for name, score in found.metrics.items():
        values = map(percent_text, (score.precision, score.recall, score.f1))
        yield name, *values, interval_text(score.interval)


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


AGREE_FORMATS = formats_of(_parts)
