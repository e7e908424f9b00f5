"""The words of a sheet's line: bare ones, and strings in straight quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["SheetError", "Token", "occurrences", "quoted", "tokens_of"]

_TOKEN = re.compile(
    r'[ \t]*(?:"(?P<string>(?:[^"\\]|\\["\\])*)"(?:[ \t]*#(?P<occurrence>\d+))?|(?P<bare>[^ \t"]+))'
    r"(?=[ \t]|$)"
)
_BARE = re.compile(r'[^\s"#\\]+')


class SheetError(ValueError):
    """What is wrong with a line: what stands there, and how to mend it."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(f"{found}: {remedy}")
        self.found = found
        self.remedy = remedy


class Token(Struct, frozen=True):
    """A word of a line; `occurrence` counts from 1 and goes with quoted strings."""

    text: str
    quoted: bool = False
    occurrence: int = 1


def tokens_of(line: str) -> list[Token]:
    """Split a line into its words.

    Raises:
        SheetError: a string is not closed, or escapes other than a quotation mark and a
            backslash.
    """
    tokens: list[Token] = []
    position, end = 0, len(line.rstrip(" \t"))
    while position < end:
        match = _TOKEN.match(line, position)
        if match is None:
            raise SheetError(line[position:].strip(), 'close the string; escapes are \\" and \\\\')
        tokens.append(_token(match))
        position = match.end()
    return tokens


def _token(match: re.Match[str]) -> Token:
    string = match["string"]
    if string is None:
        return Token(match["bare"])
    text = re.sub(r'\\(["\\])', r"\1", string)
    return Token(text, quoted=True, occurrence=int(match["occurrence"] or 1))


def quoted(text: str, *, always: bool = False) -> str:
    """A word as it is written: bare where that reads back the same, else as a string."""
    if not always and _BARE.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def occurrences(paragraph: str, surface: str) -> Iterator[int]:
    """Where the surface stands as whole words; overlapping places count.

    An end is tested only where the surface has a letter, digit or `_` there: then
    the character beyond must be none.
    """
    if not surface:
        return
    start = paragraph.find(surface)
    while start >= 0:
        if _stands_free(paragraph, start, start + len(surface)):
            yield start
        start = paragraph.find(surface, start + 1)


def _stands_free(paragraph: str, start: int, end: int) -> bool:
    joined_before = _is_word(paragraph[start]) and start > 0 and _is_word(paragraph[start - 1])
    joined_after = (
        _is_word(paragraph[end - 1]) and end < len(paragraph) and _is_word(paragraph[end])
    )
    return not (joined_before or joined_after)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
