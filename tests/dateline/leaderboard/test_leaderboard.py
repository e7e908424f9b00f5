"""The leaderboard as its readers see it: scores that are the records', sorted, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, sync_playwright

from dateline.document import Document
from dateline.files import write_documents
from dateline.leaderboard.board import make_boards, read_results
from dateline.leaderboard.show import as_markdown, as_text
from dateline.leaderboard.site import build_site
from dateline.problems import InvalidInput
from dateline.release.build import build_release
from dateline.score.record import Record, write_record
from dateline.score.scoring import Request, score_file
from support.build import annotated
from support.needs import QUIET, needs_chromium


def _article(number: int) -> Document:
    own = " ".join(f"w{number}x{place}" for place in range(20))
    return annotated(
        f"Ada met Bo\n\n“No,” Ada said. {own}",
        """
        m1 p1 "Ada" PERSON NAM e1
        m2 p1 "Bo" PERSON NAM e2
        m3 p2 "Ada" PERSON NAM e1
        q1 p2 "“No,”" direct cue p2 "said" speaker m3
        v1 p1 "met" Consult actual participant=m1 participant=m2
        """,
        id=f"core-{number:04}",
    )


GOLD = [_article(number) for number in range(12)]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """Three systems on one test split: perfect, half of the names, names only."""
    folder = tmp_path_factory.mktemp("board")
    write_documents(folder / "gold.jsonl", GOLD)
    build_release("0.1.0", gold=folder / "gold.jsonl", out=folder, splits=folder / "splits.json")
    from dateline.release.load import documents

    test = documents("0.1.0", "test", root=folder)
    answers = {
        "perfect": test,
        "halfway": [replace(one, mentions=one.mentions[:1], quotes=(), events=()) for one in test],
        "names": [replace(one, layers=("entities",), quotes=(), events=()) for one in test],
    }
    found = []
    for name, predictions in answers.items():
        path = folder / f"{name}.jsonl"
        write_documents(path, predictions)
        outcome = score_file(Request(predictions=path, release="0.1.0", root=folder))
        assert outcome.record is not None
        found.append(outcome.record)
    return found


@pytest.fixture
def results(records: list[Record], tmp_path: Path) -> Path:
    for record in records:
        write_record(tmp_path / "results", record)
    return tmp_path / "results"


def test_the_best_overall_comes_first_and_the_incomplete_last(results: Path) -> None:
    (board,) = make_boards(read_results(results))
    assert [row.record.system.name for row in board.ranked] == ["perfect", "halfway", "names"]


def test_results_on_other_documents_or_evaluators_have_a_table_of_their_own(
    records: list[Record],
) -> None:
    for change in ({"documents_sha256": "0"}, {"evaluator": "9"}, {"split": "train"}):
        other = replace(records[0], measured=replace(records[0].measured, **change))
        assert len(make_boards([*records, other])) == 2


def test_a_result_that_lacks_documents_is_not_ranked(records: list[Record]) -> None:
    (board,) = make_boards([records[1], replace(records[0], ranked=False)])
    assert [row.record.system.name for row in board.ranked] == ["halfway"]
    assert [row.record.system.name for row in board.unranked] == ["perfect"]


def test_the_terminal_shows_the_scores_of_the_page(records: list[Record]) -> None:
    perfect, _, names, *_ = as_text(make_boards(records)).splitlines()[2::2]
    assert perfect.split() == ["perfect", *["100.0"] * 5]
    # Names only: no overall score, and a dash for what is not answered.
    assert names.split() == ["names", "–", "100.0", "–", "–", "–"]


def test_markdown_has_a_cell_for_every_score(records: list[Record]) -> None:
    *_, names = as_markdown(make_boards(records)).splitlines()
    assert names == "| names | – | 100.0 [100.0, 100.0] | – | – | – |"


def test_every_broken_record_is_named_and_the_old_site_stays(results: Path, tmp_path: Path) -> None:
    page = build_site(results, tmp_path / "site")
    before = page.read_bytes()
    (results / "a.json").write_text("{}", encoding="utf-8")
    (results / "b.json").write_bytes(b"\xff")
    with pytest.raises(InvalidInput) as caught:
        build_site(results, tmp_path / "site")
    assert len(caught.value.problems) == 2
    assert page.read_bytes() == before


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    "there",
    [
        {"thesis.tex": b"x"},
        {"index.html": b"<title>My own page</title>"},
        {"index.html": b"<title>Dateline leaderboard</title>", "CNAME": b"example.org"},
    ],
    ids=["no site", "another site", "a leaderboard and more"],
)
def test_nobody_loses_a_file_that_is_not_of_a_leaderboard(
    results: Path, tmp_path: Path, there: dict[str, bytes]
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, content in there.items():
        (mine / name).write_bytes(content)
    with pytest.raises(InvalidInput, match=r"leaderboard\.folder"):
        build_site(results, mine)
    assert _files(mine) == there


def test_a_file_in_the_place_of_the_site_is_a_problem(results: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput, match="a file"):
        build_site(results, tmp_path / "site")
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


def test_a_second_build_replaces_the_first_and_leaves_nothing_beside(
    results: Path, tmp_path: Path
) -> None:
    build_site(results, tmp_path / "out" / "site")
    first = _files(tmp_path / "out" / "site")
    (results / "names" / "0.1.0" / "core.test.clean.json").unlink()
    build_site(results, tmp_path / "out" / "site")
    gone = set(first) - set(_files(tmp_path / "out" / "site"))
    assert gone == {"records/names/0.1.0/core.test.clean.json"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["site"]


def test_the_download_is_the_record_as_it_was_written(results: Path, tmp_path: Path) -> None:
    build_site(results, tmp_path / "site")
    assert _files(tmp_path / "site" / "records") == _files(results)


def test_boards_come_newest_release_first_and_complete_before_incomplete(
    records: list[Record],
) -> None:
    def on(release: str, *, ranked: bool = True) -> Record:
        measured = replace(records[0].measured, release=release, documents_sha256=str(ranked))
        return replace(records[0], measured=measured, ranked=ranked)

    boards = make_boards([on("0.9.0"), on("0.10.0", ranked=False), on("0.10.0"), on("0.2.0-rc1")])
    assert [(board.measured.release, bool(board.ranked)) for board in boards] == [
        ("0.10.0", True),
        ("0.10.0", False),
        ("0.9.0", True),
        ("0.2.0-rc1", True),
    ]


def test_a_metric_that_an_earlier_evaluator_lacked_is_shown_as_not_given(
    records: list[Record],
) -> None:
    kept = {name: one for name, one in records[0].metrics.items() if name != "overall"}
    (board,) = make_boards([replace(records[0], metrics=kept)])
    assert board.ranked[0].cells["overall"].f1 is None


def test_what_a_card_says_is_text_and_never_runs(records: list[Record], tmp_path: Path) -> None:
    card = replace(records[0].system, kind="<script>", link="javascript:alert(1)")
    write_record(tmp_path / "results", replace(records[0], system=card))
    page = build_site(tmp_path / "results", tmp_path / "site").read_text(encoding="utf-8")
    assert "<dd>&lt;script&gt;</dd>" in page
    assert 'href="javascript' not in page


def test_no_results_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="dateline score"):
        build_site(tmp_path, tmp_path / "site")


def test_the_page_asks_for_nothing_from_elsewhere(results: Path, tmp_path: Path) -> None:
    page = build_site(results, tmp_path / "site").read_text(encoding="utf-8")
    assert "http" not in page
    assert "No human has" in page


@pytest.fixture
def page(results: Path, tmp_path: Path) -> Iterator[Page]:
    """The page in a Chromium, which must not ask for anything else or report an error."""
    address = build_site(results, tmp_path / "site").as_uri()
    asked: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs_chromium(), args=[*QUIET])
        opened = browser.new_page()
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(address)
        yield opened
        browser.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert errors == []


def _column(page: Page) -> list[str]:
    return page.locator("tbody tr td:first-child summary").all_inner_texts()


@pytest.mark.browser
def test_a_browser_shows_the_score_of_the_record(page: Page, records: list[Record]) -> None:
    row = page.locator("tr", has_text="halfway")
    shown = row.locator('[data-metric="entities.strict"] .score').inner_text()
    f1 = records[1].metrics["entities.strict"].f1
    # One of three names in each document: P 1, R 1/3, F1 1/2.
    assert f1 == pytest.approx(0.5)
    assert shown == "50.0"
    assert (
        page.locator("tr", has_text="perfect").locator(".score").all_inner_texts() == ["100.0"] * 5
    )


@pytest.mark.browser
def test_sorting_leaves_what_has_no_score_last_both_ways(page: Page) -> None:
    assert _column(page) == ["perfect", "halfway", "names"]
    heading = page.get_by_role("button", name="quotes.attributed")
    heading.click()
    assert _column(page) == ["perfect", "halfway", "names"]
    heading.press("Enter")
    assert _column(page) == ["halfway", "perfect", "names"]


@pytest.mark.browser
def test_names_sort_from_the_first_letter_and_screen_readers_are_told(page: Page) -> None:
    page.get_by_role("button", name="system").click()
    assert _column(page) == ["halfway", "names", "perfect"]
    headings = page.locator("thead th")
    assert headings.nth(0).get_attribute("aria-sort") == "ascending"
    assert headings.nth(1).get_attribute("aria-sort") is None


@pytest.mark.browser
def test_a_system_opens_to_its_provenance(page: Page, records: list[Record]) -> None:
    row = page.locator("tr", has_text="perfect")
    assert not row.locator("dl").is_visible()
    row.locator("summary").press("Enter")
    assert records[0].provenance.prediction_sha256[:16] in row.locator("dl").inner_text()
    assert row.locator("a[download]").get_attribute("href") == (
        "records/perfect/0.1.0/core.test.clean.json"
    )
