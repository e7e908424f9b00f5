"""Pages: bytes to lines of text, HTML or as copied from a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.ingest.lines import Line, Page, normal
from dateline.ingest.markup import html_page
from dateline.problems import InvalidInput, Problem

__all__ = ["joined", "page_text", "read_page"]

_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|article|p|h1)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_page(raw: bytes, name: str) -> Page:
    """Read a saved HTML page, or text as it was copied from a browser.

    Which of the two it is, the content decides.

    Raises:
        InvalidInput: the page is empty, or no text.
    """
    text = _decoded(raw, name)
    page = html_page(text) if _MARKUP.search(raw[:4096].replace(b"\0", b"")) else _text_page(text)
    if not page.lines:
        raise InvalidInput([_unusable(name, "an empty page", "save the page again")])
    return page


def page_text(raw: bytes, name: str) -> str:
    """The extracted text: paragraphs with a blank line between, NFC, line feeds as line ends."""
    return joined((line.text, line.paragraph) for line in read_page(raw, name).lines)


def joined(lines: Iterable[tuple[str, int]]) -> str:
    """Lines, each with its paragraph: of one by a line end, paragraphs by a blank line."""
    paragraphs: dict[int, list[str]] = {}
    for text, paragraph in lines:
        paragraphs.setdefault(paragraph, []).append(text)
    return "\n\n".join("\n".join(texts) for texts in paragraphs.values())


def _decoded(raw: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return normal(raw.decode(encoding, "replace").removeprefix("\ufeff"))
    if b"\0" in raw[:4096]:
        raise InvalidInput([_unusable(name, "binary data", "give saved HTML or text")])
    declared = _CHARSET.search(raw[:4096])
    # Saved pages are UTF-8 far more often than they say so.
    for encoding in ("utf-8", declared[1].decode() if declared else "cp1252"):
        try:
            return normal(raw.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return normal(raw.decode("cp1252", "replace"))


def _unusable(name: str, found: str, remedy: str) -> Problem:
    return Problem(rule="ingest.page", remedy=remedy, file=name, value=found)


def _text_page(text: str) -> Page:
    paragraphs = re.split(r"\n\s*\n", text)
    lines = (
        Line(line.strip(), number)
        for number, paragraph in enumerate(paragraphs)
        for line in paragraph.split("\n")
        if line.strip()
    )
    return Page(tuple(lines))
