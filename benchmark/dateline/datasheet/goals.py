"""Styles, phenomena and labels held against what core is to have of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from dateline.datasheet.phenomena import PHENOMENA, Article, Occurrence, occurrences_of
from dateline.datasheet.plan import PLAN, Goal
from dateline.document import Document
from dateline.ontology import ONTOLOGY

__all__ = ["Coverage", "Reached", "coverage_of"]

TEST = "test"


class Reached(Struct, frozen=True):
    """How many items of a label there are in core and in test, and the goal for both."""

    label: str
    goal: Goal
    core: int
    test: int

    @property
    def enough(self) -> bool:
        """Whether neither is below its goal."""
        return self.core >= self.goal.core and self.test >= self.goal.test


class Coverage(Struct, frozen=True):
    """What core has of what it is planned to have."""

    styles: tuple[Occurrence, ...]
    phenomena: tuple[Occurrence, ...]
    goals: tuple[Goal, ...]
    reached: tuple[Reached, ...]
    least: int
    why: str

    @property
    def below(self) -> tuple[Reached, ...]:
        """The labels below their goal."""
        return tuple(one for one in self.reached if not one.enough)

    def of_goal(self, goal: Goal) -> tuple[Reached, ...]:
        """The labels that a goal is about."""
        return tuple(one for one in self.reached if one.goal == goal)


def coverage_of(documents: Sequence[Document], splits: Mapping[str, str]) -> Coverage:
    """Count gold against the plan; an article without a split is in core only."""
    test = [one for one in documents if splits.get(one.id) == TEST]
    core_counts, test_counts = _counts(documents), _counts(test)
    return Coverage(
        styles=tuple(_styles(documents)),
        phenomena=occurrences_of(documents),
        goals=PLAN.goals,
        reached=tuple(
            Reached(label, goal, core_counts[goal.of, label], test_counts[goal.of, label])
            for goal in PLAN.goals
            for label in _labels(goal)
        ),
        least=PLAN.each.articles,
        why=PLAN.each.why,
    )


def _styles(documents: Sequence[Document]) -> Iterator[Occurrence]:
    """The styles that are planned, then any others."""
    found = Counter(one.source.style for one in documents if one.source.style is not None)
    others = dict.fromkeys(sorted(found.keys() - PLAN.styles.keys()), "not planned")
    for style, what in {**PLAN.styles, **others}.items():
        yield Occurrence(style, what, found[style], found[style])


def _labels(goal: Goal) -> Sequence[str]:
    if goal.label is not None:
        return [goal.label]
    named = {
        "event types": [one.name for one in ONTOLOGY.events],
        "roles": [one.name for one in ONTOLOGY.roles],
        "mention types": [one.name for one in ONTOLOGY.mentions],
        "quote types": [one.name for one in ONTOLOGY.quotes],
        "phenomena": [one.name for one in PHENOMENA],
    }
    return named[goal.of]


def _counts(documents: Sequence[Document]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in documents:
        counts.update(("mention types", mention.type) for mention in one.mentions)
        counts.update(("quote types", quote.type) for quote in one.quotes)
        counts.update(("event types", event.type) for event in one.events)
        counts.update(("roles", filler.role) for event in one.events for filler in event.arguments)
        article = Article(one)
        counts.update({("phenomena", kind.name): kind.count(article) for kind in PHENOMENA})
    return counts
