"""What can be wrong with input, said so that it can be mended.

Every part of Dateline that reads something from outside reports a list of
`Problem` values, all of them at once, and raises them together as `InvalidInput`.
Commands print a `summary` of the list and exit with status 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

__all__ = ["KEPT", "SHOWN", "InvalidInput", "Problem", "Problems", "count_problems", "summary"]

# Of the problems of one rule in one file so many are kept, and so many shown; the others
# are counted. Ten million broken lines cost no more memory than a thousand.
KEPT = 1_000
SHOWN = 5


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: which rule, where, what stands there, how to mend it.

    `document` is a document's id; `field` a path such as `mentions.m1.start`;
    `line` counts from 1. Whatever is not known is None. A problem with `more` stands for
    so many further ones of its rule and file, which were counted and not kept.
    """

    rule: str
    remedy: str
    document: str | None = None
    field: str | None = None
    value: object = None
    file: str | None = None
    line: int | None = None
    more: int = 0

    def __str__(self) -> str:
        """One line: place, rule, value and remedy."""
        if self.more:
            return f"{self._place()}{self.rule}: … and {self.more:,} more"
        found = "" if self.value is None else f": {_shortened(repr(self.value))}"
        return f"{self._place()}{self.rule}{found} -> {self.remedy}"

    def _place(self) -> str:
        line = None if self.line is None else f"line {self.line}"
        inner = [_shortened(part) for part in (self.document, self.field) if part is not None]
        parts = [part for part in (self.file, line) if part is not None]
        return ", ".join(map(_printable, parts + inner)) + ": " if parts or inner else ""


class Problems:
    """Gathers problems: of each rule in each file the first `KEPT`, and how many more.

    Iteration gives those kept, in the order in which they came, then a problem with
    `more` for each rule and file that has more.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.total = 0
        self._kept: list[Problem] = []
        self._many: Counter[tuple[str | None, str]] = Counter()
        self._rest: dict[tuple[str | None, str], Problem] = {}
        self.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        """Those kept, then what stands for the rest."""
        yield from self._kept
        for key, first in self._rest.items():
            rest = self._many[key] - KEPT
            yield Problem(rule=first.rule, remedy=first.remedy, file=first.file, more=rest)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Keep or count each of these."""
        for problem in problems:
            self.add(problem)

    def add(self, problem: Problem) -> None:
        """Keep the problem, or count it where its rule has many in its file."""
        key = problem.file, problem.rule
        if problem.more or self._many[key] >= KEPT:
            self._rest.setdefault(key, problem)
            self._many[key] = max(self._many[key], KEPT)
        else:
            self._kept.append(problem)
        self._many[key] += problem.more or 1
        self.total += problem.more or 1


class InvalidInput(ValueError):  # noqa: N818 - it names what came in, not what failed here
    """Input that breaks rules; `problems` lists every one found.

    Of one rule in one file `KEPT` are listed, and one problem with `more` for the rest.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(Problems(problems))
        super().__init__("\n".join(summary(self.problems)))


def count_problems(problems: Iterable[Problem]) -> int:
    """How many problems there are, with those that are only counted."""
    return sum(problem.more or 1 for problem in problems)


def summary(problems: Iterable[Problem]) -> Iterator[str]:
    """Lines that say what is wrong: of each rule in each file five, and how many more."""
    groups: dict[tuple[str | None, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.file, problem.rule), []).append(problem)
    for (file, rule), found in groups.items():
        shown = list(islice((one for one in found if not one.more), SHOWN))
        yield from map(str, shown)
        rest = count_problems(found) - len(shown)
        if rest:
            yield str(Problem(rule=rule, remedy="", file=file, more=rest))


def _shortened(shown: str, limit: int = 120) -> str:
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _printable(shown: str) -> str:
    """Without line ends and commands to a terminal, which an id may hold."""
    return shown if shown.isprintable() else repr(shown)[1:-1]
