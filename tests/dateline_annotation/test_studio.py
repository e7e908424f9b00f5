"""The road through a real Label Studio server: what annotators submit is what is pulled."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from label_studio_sdk import LabelStudio
from playwright.sync_api import Page, sync_playwright

from dateline.document import Document
from dateline.files import read_documents
from dateline.sheet import write_sheet
from dateline_annotation.convert import results_of
from support.build import annotated
from support.needs import QUIET, needs_chromium
from support.studio import Desktop, project_of, running

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

# Beyond the basic plane, joined and combined characters: an offset in UTF-16 units or in
# graphemes would be another number for everything behind them.
MARKS = annotated(
    "👩🏽‍🚒 Zoë M\u0327\u014dn\u0304 met Bo\n\n“Áy 😀,” she told Bo’s men, “on Friday.”",
    """
    m1 p1 "Zoë M\u0327\u014dn\u0304" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "she" PERSON PRO e1
    m4 p2 "Bo" PERSON NAM e2
    m5 p2 "Bo’s men" PERSON NOM e3
    m6 p2 "Friday" DATE =2026-01-09
    q1 p2 "“Áy 😀,”" p2 "“on Friday.”" direct cue p2 "told" speaker m3
    v1 p1 "met" Consult planned participant=m1 participant=m2
    """,
    id="marks",
)
PLAIN = annotated(
    "Troops did not leave Arle\n\nThe ministry and the union said talks may fail.",
    """
    m1 p1 "Troops" PERSON NOM e1
    m2 p1 "Arle" GPE NAM e2
    m3 p2 "The ministry" ORG NOM e3
    m4 p2 "the union" ORG NOM e4
    q1 p2 "talks may fail" indirect cue p2 "said" speaker m3 m4
    v1 p1 "leave" Withdraw negated agent=m1 place=m2
    v2 p2 "talks" Consult hypothetical
    """,
    id="plain",
)
EMPTY = annotated("Nothing here\n\nNothing at all.", "", id="empty")
ARTICLES = [EMPTY, MARKS, PLAIN]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server with the accounts of ann and ben."""
    with running(tmp_path_factory.mktemp("studio"), "ann,ben") as found:
        yield found


def _pushed(desk: Desktop, folder: Path, round_: str, documents: list[Document]) -> None:
    file = desk.articles(folder, documents)
    ran = desk.run("push", file, "--round", round_, "--annotators", "ann,ben")
    assert ran.status == 0, ran.err


def _tasks(client: LabelStudio, round_: str, annotator: str) -> dict[str, int]:
    """The ids of an annotator's tasks, by document."""
    tasks: Iterable[Any] = client.tasks.list(project=project_of(client, round_, annotator))
    return {task.data["document"]: task.id for task in tasks}


def _by_hand() -> list[dict[str, Any]]:
    """Work on `MARKS` in the server's own terms, with offsets counted by hand.

    The text begins with a firefighter of four code points and a blank (0 to 5).
    """

    def region(id_: str, control: str, label: str, start: int, end: int) -> dict[str, Any]:
        return {"id": id_, "from_name": control, "to_name": "text", "type": "labels",
                "value": {"start": start, "end": end, "labels": [label]}}  # fmt: skip

    def said(id_: str, control: str, kind: str, **answer: list[str]) -> dict[str, Any]:
        return {"id": id_, "from_name": control, "to_name": "text", "type": kind,
                "value": answer}  # fmt: skip

    def relation(first: str, second: str, label: str) -> dict[str, Any]:
        return {"type": "relation", "from_id": first, "to_id": second, "direction": "right",
                "labels": [label]}  # fmt: skip

    return [
        region("x", "ent", "PERSON", 5, 14),
        said("x", "level", "choices", choices=["NAM"]),
        said("x", "entity", "textarea", text=["e1"]),
        region("y", "ent", "PERSON", 31, 34),
        said("y", "level", "choices", choices=["PRO"]),
        said("y", "entity", "textarea", text=["e1"]),
        region("q", "quo", "direct", 23, 30),
        region("p", "quo", "direct", 50, 62),
        relation("q", "p", "part"),
        region("c", "cue", "cue word", 35, 39),
        relation("q", "c", "cue"),
        relation("q", "y", "speaker"),
        region("v", "evt", "Consult", 15, 18),
        said("v", "realis", "choices", choices=["planned"]),
        relation("v", "x", "participant"),
    ]


EXPECTED = """
x p1 "Zoë M\u0327\u014dn\u0304" PERSON NAM e1
y p2 "she" PERSON PRO e1
q p2 "“Áy 😀,”" p2 "“on Friday.”" direct cue p2 "told" speaker y
v p1 "met" Consult planned participant=x
"""


def test_what_two_annotators_submit_is_what_is_pulled_to_the_last_offset(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "first", ARTICLES)
    with desk.client("ann") as ann:
        tasks = _tasks(ann, "first", "ann")
        for document in ARTICLES:
            ann.annotations.create(tasks[document.id], result=results_of(document))
    with desk.client("ben") as ben:
        ben.annotations.create(_tasks(ben, "first", "ben")["marks"], result=_by_hand())

    ran = desk.run("pull", "--round", "first", "--out", tmp_path / "passes")
    assert ran.status == 0, ran.err
    assert read_documents(tmp_path / "passes" / "ann.jsonl", gold=True) == ARTICLES
    (marks,) = read_documents(tmp_path / "passes" / "ben.jsonl", gold=True)
    assert marks == annotated(MARKS.text or "", EXPECTED, id="marks")


def test_a_second_push_adds_nothing_and_a_changed_text_is_named(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "again", ARTICLES)
    arguments = ("--round", "again", "--annotators", "ann")
    again = desk.run("push", desk.articles(tmp_path, ARTICLES), *arguments)
    assert "0 added, 3 there already" in again.out
    changed = annotated("Nothing here\n\nNothing whatever.", "", id="empty")
    ran = desk.run("push", desk.articles(tmp_path, [changed, MARKS, PLAIN]), *arguments)
    assert "1 added, 2 there already" in ran.out
    assert "empty: the text has changed" in ran.err


def test_sheets_become_an_annotators_own_submissions_or_none_of_them(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "sheets", [MARKS, PLAIN])
    sheets = tmp_path / "ann"
    sheets.mkdir()
    (sheets / "marks.sheet").write_text(write_sheet(MARKS), encoding="utf-8")
    (sheets / "plain.sheet").write_text('m1 p1 "Nobody" PERSON NAM e1\n', encoding="utf-8")
    arguments = (sheets, "--round", "sheets", "--annotator", "ann")
    refused = desk.run("import-sheets", *arguments)
    assert refused.status == 2
    assert "plain.sheet, line 1" in refused.err
    assert "ann\t2 tasks: 0 submitted" in desk.run("status").out

    (sheets / "plain.sheet").write_text(write_sheet(PLAIN), encoding="utf-8")
    assert "2 submitted" in desk.run("import-sheets", *arguments).out
    assert "2 left alone" in desk.run("import-sheets", *arguments).out
    assert "2 replaced" in desk.run("import-sheets", *arguments, "--replace").out
    desk.run("pull", "--round", "sheets", "--out", tmp_path / "passes")
    assert read_documents(tmp_path / "passes" / "ann.jsonl", gold=True) == [MARKS, PLAIN]


def test_work_with_a_defect_is_listed_and_the_rest_is_delivered(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "defect", ARTICLES)
    beyond = {"id": "m", "from_name": "ent", "to_name": "text", "type": "labels",
              "value": {"start": 5, "end": 900, "labels": ["PERSON"]}}  # fmt: skip
    with desk.client("ben") as ben:
        tasks = _tasks(ben, "defect", "ben")
        ben.annotations.create(tasks["marks"], result=[beyond, {"foo": 1}])
        ben.annotations.create(tasks["plain"], result=results_of(PLAIN))
    ran = desk.run("pull", "--round", "defect", "--out", tmp_path / "passes")
    assert ran.status == 2
    assert "form.span-in-text" in ran.err
    assert f"task={tasks['marks']}" in ran.err
    assert read_documents(tmp_path / "passes" / "ben.jsonl", gold=True) == [PLAIN]


def test_a_draft_is_counted_and_keeps_nothing_else_back(desk: Desktop, tmp_path: Path) -> None:
    _pushed(desk, tmp_path, "draft", [MARKS, PLAIN])
    with desk.client("ben") as ben:
        tasks = _tasks(ben, "draft", "ben")
        ben.annotations.create(tasks["plain"], result=results_of(PLAIN))
    said = desk.secrets()
    headers = {"Authorization": f"Token {said['annotators']['ben']['token']}"}
    draft = {"result": results_of(MARKS), "lead_time": 3}
    url = f"{said['url']}/api/tasks/{tasks['marks']}/drafts"
    assert httpx.post(url, json=draft, headers=headers, timeout=60).is_success
    assert "draft\tben\t2 tasks: 1 submitted, 0 empty, 1 drafts" in desk.run("status").out
    ran = desk.run("pull", "--round", "draft", "--out", tmp_path / "passes")
    assert ran.status == 0, ran.err
    assert read_documents(tmp_path / "passes" / "ben.jsonl", gold=True) == [PLAIN]


def test_nobody_to_push_to_is_a_problem(desk: Desktop, tmp_path: Path) -> None:
    file = desk.articles(tmp_path, [PLAIN])
    ran = desk.run("push", file, "--round", "nobody", "--annotators", "")
    assert ran.status == 2
    assert "annotation.no-annotators" in ran.err


def test_secrets_stand_in_one_file_of_the_owner_alone(desk: Desktop) -> None:
    said = desk.secrets()
    hidden = [one[key] for one in (said["admin"], *said["annotators"].values())
              for key in ("token", "password")]  # fmt: skip
    log = (desk.data / "server.log").read_text(encoding="utf-8")
    command = Path(f"/proc/{said['pid']}/cmdline").read_text(encoding="utf-8")
    assert (desk.data / "server.json").stat().st_mode & 0o077 == 0
    assert (desk.data / "server.log").stat().st_mode & 0o077 == 0
    assert not [one for one in hidden if one in log or one in command]


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        yield browser.new_page(viewport={"width": 1400, "height": 900})
        browser.close()


@pytest.mark.browser
def test_the_labelling_page_shows_the_article_with_what_was_submitted(
    desk: Desktop, tmp_path: Path, page: Page
) -> None:
    _pushed(desk, tmp_path, "page", [MARKS])
    with desk.client("ann") as ann:
        task = _tasks(ann, "page", "ann")["marks"]
        ann.annotations.create(task, result=results_of(MARKS))
        project = project_of(ann, "page", "ann")
    said = desk.secrets()
    desk.log_in(page, "ann")
    page.goto(f"{said['url']}/projects/{project}/data?task={task}")
    text = page.locator(".lsf-htx-richtext")
    text.wait_for(timeout=60_000)
    page.wait_for_selector("span[class*=highlight]")
    assert "Published 2026-01-07" in page.inner_text("body")
    shown = page.evaluate(
        "Htx.annotationStore.selected.serializeAnnotation()"
        ".filter(one => one.type === 'labels')"
        ".map(one => [one.value.start, one.value.end, one.value.labels[0]])"
    )
    sent = [one["value"] for one in results_of(MARKS) if one["type"] == "labels"]
    expected = [[one["start"], one["end"], one["labels"][0]] for one in sent]  # type: ignore[index]
    assert sorted(shown) == sorted(expected)


def test_a_killed_server_is_named_and_comes_back_with_all_work(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "killed", ARTICLES)
    os.killpg(desk.secrets()["pid"], signal.SIGKILL)
    time.sleep(1)
    silent = desk.run("pull", "--round", "killed", "--out", tmp_path / "passes")
    assert silent.status == 2
    assert "dateline annotate up" in silent.err
    assert not (tmp_path / "passes").exists()
    assert desk.up("ann,ben").status == 0
    assert "killed\tben\t3 tasks" in desk.run("status").out


def test_two_commands_that_start_it_at_once_start_one(desk: Desktop) -> None:
    desk.run("down")
    with ThreadPoolExecutor(2) as pool:
        started = list(pool.map(desk.up, ["ann,ben", "ann,ben"]))
    assert [one.status for one in started] == [0, 0], started
    assert "stopped" in desk.run("down").out
    assert "annotate up" in desk.run("status").err
