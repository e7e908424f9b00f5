"""`data/annotations/STATUS.md`: whoever goes on with the work sees what is next."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.datasheet.page import require_fresh, status_text
from dateline.datasheet.plan import PLAN
from dateline.datasheet.status import State, read_status
from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from support.build import annotated, article

ROOT = Path(__file__).parents[3]


def _article(number: int) -> Document:
    return article("Ada met Bo\n\nThey met.", id=f"core-{number}", desk="sport")


def _annotated(number: int, realis: str = "actual") -> Document:
    sheet = f'm1 p1 "Ada" PERSON NAM e1\nv1 p1 "met" Consult {realis} participant=m1'
    return annotated("Ada met Bo\n\nThey met.", sheet, id=f"core-{number}", desk="sport")


class Desk:
    """Folders of articles and rounds, and a file of gold."""

    def __init__(self, folder: Path) -> None:
        self.articles, self.rounds = folder / "articles", folder / "rounds"
        self.gold = folder / "gold.jsonl"
        for number in range(4):
            write_documents(self.articles / f"core-{number}.json", [_article(number)])

    def stage(self, name: str, *documents: Document, part: str = "first") -> None:
        write_documents(self.rounds / part / f"{name}.jsonl", documents)

    def sheet(self, name: str, number: int) -> None:
        folder = self.rounds / "first" / "sheets" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"core-{number}.sheet").write_text("", encoding="utf-8")

    def state(self) -> State:
        return read_status(self.articles, self.rounds, self.gold)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_articles_alone_wait_for_a_round_and_every_step_is_open(desk: Desk) -> None:
    """New articles come before their annotation, and the page must stand that."""
    state = desk.state()
    assert state.rounds == ()
    assert [one.article for one in state.waiting] == [f"core-{n}" for n in range(4)]
    assert [(step.what, step.many) for step in state.steps] == [
        ("write articles", PLAN.milestones[0].articles - 4),
        ("annotate in pass a", 4), ("annotate in pass b", 4),
        ("adjudicate", 4), ("take into gold", 4),
    ]  # fmt: skip
    assert "No round has both passes of an article yet." in status_text(state)


def test_an_article_stands_where_its_files_are(desk: Desk) -> None:
    desk.stage("a", _annotated(0), _annotated(1))
    desk.stage("b", _annotated(0))
    desk.sheet("b", 1)
    desk.sheet("a", 2)
    desk.stage("final", _annotated(0))
    write_documents(desk.gold, [_annotated(0)])
    state = desk.state()
    (part,) = state.rounds
    found = [(one.article, one.first, one.second, one.adjudicated, one.gold)
             for one in part.articles]  # fmt: skip
    assert found == [
        ("core-0", "yes", "yes", "yes", True),
        ("core-1", "yes", "sheet", "–", False),
        ("core-2", "sheet", "–", "–", False),
    ]
    steps = {step.what: step.articles for step in state.steps}
    assert steps["annotate in pass a"] == ("core-3",)
    assert steps["annotate in pass b"] == ("core-2", "core-3")
    assert steps["take sheets of the passes through Label Studio"] == ("core-1", "core-2")
    assert steps["take into gold"] == ("core-1", "core-2", "core-3")
    assert "| first | 3 | 2 + 1 sheets | 1 + 1 sheets | 1 | 1 |" in status_text(state)


def test_agreement_is_of_the_articles_that_both_passes_have(desk: Desk) -> None:
    """Pass b lacks one article: compared are two, and there one of two realis differs."""
    desk.stage("a", _annotated(0), _annotated(1), _annotated(2))
    desk.stage("b", _annotated(0), _annotated(1, "planned"))
    (part,) = desk.state().rounds
    assert part.compared == 2
    assert part.agreement["entities.strict"] == 1.0
    assert "| first | 2 | 100.0 |" in status_text(desk.state())


def test_a_round_over_other_articles_is_left_out(desk: Desk) -> None:
    desk.stage("a", _annotated(77), part="elsewhere")
    assert desk.state().rounds == ()


def test_the_next_milestone_is_the_first_that_gold_does_not_reach(desk: Desk) -> None:
    many = PLAN.milestones[0].articles
    for number in range(4, many):
        write_documents(desk.articles / f"core-{number}.json", [_article(number)])
    gold = [_annotated(number) for number in range(many)]
    write_documents(desk.gold, gold[:-1])
    assert desk.state().goal == PLAN.milestones[0]
    write_documents(desk.gold, gold)
    assert desk.state().goal == PLAN.milestones[1]
    assert desk.state().steps[0].many == PLAN.milestones[1].articles - many


def test_everything_wrong_is_listed_with_its_file(desk: Desk) -> None:
    desk.stage("a", _annotated(0))
    (desk.rounds / "first" / "a.jsonl").write_text("{}\n", encoding="utf-8")
    desk.gold.write_text("no\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        desk.state()
    assert {Path(str(one.file)).name for one in refused.value.problems} == {"a.jsonl", "gold.jsonl"}


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"status\.no-article"):
        read_status(tmp_path, tmp_path, tmp_path / "gold.jsonl")


def test_the_status_is_the_datas() -> None:
    """The next worker begins where this page says."""
    data = ROOT / "data"
    state = read_status(data / "articles/core", data / "annotations", data / "gold/core.jsonl")
    page = data / "annotations" / "STATUS.md"
    require_fresh(status_text(state), page, "dateline datasheet status")
