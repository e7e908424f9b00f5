"""Adjudication on a real server: two passes that differ, a decision, and whose version won."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import sync_playwright

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline_annotation.adjudication_history import Decision
from support.build import annotated
from support.needs import QUIET, needs_chromium
from support.studio import Desktop, running

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

TEXT = "Bo left Arle\n\nThe ministry said talks may fail."
BO = 'm1 p1 "Bo" PERSON NAM e1\n'
QUOTE = 'q1 p2 "talks may fail" indirect cue p2 "said" speaker m2'
FIRST = annotated(TEXT, BO + 'm2 p2 "The ministry" ORG NOM e2\n' + QUOTE, id="one")
SECOND = annotated(TEXT, BO + 'm2 p2 "The ministry" GPE NOM e5\n' + QUOTE, id="one")
LONELY = annotated("Nothing\n\nNothing.", "", id="lonely")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server with the accounts of ann and eve."""
    with running(tmp_path_factory.mktemp("studio"), "ann,eve") as found:
        yield found


def _passes(folder: Path, first: list[Document], second: list[Document]) -> tuple[Path, Path]:
    paths = folder / "first.jsonl", folder / "second.jsonl"
    for path, documents in zip(paths, (first, second), strict=True):
        write_documents(path, documents)
    return paths


def test_two_passes_are_adjudicated_and_history_says_who_won(desk: Desktop, tmp_path: Path) -> None:
    one, two = _passes(tmp_path, [FIRST, LONELY], [SECOND])
    arguments = (one, two, "--round", "final", "--adjudicator", "eve")
    given = desk.run("adjudicate", *arguments)
    assert given.status == 0, given.err
    assert "1 added, 0 there already\n2 items agreed, 1 disagreements" in given.out
    assert "lonely: only one pass has it" in given.err
    assert "0 added, 1 there already" in desk.run("adjudicate", *arguments).out

    with desk.client("eve") as eve:
        projects: Iterable[Any] = eve.projects.list()
        (project,) = [found for found in projects if found.title == "final: eve"]
        listed: Iterable[Any] = eve.tasks.list(project=project.id)
        (task,) = listed
        said = "p2 “The ministry”: a says ORG; b says GPE"
        assert task.data["disagreements"] == said
        (prediction,) = eve.predictions.list(project=project.id)
        assert prediction.model_version == "dateline-adjudication"
        assert project.model_version == "dateline-adjudication"
        regions = {item["id"] for item in prediction.result if item["type"] == "labels"}
        assert regions == {"m1", "a.m2", "b.m2", "q1", "q1-cue"}
        # What the page does when the adjudicator deletes a region: its relations go too.
        left = [item for item in prediction.result
                if "a.m2" not in (item.get("id"), item.get("to_id"))]  # fmt: skip
        undecided = eve.annotations.create(task.id, result=prediction.result)
        refused = desk.run("pull", "--round", "final", "--out", tmp_path)
        eve.annotations.update(undecided.id, result=left)
    assert refused.status == 2
    assert "annotation.both-versions: ('a.m2', 'b.m2')" in refused.err

    pulled = desk.run("pull", "--round", "final", "--out", tmp_path)
    assert pulled.status == 0, pulled.err
    (final,) = read_documents(tmp_path / "eve.jsonl", gold=True)
    assert [mention.id for mention in final.mentions] == ["m1", "b.m2"]
    assert final.quotes[0].speakers == ("b.m2",)

    out = tmp_path / "history.jsonl"
    ran = desk.bare("history", one, two, tmp_path / "eve.jsonl", "--out", out)
    assert ran.status == 0, ran.err
    lines = out.read_bytes().splitlines()
    found = [msgspec.json.decode(line, type=Decision) for line in lines]
    assert [(case.items, case.final, case.winner) for case in found] == [
        ("mention", "m1", "both"), ("mention", "b.m2", "second"), ("quote", "q1", "both"),
    ]  # fmt: skip


@pytest.mark.browser
def test_the_page_opens_filled_in_with_the_list_beside_the_text(
    desk: Desktop, tmp_path: Path
) -> None:
    other = annotated(TEXT, 'm2 p2 "The ministry" GPE NOM e5', id="one")
    one, two = _passes(tmp_path, [FIRST], [other])
    desk.run("adjudicate", one, two, "--round", "page", "--adjudicator", "eve")
    with desk.client("eve") as eve:
        projects: Iterable[Any] = eve.projects.list()
        (project,) = [found.id for found in projects if found.title == "page: eve"]
    said = desk.secrets()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        desk.log_in(page, "eve")
        page.goto(f"{said['url']}/projects/{project}/data?labeling=1")
        page.wait_for_selector("span[class*=highlight]", timeout=60_000)
        lines = page.locator(".disagreements").inner_text().split("\n")
        shown = page.evaluate(
            "Htx.annotationStore.selected.serializeAnnotation()"
            ".filter(one => one.type === 'labels').map(one => one.id)"
        )
        page.screenshot(path=tmp_path / "page.png")
        browser.close()
    assert lines == [
        "p1 “Bo”: a says “Bo”, PERSON, NAM, entity e1, value none; b says nothing here",
        "p2 “The ministry”: a says ORG; b says GPE",
        "p2 “talks may fail”: a says “talks may fail”, indirect, cue “said”, "
        "speaker “The ministry”; b says nothing here",
    ]
    assert {"a.m1", "a.m2", "b.m2", "a.q1"} <= set(shown)


def test_who_annotated_in_a_round_does_not_adjudicate_in_it(desk: Desktop, tmp_path: Path) -> None:
    articles = desk.articles(tmp_path, [FIRST])
    assert desk.run("push", articles, "--round", "seed", "--annotators", "ann").status == 0
    one, two = _passes(tmp_path, [FIRST], [SECOND])
    ran = desk.run("adjudicate", one, two, "--round", "seed", "--adjudicator", "ann")
    assert ran.status == 2
    assert "adjudicate.annotator" in ran.err


def test_texts_that_differ_are_all_named(desk: Desktop, tmp_path: Path) -> None:
    changed = annotated(TEXT + " Now.", "", id="one")
    one, two = _passes(tmp_path, [FIRST], [changed])
    ran = desk.run("adjudicate", one, two, "--round", "texts", "--adjudicator", "eve")
    assert ran.status == 2
    assert "one: adjudicate.other-text" in ran.err
