"""What is known about pages of news, read from the one data file `phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from dateline.ingest.lines import Line

__all__ = [
    "class_reason",
    "common_words",
    "is_agency",
    "is_storys",
    "known_names",
    "phrase",
    "region_reason",
    "sign_offs",
    "stamp_queries",
]

# Longer lines are no phrases, and patterns with several gaps are slow on them.
_LONGEST = 1200
# "share-bar", "related_box": the word with one that says only what shape it has.
_SHAPES = (
    "bar|block|box|button|buttons|container|inline|item|links|list|section|slot|tools|unit"
    "|widget|wrapper"
)


class _Elements(Struct, frozen=True, forbid_unknown_fields=True):
    ignored: tuple[str, ...]
    inline: tuple[str, ...]
    apart: tuple[str, ...]
    story: tuple[str, ...]
    boxes: tuple[str, ...]
    stamps: tuple[str, ...]


class _Known(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The data file, table by table."""

    phrases: dict[str, dict[str, str]]
    agencies: tuple[str, ...]
    sign_offs: tuple[str, ...]
    common_words: str
    elements: _Elements
    regions: dict[str, str]
    classes: dict[str, str]
    story_classes: str


def phrase(kind: str, line: Line) -> str | None:
    """The reason whose phrase of that kind the whole line is."""
    if len(line.text) > _LONGEST:
        return None
    found = (reason for reason, one in _phrases(kind).items() if one.fullmatch(line.text))
    return next(found, None)


def is_agency(name: str) -> bool:
    """Whether it is the name of a news agency, however written."""
    return name.casefold() in _agencies()


def is_storys(kind: str) -> bool:
    """Whether the class in a kind of elements, `tag.class`, says that a story's part is there."""
    return bool(_story_classes().fullmatch(kind.partition(".")[2]))


def sign_offs() -> tuple[str, ...]:
    """Words that agencies write behind a story's last sentence."""
    return _known().sign_offs


@cache
def common_words() -> frozenset[str]:
    """Words that any text has, cut as `stems` cuts them: they tell nothing of a story."""
    return frozenset(word[:5] for word in _known().common_words.split())


@cache
def known_names(group: str) -> frozenset[str]:
    """Names of HTML elements of a group: `ignored`, `inline`, `apart`, `story` or `boxes`."""
    found: tuple[str, ...] = getattr(_known().elements, group)
    return frozenset(found)


def stamp_queries() -> tuple[str, ...]:
    """Where in HTML a date of publication stands, as selectors, the surest first."""
    return _known().elements.stamps


def region_reason(name: str) -> str | None:
    """Why an element or role of that name holds no story."""
    return _known().regions.get(name)


def class_reason(names: str) -> str | None:
    """Why something with these classes holds no story."""
    for name in names.lower().split():
        for reason, pattern in _classes().items():
            if pattern.fullmatch(name):
                return reason
    return None


@cache
def _phrases(kind: str) -> dict[str, re.Pattern[str]]:
    table = _known().phrases[kind]
    return {reason: re.compile(one, re.IGNORECASE) for reason, one in table.items()}


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    return {
        reason: re.compile(rf"(?:{one})(?:[-_]+(?:{_SHAPES}))?")
        for reason, one in _known().classes.items()
    }


@cache
def _story_classes() -> re.Pattern[str]:
    return re.compile(rf"(?:{_known().story_classes})(?:[-_]+\w+)*")


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in _known().agencies)


@cache
def _known() -> _Known:
    text = resources.files("dateline.ingest").joinpath("phrases.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Known)
