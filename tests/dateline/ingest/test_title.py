"""Titles: which line is the headline where mastheads, sections and windows compete with it."""

from __future__ import annotations

import pytest

from dateline.ingest.page import read_page
from dateline.ingest.title import title_place

TITLE = "Ferry firm in Hald loses its night licence"
PROSE = (
    "The harbour board took the night licence from the ferry firm in Hald on Tuesday.\n\n"
    "Its owner, who learned of it from a fisherman on the quay, said he would go to court."
)
PAGES = {
    "a section of two names": f"Hald | Moe\n\n{TITLE}\n\n{PROSE}",
    "a path of sections": f"COURIER\n\nFerry > Harbour\n\n{TITLE}\n\n{PROSE}",
    "a slogan above the menu": f"Ferry and harbour\n\nHome | Ports | Ships\n\n{TITLE}\n\n{PROSE}",
    "who sends a release": f"News provided by\nThe Harbour Board of Hald\n\n{TITLE}\n\n{PROSE}",
    "a title, its day and a standfirst": (
        f"COURIER\n\n{TITLE}\n\n6 January 2026, 14:30\n\n"
        f"Harbour board takes the night licence from Hald ferry firm and its owner\n\n{PROSE}"
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_above_a_headline_is_not_taken_for_it(name: str) -> None:
    """The article would be called by its section, and its headline be its first sentence."""
    page = read_page(PAGES[name].encode(), "page.txt")
    assert page.lines[title_place(page)].text == TITLE


def test_a_window_that_names_the_site_alone_does_not_beat_the_heading() -> None:
    """Many sites never say in the window what they show."""
    told = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))
    site = "Ferry and Harbour News"
    html = f"<title>{site}</title><table><td>{site}</td></table><h1>{TITLE}</h1>{told}"
    page = read_page(html.encode(), "page.html")
    assert page.lines[title_place(page)].text == TITLE
