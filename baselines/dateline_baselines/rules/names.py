"""Names by shape, list and context; money, percentages and measures by pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from dateline.document import Span
from dateline_baselines.rules.lexicon import words

__all__ = ["Found", "find_names", "find_values"]

# A possessive ends a name; an apostrophe before a capital (O’Neil) or a full stop between
# capitals (U.S.) does not.
_CAPITAL = r"(?:(?:[A-Z]\.)+|[^\W\d_a-z](?:\w|[’'](?=[^\W\d_a-z]))*)"
_NAME = re.compile(rf"\b{_CAPITAL}(?:[ -](?:(?:of|de|du|da|van|von|del|al|el) )?{_CAPITAL})*")
_NUMBER = r"\d[\d,.]*(?<![,.])(?: ?(?:million|billion|trillion|mln|bln|thousand))?"
_VALUES = (
    ("PERCENT", rf"{_NUMBER} ?(?:%|per ?cent(?:age points)?\b)"),
    ("MONEY", rf"(?:[A-Z]{{0,3}}[$€£¥])\s?{_NUMBER}(?:[mbk]n?\b)?"),
    (
        "MONEY",
        rf"{_NUMBER} (?:US )?(?:dollars?|euros?|pounds?|yen|dinars?|shillings?|rupees?|francs?)\b",
    ),
    (
        "QUANTITY",
        rf"{_NUMBER}[ -]?(?:km|kms|kilomet(?:er|re)s?|met(?:er|re)s?|m|cm|mm|miles?|kg|kilos?|"
        r"kilograms?|grams?|tonnes?|tons?|litres?|liters?|hectares?|acres?|MW|GW|kWh|degrees?|"
        r"nautical miles?)\b",
    ),
)
_POSSESSIVE = re.compile(r"[’']s?$")


class Found(Struct, frozen=True):
    """A span with the type that the rules give it."""

    span: Span
    type: str
    value: str | None = None


def find_values(text: str) -> Iterator[Found]:
    """Money, percentages and measures, without approximators."""
    for kind, pattern in _VALUES:
        for match in re.finditer(pattern, text):
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
    skipped = words("titles") | words("not_names") | words("calendar")
    while (first := re.match(r"[^\s-]+", text[start:end])) and first[0].rstrip(".") in skipped:
        start += len(first[0])
        start += len(text[start:end]) - len(text[start:end].lstrip(" -"))
    while (last := re.search(r"[^\s-]+$", text[start:end])) and last[0] in words("calendar"):
        end = start + len(text[start : start + last.start()].rstrip(" -"))
    end = start + len(_POSSESSIVE.sub("", text[start:end]))
    if start < end:
        yield start, end


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
    alone = text[: span[0]].endswith("\n") or span[0] == 0
    return alone and _cut(text, span).isupper() and text[span[1] : span[1] + 1] in (",", " ", "(")


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" “\"'‘(")
    return not before or before[-1] in ".!?\n:*"


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
