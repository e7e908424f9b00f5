"""Pages: bytes to lines of text, with what HTML knows about each of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dateline.problems import InvalidInput, Problem

__all__ = ["Line", "Page", "page_text", "read_page"]

_IGNORED = ["script", "style", "noscript", "template", "svg", "iframe", "head > title"]
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "em", "font", "i", "kbd"),
        *("label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
        "-text",
    ]
)
# What stands in these is a link or a stamp, not a sentence.
_APART = frozenset({"a", "button", "time"})
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|article|p|h1)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Line(Struct, frozen=True):
    """A line of a page: its paragraph, its HTML element, its share of linked characters.

    Characters of buttons and time stamps count as linked.
    """

    text: str
    paragraph: int
    tag: str = ""
    linked: float = 0.0


class Page(Struct, frozen=True):
    """A page as lines, with titles and dates that its markup names, the surest first."""

    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


def read_page(raw: bytes, name: str) -> Page:
    """Read a saved HTML page, or text as it was copied from a browser.

    Which of the two it is, the content decides.

    Raises:
        InvalidInput: the page is empty, or no text.
    """
    text = _decoded(raw, name)
    page = _html_page(text) if _MARKUP.search(raw[:4096].replace(b"\0", b"")) else _text_page(text)
    if not page.lines:
        raise InvalidInput([_unusable(name, "an empty page", "save the page again")])
    return page


def page_text(raw: bytes, name: str) -> str:
    """The extracted text: paragraphs with a blank line between, NFC, line feeds as line ends."""
    paragraphs: dict[int, list[str]] = {}
    for line in read_page(raw, name).lines:
        paragraphs.setdefault(line.paragraph, []).append(line.text)
    return "\n\n".join("\n".join(lines) for lines in paragraphs.values())


def _decoded(raw: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _normal(raw.decode(encoding, "replace").removeprefix("\ufeff"))
    if b"\0" in raw[:4096]:
        raise InvalidInput([_unusable(name, "binary data", "give saved HTML or text")])
    declared = _CHARSET.search(raw[:4096])
    # Saved pages are UTF-8 far more often than they say so.
    for encoding in ("utf-8", declared[1].decode() if declared else "cp1252"):
        try:
            return _normal(raw.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _normal(raw.decode("cp1252", "replace"))


def _normal(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", lines).replace("\0", "")


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


def _html_page(text: str) -> Page:
    tree = LexborHTMLParser(text)
    titles, dates = tuple(_titles(tree)), tuple(_dates(tree))
    tree.strip_tags(_IGNORED)
    body = tree.body
    return Page(tuple(_html_lines(body)) if body is not None else (), titles, dates)


def _html_lines(body: LexborNode) -> Iterator[Line]:
    parts: list[tuple[str, bool]] = []
    block: LexborNode | None = None
    paragraph = 0
    for node in body.traverse(include_text=True):
        if node.tag == "br":
            parts.append(("\n", False))
        elif node.tag == "-text":
            home, linked = _home(node)
            if block is not None and home.mem_id != block.mem_id:
                yield from _lines_of(parts, paragraph, block.tag or "")
                parts, paragraph = [], paragraph + 1
            block = home
            parts.append((re.sub(r"\s+", " ", node.text_content or ""), linked))
    yield from _lines_of(parts, paragraph, block.tag or "" if block is not None else "")


def _home(node: LexborNode) -> tuple[LexborNode, bool]:
    """The block that a text stands in, and whether a link holds the text."""
    linked = False
    while node.parent is not None and node.tag in _INLINE:
        linked = linked or node.tag in _APART
        node = node.parent
    return node, linked


def _lines_of(parts: list[tuple[str, bool]], paragraph: int, tag: str) -> Iterator[Line]:
    whole = "".join(text for text, _ in parts)
    linked = sum(len(text.strip()) for text, in_link in parts if in_link)
    share = linked / max(len(whole.strip()), 1)
    for line in whole.split("\n"):
        shown = _normal(re.sub(r"\s+", " ", line)).strip()
        if shown:
            yield Line(shown, paragraph, tag, round(min(share, 1.0), 3))


def _titles(tree: LexborHTMLParser) -> Iterator[str]:
    meta = tree.css_first('meta[property="og:title"]')
    if meta is not None:
        yield _clean(meta.attributes.get("content"))
    for heading in tree.css("h1"):
        yield _clean(heading.text())
    if (title := tree.css_first("head > title")) is not None:
        yield _clean(title.text())


def _dates(tree: LexborHTMLParser) -> Iterator[str]:
    for name in ("article:published_time", "datePublished", "date", "pubdate"):
        for key in ("property", "name", "itemprop"):
            if (meta := tree.css_first(f'meta[{key}="{name}"]')) is not None:
                yield _clean(meta.attributes.get("content"))
    for script in tree.css('script[type="application/ld+json"]'):
        yield from re.findall(r'"datePublished"\s*:\s*"([^"]+)"', script.text() or "")
    for element in tree.css("time[datetime]"):
        yield _clean(element.attributes.get("datetime"))


def _clean(text: str | None) -> str:
    return _normal(re.sub(r"\s+", " ", text or "")).strip()
