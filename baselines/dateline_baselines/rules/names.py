"""Names by shape, list and context; money, percentages and measures by pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from dateline.document import Span
from dateline_baselines.rules.lexicon import words
from dateline_baselines.rules.spans import stripped_end

__all__ = ["Found", "find_names", "find_values"]

# A possessive ends a name; an apostrophe before a capital (O’Neil) or a full stop between
# capitals (U.S.) does not.
_CAPITAL = r"(?:(?:[A-Z]\.)+|[^\W\d_a-z](?:\w|[’'](?=[^\W\d_a-z]))*)"
_NAME = re.compile(rf"\b{_CAPITAL}(?:[ -](?:(?:of|de|du|da|van|von|del|al|el) )?{_CAPITAL})*")
_DIGITS = r"(?>\d(?:[\d,.]*\d)?)"
_LARGE = r"(?: ?(?:million|billion|trillion|mln|bln|thousand))?"


def _counted(unit: str) -> re.Pattern[str]:
    """A number and its unit; a number without one matches, with nothing in its group.

    So that the search goes on behind a number, and not once more from each of its digits.
    """
    return re.compile(rf"{_DIGITS}(?:{_LARGE}(?P<unit>{unit}))?")


_VALUES = (
    ("PERCENT", _counted(r" ?(?:%|per ?cent(?:age points)?\b)")),
    ("MONEY", re.compile(rf"[A-Z]{{0,3}}(?P<unit>[$€£¥])\s?{_DIGITS}{_LARGE}(?:[mbk]n?\b)?")),
    (
        "MONEY",
        _counted(r" (?:US )?(?:dollars?|euros?|pounds?|yen|dinars?|shillings?|rupees?|francs?)\b"),
    ),
    (
        "QUANTITY",
        _counted(
            r"[ -]?(?:km|kms|kilomet(?:er|re)s?|met(?:er|re)s?|m|cm|mm|miles?|kg|kilos?|"
            r"kilograms?|grams?|tonnes?|tons?|litres?|liters?|hectares?|acres?|MW|GW|kWh|degrees?|"
            r"nautical miles?)\b"
        ),
    ),
)
_WORD = re.compile(r"[^\s-]+")
_POSSESSIVE = re.compile(r"[’']s?$")


class Found(Struct, frozen=True):
    """A span with the type that the rules give it."""

    span: Span
    type: str
    value: str | None = None


def find_values(text: str) -> Iterator[Found]:
    """Money, percentages and measures, without approximators."""
    for kind, pattern in _VALUES:
        for match in pattern.finditer(text):
            if match["unit"] is not None:
                yield Found(match.span(), kind)


def find_names(text: str) -> Iterator[Found]:
    """Names, in reading order.

    A lone capital at the beginning of a sentence counts only if the word stands
    elsewhere in the text as a part of a longer or listed name.
    """
    candidates = [span for match in _NAME.finditer(text) for span in _trimmed(text, match.span())]
    surnames = {text[slice(*span)].split()[-1] for span in candidates if " " in _cut(text, span)}
    for span in candidates:
        kind = _type_of(text, span, surnames)
        if kind is not None:
            yield Found(span, kind)


def _cut(text: str, span: Span) -> str:
    return text[slice(*span)]


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    """The candidate without titles, articles and possessives; nothing if none is left."""
    start, end = span
    while (first := _WORD.match(text, start, end)) and _is_skipped(first[0]):
        start = first.end()
        while start < end and text[start] in " -":
            start += 1
    while text[(last := _last_word(text, start, end)) : end] in words("calendar"):
        end = stripped_end(text, start, last, " -")
    end = start + len(_POSSESSIVE.sub("", text[start:end]))
    if start < end:
        yield start, end


def _is_skipped(word: str) -> bool:
    bare = word.rstrip(".")
    return any(bare in words(name) for name in ("titles", "not_names", "calendar"))


def _last_word(text: str, start: int, end: int) -> int:
    while end > start and not (text[end - 1].isspace() or text[end - 1] == "-"):
        end -= 1
    return end


def _type_of(text: str, span: Span, surnames: set[str]) -> str | None:
    surface = _cut(text, span)
    if _opens_dateline(text, span):
        return "GPE"
    for kind, belongs in _LISTS:
        if belongs(surface):
            return kind
    if " " in surface:
        return "PERSON"
    if surface in surnames:
        return "PERSON"
    if surface.isupper() and len(surface) > 1:
        return "ORG"
    return None if _begins_sentence(text, span[0]) else _type_by_context(text, span)


def _opens_dateline(text: str, span: Span) -> bool:
    """A name in capitals at the beginning of a line, before a comma: where it was written."""
    alone = span[0] == 0 or text[span[0] - 1] == "\n"
    return alone and _cut(text, span).isupper() and text[span[1] : span[1] + 1] in (",", " ", "(")


def _begins_sentence(text: str, start: int) -> bool:
    before = stripped_end(text, 0, start, " “\"'‘(")
    return before == 0 or text[before - 1] in ".!?\n:*"


def _type_by_context(text: str, span: Span) -> str:
    before = text[max(span[0] - 8, 0) : span[0]]
    after = text[span[1] : span[1] + 10]
    if re.match(r" (?:state|province|region|city|county)\b", after):
        return "GPE"
    if re.search(r"\b(?:in|at|near|from|off|outside) $", before):
        return "GPE"
    return "PERSON"


def _has_word(name: str) -> Callable[[str], bool]:
    return lambda surface: not words(name).isdisjoint(surface.split())


def _is_listed(*names: str) -> Callable[[str], bool]:
    return lambda surface: any(surface in words(name) for name in names)


_LISTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("NORP", _is_listed("nationalities")),
    ("GPE", _is_listed("countries", "places")),
    ("ORG", _has_word("organisation_words")),
    ("FAC", _has_word("facility_words")),
    ("LOC", _has_word("location_words")),
)
