"""How far core has come: each round's articles from written to gold, and what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from dateline.datasheet.plan import PLAN, Milestone
from dateline.datasheet.reading import PASSES, Reader
from dateline.document import Document
from dateline.problems import InvalidInput, Problem
from dateline.score.corpus import HEADLINE
from dateline.score.evaluation import evaluate

__all__ = ["Progress", "Round", "State", "Step", "read_status"]

FINAL = "final.jsonl"
SHEETS = "sheets"


class Progress(Struct, frozen=True):
    """Where an article stands: in a pass, handed in as a sheet only, or neither."""

    article: str
    desk: str
    first: str
    second: str
    adjudicated: str
    gold: bool


class Round(Struct, frozen=True):
    """A round's articles, and F1 of pass b against a, by metric; empty without both passes."""

    name: str
    articles: tuple[Progress, ...]
    agreement: Mapping[str, float | None]
    compared: int


class Step(Struct, frozen=True):
    """What is to be done for the next milestone, and with how many articles, and which."""

    what: str
    many: int
    articles: tuple[str, ...] = ()


class State(Struct, frozen=True):
    """All rounds, the articles that no round has, and the way to the next milestone."""

    rounds: tuple[Round, ...]
    waiting: tuple[Progress, ...]
    milestones: tuple[Milestone, ...]
    goal: Milestone
    steps: tuple[Step, ...]

    @property
    def articles(self) -> tuple[Progress, ...]:
        """Every article, in order of id."""
        found = [one for part in self.rounds for one in part.articles]
        return tuple(sorted((*found, *self.waiting), key=lambda one: one.article))


def read_status(articles: Path, annotations: Path, gold: Path) -> State:
    """Read how far core has come.

    Args:
        articles: folder of the articles, `<id>.json`.
        annotations: folder of the rounds; one without any of these articles is left out.
        gold: file of gold; it may be absent.

    Raises:
        InvalidInput: with every problem of every file.
    """
    reader = _Reader()
    written = [one for path in sorted(articles.glob("*.json")) for one in reader.read(path, False)]
    desks = {one.id: one.source.desk or "–" for one in written}
    done = {one.id for one in reader.read(gold, True)}
    folders = [reader.folder(path) for path in sorted(annotations.glob("*")) if path.is_dir()]
    if not (written or reader.problems):
        reader.problems.append(_no_article(articles))
    if reader.problems:
        raise InvalidInput(reader.problems)
    rounds = tuple(part for one in folders if (part := one.round(desks, done)).articles)
    taken = {one.article for part in rounds for one in part.articles}
    waiting = [name for name in sorted(desks) if name not in taken]
    return _state(rounds, tuple(
        Progress(name, desks[name], "–", "–", "–", name in done) for name in waiting
    ))  # fmt: skip


def _no_article(articles: Path) -> Problem:
    remedy = "name the folder of the articles, <id>.json"
    return Problem(rule="status.no-article", remedy=remedy, file=str(articles))


class _Folder(Struct, frozen=True):
    """What the folder of a round holds: documents and sheets of each stage."""

    name: str
    stages: tuple[Mapping[str, Document], ...]
    sheets: tuple[frozenset[str], ...]

    def round(self, desks: Mapping[str, str], done: set[str]) -> Round:
        """The round, of the articles that there are."""
        held = {name for stage in (*self.stages, *self.sheets) for name in stage}
        first, second = self.stages[:2]
        both = sorted(first.keys() & second.keys() & desks.keys())
        return Round(
            name=self.name,
            articles=tuple(
                Progress(name, desks[name], *self._stand(name), name in done)
                for name in sorted(held & desks.keys())
            ),
            agreement=_agreement([first[one] for one in both], [second[one] for one in both]),
            compared=len(both),
        )

    def _stand(self, name: str) -> tuple[str, str, str]:
        first, second, third = (
            "yes" if name in stage else "sheet" if name in sheets else "–"
            for stage, sheets in zip(self.stages, self.sheets, strict=True)
        )
        return first, second, third


class _Reader(Reader):
    def read(self, path: Path, gold: bool) -> list[Document]:
        """The documents of a file; none if it is absent."""
        return self.documents(path, gold=gold) if path.exists() else []

    def folder(self, path: Path) -> _Folder:
        """A round's folder."""
        names = (*PASSES, FINAL)
        return _Folder(
            path.name,
            tuple({one.id: one for one in self.read(path / name, True)} for name in names),
            tuple(_sheets(path / SHEETS / name.removesuffix(".jsonl")) for name in names),
        )


def _sheets(folder: Path) -> frozenset[str]:
    return frozenset(path.stem for path in folder.glob("*.sheet"))


def _agreement(first: Sequence[Document], second: Sequence[Document]) -> dict[str, float | None]:
    if not first:
        return {}
    scores = evaluate(first, second, scoped=False, resamples=0).metrics
    return {name: scores[name].f1 for name in HEADLINE}


def _state(rounds: tuple[Round, ...], waiting: tuple[Progress, ...]) -> State:
    articles = [*(one for part in rounds for one in part.articles), *waiting]
    gold = sum(one.gold for one in articles)
    goal = next((one for one in PLAN.milestones if one.articles > gold), PLAN.milestones[-1])
    steps = tuple(_steps(rounds, waiting, goal))
    return State(rounds, waiting, PLAN.milestones, goal, steps)


def _steps(rounds: Sequence[Round], waiting: Sequence[Progress], goal: Milestone) -> Iterator[Step]:
    """The stages that articles are still to pass, in their order; none when all is done."""
    begun = [one for part in rounds for one in part.articles]
    missing = goal.articles - len(begun) - len(waiting)
    if missing > 0:
        yield Step("write articles", missing)
    every = [*begun, *waiting]
    for what, lacking in _STAGES.items():
        names = tuple(sorted(one.article for one in every if lacking(one)))
        if names:
            yield Step(what, len(names), names)


_STAGES: dict[str, Callable[[Progress], bool]] = {
    "annotate in pass a": lambda one: one.first == "–" and not one.gold,
    "annotate in pass b": lambda one: one.second == "–" and not one.gold,
    "take sheets of the passes through Label Studio":
        lambda one: "sheet" in (one.first, one.second),
    "adjudicate": lambda one: one.adjudicated == "–" and not one.gold,
    "take into gold": lambda one: not one.gold,
}  # fmt: skip
