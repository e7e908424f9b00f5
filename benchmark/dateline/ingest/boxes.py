"""Boxes: parts within a story that the markup sets apart from its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import groupby

from dateline.ingest.ends import speaks_to_readers
from dateline.ingest.known import is_storys
from dateline.ingest.lines import Line, Page
from dateline.ingest.shapes import ends, has_common, is_prose, stems

__all__ = ["box_reasons"]

# Elements of a kind are the story's if so many sentences stand in them, or such a share.
_MANY = 2
_SHARE = 5
# The innermost element with so much of the prose, in tenths, is the story's.
_MOST = 9
_QUOTES = ("“", '"', "«", "‘", "'")
_BOXED = "set apart from the story"
_OUTSIDE = "below the story"
_HEADER = "page header"

Reasons = Sequence[str | None]


def box_reasons(page: Page, title: int, reasons: Reasons) -> list[str | None]:
    """Reasons of all lines, with those that the kind of element around a line gives it.

    Paragraphs of a story stand in elements of the same few kinds, by tag and class. What
    stands in one of another kind is a box that somebody put between them, and no story if a
    line of it is cut, linked or no sentence. A sentence in a box is the story's if it is
    quoted, or has words of it and does not speak to readers; so is a heading alone, and so
    are boxes whose class says so. What follows the element with all paragraphs is the story's
    on the same terms, and what stands in a header with the title if it is a sentence.

    Args:
        page: the page.
        title: where its title stands.
        reasons: why each line is not the story's, so far as is known.
    """
    told = list(reasons)
    prose = [place for place in range(title + 1, len(told)) if _tells(page, told, place)]
    if page.regions and prose:
        boxes, outside = _boxes(page, title, prose), _outside(page, prose)
        story = _words(page, (one for one in prose if not (boxes[one] or one in outside)))
        for box in _runs(boxes):
            _cut(told, [] if _is_storys(page, told, box, story) else box, _BOXED)
        _cut(told, [one for one in outside if not _has(page.lines[one], story)], _OUTSIDE)
        _cut(told, _in_header(page, title), _HEADER)
    return told


def _tells(page: Page, reasons: Reasons, place: int) -> bool:
    return reasons[place] is None and is_prose(page.lines[place])


def _words(page: Page, places: Iterable[int]) -> set[str]:
    return stems(" ".join(page.lines[place].text for place in places))


def _runs(boxes: Sequence[int]) -> Iterator[list[int]]:
    """The places of every box."""
    for number, places in groupby(range(len(boxes)), boxes.__getitem__):
        if number:
            yield list(places)


def _cut(reasons: list[str | None], places: Iterable[int], reason: str) -> None:
    for place in places:
        reasons[place] = reasons[place] or reason


def _boxes(page: Page, title: int, prose: Sequence[int]) -> list[int]:
    """For every line below the title the outermost box that it stands in, or 0."""
    kinds = _kinds(page, prose) | _kinds_around(page, title)
    found = [0]
    for number, region in enumerate(page.regions, start=1):
        apart = region.kind not in kinds and not is_storys(region.kind)
        found.append(found[region.parent] or (number if apart else 0))
    return [found[line.region] * (place > title) for place, line in enumerate(page.lines)]


def _kinds(page: Page, prose: Sequence[int]) -> set[str]:
    """Kinds of elements in which the story's sentences stand."""
    counts, sizes = _sums(page, prose, lambda _: 1), _sums(page, prose, lambda one: len(one.text))
    many, much = Counter[str](), Counter[str]()
    for number, region in enumerate(page.regions, start=1):
        if not region.parent or page.regions[region.parent - 1].kind != region.kind:
            many[region.kind] += counts[number]
            much[region.kind] += sizes[number]
    return {""} | {one for one in many if many[one] >= _MANY or _SHARE * much[one] >= sizes[0]}


def _kinds_around(page: Page, place: int) -> set[str]:
    found, number = set[str](), page.lines[place].region
    while number:
        found.add(page.regions[number - 1].kind)
        number = page.regions[number - 1].parent
    return found


def _sums(page: Page, places: Sequence[int], value: Callable[[Line], int]) -> list[int]:
    """A sum over lines by part, those in the parts inside included; 0 is the page."""
    sums = [0] * (len(page.regions) + 1)
    for place in places:
        sums[page.lines[place].region] += value(page.lines[place])
    for number in range(len(page.regions), 0, -1):
        sums[page.regions[number - 1].parent] += sums[number]
    return sums


def _is_storys(page: Page, reasons: Reasons, box: Sequence[int], story: set[str]) -> bool:
    lines = [page.lines[place] for place in box]
    if len(lines) == 1 and _is_heading(lines[0]) and _tells_next(page, reasons, box[-1]):
        return True
    if any(reasons[place] or page.lines[place].linked for place in box):
        return False
    return all(_has(line, story) for line in lines)


def _is_heading(line: Line) -> bool:
    return line.tag in ("h2", "h3", "h4", "h5", "h6")


def _tells_next(page: Page, reasons: Reasons, place: int) -> bool:
    return place + 1 < len(reasons) and _tells(page, reasons, place + 1)


def _has(line: Line, story: set[str]) -> bool:
    """Whether it is a sentence, quoted or with words of the story."""
    if line.text.startswith(_QUOTES):
        return ends(line.text)
    own = ends(line.text) and not speaks_to_readers(line)
    return own and has_common(stems(line.text), story)


def _outside(page: Page, prose: Sequence[int]) -> list[int]:
    """Places below the innermost element that holds nearly all of the prose."""
    sizes = _sums(page, prose, lambda one: len(one.text))
    story = max(one for one, size in enumerate(sizes) if 10 * size >= _MOST * sizes[0])
    inside = _inside(page, {story})
    below = range(prose[-1] + 1, len(page.lines)) if story else range(0)
    return [one for one in below if page.lines[one].region not in inside]


def _inside(page: Page, parts: Set[int]) -> set[int]:
    """Some parts of the page and those inside them."""
    found = set(parts)
    for number, region in enumerate(page.regions, start=1):
        if region.parent in found:
            found.add(number)
    return found


def _in_header(page: Page, title: int) -> list[int]:
    """Places below the title of what a header with it holds beside it, but for sentences."""
    headers = {one for one, part in enumerate(page.regions, start=1) if part.reason == _HEADER}
    inside = _inside(page, headers)
    if page.lines[title].region not in inside:
        return []
    below = range(title + 1, len(page.lines))
    return [
        one for one in below if page.lines[one].region in inside and not ends(page.lines[one].text)
    ]
