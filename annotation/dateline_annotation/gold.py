"""Adjudicated passes become gold; what errata have corrected since stays corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct

from dateline.document import Document
from dateline.files import gather_documents, read_documents, write_documents
from dateline.problems import InvalidInput, Problem
from dateline.release.correct import Erratum, document_hash, read_errata
from dateline.rules import house_problems
from dateline_annotation.tiers import portable

__all__ = ["write_gold"]


class Corrected(Struct, frozen=True):
    """A document as errata left it: the hash it had before them, and the hash it has now."""

    before: str
    document: Document | None
    after: str


def write_gold(sources: Sequence[Path], out: Path, errata: Path) -> int:
    """Check passes by the form and the house rules, and write them in order of id.

    What is not of our own tier is written standoff. A document that errata have corrected
    stays as they left it in `out`.

    Args:
        sources: one file for each round.
        out: the gold file, which may be there already.
        errata: what `dateline correct` wrote; there need be none.

    Raises:
        InvalidInput: with every problem; the gold file is left as it was.
    """
    documents, problems = gather_documents(sources, gold=True)
    corrected = _corrected(out, read_errata(errata))
    problems += chain(_repeats(documents), *map(_problems, documents))
    problems += chain.from_iterable(_astray(one, corrected) for one in documents)
    if problems:
        raise InvalidInput(problems)
    final = [_final(one, corrected) for one in documents]
    return write_documents(out, sorted(final, key=lambda document: document.id))


def _corrected(gold: Path, errata: Sequence[Erratum]) -> dict[str, Corrected]:
    present = {one.id: one for one in read_documents(gold, gold=True)} if errata else {}
    found = dict[str, Corrected]()
    for one in errata:
        first = found[one.document].before if one.document in found else one.before
        found[one.document] = Corrected(first, present.get(one.document), one.after)
    return found


def _repeats(documents: Sequence[Document]) -> Iterator[Problem]:
    counted = Counter(document.id for document in documents)
    remedy = "leave one of the rounds out, or the document out of one"
    for name in (name for name, count in counted.items() if count > 1):
        yield Problem(rule="gold.two-rounds", remedy=remedy, document=name)


def _problems(document: Document) -> list[Problem]:
    if document.text is None:
        remedy = "join it to its text first: dateline hydrate"
        return [Problem(rule="gold.no-text", remedy=remedy, document=document.id)]
    return house_problems(document)


def _astray(document: Document, corrected: Mapping[str, Corrected]) -> Iterator[Problem]:
    """Errata that stand on another annotation than this, or that gold does not show."""
    known = corrected.get(document.id)
    if known is None:
        return
    if document_hash(portable(document)) != known.before:
        remedy = "the errata correct another annotation: make an erratum of this one instead"
        yield Problem(rule="gold.errata", remedy=remedy, document=document.id)
    elif known.document is None or document_hash(known.document) != known.after:
        remedy = "restore the gold file that the errata were made on"
        yield Problem(rule="gold.errata", remedy=remedy, document=document.id)


def _final(document: Document, corrected: Mapping[str, Corrected]) -> Document:
    known = corrected.get(document.id)
    return portable(document) if known is None or known.document is None else known.document
