"""Looking up what stands where, in a time that does not grow with the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from dateline.document import Mention, Span

__all__ = ["Ordered", "Taken", "stripped_end"]


class Taken:
    """Which characters of a text are taken: one mark for each."""

    def __init__(self, text: str) -> None:
        self._marks = bytearray(len(text))

    def add(self, span: Span) -> None:
        """Take these characters."""
        start, end = span
        self._marks[start:end] = b"\1" * (end - start)

    def touches(self, span: Span) -> bool:
        """Whether a character of the span is taken."""
        return self._marks.find(1, *span) >= 0


class Ordered:
    """Mentions in reading order, none over another, found by their place."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = sorted(mentions, key=_place)
        self._starts = [one.start for one in self.mentions]
        self._ends = [one.end for one in self.mentions]

    def last_before(self, place: int) -> Mention | None:
        """The last mention that ends here or earlier."""
        number = bisect_right(self._ends, place)
        return self.mentions[number - 1] if number else None

    def first_after(self, place: int) -> Mention | None:
        """The first mention that starts here or later."""
        number = bisect_left(self._starts, place)
        return self.mentions[number] if number < len(self.mentions) else None

    def inside(self, span: Span) -> tuple[int, int]:
        """Numbers of the first mention inside and of the first one behind."""
        first = bisect_left(self._starts, span[0])
        return first, max(first, bisect_right(self._ends, span[1]))

    def first_not_before(self, place: int, numbers: tuple[int, int]) -> int:
        """The number of the first of these mentions that ends later than here."""
        return bisect_right(self._ends, place, *numbers)


def stripped_end(text: str, start: int, end: int, characters: str) -> int:
    """Where `text[start:end].rstrip(characters)` ends, without the copy."""
    while end > start and text[end - 1] in characters:
        end -= 1
    return end


def _place(mention: Mention) -> Span:
    return mention.span
