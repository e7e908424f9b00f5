"""A large export is read in parts: whoever pulls gets exactly the tasks that are in it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.problems import InvalidInput
from dateline_annotation import parts
from dateline_annotation.exports import Task
from dateline_annotation.parts import parts_of, tasks_in

# What a text would have to hold to look like the place between two tasks.
TRAP = '},{"id":7,"annotations":[]},{"id": 8, "annotations": ['
TEXTS = st.lists(st.text(max_size=30) | st.just(TRAP), max_size=8)


def _export(texts: list[str], indent: int | None = None) -> bytes:
    tasks = [
        {"id": number, "annotations": [{"id": number, "result": [{"text": text}]}],
         "drafts": [], "data": {"document": f"d{number}", "text": text}}
        for number, text in enumerate(texts)
    ]  # fmt: skip
    return json.dumps(tasks, indent=indent, ensure_ascii=False).encode()


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "export.json"
    path.write_bytes(content)
    return path


def _known(tasks: list[Task]) -> list[tuple[int, bytes, list[bytes]]]:
    return [(one.id, bytes(one.data), [bytes(a.result) for a in one.annotations]) for one in tasks]


@given(texts=TEXTS, indent=st.sampled_from([None, 0, 2]), size=st.integers(1, 400))
def test_the_parts_hold_the_tasks_whatever_stands_in_a_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], indent: int | None, size: int
) -> None:
    content = _export([text.replace("\ud800", "") for text in texts], indent)
    path = _written(tmp_path_factory.mktemp("parts"), content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SIZE", size)
        found = list(tasks_in(path))
    assert _known(found) == _known(msgspec.json.decode(content, type=list[Task]))


def test_no_part_is_much_larger_than_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a round of ten thousand articles would fill the memory."""
    monkeypatch.setattr(parts, "SIZE", 500)
    content = _export(["word " * 20] * 50)
    sizes = [part.size for part in parts_of(_written(tmp_path, content))]
    assert len(sizes) > 10
    assert max(sizes) < 500 + 2 * len(content) / 50


def test_an_export_of_another_order_of_keys_is_one_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version of the server may write so: all is read, at the price of memory."""
    monkeypatch.setattr(parts, "SIZE", 10)
    content = b'[{"data":{},"id":1},{"data":{},"id":2}]'
    (part,) = parts_of(_written(tmp_path, content))
    assert [task.id for task in part.tasks()] == [1, 2]


def test_a_cut_off_export_is_a_problem_and_not_a_smaller_round(tmp_path: Path) -> None:
    content = _export(["one", "two"])
    for end in range(len(content)):
        with pytest.raises(InvalidInput, match=r"annotation\.export"):
            list(tasks_in(_written(tmp_path, content[:end])))


def test_a_fault_in_the_middle_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SIZE", 10)
    content = _export(["one", "two", "three"]).replace(b'"id": 2', b'"id": x')
    with pytest.raises(InvalidInput, match=r"after byte \d+") as raised:
        list(tasks_in(_written(tmp_path, content)))
    assert str(tmp_path / "export.json") in str(raised.value)
