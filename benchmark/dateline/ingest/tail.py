"""Tail: where the story of a page ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.ingest.lines import Line
from dateline.ingest.shapes import ends, has_common, stems

__all__ = ["story_end"]

# Where so many lists stand one after the other, the page is at its end.
_LISTS = 2


def story_end(
    lines: Sequence[Line], reasons: Sequence[str | None], ended: int, heads: Mapping[int, bool]
) -> int:
    """The place where the story ends.

    Args:
        lines: the lines from the title on.
        reasons: why each is no line of the story, so far as is known.
        ended: the place of the first line that ends any story, or the number of lines.
        heads: places of lines that head lists of other things, in order, and whether each is
            one that as a rule stands at the end of pages.

    A list of other things ends the story unless a sentence after it goes on with the story:
    has words in common with what stands before the list. A sentence right after a list that
    may stand anywhere is taken to go on.
    """
    first = _first_places(lines, reasons)
    begun = next((place for place, reason in enumerate(reasons) if place and not reason), ended)
    resumed = 0
    for head in heads:
        if not begun < head < ended or head < resumed:
            continue
        after = _resumed(lines, reasons, range(head, ended), first, heads)
        if after is None:
            return head
        resumed = after
    return ended


def _first_places(lines: Sequence[Line], reasons: Sequence[str | None]) -> dict[str, int]:
    """Where each of the story's longer words stands first."""
    found: dict[str, int] = {}
    for place, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        for word in stems(line.text) if reason is None else ():
            found.setdefault(word, place)
    return found


def _resumed(
    lines: Sequence[Line],
    reasons: Sequence[str | None],
    places: range,
    first: Mapping[str, int],
    heads: Mapping[int, bool],
) -> int | None:
    """The first place at which a sentence goes on with what stood before the places."""
    passed = 0
    for place in places:
        passed += 1 + heads[place] if place in heads else 0
        if reasons[place] is not None or not ends(lines[place].text):
            continue
        words = stems(lines[place].text)
        told = {word for word in words if first.get(word, place) < places.start}
        if passed < _LISTS or has_common(words, told):
            return place
    return None
