"""Numbers: what an agency calls an item by, on a line of its own."""

from __future__ import annotations

import re

from dateline.ingest.lines import Line
from dateline.ingest.shapes import ends, is_prose, is_stamp

__all__ = ["is_code", "wire_id"]

_LONGEST = 320
_SHORT = 100
# One word of capitals and digits, such as ABC07012026000045ID1100 or 0711-KL-22345.
_WIRE_ID = r"(?=(?:[^\d\s]*\d){8})(?=(?:[^A-Z\s]*[A-Z]){2})[A-Z\d][A-Z\d/_.-]{10,}"
_ALONE = re.compile(_WIRE_ID)
# Such a word, and behind a gap what the desk notes: "ABC/0107/152233 / 2nd lead"; or before
# it, as sentences of their own.
_NOTED = re.compile(rf"(?P<id>{_WIRE_ID}) [/|,;(–—-].*|.*[.:;] (?P<last>{_WIRE_ID})")
# "ABC 07012026-1617 sport/5": capitals, a long number, and little besides.
_OPENED = re.compile(r"(?:[A-Z]{2,}[A-Z/-]*[ /:]){1,2}\d{8,}[\d/-]*\b.{0,30}")
# Pieces of names and numbers joined by strokes: "abc/kl/1835hrs/05022026", "ABC/1188/04".
_JOINED = re.compile(r"(?=(?:\D*\d){8})[\w.-]+(?:/[\w.-]+){2,}|[A-Z]{2,}/\d{2,}(?:/\d{2,})+")
# "Ref: AB-20260107-1", "Release no. 20260107-12": a label with what it names, and before it
# perhaps the agency: "NORDWIRE ref. 07012026/12".
_LABELLED = re.compile(
    r"(?:(?-i:[A-Z][A-Z.&/-]+) ){0,2}(?:(?:story|item|release|article|wire|news) )?"
    r"(?P<kind>ref(?:erence)?|id|no|number|code)"
    r"(?P<mark>[.:#]*) ?(?P<id>(?=(?:[^\d\s]*\d){6})[A-Z\d][A-Z\d/-]+)\b",
    re.IGNORECASE,
)
# "THE AGENCY 2026-01-07 / item 12": capitals, a day in figures, and what counts the items.
_DAY = re.compile(r"\d{4}[-./]\d\d[-./]\d\d|\d\d?[-./]\d\d?[-./](?:\d{4}|\d\d)(?!\d)")
_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?")
_COUNTS = re.compile(r"\b(?:file|id|item|no|of|ref|release|story)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\[\]]+)\]|\(([^()]+)\)")
# So many figures beside the day tell items apart: those of an hour may be fewer.
_FIGURES = 2
_RUN = re.compile(r"\d{4}")
_CODED_WORDS = 7
# Whom to call stands in a story too.
_CALLED = re.compile(r"[@+]")
_CAPITALS = 2


def wire_id(line: Line) -> str | None:
    """The agency's number of the item, where the line holds little else or opens with it."""
    if len(line.text) > _LONGEST:
        return None
    bare = _BRACKETED.fullmatch(line.text)
    text = (bare[1] or bare[2]).strip() if bare else line.text
    if any(form.fullmatch(text) for form in (_ALONE, _JOINED)) or _is_coded(text):
        return text
    if _OPENED.fullmatch(text) and not ends(text):
        return text
    noted = _NOTED.fullmatch(text)
    if noted and not ends(text):
        return noted["id"] or noted["last"]
    label = _LABELLED.match(text)
    # A sentence may open with "No. 118"; a colon makes a label of it.
    if label is None or (is_prose(line) and ":" not in label["mark"]):
        return None
    return label["id"]


def is_code(text: str) -> bool:
    """Whether a line below a story is mostly capitals and figures: "SCW 200225 1841 CI 0318".

    Four figures in a row tell it from a row of results; it is too bare to end a story.
    """
    words = text.split()
    coded = [one for one in words if one.isupper() or any(map(str.isdigit, one))]
    few = len(words) <= _CODED_WORDS and not (ends(text) or is_stamp(text) or _CALLED.search(text))
    named = sum(one.isupper() for one in text) >= _CAPITALS and _RUN.search(text) is not None
    return few and named and 2 * len(coded) >= len(words)


def _is_coded(text: str) -> bool:
    """Whether it is capitals, a day in figures and another number, without any other word."""
    told = _COUNTS.sub("", text)
    if len(text) > _SHORT or ends(text) or not _DAY.search(told):
        return False
    rest = _CLOCK.sub("", _DAY.sub("", told, count=1))
    lower = any(one.islower() for one in told)
    capitals = sum(one.isupper() for one in rest)
    figures = sum(one.isdigit() for one in rest)
    return not lower and capitals >= _CAPITALS and figures >= _FIGURES
