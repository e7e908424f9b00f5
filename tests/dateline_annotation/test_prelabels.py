"""Pre-labels: a system's predictions on the page, and what annotators made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from label_studio_sdk import LabelStudio
from msgspec.structs import replace
from playwright.sync_api import Page, sync_playwright

from dateline.document import Document, Source
from dateline.files import read_documents, write_documents
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput
from dateline_annotation import controls
from dateline_annotation.convert import results_of
from dateline_annotation.prelabels import Changes, Outcome, compare, find_prelabels
from support.build import annotated, article
from support.needs import QUIET, needs_chromium
from support.studio import Desktop, project_of, running

SYSTEM = "mine 1"
TEXT = "Ada met Bo in Rome\n\n“No,” she said, “never.” Bo left on Friday."
SAID = annotated(
    TEXT,
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p1 "Rome" GPE NAM e3
    m4 p2 "Friday" DATE =2026-01-09
    m5 p2 "she" PERSON PRO e1
    q1 p2 "“No,”" p2 "“never.”" direct cue p2 "said" speaker m5
    v1 p1 "met" Consult actual participant=m1 participant=m2
    v2 p2 "left" Withdraw actual agent=m2
    """,
    id="ada",
)
# m2 is another entity now, m3 is gone, m6 and v3 are new, v2 did not happen.
MADE = annotated(
    TEXT,
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e9
    m4 p2 "Friday" DATE =2026-01-09
    m5 p2 "she" PERSON PRO e1
    m6 p2 "Bo" PERSON NAM e9
    q1 p2 "“No,”" p2 "“never.”" direct cue p2 "said" speaker m5
    v1 p1 "met" Consult actual participant=m2 participant=m1
    v2 p2 "left" Withdraw negated agent=m2
    v3 p2 "said" Consult actual
    """,
    id="ada",
)
OUTCOME = Outcome(
    document="ada",
    system=SYSTEM,
    mentions=Changes(kept=3, changed=1, removed=1, added=1),
    quotes=Changes(kept=1),
    events=Changes(kept=1, changed=1, added=1),
)


def test_every_item_is_kept_changed_removed_or_added_and_order_says_nothing() -> None:
    assert compare(SAID, MADE, SYSTEM) == OUTCOME


def test_what_a_mention_left_open_may_be_filled_in_and_it_is_kept() -> None:
    sparse = replace(
        SAID,
        mentions=tuple(replace(one, level=None, entity=None, value=None) for one in SAID.mentions),
        quotes=(),
        events=(),
    )
    found = compare(sparse, SAID, SYSTEM)
    assert found.mentions == Changes(kept=5)
    assert (found.quotes, found.events) == (Changes(added=1), Changes(added=2))


@pytest.mark.parametrize(
    "field", [{"type": "indirect"}, {"content": ((20, 25),)}, {"cue": None}, {"speakers": ("m1",)}]
)
def test_a_quote_with_another_type_content_cue_or_speaker_is_changed(field: Any) -> None:
    other = replace(SAID, quotes=(replace(SAID.quotes[0], **field),))
    assert compare(SAID, other, SYSTEM).quotes == Changes(changed=1)


def test_work_without_a_region_removed_every_pre_label() -> None:
    found = compare(SAID, replace(SAID, mentions=(), quotes=(), events=()), SYSTEM)
    assert (found.mentions, found.quotes, found.events) == (
        Changes(removed=5),
        Changes(removed=1),
        Changes(removed=2),
    )


def _prediction(document: Document, **fields: Any) -> Document:
    """As `dateline predict` writes it: the hash of the text, not the text."""
    source = Source(sha256=document.source.sha256)
    bare = replace(document, text=None, title=None, published=None, source=source)
    return replace(bare, **fields)


def _file(folder: Path, *predictions: Document) -> str:
    path = folder / "mine.jsonl"
    write_documents(path, predictions)
    return str(path)


def _controls(folder: Path, prediction: Document) -> set[object]:
    """The controls that a prediction's pre-labels fill in."""
    found = find_prelabels(_file(folder, prediction), [SAID.bare()])
    assert found.system.startswith("mine ")
    return {one.get("from_name") for one in found.by_document["ada"].result}


def test_layers_that_are_not_answered_are_absent(tmp_path: Path) -> None:
    names = _prediction(SAID, layers=("entities",))
    assert _controls(tmp_path, names) == {controls.MENTION}
    # A quote needs its speaker's mention, whose other fields are not answered.
    quotes = find_prelabels(
        _file(tmp_path, _prediction(SAID, layers=("quotes",))), [SAID.bare()]
    ).by_document["ada"]
    assert [one["id"] for one in quotes.result if one.get("from_name") == controls.MENTION] == [
        "m5"
    ]
    assert controls.LEVEL not in {one.get("from_name") for one in quotes.result}


def test_that_nobody_speaks_is_never_filled_in(tmp_path: Path) -> None:
    silent = _prediction(SAID, quotes=(replace(SAID.quotes[0], speakers=()),))
    assert controls.NOBODY not in _controls(tmp_path, silent)


@pytest.mark.parametrize(
    ("prediction", "rule"),
    [
        (_prediction(SAID, id="other"), "prelabel.no-article"),
        (_prediction(article("Another text", id="ada")), "prelabel.other-text"),
        (_prediction(SAID, source=Source()), "prelabel.other-text"),
        (
            _prediction(SAID, mentions=(replace(SAID.mentions[0], end=900),), quotes=(), events=()),
            "form.span-in-text",
        ),
    ],
)
def test_a_prediction_that_does_not_fit_is_a_problem(
    prediction: Document, rule: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput) as caught:
        find_prelabels(_file(tmp_path, prediction), [SAID.bare()])
    assert {one.rule for one in caught.value.problems} == {rule}


def test_a_system_that_learns_or_is_unknown_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInput, match=r"dateline predict linear"):
        find_prelabels("linear", [SAID.bare()])
    with pytest.raises(InvalidInput, match=r"linear, rules"):
        find_prelabels("nonesuch", [SAID.bare()])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server with the accounts of ann and ben."""
    with running(tmp_path_factory.mktemp("studio"), "ann,ben") as found:
        yield found


def _task(client: LabelStudio, round_: str, annotator: str) -> Any:
    project = project_of(client, round_, annotator)
    tasks: list[Any] = list(client.tasks.list(project=project, fields="all"))
    return tasks[0]


def _pushed(desk: Desktop, folder: Path, round_: str, prelabel: str) -> str:
    file = desk.articles(folder, [SAID])
    arguments = ("--round", round_, "--annotators", "ann,ben", "--prelabel", prelabel)
    ran = desk.run("push", file, *arguments)
    assert ran.status == 0, ran.err
    return ran.out


def _outcomes(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.labelstudio
@pytest.mark.slow
def test_pull_says_what_became_of_the_pre_labels(desk: Desktop, tmp_path: Path) -> None:
    file = _file(tmp_path, _prediction(SAID))
    assert "ann: 1 added" in _pushed(desk, tmp_path, "file", file)
    assert "ann: 0 with pre-labels" in _pushed(desk, tmp_path, "file", file)
    with desk.client("ann") as ann:
        task = _task(ann, "file", "ann")
        assert len(task.predictions) == 1
        ann.annotations.create(task.id, result=results_of(MADE))
    out = tmp_path / "passes"
    ran = desk.run("pull", "--round", "file", "--out", out)
    assert ran.status == 0, ran.err
    assert "ann: pre-labels: mentions: 3 kept, 1 changed, 1 removed, 1 added" in ran.out
    assert read_documents(out / "ann.jsonl", gold=True) == [MADE]
    (found,) = _outcomes(out / "ann.prelabels.jsonl")
    assert found.pop("system").startswith("mine ")
    assert found["document"] == "ada"
    assert found["mentions"] == {"kept": 3, "changed": 1, "removed": 1, "added": 1}
    assert found["events"] == {"kept": 1, "changed": 1, "removed": 0, "added": 1}
    assert _outcomes(out / "ben.prelabels.jsonl") == []


@pytest.mark.labelstudio
@pytest.mark.slow
def test_an_installed_system_pre_labels_and_a_second_one_is_refused(
    desk: Desktop, tmp_path: Path
) -> None:
    assert "ann: 1 with pre-labels of rules " in _pushed(desk, tmp_path, "rules", "rules")
    with desk.client("ann") as ann:
        (prediction,) = ann.predictions.list(project=project_of(ann, "rules", "ann"))
    assert (prediction.model_version or "").startswith("rules ")
    assert [one for one in prediction.result if one.get("from_name") == controls.MENTION]
    arguments = ("--round", "rules", "--annotators", "ann", "--prelabel")
    file = desk.articles(tmp_path, [SAID])
    ran = desk.run("push", file, *arguments, _file(tmp_path, _prediction(SAID)))
    assert ran.status == 2
    assert "prelabel.second-system" in ran.err


@pytest.mark.labelstudio
@pytest.mark.slow
def test_two_people_who_pull_at_once_into_a_folder_both_end_well(
    desk: Desktop, tmp_path: Path
) -> None:
    _pushed(desk, tmp_path, "both", _file(tmp_path, _prediction(SAID)))
    with desk.client("ann") as ann:
        ann.annotations.create(_task(ann, "both", "ann").id, result=results_of(MADE))
    out = tmp_path / "passes"

    def pull(_: int) -> Any:
        return desk.run("pull", "--round", "both", "--out", out)

    with ThreadPoolExecutor(2) as pool:
        pulled = list(pool.map(pull, range(2)))
    assert [one.status for one in pulled] == [0, 0], pulled
    assert read_documents(out / "ann.jsonl", gold=True) == [MADE]
    assert sorted(path.name for path in out.iterdir()) == [
        "ann.jsonl", "ann.prelabels.jsonl", "ben.jsonl", "ben.prelabels.jsonl",
    ]  # fmt: skip


@pytest.mark.labelstudio
@pytest.mark.slow
def test_a_wrong_token_is_named_with_what_to_do(desk: Desktop, tmp_path: Path) -> None:
    _pushed(desk, tmp_path, "token", _file(tmp_path, _prediction(SAID)))
    file = desk.data / "server.json"
    right = file.read_text(encoding="utf-8")
    wrong = desk.secrets()
    wrong["admin"]["token"] = "0" * 40
    try:
        file.write_text(json.dumps(wrong), encoding="utf-8")
        ran = desk.run("pull", "--round", "token", "--out", tmp_path / "passes")
    finally:
        file.write_text(right, encoding="utf-8")
    assert ran.status == 2
    assert "server.refused" in ran.err
    assert "server.json" in ran.err
    assert "0" * 40 not in ran.err
    assert not (tmp_path / "passes").exists()


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        yield browser.new_page(viewport={"width": 1400, "height": 900})
        browser.close()


@pytest.mark.browser
@pytest.mark.labelstudio
@pytest.mark.slow
def test_the_annotators_page_opens_with_the_pre_labels_and_what_is_untouched_is_kept(
    desk: Desktop, tmp_path: Path, page: Page
) -> None:
    _pushed(desk, tmp_path, "page", _file(tmp_path, _prediction(SAID)))
    with desk.client("ann") as ann:
        project = project_of(ann, "page", "ann")
    said = desk.secrets()
    desk.log_in(page, "ann")
    page.goto(f"{said['url']}/projects/{project}/data?labeling=1")
    page.wait_for_selector("span[class*=highlight]", timeout=60_000)
    shown = page.evaluate(
        "Htx.annotationStore.selected.serializeAnnotation()"
        ".filter(one => one.type === 'labels')"
        ".map(one => [one.id, one.value.start, one.value.end, one.origin])"
    )
    mentions = {(one.id, *one.span, "prediction") for one in SAID.mentions}
    assert mentions < {tuple(one) for one in shown}

    # Another label by its key, on a region that is selected.
    page.locator("span[class*=highlight]", has_text="Rome").first.click()
    page.keyboard.press(next(one.hotkey for one in ONTOLOGY.mentions if one.ace[:1] == ("ORG",)))
    with page.expect_response(lambda answer: "/annotations" in answer.url and answer.ok):
        page.get_by_test_id("bottombar-submit-button").click()
    out = tmp_path / "passes"
    ran = desk.run("pull", "--round", "page", "--out", out)
    assert ran.status == 0, ran.err
    (found,) = _outcomes(out / "ann.prelabels.jsonl")
    nothing = {"changed": 0, "removed": 0, "added": 0}
    assert found["mentions"] == {**nothing, "kept": 4, "changed": 1}
    assert found["quotes"] == {"kept": 1, **nothing}
    assert found["events"] == {"kept": 2, **nothing}
