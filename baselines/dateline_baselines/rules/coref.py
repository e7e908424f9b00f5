"""Coreference: names by their words, pronouns by what goes before, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from dateline.document import Mention

__all__ = ["find_pronouns", "join_mentions"]

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
    entities: list[tuple[str, list[str]]] = []
    joined: list[Mention] = []
    last_person: str | None = None
    for mention in sorted(mentions, key=lambda one: one.span):
        if mention.is_value:
            joined.append(mention)
        elif mention.level == "PRO":
            if last_person is not None:
                joined.append(replace(mention, entity=last_person))
        else:
            entity = _entity_of(text[slice(*mention.span)], mention.type, entities)
            joined.append(replace(mention, entity=entity))
            last_person = entity if mention.type == "PERSON" else last_person
    return joined


def _entity_of(surface: str, kind: str, entities: list[tuple[str, list[str]]]) -> str:
    for number, (known, names) in enumerate(entities):
        if known == kind and any(_same(surface, name) for name in names):
            names.append(surface)
            return f"e{number}"
    entities.append((kind, [surface]))
    return f"e{len(entities) - 1}"


def _same(surface: str, name: str) -> bool:
    if surface == name:
        return True
    parts, whole = surface.split(), name.split()
    if set(parts) <= set(whole) and parts[-1] == whole[-1]:
        return True
    initials = "".join(word[0] for word in whole if word[0].isupper())
    return len(initials) > 1 and surface.replace(".", "") == initials
