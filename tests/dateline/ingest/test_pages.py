"""Whole pages with a map of their article: the core's, and ten more layouts of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.ingest.article import ingest_pages
from dateline.ingest.evaluate import Evaluation, evaluate_pages

CORE = Path(__file__).parents[3] / "data" / "articles" / "core" / "pages"
OWN = Path(__file__).parent / "pages"
# The rules are tuned on pages with numbers up to the first, and phrases were taken from pages up
# to the second; what comes later was never looked at for a rule.
LAST_TUNED = 5
LAST_SEEN = 13
# What the core's pages tell of the agency's number; their articles do not record it.
NUMBERS = {
    "core-bus-0001.txt": "NORDWIRE18112025000291003378ID1100829055",
    "core-cit-0001.html": "SEALANE FEATURES 2025-10-15 / item 7731",
    "core-con-0001.txt": "NORDWIRE02022026000204001190ID1100931276",
    "core-con-0002.txt": None,
    "core-cou-0001.html": None,
    "core-cul-0001.html": "NORDWIRE30112025000077004419ID1100844170",
    "core-dip-0001.html": "NORDWIRE14032025000311002840ID1100482113",
    "core-dis-0001.html": None,
    "core-ene-0001.txt": "20250909-0088",
    "core-hea-0001.html": "NW-20260121-00417",
    "core-pol-0001.txt": "NORDWIRE19062025000133006002ID1100655891",
    "core-spo-0001.html": "NORDWIRE22012026000118005571ID1100913302",
}


# What is lost nevertheless: a word for the end within a release, a dateline on its own line.
LOST = {"core-dis-0003.txt": ("ENDS",), "core-ene-0005.txt": ("Sušice / Bergen, 2 October 2024",)}
# Its article is dated by the day of its amendment, its page by that of its first publication.
AMENDED = {"core-dis-0004.txt"}


def _core(first: int, last: int) -> list[Path]:
    """Pages of core with numbers from the first to the last."""
    pages = (path for path in sorted(CORE.iterdir()) if path.suffix in (".html", ".txt"))
    return [page for page in pages if first <= int(page.stem[-4:]) <= last]


@pytest.fixture(scope="module", params=[_core(1, LAST_TUNED), [OWN]], ids=["core", "own"])
def found(request: pytest.FixtureRequest) -> list[Evaluation]:
    return evaluate_pages(request.param)


def _f1(found: list[Evaluation]) -> float:
    kept, true = sum(one.kept for one in found), sum(one.true for one in found)
    return 2 * sum(one.common for one in found) / (kept + true)


def test_on_layouts_that_no_rule_was_made_for_little_is_lost_or_added() -> None:
    """What a newcomer's pages may expect; no rule may be tuned on these without saying so."""
    fresh = evaluate_pages(_core(LAST_SEEN + 1, 9999))
    assert sum(one.common for one in fresh) >= 0.998 * sum(one.true for one in fresh)
    assert _f1(fresh) >= 0.98
    assert sum(one.published is True for one in fresh) >= 0.9 * len(fresh)


def test_of_layouts_whose_phrases_are_known_hardly_anything_else_is_kept() -> None:
    assert _f1(evaluate_pages(_core(LAST_TUNED + 1, LAST_SEEN))) >= 0.995


def test_nothing_of_any_article_is_lost(found: list[Evaluation]) -> None:
    lost = {one.page: one.lost for one in found if one.lost}
    assert {page: told for page, told in lost.items() if told != LOST.get(page)} == {}
    assert sum(one.common for one in found) >= 0.999 * sum(one.true for one in found)


def test_hardly_anything_else_is_kept(found: list[Evaluation]) -> None:
    assert _f1(found) >= 0.995


def test_every_date_is_right(found: list[Evaluation]) -> None:
    assert {one.page for one in found if one.published is not True} <= AMENDED


def test_no_number_that_an_article_tells_is_wrong(found: list[Evaluation]) -> None:
    assert [one.page for one in found if one.wire_id is False] == []


@pytest.mark.parametrize("name", NUMBERS)
def test_the_agencys_number_is_found_where_a_page_has_one(name: str) -> None:
    (found,) = ingest_pages([CORE / name])
    assert found.article.source.wire_id == NUMBERS[name]


@pytest.mark.parametrize(
    ("name", "marker"),
    [
        ("agency.html", "SALAM-INFO"),
        ("ein.txt", "EINPresswire.com"),
        ("globe.txt", "GLOBE NEWSWIRE"),
        ("hub.txt", "AP"),
        ("release.html", "Fjordwire"),
    ],
)
def test_markers_of_syndicators_go_to_metadata(name: str, marker: str) -> None:
    (found,) = ingest_pages([OWN / name])
    assert found.article.source.marker == marker


def test_pages_one_by_one_give_what_they_give_together() -> None:
    pages = sorted(path for path in OWN.iterdir() if path.suffix in (".html", ".txt"))
    together = [one.article.text for one in ingest_pages(pages)]
    assert together == [ingest_pages([page])[0].article.text for page in pages]
