"""The labels of Dateline, read from `ontology.toml`, or from `$DATELINE_ONTOLOGY`.

Code asks for labels by what they mean (`ONTOLOGY.value_types`,
`ONTOLOGY.named_level`), never by their names: the names stand in the file alone.
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dateline.ontology_rules import label_problems, pruned, shape_problems
from dateline.problems import InvalidInput, Problem

__all__ = [
    "ONTOLOGY",
    "VARIABLE",
    "EventType",
    "Layer",
    "Level",
    "MentionType",
    "Ontology",
    "QuoteType",
    "Realis",
    "Role",
    "TimexPattern",
    "read_ontology",
]

# Names a file of other labels for the whole programme.
VARIABLE = "DATELINE_ONTOLOGY"


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer of annotation that a prediction file may answer."""

    name: str
    gloss: str


class MentionType(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A type of mention (OntoNotes names), with its ACE 2005 entity types."""

    name: str
    family: str
    gloss: str
    ace: tuple[str, ...] = ()
    color: str
    hotkey: str
    value: bool = False
    timex: bool = False


class Level(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A level of mention in the sense of ACE 2005: name, nominal, pronoun."""

    name: str
    gloss: str
    hotkey: str
    named: bool = False


class QuoteType(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A type of quote; `marks` says how much of it stands in quotation marks."""

    name: str
    gloss: str
    marks: Literal["all", "some", "none"]
    color: str
    hotkey: str


class Realis(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether an event happened, will, may, or did not."""

    name: str
    gloss: str
    hotkey: str
    default: bool = False


class Role(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A role in an event; `takes` are the mention types that may fill it in gold."""

    name: str
    gloss: str
    takes: frozenset[str]
    general: bool = False


class EventType(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A type of event, its own roles, and the nearest ACE 2005 and PLOVER codes."""

    name: str
    family: str
    gloss: str
    roles: tuple[str, ...]
    ace: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    color: str


class TimexPattern(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One form of TIMEX3 value; a `calendar` one must also be a real day."""

    name: str
    pattern: str
    example: str
    calendar: bool = False


class Ontology(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """Everything that `ontology.toml` says, in its order."""

    version: str
    layers: tuple[Layer, ...] = msgspec.field(name="layer")
    mentions: tuple[MentionType, ...] = msgspec.field(name="mention")
    levels: tuple[Level, ...] = msgspec.field(name="level")
    quotes: tuple[QuoteType, ...] = msgspec.field(name="quote")
    realis: tuple[Realis, ...]
    roles: tuple[Role, ...] = msgspec.field(name="role")
    events: tuple[EventType, ...] = msgspec.field(name="event")
    timex: tuple[TimexPattern, ...]

    @property
    def own_version(self) -> str | None:
        """The version of labels that somebody brought; None where they are Dateline's."""
        return None if self.version[:1].isdecimal() else self.version

    @cached_property
    def layer_names(self) -> tuple[str, ...]:
        """All layers, in order."""
        return tuple(layer.name for layer in self.layers)

    @cached_property
    def mention_types(self) -> dict[str, MentionType]:
        """Mention types by name; a type's place in this order settles ties."""
        return {mention.name: mention for mention in self.mentions}

    @cached_property
    def value_types(self) -> frozenset[str]:
        """Types that are values: no level, no entity."""
        return frozenset(mention.name for mention in self.mentions if mention.value)

    @cached_property
    def entity_types(self) -> frozenset[str]:
        """Types that are not values."""
        return frozenset(self.mention_types) - self.value_types

    @cached_property
    def timex_types(self) -> frozenset[str]:
        """Value types whose mentions have a TIMEX3 value."""
        return frozenset(mention.name for mention in self.mentions if mention.timex)

    @cached_property
    def level_names(self) -> frozenset[str]:
        """All levels."""
        return frozenset(level.name for level in self.levels)

    @cached_property
    def named_level(self) -> str:
        """The level of names, which a missing level stands for."""
        return next(level.name for level in self.levels if level.named)

    @cached_property
    def quote_types(self) -> dict[str, QuoteType]:
        """Quote types by name."""
        return {quote.name: quote for quote in self.quotes}

    @cached_property
    def realis_names(self) -> frozenset[str]:
        """All values of realis."""
        return frozenset(realis.name for realis in self.realis)

    @cached_property
    def role_by_name(self) -> dict[str, Role]:
        """Roles by name."""
        return {role.name: role for role in self.roles}

    @cached_property
    def event_types(self) -> dict[str, EventType]:
        """Event types by name."""
        return {event.name: event for event in self.events}

    @cached_property
    def roles_of(self) -> dict[str, tuple[str, ...]]:
        """Roles that each event type allows: its own, then the general ones."""
        general = tuple(role.name for role in self.roles if role.general)
        return {event.name: event.roles + general for event in self.events}

    def quote_type_with(self, marks: str) -> str:
        """The name of the quote type that has this much in quotation marks.

        Raises:
            KeyError: no type has.
        """
        for quote in self.quotes:
            if quote.marks == marks:
                return quote.name
        raise KeyError(marks)

    def is_time_value(self, value: str) -> bool:
        """Whether a TIMEX3 value, in canonical form, is in the grammar."""
        return any(
            re.fullmatch(form.pattern, value) and (not form.calendar or _is_real_day(value))
            for form in self.timex
        )

    def canonical_time(self, value: str) -> str:
        """The form in which equal TIMEX3 values are equal strings.

        Trimmed, upper case, no leading zeros in durations, no `:00` seconds. A value
        outside the grammar comes back as it is.
        """
        canonical = value.strip().upper()
        if canonical.startswith("P"):
            canonical = re.sub(r"(?<![\d.])0+(?=\d)", "", canonical)
        else:
            canonical = re.sub(r"(T\d\d:\d\d):00(?!\d)", r"\1", canonical)
        return canonical if self.is_time_value(canonical) else value


def _is_real_day(value: str) -> bool:
    day = value[:10]
    if "X" in day:
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def read_ontology(path: Path) -> Ontology:
    """Read somebody's own ontology.

    Raises:
        InvalidInput: with everything that is wrong with the file.
    """
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput([_unreadable(path, error)]) from error
    problems = list(shape_problems(table, Ontology))
    try:
        ontology = msgspec.convert(pruned(table, Ontology), Ontology)
    except msgspec.ValidationError:
        # The shape says why, and labels that cannot be read cannot be judged.
        ontology = None
    if ontology is not None:
        problems += label_problems(ontology, _packaged().layer_names, own=True)
    if ontology is None or problems:
        raise InvalidInput(replace(problem, file=str(path)) for problem in problems)
    return ontology


def _unreadable(path: Path, error: OSError | ValueError) -> Problem:
    if isinstance(error, OSError):
        remedy, found = f"name a file that can be read, or unset {VARIABLE}", error.strerror
    else:
        remedy, found = "write TOML in UTF-8 (toml.io)", str(error)
    line = re.search(r"at line (\d+)", found or "")
    return Problem(
        rule="ontology.unreadable", remedy=remedy, file=str(path), value=found,
        line=int(line[1]) if line else None,
    )  # fmt: skip


def _packaged() -> Ontology:
    text = resources.files("dateline").joinpath("ontology.toml").read_bytes()
    return msgspec.toml.decode(text, type=Ontology)


def _chosen() -> Ontology:
    path = os.environ.get(VARIABLE)
    return read_ontology(Path(path)) if path else _packaged()


ONTOLOGY = _chosen()
