"""Lines: what a page is made of, with what its markup says about each of them."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

__all__ = ["Line", "Page", "Region", "clean", "normal"]


class Region(Struct, frozen=True):
    """A part of a page that the markup sets apart: the story itself, or something else.

    Attributes:
        parent: number of the region around it, from 1; 0 is the page.
        reason: why it holds no story; empty where it may hold one.
        sure: whether an element or role says so, and not only the name of a class.
        kind: tag and class of an element that only sets a part off, and says no more of it.
    """

    parent: int
    reason: str
    sure: bool = True
    kind: str = ""


class Line(Struct, frozen=True):
    """A line of a page: its paragraph, its HTML element, its share of linked characters.

    Characters of buttons and time stamps count as linked. `region` is the number of the
    innermost region around the line, from 1, or 0.
    """

    text: str
    paragraph: int
    tag: str = ""
    linked: float = 0.0
    region: int = 0


class Page(Struct, frozen=True):
    """A page as lines.

    Attributes:
        lines: the lines, in the page's order.
        titles: titles that the markup declares to be the story's, the surest first.
        window: the title of the browser's window, which also names the site.
        site: the name of the site, where the markup tells it.
        dates: dates of publication that the markup tells, the surest first.
        regions: what the lines' region numbers mean; a parent stands before its children.
    """

    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
    window: str = ""
    site: str = ""
    dates: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()


def normal(text: str) -> str:
    """NFC, line feeds as line ends, no zero characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", lines).replace("\0", "")


def clean(text: str | None) -> str:
    """Normal, on one line, single spaces."""
    return normal(re.sub(r"\s+", " ", text or "")).strip()
