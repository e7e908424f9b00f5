"""Cuts: for every line of a page, whether it is the story's, and why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from msgspec import Struct
from msgspec.structs import replace

from dateline.ingest.boxes import box_reasons
from dateline.ingest.ends import end_reason, first_end
from dateline.ingest.head import authors, closing_reason, contact_lines, head_end, head_reason
from dateline.ingest.known import phrase, sign_offs
from dateline.ingest.lines import Line, Page
from dateline.ingest.markers import find_marker
from dateline.ingest.regions import region_reasons
from dateline.ingest.repeats import pull_quotes
from dateline.ingest.shapes import ends, is_linked, is_prose, is_stamp
from dateline.ingest.tail import story_end
from dateline.ingest.title import title_place

__all__ = ["Decision", "decide"]

Reasons = list[str | None]
# What parts the members of a row: a gap, or a mark with gaps beside it.
_GAPS = re.compile(r"\s{2,}|\s[|·•.]\s|\]\s*\[")
# Longer lists than this are none: the story itself may stand below.
_FEW = 8
# A dateline stands in one of so many first paragraphs: a standfirst may be above it.
_OPENINGS = 3
_AFTER = "after the end of the story"


class Decision(Struct, frozen=True):
    """A line, and why it was cut; kept lines have no reason.

    Of a kept line `taken` is the span that leaves it nevertheless, with a marker's name.
    """

    line: Line
    reason: str | None
    is_title: bool = False
    taken: tuple[int, int] = (0, 0)
    marker: str | None = None

    @property
    def kept(self) -> str:
        """What the line gives to the article."""
        start, end = self.taken
        return "" if self.reason else self.line.text[:start] + self.line.text[end:]


def decide(page: Page, repeated: frozenset[str] = frozenset()) -> list[Decision]:
    """Decide every line of a page.

    Args:
        page: the page.
        repeated: lines that other pages have too, from `common_lines`.
    """
    title = title_place(page)
    reasons = _story_reasons(page, title, repeated)
    before: Reasons = ["before the title"] * title
    decisions = [
        Decision(line, reason, place == title)
        for place, (line, reason) in enumerate(zip(page.lines, before + reasons, strict=True))
    ]
    return _without_sign_off(_without_marker(decisions, page, title))


def _story_reasons(page: Page, title: int, repeated: frozenset[str]) -> Reasons:
    """Reasons of the lines from the title on, which itself has none."""
    lines = page.lines[title:]
    reasons = _own_reasons(lines, region_reasons(page, title)[title:], repeated)
    _take(lines, reasons)
    heads = dict(_heads(lines, reasons))
    reasons = box_reasons(page, title, [*[None] * title, *reasons])[title:]
    _cut_company(lines, reasons)
    end = story_end(lines, reasons, first_end(lines, reasons, heads), heads)
    reasons[end:] = [reason or _AFTER for reason in reasons[end:]]
    _trim(lines, reasons)
    _cut_pull_quotes(lines, reasons)
    return reasons


def _own_reasons(lines: Sequence[Line], told: Reasons, repeated: frozenset[str]) -> Reasons:
    """Reasons that a line has of its own: its region, its form, its words, its copies."""
    head = head_end(lines)
    reasons: Reasons = [None]
    for place, line in enumerate(lines[1:], start=1):
        again = "title again" if line.text == lines[0].text else None
        shared = "stands in other pages too" if line.text in repeated else None
        shaped = head_reason(lines, place, reasons[-1]) if place < head else None
        phrased = None if _is_subhead(lines, place) else _phrased(line)
        reasons.append(told[place] or end_reason(line) or shared or again or shaped or phrased)
    return reasons


def _phrased(line: Line) -> str | None:
    """Why the line is not the story's, by known phrases and links."""
    if is_prose(line):
        return phrase("prose", line)
    if is_linked(line) and (line.linked == 1 or not ends(line.text)):
        return "mostly links"
    return phrase("ended" if ends(line.text) else "unended", line) or _row(line)


def _row(line: Line) -> str | None:
    """Why a line is not the story's that sets furniture in a row: "Send   Print | Forward"."""
    parts = [part for part in _GAPS.split(line.text) if part]
    told = [phrase("unended", replace(line, text=part)) for part in parts]
    most = len(parts) > 1 and 2 * len([one for one in told if one]) > len(parts)
    return next((one for one in told if one), None) if most and not ends(line.text) else None


def _is_subhead(lines: Sequence[Line], place: int) -> bool:
    """Whether it is a word or two alone between two paragraphs of prose, and no label."""
    near = [*lines[place - 1 : place], *lines[place + 1 : place + 2]]
    alone = len(near) == 2 and all(one.paragraph != lines[place].paragraph for one in near)
    few = lines[place].text.count(" ") < 2 and not (lines[place].linked or ":" in lines[place].text)
    return few and alone and all(is_prose(one) and not phrase("prose", one) for one in near)


def _take(lines: Sequence[Line], reasons: Reasons) -> None:
    """Cut labels of adverts and captions together with what they label."""
    for place, line in enumerate(lines[1:], start=1):
        if label := phrase("takes", line):
            _cut(reasons, place, len(_short_rest(lines, place)), label)
        elif label := phrase("takes-next", line):
            _cut(reasons, place, int(bool(_rest(lines, place)) or _is_dated(lines, place)), label)


def _is_dated(lines: Sequence[Line], place: int) -> bool:
    """Whether a name and then a stamp follow, each in a paragraph of its own."""
    below = lines[place + 1 : place + 3]
    return len(below) == 2 and is_stamp(below[1].text) and not is_prose(below[0])


def _cut_company(lines: Sequence[Line], reasons: Reasons) -> None:
    """Cut what is left of a paragraph, if that is no prose and most of the lines are cut."""
    places = range(1, len(lines))
    for _, group in groupby(places, lambda place: lines[place].paragraph):
        near = list(group)
        cut = [reason for place in near if (reason := reasons[place]) is not None]
        told = any(reasons[place] is None and is_prose(lines[place]) for place in near)
        if 2 * len(cut) > len(near) and not told and lines[0].paragraph != lines[near[0]].paragraph:
            _cut(reasons, near[0], len(near) - 1, cut[0])


def _heads(lines: Sequence[Line], reasons: Reasons) -> Iterator[tuple[int, bool]]:
    """Cut headings of lists of other things with their lists.

    Gives their places, with whether each closes pages as a rule.
    """
    for place, line in enumerate(lines[1:], start=1):
        below = lines[place + 1 : place + 2]
        opens_prose = any(is_prose(one) and reasons[place + 1] is None for one in below)
        if label := phrase("closes", line):
            _cut(reasons, place, 0, label)
            yield place, True
        elif not (opens_prose or line.text.endswith((".", "!"))) and (
            label := phrase("heads", line)
        ):
            _cut(reasons, place, _listed(lines, place), label)
            yield place, False


def _cut(reasons: Reasons, place: int, more: int, label: str) -> None:
    """Give a line and some more below it a reason, where they have none."""
    for one in range(place, place + 1 + more):
        reasons[one] = reasons[one] or label


def _listed(lines: Sequence[Line], place: int) -> int:
    """How many lines the list below a heading has: short ones, set together."""
    if _rest(lines, place) or place + 1 == len(lines):
        return len(_short_rest(lines, place))
    first = lines[place + 1]
    more = 0 if ends(first.text) else len(_short_rest(lines, place + 1))
    return more and 1 + more


def _short_rest(lines: Sequence[Line], place: int) -> list[Line]:
    """What follows a line in its paragraph, if those are few lines and none is a sentence."""
    rest = _rest(lines, place)
    return [] if len(rest) > _FEW or any(ends(one.text) for one in rest) else rest


def _rest(lines: Sequence[Line], place: int) -> list[Line]:
    """The lines that follow in the same paragraph, up to one more than a few."""
    near = lines[place + 1 : place + 2 + _FEW]
    paragraph = lines[place].paragraph
    return list(takewhile(lambda one: one.paragraph == paragraph, near))


def _trim(lines: Sequence[Line], reasons: Reasons) -> None:
    """Cut dates, notes about the author and whom to call below the story's last line."""
    names = authors(lines[: head_end(lines)])
    for place in range(len(lines) - 1, 0, -1):
        if reasons[place] is None:
            reasons[place] = closing_reason(lines[place], names)
        if reasons[place] is None and (more := contact_lines(lines, place)):
            _cut(reasons, place - more + 1, more - 1, "contact")
        if reasons[place] is None:
            return


def _cut_pull_quotes(lines: Sequence[Line], reasons: Reasons) -> None:
    begun = next((place for place, line in enumerate(lines) if place and is_prose(line)), 0)
    kept = [place for place, reason in enumerate(reasons) if reason is None and place >= begun]
    for place in pull_quotes([lines[place].text for place in kept]):
        alone = not _rest(lines, kept[place])
        if alone and lines[kept[place] - 1].paragraph != lines[kept[place]].paragraph:
            reasons[kept[place]] = "repeats a passage"


def _without_marker(decisions: list[Decision], page: Page, title: int) -> list[Decision]:
    """Take the marker out of the line that opens the story, or of its dateline below."""
    prose = 0
    for place, one in enumerate(decisions):
        if one.reason is not None or one.is_title:
            continue
        found = find_marker(one.line.text, page, title, opens=not prose)
        if found is not None:
            taken = (found.start, found.end) if found.start < found.end else (0, 0)
            decisions[place] = replace(one, taken=taken, marker=found.name)
        prose += is_prose(one.line)
        if found is not None or prose >= _OPENINGS:
            break
    return decisions


def _without_sign_off(decisions: list[Decision]) -> list[Decision]:
    """Take an agency's word for the end out of the story's last line."""
    kept = [place for place, one in enumerate(decisions) if one.reason is None]
    last = decisions[kept[-1]]
    told, _, word = last.line.text.rpartition(" ")
    start = len(told.rstrip())
    if last.is_title or word.strip(".") not in sign_offs():
        return decisions
    if not start:
        decisions[kept[-1]] = replace(last, reason="sign-off")
    elif last.taken == (0, 0):
        decisions[kept[-1]] = replace(last, taken=(start, len(last.line.text)))
    return decisions
