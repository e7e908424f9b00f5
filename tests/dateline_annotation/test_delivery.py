"""What is pulled of a large round is what was submitted, in order, by however many processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import encode, read_documents
from dateline_annotation import parts
from dateline_annotation.convert import results_of
from dateline_annotation.delivery import Delivered, Source, deliver, look_over
from dateline_annotation.exports import Prelabel
from dateline_annotation.rounds import task_data

GOLD = Path(__file__).parents[2] / "data" / "gold" / "core.jsonl"
AUTHOR = 2


def _task(number: int, document: Document, author: int = AUTHOR) -> dict[str, object]:
    annotation = {"id": number, "completed_by": author, "result": results_of(document)}
    return {"id": number, "annotations": [annotation], "data": task_data(document)}


def _deliver(
    folder: Path, tasks: Sequence[object], prelabels: dict[int, Prelabel] | None = None
) -> Delivered:
    export = folder / "export.json"
    export.write_bytes(msgspec.json.encode(tasks))
    source = Source(export, AUTHOR, str, prelabels or {})
    return deliver(source, look_over(export), folder / "pass.jsonl")


@pytest.fixture
def gold() -> list[Document]:
    return read_documents(GOLD, gold=True)


@pytest.fixture(params=[2**22, 30_000], ids=["one part", "many parts"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(parts, "SIZE", request.param)
    return int(request.param)


@pytest.mark.usefixtures("size")
def test_documents_come_in_order_of_their_ids(tmp_path: Path, gold: list[Document]) -> None:
    tasks = [_task(number, one) for number, one in enumerate(reversed(gold))]
    delivered = _deliver(tmp_path, tasks)
    lines = (tmp_path / "pass.jsonl").read_bytes().splitlines()
    wanted = [encode(replace(one, layers=None)) for one in sorted(gold, key=lambda one: one.id)]
    assert delivered.problems == ()
    assert delivered.documents == len(gold) == len(delivered.tally)
    assert [_plain(line) for line in lines] == [_plain(line) for line in wanted]


def _plain(line: bytes) -> object:
    """A document without the order of its items, which an export need not keep."""
    document = msgspec.json.decode(line)
    return {
        key: sorted(map(msgspec.json.encode, value)) if key in ("mentions", "events") else value
        for key, value in document.items()
    }


@pytest.mark.usefixtures("size")
def test_work_on_an_outdated_task_is_named_wherever_the_newer_one_stands(
    tmp_path: Path, gold: list[Document]
) -> None:
    newer = _task(99, gold[0])
    older = [_task(number, one) for number, one in enumerate(gold)]
    delivered = _deliver(tmp_path, [newer, *older])
    assert [problem.rule for problem in delivered.problems] == ["annotation.older-task"]
    assert [problem.file for problem in delivered.problems] == ["0"]
    assert delivered.documents == len(gold)


@pytest.mark.usefixtures("size")
def test_outcomes_of_prelabels_come_for_the_tasks_that_have_some(
    tmp_path: Path, gold: list[Document]
) -> None:
    tasks = [_task(number, one) for number, one in enumerate(gold)]
    prelabels = {number: Prelabel("s 1", results_of(gold[number])) for number in (5, 1)}
    delivered = _deliver(tmp_path, tasks, prelabels)
    assert [one.document for one in delivered.outcomes] == [gold[1].id, gold[5].id]
    assert all(one.mentions.changed == one.mentions.added == 0 for one in delivered.outcomes)


@pytest.mark.usefixtures("size")
def test_a_defect_of_one_task_keeps_no_other_back(tmp_path: Path, gold: list[Document]) -> None:
    tasks = [_task(number, one, 3 if number == 4 else AUTHOR) for number, one in enumerate(gold)]
    delivered = _deliver(tmp_path, tasks)
    assert delivered.documents == len(gold) - 1
    assert {problem.document for problem in delivered.problems} == {gold[4].id}


def test_alternatives_that_are_none_are_a_defect_of_the_task(
    tmp_path: Path, gold: list[Document]
) -> None:
    """Somebody's own data may have a field of that name."""
    task = _task(1, gold[0])
    task["data"] = msgspec.to_builtins(task["data"]) | {"alternatives": "mine"}
    delivered = _deliver(tmp_path, [task, _task(2, gold[1])])
    assert [problem.rule for problem in delivered.problems] == ["annotation.task-data"]
    assert delivered.documents == 1
