"""Head: bylines, dates and captions between a title and its story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from dateline.ingest.known import is_agency, phrase
from dateline.ingest.lines import Line
from dateline.ingest.markers import opens_story
from dateline.ingest.numbers import is_code, wire_id
from dateline.ingest.shapes import (
    DAY,
    ends,
    is_byline,
    is_labelled,
    is_list,
    is_prose,
    is_sentence,
    is_stamp,
)

__all__ = ["authors", "closing_reason", "contact_lines", "head_end", "head_reason"]

# How far below a standfirst of whole sentences the byline may stand.
_NEAR = 3
_HEAD = 60
_AFFILIATION = 5
_CONTACTS = 6
# Links and counters beside them, between a title and its story.
_HALF_LINKS = 0.5
_AGENCY = 3
# The reason that a line which names a picture's source is cut with, in `phrases.toml`.
_PICTURED = "media"
_OFFICE = re.compile(
    r"\w,|\b(?:reporter|correspondent|editor|writer|staff|desk|news|press)\b", re.I
)
# What somebody does who writes, as it stands under a name: "Courts reporter, Hald".
_ROLE = re.compile(r"\b(?:reporter|correspondent|editor|writer|columnist)\b", re.I)
# Who writes where nobody is named: "Our correspondent", "Agencies in Hald", "Hald desk".
_STAFF = re.compile(
    r"^(?:agencies|(?:our|special|staff) (?:\w+ )?(?:correspondents?|reporters?|writers?))\b"
    r"|\b(?:bureau|desk|newsroom)$",
    re.IGNORECASE,
)
# Nothing but a number to call or an address to write to.
_CALLED = re.compile(
    r"(?:(?:tel|phone|mobile|e-?mail)\w*[.:]? )?"
    r"(?:\+[\d ()./-]{7,}|\(?(?:\d[ ()./-]*){9,}|[\w.+-]+@[\w.-]+)",
    re.IGNORECASE,
)
# A number with its country's, as a desk gives it below a story.
_DESK = re.compile(
    r".{0,60}\b(?:bureau|desk|editors?|newsroom)\b.{0,60}\+\d[\d ()./-]{7,}(?!\d).{0,60}", re.I
)
# Names of firms end as sentences do.
_FIRM = re.compile(r"\b(?:Inc|Ltd|Corp|Co|plc|S\.A|N\.V)\.$")
_ABOUT = r",? (?:is|covers|writes|reports|has (?:been|worked|written|covered)|can be reached)\b"
# Two or three capitalised words alone, as somebody's name right above a date.
_SIGNED = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,2}")
_NAME = re.compile(r"(?!By )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+")


def head_end(lines: Sequence[Line]) -> int:
    """The place where the story begins, of lines from the title on.

    A sentence with a byline or a date close below it is a standfirst. Heads have no more than
    sixty lines. Where no sentence is long, the first short one begins the story.
    """
    short = 0
    for place, line in enumerate(lines[1:_HEAD], start=1):
        opens = is_prose(line) and not phrase("prose", line) and not _is_standfirst(lines, place)
        if opens or opens_story(line.text):
            return place
        brief = is_sentence(line) and not phrase("ended", line)
        if not short and brief and not _is_standfirst(lines, place):
            short = place
    return short or min(len(lines), _HEAD)


def _is_standfirst(lines: Sequence[Line], place: int) -> bool:
    """Whether a byline stands below, or a stamp that is more than a day: chronicles have days."""
    below = takewhile(lambda one: not is_prose(one), lines[place + 1 : place + 1 + _NEAR])
    told = (one.text for one in below)
    return any(
        is_byline(text) or (is_stamp(text) and not re.fullmatch(DAY, text, re.I)) for text in told
    )


def head_reason(lines: Sequence[Line], place: int, before: str | None) -> str | None:
    """Why a line between the title and the story is not the story's, by its form.

    Args:
        lines: the lines from the title on.
        place: where the line stands.
        before: why the line before it is not the story's.
    """
    line, last = lines[place], lines[place - 1]
    shaped = _shaped(line) or ("byline" if _names_agency(lines, line.text) else None)
    if shaped or ends(line.text):
        return shaped
    if line.linked >= _HALF_LINKS:
        return "mostly links"
    if before and last.paragraph == line.paragraph and _goes_on(line.text, last.text, before):
        return "byline"
    if before == "byline" and last.paragraph == line.paragraph and _is_role(line):
        return "byline"
    below = lines[place + 1 : place + 2]
    if _is_staff(line) or (_SIGNED.fullmatch(line.text) and _signs(line, below)):
        return "byline"
    pictured = any(phrase("unended", one) == _PICTURED for one in below)
    return "caption" if before and pictured and _shaped(last) else None


def _shaped(line: Line) -> str | None:
    if is_prose(line):
        return None
    if is_stamp(line.text):
        return "date line"
    if is_byline(line.text):
        return "byline"
    if line.text.isdigit():
        return "count"
    return "navigation" if is_list(line.text) else None


def _names_agency(lines: Sequence[Line], text: str) -> bool:
    """Whether it is an agency's name and no more: a known one, or what its number opens with."""
    if len(text.split()) > _AGENCY or not text.isupper():
        return is_agency(text)
    return any(line.text.startswith(text) and wire_id(line) for line in lines)


def _goes_on(text: str, last: str, before: str) -> bool:
    """Whether a byline goes on: with the name that it told, or what a reporter writes for."""
    if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", last):
        return True
    words = text.split()
    named = len(words) <= _AFFILIATION and all(word[:1].isupper() for word in words)
    return before == "byline" and named and bool(_OFFICE.search(text))


def _signs(line: Line, below: Sequence[Line]) -> bool:
    """Whether a name is somebody's who wrote: a role stands below it, or a date."""
    roles = (one.paragraph == line.paragraph and _is_role(one) for one in below)
    return any(roles) or any(is_stamp(one.text) for one in below)


def _is_role(line: Line) -> bool:
    """Whether it says what somebody writes for, and no more."""
    few = len(line.text.split()) <= _AFFILIATION
    return few and not ends(line.text) and bool(_ROLE.search(line.text))


def _is_staff(line: Line) -> bool:
    """Whether it tells who wrote without a name, and no more: "Our correspondent"."""
    few = len(line.text.split()) <= _AFFILIATION and line.text[:1].isupper()
    return few and bool(_STAFF.search(line.text))


def contact_lines(lines: Sequence[Line], place: int) -> int:
    """How many lines, up from this one, tell whom to call: names, and a number or address.

    One line is enough where a number with its country's stands in it, and no sentence.
    """
    up = reversed(lines[max(1, place + 1 - _CONTACTS) : place + 1])
    paragraph = lines[place].paragraph
    near = takewhile(lambda one: one.paragraph == paragraph, up)
    short = [one.text for one in takewhile(_is_short, near)]
    called = any(_CALLED.fullmatch(text) for text in short)
    if called and len(short) > 1:
        return len(short)
    return int(not ends(lines[place].text) and bool(_DESK.fullmatch(lines[place].text)))


def _is_short(line: Line) -> bool:
    if _CALLED.fullmatch(line.text):
        return True
    few = len(line.text.split()) <= _AFFILIATION
    return few and (not ends(line.text) or bool(_FIRM.search(line.text)))


def authors(lines: Sequence[Line]) -> frozenset[str]:
    """Names of two words or more in the bylines of a head, without case."""
    told = (line.text for line in lines if is_byline(line.text) or is_stamp(line.text))
    return frozenset(name.casefold() for text in told for name in _NAME.findall(text))


def closing_reason(line: Line, names: frozenset[str]) -> str | None:
    """Why a line below a story is not the story's: it tells who wrote it, when, or its code."""
    if is_stamp(line.text) and is_labelled(line.text):
        return "date line"
    if line.text.isdigit():
        return "count"
    if is_code(line.text):
        return "wire ID"
    text = line.text.casefold()
    for name in names:
        called = next((one for one in (name, name.split()[-1]) if text.startswith(one)), None)
        if text == name or (called and re.match(_ABOUT, text[len(called) :])):
            return "about the author"
    return None
