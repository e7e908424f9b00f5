"""Every defect that work on a server can have is named, and keeps its task back.

`good.json` is an export with one flawless task; each file in `bad` is the same with the
one defect that it is called after.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.document import Document
from dateline.problems import InvalidInput, Problem
from dateline_annotation import defects
from dateline_annotation.pull import read_tasks
from dateline_annotation.studio import decode_tasks

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.json"))
ANNOTATOR = 2


def _read(path: Path) -> tuple[list[Document], list[Problem]]:
    tasks = decode_tasks(path.read_bytes(), path.name)
    return read_tasks(tasks, ANNOTATOR, lambda task: f"task {task}")


def test_flawless_work_is_delivered() -> None:
    (document,), problems = _read(HERE / "good.json")
    assert problems == []
    assert [mention.id for mention in document.mentions] == ["m1", "m2", "m3"]


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_defect_is_named_with_its_task_and_nothing_is_delivered(path: Path) -> None:
    documents, problems = _read(path)
    assert documents == []
    assert {problem.rule for problem in problems} == {path.stem}
    assert {problem.file for problem in problems} == {"task 7"}
    assert all(problem.document and problem.remedy for problem in problems)


def test_every_kind_of_defect_has_a_bad_export() -> None:
    kinds = {one.rule for one in vars(defects).values() if isinstance(one, defects.Defect)}
    assert {f"annotation.{kind}" for kind in kinds} <= {path.stem for path in BAD}


def test_a_healthy_task_is_delivered_beside_a_defective_one() -> None:
    good = decode_tasks((HERE / "good.json").read_bytes(), "good")
    bad = decode_tasks((HERE / "bad" / "annotation.task-data.json").read_bytes(), "bad")
    documents, problems = read_tasks([*bad, *good], ANNOTATOR, str)
    assert [document.id for document in documents] == ["greeting"]
    assert len(problems) == 1


@pytest.mark.parametrize("export", [b"", b"{", b'{"detail": "no"}', b'[{"id": "x"}]', b"\x89PNG"])
def test_an_export_that_is_no_json_of_tasks_is_a_problem(export: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"annotation\.export"):
        decode_tasks(export, "raw.json")
