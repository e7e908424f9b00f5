"""What core is to hold: milestones, minimum counts and phenomena, read from `plan.toml`."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Literal

import msgspec
from msgspec import Struct

__all__ = ["PLAN", "Goal", "Milestone", "Plan"]


class Milestone(Struct, frozen=True, forbid_unknown_fields=True):
    """A release, and how many articles it has."""

    release: str
    articles: int


class Each(Struct, frozen=True, forbid_unknown_fields=True):
    """In how many articles each style and phenomenon is to occur."""

    articles: int
    why: str


class Goal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """At least so many items of each label, or of the one named; 0 in test asks nothing."""

    of: Literal["event types", "roles", "mention types", "quote types", "phenomena"]
    label: str | None = None
    core: int
    test: int = 0
    why: str


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """Labels of the ontology by what the phenomena mean with them."""

    persons: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    governed: frozenset[str]
    documents: frozenset[str]
    doing: frozenset[str]
    pronouns: frozenset[str]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell a group, a month and a report of speech, in lower case."""

    many: frozenset[str]
    months: frozenset[str]
    say: frozenset[str]


class Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that `plan.toml` says, in its order."""

    milestones: tuple[Milestone, ...] = msgspec.field(name="milestone")
    each: Each
    goals: tuple[Goal, ...] = msgspec.field(name="goal")
    styles: dict[str, str]
    labels: Labels
    words: Words


def _read() -> Plan:
    table = (resources.files("dateline.datasheet") / "plan.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(table), Plan)


PLAN = _read()
