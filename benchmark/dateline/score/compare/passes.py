"""Any number of passes over the same texts: every pair of them, and a matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from dateline.document import Document
from dateline.files import read_documents
from dateline.problems import InvalidInput, Problem
from dateline.score.compare.agree_render import formats_of_agreement
from dateline.score.compare.agreement import Agreement, agreement
from dateline.score.corpus import HEADLINE
from dateline.score.grid import Table, formats_of, percent_text

__all__ = ["PassPair", "Passes", "agreement_of_passes", "matrix_of", "passes_text", "read_passes"]


class PassPair(Struct, frozen=True, kw_only=True):
    """Two passes, by name, and how far they agree."""

    first: str
    second: str
    agreement: Agreement


class Passes(Struct, frozen=True, kw_only=True):
    """All pairs of some passes, each pair once, in the order of `names`."""

    names: tuple[str, ...]
    pairs: tuple[PassPair, ...]


def agreement_of_passes(paths: Sequence[Path], *, seed: int = 0, examples: int = 0) -> Passes:
    """Compare every pair of files of passes, which obey the form rules of gold.

    Raises:
        InvalidInput: with everything that is wrong with any file, or between two.
    """
    if len(paths) < 2:
        remedy = "name two files of passes or more"
        raise InvalidInput([Problem(rule="agree.one-pass", remedy=remedy, value=len(paths))])
    passes = read_passes(paths)
    names = _names(paths)
    pairs, problems = list[PassPair](), list[Problem]()
    for (first, one), (second, other) in combinations(zip(names, passes, strict=True), 2):
        try:
            found = agreement(one, other, seed=seed, examples=examples)
        except InvalidInput as error:
            problems += error.problems
        else:
            pairs.append(PassPair(first=first, second=second, agreement=found))
    if problems:
        raise InvalidInput(problems)
    return Passes(names=names, pairs=tuple(pairs))


def matrix_of(passes: Passes, metric: str) -> list[list[float | None]]:
    """F1 of every two passes by a metric, in the order of `names`; the diagonal is None.

    Both cells of a pair say what it says in the order of `names`: attribution and fillers
    are resolved by the entities of the one that comes first.
    """
    found = {(one.first, one.second): one.agreement.metrics[metric].f1 for one in passes.pairs}
    return [
        [found.get((row, column), found.get((column, row))) for column in passes.names]
        for row in passes.names
    ]


def passes_text(found: Passes, format_: str, *, details: bool) -> str:
    """Passes as `text`, `json` or `markdown`: two as a pair, more as a matrix and the pairs."""
    pair = formats_of_agreement(details=details)[format_]
    if len(found.pairs) == 1:
        return pair(found.pairs[0].agreement)
    return formats_of(partial(_parts, pair=pair))[format_](found)


def _parts(found: Passes, table: Table, *, pair: Callable[[Agreement], str]) -> Iterator[str]:
    for metric in HEADLINE:
        rows = [
            (name, *map(percent_text, row))
            for name, row in zip(found.names, matrix_of(found, metric), strict=True)
        ]
        yield table((f"{metric}, F1", *found.names), rows, found.names)
    for one in found.pairs:
        yield f"## {one.first} and {one.second}"
        yield pair(one.agreement)


def read_passes(paths: Sequence[Path]) -> list[list[Document]]:
    """Read files of passes, which obey the form rules of gold.

    Raises:
        InvalidInput: with everything that is wrong with any of them.
    """
    passes, problems = list[list[Document]](), list[Problem]()
    for path in paths:
        try:
            passes.append(read_documents(path, gold=True))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return passes


def _names(paths: Sequence[Path]) -> tuple[str, ...]:
    """File names without ending, or whole paths where two are alike."""
    stems = [path.stem for path in paths]
    return tuple(stems) if len(set(stems)) == len(stems) else tuple(map(str, paths))
