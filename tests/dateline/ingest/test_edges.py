"""Pages of odd size, shape and encoding."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dateline.ingest.article import ingest_pages
from dateline.ingest.cut import decide
from dateline.ingest.page import page_text, read_page
from dateline.ingest.repeats import common_lines
from dateline.problems import InvalidInput

TITLE = "Ferry firm in Hald loses night licence"
PROSE = "The board took the night licence from the ferry firm on Tuesday, it said in a letter."
OTHER = "“We share nothing,” said its owner, who learned of it from a fisherman on the quay (Moe)."

# Pages of which a part may be repeated as often as one likes.
LONG = {
    "paragraphs": (f"<html><h1>{TITLE}</h1>", f"<p>{PROSE}</p>", ""),
    "lines of one paragraph": (f"{TITLE}\n\n", f"{PROSE}\n", ""),
    "adverts": (f"{TITLE}\n\n{PROSE}\n", "Advertisement\n", PROSE),
    "lists of other stories": (f"{TITLE}\n\n{PROSE}\n\n", "Read more\n\nZyx wvu.\n\n", PROSE),
    "short lines without prose": ("", "A few short words\n\n", ""),
    "rules": (f"{TITLE}\n\n{PROSE}\n\n", "###\n\n", ""),
    "headings that may end it": (f"{TITLE}\n\n{PROSE}\n\n", f"Legal notice\n\n{PROSE}\n\n", ""),
    "numbers to call": (f"{TITLE}\n\n{PROSE}\n\n", "Hald\n+47 55 50 10 20\n", ""),
    "short sentences": (f"{TITLE}\n\n", "The ferry left at nine.\n", ""),
    "quotes that begin alike": (f"{TITLE}\n\n", f"{PROSE[:40]} so they said.\n\n{PROSE}\n\n", ""),
    "elements inside elements": (f"<html><h1>{TITLE}</h1>", "<div class=ad>", f"<p>{PROSE}"),
    "boxes inside boxes": (f"<html><h1>{TITLE}</h1>", f"<div class=x><p>{PROSE}</p>Hald", ""),
    "one long line": (f"{TITLE}\n\n", PROSE, ""),
}


def _page(name: str, count: int) -> bytes:
    before, part, after = LONG[name]
    return (before + part * count + after).encode()


def _calls(raw: bytes) -> int:
    """How many functions are called to read and to cut a page."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        page = read_page(raw, "page")
        decide(page, *common_lines([page]))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", LONG)
def test_twice_the_page_is_twice_the_work(name: str) -> None:
    _calls(_page(name, 2))
    once, twice = _calls(_page(name, 400)), _calls(_page(name, 800))
    assert twice <= 2.1 * once


@pytest.mark.parametrize(
    "raw", [b"", b" \r\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x7fELF\0\0\1"]
)
def test_a_page_without_text_is_a_problem_and_no_traceback(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "page").write_bytes(raw)
    with pytest.raises(InvalidInput, match="page"):
        ingest_pages([tmp_path / "page"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(tmp_path: Path, encoding: str, end: str) -> None:
    lines = ("<!doctype html>", f"<h1>{TITLE}</h1>", f"<p>{PROSE}</p>", f"<p>{OTHER}</p>")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    (tmp_path / "page.html").write_bytes(mark + end.join(lines).encode(encoding))
    (found,) = ingest_pages([tmp_path / "page.html"])
    assert found.article.text == f"{TITLE}\n\n{PROSE}\n\n{OTHER}"


def test_the_extracted_text_does_not_depend_on_what_is_cut() -> None:
    page = f"<nav>Home</nav><div>{TITLE}<br>By Bo</div><p><span>{PROSE}</span></p>"
    assert page_text(f"<html>{page}".encode(), "p") == f"Home\n\n{TITLE}\nBy Bo\n\n{PROSE}"


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("3 March 2026", "2026-03-03"),
        ("Tuesday 3rd March 2026 at 6.41pm", "2026-03-03"),
        ("Published Mar. 3, 2026, 09:00 ET", "2026-03-03"),
        ("03.04.2026 14:20", "2026-04-03"),
        ("19/06/2025 07:15 MHT", "2025-06-19"),
        ("06/19/2025 07:15 EST", "2025-06-19"),
        # Day first or month first, nobody can tell.
        ("03/04/2026 07:15", None),
    ],
)
def test_days_are_read_where_they_mean_one_day(tmp_path: Path, told: str, day: str | None) -> None:
    page = f"{TITLE}\n\n{told}\n\n{PROSE}\n\n{OTHER}"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    (found,) = ingest_pages([tmp_path / "page.txt"])
    assert found.article.published == day
    assert found.article.text == page.replace(f"{told}\n\n", "")


def test_the_markups_date_is_trusted_before_the_pages_and_lists_are_not(tmp_path: Path) -> None:
    data = '{"@graph": [{"headline": "x", "datePublished": "2026-03-03T01:00:00Z"}]}'
    page = (
        f"<html><head><script type='application/ld+json'>{data}</script></head><body>"
        f"<time datetime='2026-05-05'>today</time><h1>{TITLE}</h1><p>4 March 2026</p>"
        f"<p>{PROSE}</p><h2>More stories</h2><p>1 January 2025</p>"
    )
    days = []
    for text in (page, page.replace("headline", "title").replace("datePublished", "dateModified"),
                 page.replace("application/ld+json", "x").replace("datetime", "x")):  # fmt: skip
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        (found,) = ingest_pages([tmp_path / "page.html"])
        days.append(found.article.published)
    assert days == ["2026-03-03", "2026-05-05", "2026-03-04"]
