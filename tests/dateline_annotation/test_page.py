"""An article annotated by mouse and keyboard alone, on the real page, is what is pulled."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct, field
from playwright.sync_api import Error, Page, sync_playwright

from dateline.document import Document
from dateline.files import read_documents
from dateline.ontology import ONTOLOGY
from dateline_annotation.config import (
    ARGUMENTS_SHOWN,
    ATTRIBUTION_SHOWN,
    ENTITY_SHOWN,
    TIME_VALUE_SHOWN,
    event_keys,
)
from support.build import annotated
from support.needs import QUIET, needs_chromium, needs_label_studio
from support.studio import Desktop, desktop, project_of

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow, pytest.mark.browser]

ARTICLE = annotated(
    "Union backs strike in Arle\n\nAda Lund met Bo on Friday.\n\n“Wages must rise,” Lund said.",
    """
    m1 p1 "Union" ORG NOM e1
    m2 p1 "Arle" GPE NAM e2
    m3 p2 "Ada Lund" PERSON NAM e3
    m4 p2 "Bo" PERSON NAM e4
    m5 p2 "Friday" DATE =2026-01-09
    m6 p3 "Lund" PERSON NAM e3
    q1 p3 "“Wages must rise,”" direct cue p3 "said" speaker m6
    v1 p1 "strike" Protest planned agent=m1 place=m2
    v2 p2 "met" Consult planned participant=m3 participant=m4 time=m5
    """,
    id="short",
)
# Where the nth occurrence of a surface stands on the page: both ends, in pixels.
FIND = """([surface, nth]) => {
  const root = document.querySelector('.lsf-htx-richtext');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let all = '';
  while (walker.nextNode()) {
    nodes.push([walker.currentNode, all.length]);
    all += walker.currentNode.data;
  }
  let at = -1;
  for (let count = 0; count < nth; count++) at = all.indexOf(surface, at + 1);
  const box = (offset) => {
    const [node, start] = nodes.findLast(([, start]) => start <= offset);
    const range = document.createRange();
    range.setStart(node, offset - start);
    range.setEnd(node, offset - start + 1);
    return range.getBoundingClientRect();
  };
  const first = box(at), last = box(at + surface.length - 1);
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""
COUNT = "Htx.annotationStore.selected.serializeAnnotation().length"
FOCUS = "document.activeElement.placeholder"
HELD = "[...Htx.annotationStore.selected.selectedRegions].length === 1"


class Hand(Struct):
    """Mouse and keyboard on the page; counts what they do, by kind of step."""

    page: Page
    actions: dict[str, list[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    done: int = 0

    @contextmanager
    def step(self, kind: str) -> Iterator[None]:
        """One thing that an annotator says; returns when the page has taken it."""
        before, begun, actions = self.page.evaluate(COUNT), time.monotonic(), self.done
        yield
        self.page.wait_for_function(f"{COUNT} > {before}" if kind != "label" else "true")
        self.seconds.setdefault(kind, []).append(time.monotonic() - begun)
        self.actions.setdefault(kind, []).append(self.done - actions)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key.replace("shift", "Shift"))
        self.done += 1

    def answer(self, placeholder: str, text: str) -> None:
        """Tab leads from the text to the field of the region that is selected."""
        self.press("Tab")
        self.page.wait_for_function(f"{FOCUS} === {json.dumps(placeholder)}")
        self.page.keyboard.type(text)
        self.press("Enter")
        self.done += 1

    def drag(self, surface: str, nth: int) -> None:
        left, top, right, bottom = self._place(surface, nth)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()
        self.done += 1

    def click(self, surface: str, nth: int) -> None:
        left, top, right, _ = self._place(surface, nth)
        self.page.mouse.click((left + right) / 2, top)
        self.done += 1

    def _place(self, surface: str, nth: int) -> list[float]:
        found: list[float] = self.page.evaluate(FIND, [surface, nth])
        return found

    def region(self, key: str, surface: str, nth: int = 1) -> None:
        """A labelled span, which stays selected for what is said of it."""
        with self.step("region"):
            self.press(key)
            self.drag(surface, nth)
        self._hold(surface, nth)

    def _hold(self, surface: str, nth: int) -> None:
        """Wait for the new region's selection; a busy machine's page lost it once in hundreds."""
        try:
            self.page.wait_for_function(HELD, timeout=5_000)
        except Error:
            left, top, right, _ = self._place(surface, nth)
            self.page.mouse.click((left + right) / 2, top)
            self.page.wait_for_function(HELD)

    def said(self, key: str) -> None:
        with self.step("choice"):
            self.press(key)

    def named(self, placeholder: str, text: str) -> None:
        with self.step("answer"):
            self.answer(placeholder, text)

    def typed(self, placeholder: str, line: str) -> None:
        """Relations of the region that is selected, all in one line."""
        with self.step("line"):
            self.answer(placeholder, line)

    def relation(self, first: tuple[str, int], second: tuple[str, int], label: str) -> None:
        """An arrow, and then its label from the list of relations."""
        with self.step("relation"):
            self.press("Escape")
            self.click(*first)
            self.page.wait_for_function(HELD)
            self.press("Alt+R")
            self.click(*second)
        with self.step("label"):
            self.label(label)

    def label(self, label: str) -> None:
        """The list takes no typed name, and stays open until it is left."""
        row = self.page.locator(".lsf-relations__item").last
        row.hover()
        row.get_by_label("Show Relation Labels").click()
        row.get_by_text("Select labels").click()
        self.page.get_by_role("option", name=label, exact=True).click()
        self.press("Escape")
        self.page.get_by_role("listbox").wait_for(state="hidden")
        self.done += 3


MENTIONS = {one.name: one.hotkey for one in ONTOLOGY.mentions}
LEVELS = {one.name: one.hotkey for one in ONTOLOGY.levels}
QUOTES = {one.name: one.hotkey for one in ONTOLOGY.quotes}
REALIS = {one.name: one.hotkey for one in ONTOLOGY.realis}
PICTURES = Path("build") / "pages"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server with ann's account, and the article in her project."""
    needs_label_studio()
    folder = tmp_path_factory.mktemp("page")
    found = desktop(folder)
    assert found.up("ann").status == 0
    file = found.articles(folder, [ARTICLE])
    for round_ in ("drawn", "typed", "mended"):
        assert found.run("push", file, "--round", round_, "--annotators", "ann").status == 0
    yield found
    found.run("down")


@contextmanager
def _hand(desk: Desktop, round_: str) -> Iterator[Hand]:
    """Ann, before her first task of a round, with new regions set to stay selected."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        _open_task(desk, page, round_)
        page.get_by_label("Settings").click()
        page.get_by_text("Select region after creating it").click()
        page.wait_for_function("Htx.settings.selectAfterCreate")
        page.keyboard.press("Escape")
        page.get_by_text("Labeling Interface Settings").wait_for(state="hidden")
        yield Hand(page)
        browser.close()


def _open_task(desk: Desktop, page: Page, round_: str) -> None:
    said = desk.secrets()
    desk.log_in(page, "ann")
    with desk.client("ann") as client:
        project = project_of(client, round_, "ann")
    page.goto(f"{said['url']}/projects/{project}/data?labeling=1")
    page.wait_for_selector(".lsf-htx-richtext", timeout=60_000)
    page.wait_for_function("window.Htx && Htx.annotationStore.selected")


def _mention(hand: Hand, surface: str, type_: str, level: str, entity: str, nth: int = 1) -> None:
    hand.region(MENTIONS[type_], surface, nth)
    hand.said(LEVELS[level])
    hand.named(ENTITY_SHOWN, entity)
    hand.press("Escape")


def _event(hand: Hand, surface: str, type_: str, realis: str, line: str = "") -> None:
    hand.region(event_keys(ONTOLOGY)[type_], surface)
    hand.said(REALIS[realis])
    if line:
        hand.typed(ARGUMENTS_SHOWN, line)
        _picture(hand, "line")
    hand.press("Escape")


def _mentions(hand: Hand) -> None:
    _mention(hand, "Union", "ORG", "NOM", "e1")
    _mention(hand, "Arle", "GPE", "NAM", "e2")
    _mention(hand, "Ada Lund", "PERSON", "NAM", "e3")
    _mention(hand, "Bo", "PERSON", "NAM", "e4")
    hand.region(MENTIONS["DATE"], "Friday")
    hand.named(TIME_VALUE_SHOWN, "2026-01-09")
    _picture(hand, "value")
    hand.press("Escape")
    _mention(hand, "Lund", "PERSON", "NAM", "e3", nth=2)


def _drawn(hand: Hand) -> None:
    hand.region(QUOTES["direct"], "“Wages must rise,”")
    hand.press("Escape")
    hand.region("c", "said")
    hand.press("Escape")
    _event(hand, "strike", "Protest", "planned")
    _event(hand, "met", "Consult", "planned")
    _picture(hand, "regions")
    hand.page.locator("#Relations-draggable").click()
    hand.relation(("must", 1), ("Lund", 2), "speaker")
    hand.relation(("must", 1), ("said", 1), "cue")
    hand.relation(("strike", 1), ("Union", 1), "agent")
    hand.relation(("strike", 1), ("Arle", 1), "place")
    hand.relation(("met", 1), ("Ada Lund", 1), "participant")
    hand.relation(("met", 1), ("Bo", 1), "participant")
    hand.relation(("met", 1), ("Friday", 1), "time")
    _picture(hand, "relations")


def _typed(hand: Hand) -> None:
    hand.region(QUOTES["direct"], "“Wages must rise,”")
    hand.typed(ATTRIBUTION_SHOWN, "lund; said")
    hand.press("Escape")
    _event(hand, "strike", "Protest", "planned", "ag=union pl=arle")
    _event(hand, "met", "Consult", "planned", "pa=Ada Lund, Bo ti=Friday")


def _submit(hand: Hand) -> None:
    with hand.page.expect_response(lambda one: "/annotations" in one.url and one.ok):
        hand.press("Control+Enter")


def _picture(hand: Hand, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    hand.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize(
    ("round_", "relate", "actions"),
    [("drawn", _drawn, 112), ("typed", _typed, 62)],
    ids=["drawn", "typed"],
)
def test_what_is_annotated_by_mouse_and_keyboard_is_what_is_pulled(
    desk: Desktop, tmp_path: Path, round_: str, relate: Callable[[Hand], None], actions: int
) -> None:
    with _hand(desk, round_) as hand:
        body = hand.page.inner_text("body")
        assert "Published 2026-01-07, Wednesday" in body
        assert "[ 7]" in body
        begun = time.monotonic()
        _mentions(hand)
        relate(hand)
        _submit(hand)
        seconds = time.monotonic() - begun
    assert hand.done == actions
    # What docs/annotating.md says of each kind of step: how often, actions, seconds.
    figures = {kind: [len(each), max(each), round(sum(hand.seconds[kind]) / len(each), 2)]
               for kind, each in hand.actions.items()}  # fmt: skip
    figures["all"] = [1, hand.done, round(seconds, 1)]
    (PICTURES / f"steps-{round_}.json").write_text(json.dumps(figures), encoding="utf-8")

    ran = desk.run("pull", "--round", round_, "--out", tmp_path)
    assert ran.status == 0, ran.err
    (pulled,) = read_documents(tmp_path / "ann.jsonl", gold=True)
    assert _renamed(pulled) == ARTICLE


def test_a_line_that_leads_nowhere_is_listed_with_its_task_and_mended_there(
    desk: Desktop, tmp_path: Path
) -> None:
    with _hand(desk, "mended") as hand:
        _mention(hand, "Lund", "PERSON", "NAM", "e3", nth=2)
        hand.region(QUOTES["direct"], "“Wages must rise,”")
        hand.typed(ATTRIBUTION_SHOWN, "lunt; said")
        _submit(hand)
        ran = desk.run("pull", "--round", "mended", "--out", tmp_path)
        assert ran.status == 2
        assert "annotation.typed-nothing: 'lunt' -> type the words of a region" in ran.err
        (task,) = set(re.findall(r"http\S+/projects/\d+/data\?task=\d+", ran.err))

        hand.page.goto(task)
        hand.page.wait_for_selector(".lsf-htx-richtext", timeout=60_000)
        hand.page.wait_for_function(f"window.Htx && {COUNT} > 0")
        hand.click("must", 1)
        hand.page.get_by_label("Edit Region", exact=True).wait_for()
        hand.press("Tab")
        hand.press("Space")
        hand.page.wait_for_function("document.activeElement.value === 'lunt; said'")
        hand.press("Control+A")
        hand.page.keyboard.type("lund; said")
        hand.press("Enter")
        _submit(hand)
    ran = desk.run("pull", "--round", "mended", "--out", tmp_path)
    assert ran.status == 0, ran.err
    (pulled,) = read_documents(tmp_path / "ann.jsonl", gold=True)
    assert (pulled.quotes[0].cue, len(pulled.quotes[0].speakers)) == (ARTICLE.quotes[0].cue, 1)


def _renamed(document: Document) -> Document:
    """The document with ids as in the article, in the place of those that the page chose."""
    text = msgspec.json.encode(document).decode()
    for layer in ("mentions", "quotes", "events"):
        for theirs, ours in zip(getattr(document, layer), getattr(ARTICLE, layer), strict=True):
            text = text.replace(f'"{theirs.id}"', f'"{ours.id}"')
    return msgspec.json.decode(text, type=Document)
