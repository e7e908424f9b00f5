"""The lines in which relations are typed, taken apart; no text and no region is known here.

    agent=minister place="Port Vila" participant=Ada Lund, the buyer #2
    Shariff, p3 "the buyer"; said

A name is followed by words up to the next name, comma or semicolon. Strings, `#2`, `p3`
and `p3 @120:125` are those of the sheet. Words without a name belong to the slot that
they stand in; a semicolon begins the next one.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Span
from dateline_annotation.defects import TYPED_FORM, Defect

__all__ = ["TypedError", "TypedLink", "Words", "read_line"]

# A comma in a number separates nothing.
_PIECE = re.compile(
    r"""\s*(?:
      "(?P<string>(?:[^"\\]|\\["\\])*)"
    | (?P<mark>;|,(?!\d))
    | \#(?P<occurrence>\d{1,9})(?=[\s;,]|$)
    | @(?P<first>\d{1,9}):(?P<last>\d{1,9})(?=[\s;,]|$)
    | (?P<name>[^\s";,=\#]+)\s*=
    | (?P<word>(?:(?!,(?!\d)|\#\d{1,9}(?:[\s;,]|$))[^\s";])+)
    )""",
    re.VERBOSE,
)
_PARAGRAPH = re.compile(r"p(\d{1,9})", re.ASCII)


class TypedError(ValueError):
    """A defect of what was typed, and what it was found in."""

    def __init__(self, defect: Defect, found: object) -> None:
        super().__init__(f"{defect.rule}: {found}")
        self.defect = defect
        self.found = found


class Words(Struct, frozen=True):
    """Words, and which of their occurrences is meant: in which paragraph, which of several.

    `counted` are code points of the paragraph, and stand in the place of words.
    """

    text: str = ""
    paragraph: int | None = None
    occurrence: int | None = None
    counted: Span | None = None

    @property
    def is_placed(self) -> bool:
        """Whether they say where they stand."""
        return (self.paragraph, self.occurrence, self.counted) != (None, None, None)


class TypedLink(Struct, frozen=True):
    """A relation as it was typed: its name, or the slot of the line, and what it leads to."""

    name: str
    slot: int
    words: Words


def read_line(line: str) -> list[TypedLink]:
    """Take a line apart; a link without a name of its own has an empty one.

    Raises:
        TypedError: a string is not closed, or a name or a place is followed by no words.
    """
    reader, position, end = _Reader(), 0, len(line.rstrip())
    while position < end:
        piece = _PIECE.match(line, position)
        if piece is None:
            raise TypedError(TYPED_FORM, line[position:].strip())
        reader.take(piece)
        position = piece.end()
    return reader.end()


class _Reader:
    """Puts the pieces of a line together."""

    def __init__(self) -> None:
        self.links: list[TypedLink] = []
        self.name, self.slot = "", 0
        self.words = Words()
        self.closed = False
        self.named = 0

    def take(self, piece: re.Match[str]) -> None:
        """Take the next piece."""
        kind, found = str(piece.lastgroup), piece[str(piece.lastgroup)]
        if kind == "word":
            self._word(found)
        elif kind == "string":
            self._string(found)
        elif kind == "name":
            self._name(found)
        elif kind == "mark":
            self._mark(found)
        else:
            self._place(piece)

    def end(self) -> list[TypedLink]:
        """The links, at the end of the line."""
        self._finish()
        self._check_name()
        return self.links

    def _word(self, found: str) -> None:
        if self.closed:
            self._finish()
        paragraph = _PARAGRAPH.fullmatch(found)
        if paragraph and self.words == Words():
            self.words = Words(paragraph=int(paragraph[1]))
        else:
            self.words = replace(self.words, text=f"{self.words.text} {found}".strip())

    def _string(self, found: str) -> None:
        """A string is complete in itself; what precedes it without a comma is another."""
        if self.words.text or self.closed:
            self._finish()
        self.words = replace(self.words, text=re.sub(r'\\(["\\])', r"\1", found))
        self.closed = True

    def _name(self, found: str) -> None:
        self._finish()
        self._check_name()
        self.name, self.named = found, len(self.links)

    def _mark(self, found: str) -> None:
        self._finish()
        if found == ";":
            self._check_name()
            self.name, self.slot = "", self.slot + 1

    def _place(self, piece: re.Match[str]) -> None:
        if piece["occurrence"]:
            self.words = replace(self.words, occurrence=int(piece["occurrence"]))
        else:
            self.words = replace(self.words, counted=(int(piece["first"]), int(piece["last"])))
        self.closed = True

    def _finish(self) -> None:
        """End the words that are being read, if there are any."""
        words = self.words
        if words != Words() and not words.text and words.counted is None:
            if words.occurrence is not None or words.paragraph is None:
                raise TypedError(TYPED_FORM, f"#{words.occurrence}")
            # What looks like a paragraph and is followed by nothing are words.
            words = Words(f"p{words.paragraph}")
        if words != Words():
            self.links.append(TypedLink(self.name, self.slot, words))
        self.words, self.closed = Words(), False

    def _check_name(self) -> None:
        if self.name and len(self.links) == self.named:
            raise TypedError(TYPED_FORM, f"{self.name}=")
