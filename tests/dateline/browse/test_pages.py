"""The pages that `dateline browse` writes: complete, escaped, and only in a folder of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dateline.browse.counts import distributions
from dateline.browse.pages import write_pages
from dateline.document import Document
from dateline.files import read_documents
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput
from support.build import annotated
from support.needs import QUIET, ROOT, needs_chromium

HOSTILE = "</title><script>document.title = 'run'</script> & “x”"


def _gold() -> list[Document]:
    return read_documents(ROOT / "data" / "gold" / "core.jsonl", gold=True)


def _hostile() -> Document:
    sheet = f'm1 p1 "{HOSTILE[8:16]}" PERSON NAM "e<1>"'.replace('"e<1>"', "e<1>")
    return annotated(f"{HOSTILE}\n\nBody.", sheet, id="<b>'\"/../x")


def test_every_article_has_a_page_and_a_row(tmp_path: Path) -> None:
    gold = _gold()
    index = write_pages(gold, tmp_path / "site", "gold").read_text(encoding="utf-8")
    pages = sorted((tmp_path / "site" / "articles").iterdir())
    assert len(pages) == len(gold)
    assert all(f"articles/{page.name}" in index for page in pages)


def test_pages_are_written_again_over_their_own(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_pages(_gold(), out, "gold")
    write_pages(_gold()[:2], out, "gold")
    assert len(list((out / "articles").iterdir())) == 2


def test_a_folder_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    """Else a slip in --out would delete somebody's work."""
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"browse\.folder"):
        write_pages(_gold()[:1], tmp_path, "gold")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_documents_without_text_are_named(tmp_path: Path) -> None:
    documents = read_documents(ROOT / "data" / "gold" / "user.jsonl", gold=True)
    with pytest.raises(InvalidInput, match=r"browse\.no-text.*hydrate"):
        write_pages(documents, tmp_path / "site", "user")


def test_nothing_to_show_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"browse\.nothing"):
        write_pages([], tmp_path / "site", "none")


def test_labels_without_an_item_are_counted_too() -> None:
    """A gap in the data must be seen, not be absent."""
    plots = {plot.title: plot for plot in distributions(_gold()[:1])}
    assert [bar.label for bar in plots["Event types"].bars] == list(ONTOLOGY.event_types)
    assert any(bar.count == 0 for bar in plots["Event types"].bars)
    assert max(bar.share for bar in plots["Roles"].bars) == 1


@pytest.mark.slow
def test_in_a_browser_a_choice_marks_its_pieces_and_hostile_words_do_nothing(
    tmp_path: Path,
) -> None:
    index = write_pages([_hostile(), *_gold()], tmp_path / "site", HOSTILE)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))

        page.goto(index.as_uri())
        assert page.title() == f"{HOSTILE}: articles"
        page.fill("#find", "courts")
        assert page.locator("#articles tbody tr:visible").count() == sum(
            one.source.desk == "courts" for one in _gold()
        )
        page.fill("#find", "")
        page.locator("#articles a").first.click()
        assert page.title() == HOSTILE
        page.get_by_role("link", name="core-bus-0001").click()

        choice = page.locator(".beside button").nth(0)
        choice.click()
        assert choice.get_attribute("aria-pressed") == "true"
        assert page.locator(".text .on").count() > 0
        page.keyboard.press("Escape")
        assert page.locator(".on").count() == 0
        page.locator(".text .m").first.click()
        assert page.locator(".beside [aria-pressed=true]").count() > 0
        browser.close()
    assert said == []
