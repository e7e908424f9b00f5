"""Markers: the name of an agency that opens a story or stands in its dateline."""

from __future__ import annotations

import re

from msgspec import Struct

from dateline.ingest.known import is_agency
from dateline.ingest.lines import Page

__all__ = ["Marker", "find_marker", "opens_story"]

_NAME = r"[^\W\d_][\w .&-]{1,30}"
_LOUD = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ\d .&-]{1,30}"
# "(MARKER) Text", "(MARKER via OTHER) Text", and "(Marker) - Text".
_OPENING = re.compile(
    rf"\((?:(?P<loud>{_LOUD}(?: via {_LOUD})?)\)\s+(?:[-–—]+\s+)?"
    r"|(?P<name>[A-Z][\w .&-]{1,30})\)\s*[-–—]+\s+)"
)
# "PLACE, Day (Agency) - Text", "PLACE /Agency/ -- Text", "PLACE, Day. /AGENCY/. Text". Of a
# mark before the name and one behind it, as in "PLACE--(AGENCY)--Text", one stays.
_DATELINE = re.compile(
    rf"(?P<before>.{{3,90}}?)(?P<taken>[ ,]*(?:[-–—:]+\s*)?\((?P<name>{_NAME})\)(?=\s*[-–—:])"
    rf"|[ ,]*/(?P<slashed>{_NAME})/(?:\.|(?=\s*[-–—:]))"
    rf"|(?<=[-–—:])\s*\((?P<parted>{_NAME})\)(?=\s))"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATED = re.compile(
    rf"[^\W\d_a-z].*, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?[.,]?"
)


class Marker(Struct, frozen=True):
    """A marker's name, and the span of the line that leaves the text with it, if one does."""

    name: str
    start: int
    end: int


def opens_story(text: str) -> bool:
    """Whether a marker in brackets opens the line."""
    return _OPENING.match(text) is not None


def find_marker(text: str, page: Page, title: int, *, opens: bool = True) -> Marker | None:
    """The marker of the story that opens with this line, or has its dateline here.

    Of a dateline the place and the day stay, as readers know datelines: "PARIS, Jan. 7 -".
    The name of the outlet whose page it is stays too: that is its own dateline.
    """
    if opens and (opening := _OPENING.match(text)) is not None:
        return Marker(opening["loud"] or opening["name"], 0, opening.end())
    found = _DATELINE.match(text)
    if found is None:
        return None
    name = found["name"] or found["slashed"] or found["parted"]
    agency = is_agency(name)
    before = found["before"].rstrip(" -–—:")
    plain = agency and (name[0].isupper() or " " not in before) and opens
    if not (plain or ((agency or name[0].isupper()) and _is_dateline(before, name))):
        return None
    own = not (agency or found["slashed"]) and _names_itself(name, page, title)
    start, end = found.span("taken")
    return Marker(name, start, start if own else end)


def _is_dateline(before: str, name: str) -> bool:
    """Whether it is a place and a day, or a place in capitals that cannot be another name.

    "UNESCO (Paris) - which" is none: one word in capitals, and a name that is not.
    """
    place, *more = before.split(",")
    return bool(_DATED.fullmatch(before)) or (place.isupper() and (bool(more) or name.isupper()))


def _names_itself(name: str, page: Page, title: int) -> bool:
    """Whether the page is that outlet's: its name stands before the title or in the markup."""
    told = [page.window, page.site, *(line.text for line in page.lines[:title])]
    return any(name.casefold() in text.casefold() for text in told)
