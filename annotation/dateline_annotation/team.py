"""The team file: who annotates, under which address, and as what."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from dateline.problems import InvalidInput, Problem
from dateline_annotation.accounts import NAME, NAME_REMEDY, Member

__all__ = ["members_of", "read_team"]

# What the file holds is of any shape, until `_faults` has found nothing.
Entries: TypeAlias = dict[str, list[dict[str, str]]]

TABLE = "annotator"
KEYS = ("name", "email", "role")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
ROLE = re.compile(r"\w[\w-]{0,30}")
EMAIL_REMEDY = "give an address such as ann@newsroom.example, or leave the line out"
ROLE_REMEDY = "give one word, such as annotator or adjudicator"
SHAPE = f'list the people as [[{TABLE}]] tables, each with a line name = "..."'


class Fault(Struct, frozen=True):
    """Something wrong in a team file."""

    rule: str
    remedy: str
    place: str | None = None
    value: object = None


def read_team(path: Path) -> list[Member]:
    """The people of a team file.

    Raises:
        InvalidInput: with everything that is wrong with the file.
    """
    entries = _read(path)
    problems = [
        Problem(rule=one.rule, remedy=one.remedy, file=str(path), field=one.place, value=one.value)
        for one in _faults(entries)
    ]
    if problems:
        raise InvalidInput(problems)
    return [Member(**one) for one in entries[TABLE]]


def members_of(team: Path | None, names: Sequence[str]) -> list[Member]:
    """The people of the team file, then those named besides who are not in it.

    Raises:
        InvalidInput: the team file is wrong.
    """
    listed = [] if team is None else read_team(team)
    known = {one.name for one in listed}
    return listed + [Member(name) for name in names if name not in known]


def _read(path: Path) -> Entries:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "name a team file in UTF-8, as annotation/team.example.toml is"
        said = error.strerror if isinstance(error, OSError) else str(error)
        problem = Problem(rule="team.unreadable", remedy=remedy, file=str(path), value=said)
        raise InvalidInput([problem]) from error
    except tomllib.TOMLDecodeError as error:
        remedy = "mend the TOML there: quotes around every value, one key on a line"
        problem = Problem(rule="team.toml", remedy=remedy, file=str(path), value=str(error))
        raise InvalidInput([problem]) from error


def _faults(entries: Entries) -> Iterator[Fault]:
    for key in entries:
        if key != TABLE:
            yield Fault("team.unknown-key", SHAPE, key)
    people = entries.get(TABLE)
    if not isinstance(people, list) or not people or not all(_is_table(one) for one in people):
        yield Fault("team.no-people", SHAPE)
        return
    for number, person in enumerate(people, 1):
        yield from _faults_of(person, f"{TABLE} {number}")
    yield from _doubles(people)


def _is_table(person: object) -> bool:
    return isinstance(person, dict)


def _faults_of(person: dict[str, str], place: str) -> Iterator[Fault]:
    for key in person:
        if key not in KEYS:
            remedy = f"a person has the keys {', '.join(KEYS)}; mend or delete this one"
            yield Fault("team.unknown-key", remedy, f"{place}.{key}")
    if "name" not in person:
        yield Fault("team.no-name", 'give a line name = "..."', place)
    shapes = (
        ("name", NAME, NAME_REMEDY), ("email", EMAIL, EMAIL_REMEDY), ("role", ROLE, ROLE_REMEDY),
    )  # fmt: skip
    for key, shape, remedy in shapes:
        value = person.get(key)
        if value is not None and not (isinstance(value, str) and shape.fullmatch(value)):
            yield Fault(f"team.{key}", remedy, f"{place}.{key}", value)


def _doubles(people: Iterable[dict[str, str]]) -> Iterator[Fault]:
    """Two people of one name or address; capitals do not tell them apart."""
    listed = list(people)
    for key in ("name", "email"):
        counts = Counter(str(one[key]).casefold() for one in listed if key in one)
        for number, person in enumerate(listed, 1):
            if counts[str(person.get(key)).casefold()] > 1:
                remedy = f"give everyone {'a name' if key == 'name' else 'an address'} of their own"
                place = f"{TABLE} {number}.{key}"
                yield Fault(f"team.{key}-twice", remedy, place, person.get(key))
