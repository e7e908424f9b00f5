"""Coreference: names by their words, pronouns by what goes before, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from dateline.document import Mention

__all__ = ["find_pronouns", "join_mentions"]

# Names with the same last word and one word more that a name is compared with.
_MOST_ALIKE = 500
_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)


def find_pronouns(text: str) -> Iterator[Mention]:
    """Third-person singular pronouns, as mentions of persons."""
    for match in _PRONOUN.finditer(text):
        yield Mention("", *match.span(), "PERSON", "PRO")


def join_mentions(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Give every name and pronoun an entity; pronouns without a person before are left out.

    A name joins an earlier one of its type that holds all its words (a surname after a
    full name) or equals its initials; a pronoun joins the last person named before it.
    """
    entities = _Entities()
    joined: list[Mention] = []
    last_person: str | None = None
    for mention in sorted(mentions, key=lambda one: one.span):
        if mention.is_value:
            joined.append(mention)
        elif mention.level == "PRO":
            if last_person is not None:
                joined.append(replace(mention, entity=last_person))
        else:
            entity = entities.of(text[slice(*mention.span)], mention.type)
            joined.append(replace(mention, entity=entity))
            last_person = entity if mention.type == "PERSON" else last_person
    return joined


class _Entities:
    """Entities by the words and initials of their names, the earliest first."""

    def __init__(self) -> None:
        self._count = 0
        self._known: set[tuple[str, str, int]] = set()
        self._by_initials: dict[tuple[str, str], int] = {}
        # By type and last word; the names among them by one word more.
        self._by_last: dict[tuple[str, str], int] = {}
        self._by_word: dict[tuple[str, str, str], list[tuple[frozenset[str], int]]] = {}

    def of(self, surface: str, kind: str) -> str:
        """The entity of a name, a new one if there is none that it fits."""
        parts = surface.split()
        number = min(self._fitting(surface, frozenset(parts), kind, parts[-1]), default=self._count)
        self._count = max(self._count, number + 1)
        if (kind, surface, number) not in self._known:
            self._known.add((kind, surface, number))
            self._add(parts, kind, number)
        return f"e{number}"

    def _fitting(self, surface: str, parts: frozenset[str], kind: str, last: str) -> Iterator[int]:
        initials = (kind, surface.replace(".", ""))
        if initials in self._by_initials:
            yield self._by_initials[initials]
        if len(parts) == 1 and (kind, last) in self._by_last:
            yield self._by_last[kind, last]
        elif len(parts) > 1:
            shared = [self._by_word.get((kind, last, word), []) for word in parts - {last}]
            rarest = min(shared, key=len)
            yield from (number for whole, number in rarest[:_MOST_ALIKE] if parts <= whole)

    def _add(self, whole: list[str], kind: str, number: int) -> None:
        last, parts = whole[-1], frozenset(whole)
        _keep_least(self._by_last, (kind, last), number)
        initials = "".join(word[0] for word in whole if word[0].isupper())
        if len(initials) > 1:
            _keep_least(self._by_initials, (kind, initials), number)
        for word in parts - {last}:
            self._by_word.setdefault((kind, last, word), []).append((parts, number))


def _keep_least(numbers: dict[tuple[str, str], int], key: tuple[str, str], number: int) -> None:
    numbers[key] = min(number, numbers.get(key, number))
