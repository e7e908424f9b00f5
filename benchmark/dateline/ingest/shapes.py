"""Shapes: what a line is by its form alone, whatever page it stands on."""

from __future__ import annotations

import re
from collections.abc import Collection

from dateline.ingest.lines import Line

__all__ = [
    "DAY",
    "ends",
    "has_common",
    "is_byline",
    "is_labelled",
    "is_linked",
    "is_list",
    "is_prose",
    "is_sentence",
    "is_stamp",
    "stems",
]

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# A day with its year, as words or digits.
DAY = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}(?:,? |-)\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_HALF = r" ?[ap]\.?m\b\.?"
_CLOCK = (
    rf"\d{{1,2}}:\d\d(?::\d\d)?(?:{_HALF})?|\d{{1,2}}(?:\.\d\d)?{_HALF}"
    r"|\d{1,2}\.\d\d(?= (?:GMT|UTC|[A-Z]{1,2}[DS]?T)\b)"
)
_AGO = r"(?:\d+|an?|one|two) (?:sec(?:ond)?|min(?:ute)?|hour|day|week)s?(?: ago| read)?"
_TIMES = re.compile(rf"\b(?:{DAY}|{_CLOCK}|{_AGO})", re.IGNORECASE)
_STAMPED = re.compile(
    r"\b(?:(?:first |last )?(?:published|updated?|posted|modified|released?|issued)(?: on| at)?"
    r"|date|time)\b",
    re.IGNORECASE,
)
# What stands beside dates in a stamp and says nothing else.
_BESIDE = re.compile(
    r"\b(?:(?i:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|on|at|today)"
    r"|[A-Z]{1,2}[DS]?T|GMT|UTC|(?i:issue|page|vol|no)\.? ?\d+|(?i:\w+ edition))\b"
)
_PARTED = re.compile(r"\s[|·•/»›>*-]\s|\s[–—]\s")
_LABEL = re.compile(
    r"(?:words|text|story|report(?:ed|ing)?|written|author|from|posted|by|with)"
    r"(?: by)?(?P<colon>:)?\s+(?P<name>\S+)",
    re.IGNORECASE,
)
# Who writes, where no name is told.
_STAFF = re.compile(r"\b(?:agencies|bureau|correspondents?|desk|newsroom|reporters?|staff)\b", re.I)
# "By our court reporter", "From the news desk".
_DESK = re.compile(
    r"(?:by|from) (?:an?|our|the) (?:[\w'’-]+ ){0,3}"
    r"(?:desk|correspondents?|reporters?|staff|bureau|writers?)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PROSE_WORDS = 12
_SENTENCE_WORDS = 4
_MOSTLY_LINKS = 0.6
# A name in a row has so many words; where upright strokes part them, so many.
_NAMED = 4
_STROKED = 6
_LONGEST = 160
# Of a sentence's longer words, one in so many or more stands in the story if it goes on.
_SHARE = 6


def ends(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return bool(_ENDED.search(text[-20:]))


def is_prose(line: Line) -> bool:
    """Whether it reads as a sentence of a story: long, ended, not mostly links."""
    long_enough = line.text.count(" ") >= _PROSE_WORDS - 1
    return long_enough and line.linked < _MOSTLY_LINKS and ends(line.text)


def is_sentence(line: Line) -> bool:
    """Whether it may be a short sentence of a story: some words, ended, not mostly links."""
    some = line.text.count(" ") >= _SENTENCE_WORDS - 1
    return some and line.linked < _MOSTLY_LINKS and ends(line.text)


def is_linked(line: Line) -> bool:
    """Whether most of it is links, buttons or stamps of the markup."""
    return line.linked >= _MOSTLY_LINKS


def is_stamp(text: str) -> bool:
    """Whether it tells when a page was published, and little else.

    Beside a day or time may stand one word, three where "updated" or a clock is among the
    rest, ten where a stroke or a dot parts them from it, a byline's label opens the line or a
    desk is named. A day that opens a sentence is none.
    A bare time of day is none: live reports open their entries with it.
    """
    if len(text) > _LONGEST or re.fullmatch(_CLOCK, text):
        return False
    labelled = bool(_STAMPED.search(text))
    rest = _BESIDE.sub(" ", _STAMPED.sub(" ", _TIMES.sub(" ", text))).rstrip()
    words = len(re.findall(r"\w+", rest))
    if not _TIMES.search(text):
        return labelled and words == 0
    clocked = labelled or bool(re.search(_CLOCK, text))
    if _PARTED.search(text) or is_byline(text) or _STAFF.search(text):
        return words <= 10 and (clocked or words <= 1 or not ends(rest))
    return words <= (3 if clocked else 1) and not (words > 1 and ends(rest))


def is_labelled(text: str) -> bool:
    """Whether it says of itself that it tells when something was published."""
    return bool(_STAMPED.search(text))


def is_byline(text: str) -> bool:
    """Whether it names who wrote: "By Ada Lund", "Words: our correspondents"."""
    if _DESK.match(text) and not ends(text):
        return len(text) <= _LONGEST
    label = _LABEL.match(text) if len(text) <= _LONGEST else None
    if label is None or (ends(text) and not label["colon"]):
        return False
    named = label["name"][:1].isupper() and text[:2].lower() == "by"
    return (named or bool(label["colon"])) and len(text.split()) <= 12


def is_list(text: str) -> bool:
    """Whether it is a row of short names parted by strokes, dots or arrows."""
    parts = re.split(r"\s[|/·•»›>.]\s", text[:_LONGEST])
    most = _STROKED if " | " in text else _NAMED
    return len(parts) > 2 and all(len(part.split()) <= most for part in parts)


def stems(text: str) -> set[str]:
    """The longer words, cut to their first five letters: what two texts have in common."""
    return {word[:5] for word in re.findall(r"\w{4,}", text.casefold())}


def has_common(words: set[str], story: Collection[str]) -> bool:
    """Whether so many of a sentence's words stand in a story that it goes on with it."""
    known = sum(word in story for word in words)
    return bool(known) and known * _SHARE >= len(words)
