"""The word lists of `lexicon.toml`, ready to look up."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["triggers", "words"]


@cache
def words(name: str) -> frozenset[str]:
    """A list of words."""
    found: str = _file()[name]
    return frozenset(found.split())


@cache
def triggers() -> dict[str, str]:
    """Event type by inflected trigger, in lower case; the first type named wins."""
    found: dict[str, str] = {}
    for event_type, line in _file()["events"].items():
        verbs, _, nouns = line.partition("/")
        for form in [one for verb in verbs.split() for one in _inflected(verb)] + nouns.split():
            found.setdefault(form, event_type)
    return found


_IRREGULAR = {
    "meet": ("met", "meeting"), "flee": ("fled", "fleeing"), "sell": ("sold", "selling"),
    "buy": ("bought", "buying"), "steal": ("stole", "stolen", "stealing"),
    "rise": ("rose", "risen", "rising"), "fall": ("fell", "fallen", "falling"),
    "win": ("won", "winning"), "beat": ("beaten", "beating"), "die": ("died", "dying"),
    "quit": ("quitting",), "hurt": ("hurting",), "withdraw": ("withdrew", "withdrawn"),
}  # fmt: skip


def _inflected(verb: str) -> list[str]:
    """Present, past and participle forms of a verb."""
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    if verb in _IRREGULAR:
        return [verb, third, *_IRREGULAR[verb]]
    if verb.endswith("e"):
        return [verb, third, f"{verb}d", f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    if len(verb) <= 4 and verb[-1] in "bglnpt" and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
        return [verb, third, f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"]
    return [verb, third, f"{verb}ed", f"{verb}ing"]


@cache
def _file() -> dict[str, Any]:
    text = resources.files("dateline_baselines.rules").joinpath("lexicon.toml").read_text("utf-8")
    return tomllib.loads(text)
