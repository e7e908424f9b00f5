"""Every defect that work on a server can have is named, and keeps its task back.

`good.json` is an export with one flawless task; each file in `bad` is the same with the
one defect that it is called after.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.document import Document
from dateline.files import decode_line
from dateline.problems import InvalidInput, Problem
from dateline_annotation import defects
from dateline_annotation.delivery import Source, deliver, look_over

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.json"))
ANNOTATOR = 2


def _read(path: Path, folder: Path) -> tuple[list[Document], tuple[Problem, ...]]:
    source = Source(path, ANNOTATOR, lambda task: f"task {task}", {})
    delivered = deliver(source, look_over(path), folder / "pass.jsonl")
    documents = [decode_line(line, path, 0).document for line in _lines(folder / "pass.jsonl")]
    return [document for document in documents if document is not None], delivered.problems


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def test_flawless_work_is_delivered(tmp_path: Path) -> None:
    (document,), problems = _read(HERE / "good.json", tmp_path)
    assert problems == ()
    assert [mention.id for mention in document.mentions] == ["m1", "m2", "m3"]


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_defect_is_named_with_its_task_and_nothing_is_delivered(
    path: Path, tmp_path: Path
) -> None:
    documents, problems = _read(path, tmp_path)
    assert documents == []
    assert {problem.rule for problem in problems} == {path.stem}
    assert {problem.file for problem in problems} == {"task 7"}
    assert all(problem.document and problem.remedy for problem in problems)


def test_every_kind_of_defect_has_a_bad_export() -> None:
    kinds = {one.rule for one in vars(defects).values() if isinstance(one, defects.Defect)}
    assert {f"annotation.{kind}" for kind in kinds} <= {path.stem for path in BAD}


def test_a_healthy_task_is_delivered_beside_a_defective_one(tmp_path: Path) -> None:
    both = tmp_path / "both.json"
    names = (HERE / "bad" / "annotation.task-data.json", HERE / "good.json")
    both.write_bytes(b"[" + b",".join(one.read_bytes().strip()[1:-1] for one in names) + b"]")
    documents, problems = _read(both, tmp_path)
    assert [document.id for document in documents] == ["greeting"]
    assert len(problems) == 1


@pytest.mark.parametrize("export", [b"", b"{", b'{"detail": "no"}', b'[{"id": "x"}]', b"\x89PNG"])
def test_an_export_that_is_no_json_of_tasks_is_a_problem(export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "raw.json"
    path.write_bytes(export)
    with pytest.raises(InvalidInput, match=r"annotation\.export"):
        look_over(path)
