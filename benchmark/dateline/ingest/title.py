"""Title: which line of a page is the story's headline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice

from dateline.ingest.ends import end_reason
from dateline.ingest.known import common_words, phrase
from dateline.ingest.lines import Line, Page
from dateline.ingest.numbers import wire_id
from dateline.ingest.shapes import (
    ends,
    is_byline,
    is_linked,
    is_list,
    is_prose,
    is_sentence,
    is_stamp,
    stems,
)

__all__ = ["title_place"]

_WORDS = 3
# So much of the story tells what its title is about.
_SENTENCES = 8
# Its first sentences, which repeat what the title says.
_LEAD = 3
_SAMPLE = 4000
_WINDOW = 500
# So many lines above the body a title may stand.
_ABOVE = 200
# A line that looks like furniture is a headline if it has so many words of the story.
_CERTAIN = 3
# Longer lines have more words in common; more than this do not make a better title.
_MOST = 4
# Fields of a feed or a table, set apart by more than a space: "SLUG  VOTE-HALD".
_COLUMNS = re.compile(r"\S\s{2,}\S")
_PARTS = re.compile(r"\s+(?:[|·•«»–—-]|::)\s+|:\s+")
# A section, or a path of sections: "Montenegro | Kosovo", "National > Politics".
_PATH = re.compile(r"\w+(?: \w+)?(?:\s[|/>›»]\s\w+(?: \w+)?)+")
# How surely a line is the title that the markup declares.
_DECLARED = 3
_FURNITURE = ("unended", "ended", "prose", "takes", "heads", "closes", "end", "may-end", "slogan")


def title_place(page: Page) -> int:
    """Where the title stands.

    As the markup says, in this order: a declared headline, a heading that is part of the
    window's title, the first heading or another part of it. Else the title-like line before
    the body that has most words in common with it; of those with half as many or more, the
    first from which no furniture parts that line. Where all lines before the body are
    title-like, nobody put furniture there: the first is the title.
    """
    openings = _story(page, _openings(page))
    body = openings[0] if openings else len(page.lines) - 1
    story = _words(page, openings)
    marked = _marked(page, story)
    if marked:
        return max(marked, key=lambda place: (marked[place], -place))
    lead = _words(page, openings[:_LEAD])
    shared = dict(_title_like(page, body, story, lead))
    if not any(shared.values()):
        shared = dict(_title_like(page, body, story, story))
    if not shared:
        return max(body - 1, 0)
    if len(shared) == body:
        return 0
    best = max(shared, key=lambda place: (shared[place], -place))
    likely = (place for place, count in shared.items() if 2 * count >= shared[best])
    return next(place for place in likely if not _parted(page.lines[place + 1 : best]))


def _parted(lines: Sequence[Line]) -> bool:
    """Whether furniture stands there, but for what stands between a title and its standfirst."""
    return any(
        not (is_stamp(line.text) or is_byline(line.text))
        and (is_linked(line) or is_list(line.text) or _is_path(line.text) or _is_furniture(line))
        for line in lines
    )


def _is_furniture(line: Line) -> bool:
    return any(phrase(kind, line) for kind in _FURNITURE)


def _story(page: Page, openings: list[int]) -> list[int]:
    """The openings without a slogan or a counter of the site above the title.

    Such a sentence has no word in common with the rest, while a line below it, and none
    above, is as surely as can be the title of the rest.
    """
    for number, place in enumerate(openings[:-1]):
        rest = _words(page, openings[number + 1 :])
        titles = dict(_title_like(page, openings[number + 1], rest, rest))
        above = max((count for line, count in titles.items() if line < place), default=0)
        below = max((count for line, count in titles.items() if line > place), default=0)
        if stems(page.lines[place].text) & rest or above > 1 or below < _CERTAIN:
            return openings[number:]
    return openings[-1:]


def _words(page: Page, places: Sequence[int]) -> set[str]:
    """The telling words of some lines."""
    return stems(" ".join(page.lines[place].text for place in places)[:_SAMPLE]) - common_words()


def _marked(page: Page, story: set[str]) -> dict[int, tuple[int, int]]:
    """Places that the markup names, with how surely, and with how many words of the story.

    A place with most of the page's prose before it is a teaser or a path, and no title.
    """
    window = frozenset(_parts(page.window[:_WINDOW]))
    prose = list(accumulate(len(line.text) * is_prose(line) for line in page.lines))
    found = {}
    for place, line in enumerate(page.lines):
        rank = _rank(page, line, window)
        shared = len(stems(line.text) & story) if rank else 0
        if rank > (shared == 0) and 2 * prose[place] <= prose[-1]:
            # The window of some pages tells the site alone, which a line of it then repeats.
            found[place] = (rank if shared or rank >= _DECLARED else 0, shared)
    return found


def _rank(page: Page, line: Line, window: frozenset[str]) -> int:
    """How surely the markup says that the line is the title; 0 is not at all."""
    first = line.tag == "h1"
    if line.text in page.titles:
        return _DECLARED + first
    if line.text in window and line.text.count(" ") >= _WORDS - 1:
        return 2 if re.fullmatch(r"h\d", line.tag) and line.text != page.site else 1
    return int(first)


def _parts(window: str) -> Iterator[str]:
    """The window's title, without the site's name before it or after it."""
    yield window
    for part in _PARTS.finditer(window):
        yield window[: part.start()]
        yield window[part.end() :]


def _openings(page: Page) -> list[int]:
    """Places of the story's first prose; of its short sentences, where it has no other."""
    prose = list(islice(_told(page, is_prose), _SENTENCES))
    return prose or list(islice(_told(page, is_sentence), _SENTENCES))


def _told(page: Page, is_told: Callable[[Line], bool]) -> Iterator[int]:
    """Places of such lines, from the first that can open the body to the first end."""
    begun = False
    for place, line in enumerate(page.lines):
        ended = end_reason(line) or phrase("closes", line)
        if ended and begun:
            return
        kind = "prose" if is_prose(line) else "ended"
        if is_told(line) and not (ended or phrase(kind, line)):
            begun = True
            yield place


def _title_like(
    page: Page, body: int, story: set[str], lead: set[str]
) -> Iterator[tuple[int, int]]:
    """Places of lines that may be a title, with how many words each shares with the lead.

    What has words of the story only further down tells of the site, not of the story.
    """
    start = max(0, body - _ABOVE)
    for place, line in enumerate(page.lines[start:body], start=start):
        words = stems(line.text)
        shared = min(len(words & story), _MOST)
        labelled = phrase("takes-next", page.lines[place - 1]) is not None
        if line.text.count(" ") < _WORDS - 1 or is_linked(line) or _is_shaped(line) or labelled:
            continue
        if shared >= _CERTAIN or not _is_furniture(line):
            yield place, min(len(words & lead), _MOST)


def _is_shaped(line: Line) -> bool:
    """Whether its form is one that titles do not have."""
    text = line.text
    told = is_stamp(text) or is_byline(text) or is_list(text) or wire_id(line) is not None
    told = told or _is_path(text) or _COLUMNS.search(text) is not None
    return told or (text.endswith(".") and ends(text))


def _is_path(text: str) -> bool:
    """Whether it names the section that a page stands in, and no more."""
    return _PATH.fullmatch(text) is not None
