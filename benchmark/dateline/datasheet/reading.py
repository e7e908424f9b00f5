"""Reading what a datasheet is made of, with everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.audit.rates import Report, report_on
from dateline.audit.sheet import read_answers
from dateline.document import Document
from dateline.files import read_documents
from dateline.problems import InvalidInput, Problem
from dateline.release.splits import read_splits
from dateline.rules import house_problems

__all__ = ["PASSES", "Inputs", "Reader", "read_inputs", "rounds_of"]

# The files of the two passes in the folder of a round.
PASSES = ("a.jsonl", "b.jsonl")


class Inputs(Struct, frozen=True):
    """Gold, both passes over the same documents, and splits by id; all in order of id.

    `audits` are what was found by those who judged labels drawn at random.
    """

    gold: tuple[Document, ...]
    first: tuple[Document, ...]
    second: tuple[Document, ...]
    splits: Mapping[str, str]
    audits: tuple[Report, ...] = ()


def read_inputs(
    gold: Path, passes: Sequence[Path], splits: Path, audits: Sequence[Path] = ()
) -> Inputs:
    """Read gold, the two passes of every round, the splits, and audits.

    Args:
        gold: a file of validated gold.
        passes: folders of rounds, each with a file of both passes; together they hold the
            documents of gold, each once.
        splits: the file that keeps the splits; it may be absent.
        audits: sheets of `dateline audit draw`, filled in.

    Raises:
        InvalidInput: with every problem of every file.
    """
    reader = _Reader()
    documents = reader.gold(gold)
    sides = [[reader.documents(folder / name) for folder in passes] for name in PASSES]
    known = reader.splits(splits)
    judged = reader.audits(audits)
    # What a file that cannot be read would hold is not known to be missing.
    if not reader.problems:
        for name, rounds in zip(PASSES, sides, strict=True):
            reader.problems += _unlike(documents, [one for part in rounds for one in part], name)
    if reader.problems:
        raise InvalidInput(reader.problems)
    first, second = (_ordered([one for part in rounds for one in part]) for rounds in sides)
    return Inputs(_ordered(documents), first, second, known, judged)


def rounds_of(gold: Path, annotations: Path) -> list[Path]:
    """The folders of rounds that gold has an article of.

    Raises:
        InvalidInput: with every problem of gold and of the first passes.
    """
    reader = _Reader()
    known = {one.id for one in reader.documents(gold)}
    found = [
        path.parent
        for path in sorted(annotations.glob(f"*/{PASSES[0]}"))
        if any(one.id in known for one in reader.documents(path))
    ]
    if reader.problems:
        raise InvalidInput(reader.problems)
    return found


class Reader:
    """Reads files and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def documents(self, path: Path, *, gold: bool = True) -> list[Document]:
        """The documents of a file; none if anything is wrong with it."""
        try:
            return read_documents(path, gold=gold)
        except InvalidInput as error:
            # Passes of several rounds have the same file names.
            self.problems += [replace(one, file=str(path)) for one in error.problems]
            return []


class _Reader(Reader):
    def gold(self, path: Path) -> list[Document]:
        documents = self.documents(path)
        found = [problem for one in documents for problem in _gold_problems(one)]
        self.problems += [replace(problem, file=str(path)) for problem in found]
        return documents

    def splits(self, path: Path) -> dict[str, str]:
        try:
            return read_splits(path)
        except InvalidInput as error:
            self.problems += error.problems
            return {}

    def audits(self, paths: Sequence[Path]) -> tuple[Report, ...]:
        found = []
        for path in sorted(paths):
            try:
                found.append(report_on(read_answers(path), path.stem))
            except InvalidInput as error:
                self.problems += error.problems
        return tuple(found)


def _gold_problems(document: Document) -> list[Problem]:
    if document.text is None:
        remedy = "join it to its text first: dateline hydrate"
        return [Problem(rule="datasheet.no-text", remedy=remedy, document=document.id)]
    return house_problems(document)


def _unlike(gold: Sequence[Document], found: Sequence[Document], name: str) -> Iterator[Problem]:
    """What keeps a pass from being one over the documents of gold."""
    golds = {one.id: one for one in gold}
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            yield _problem("twice", "give each document to one round", name, one.id)
        elif one.id not in golds:
            yield _problem("not-in-gold", "adjudicate it, or leave it out", name, one.id)
        elif one.text != golds[one.id].text:
            yield _problem("other-text", "annotate the text that gold has", name, one.id)
        seen.add(one.id)
    for document in sorted(golds.keys() - seen):
        yield _problem("lacks-pass", "add the round that it was annotated in", name, document)


def _problem(rule: str, remedy: str, name: str, document: str) -> Problem:
    return Problem(rule=f"datasheet.{rule}", remedy=remedy, file=name, document=document)


def _ordered(documents: Sequence[Document]) -> tuple[Document, ...]:
    return tuple(sorted(documents, key=lambda one: one.id))
