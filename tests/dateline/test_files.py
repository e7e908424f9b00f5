"""Files of documents: all problems at once, with file, line and field; nothing half written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.document import Document
from dateline.files import (
    atomic_write,
    encode,
    iter_decoded,
    read_documents,
    read_valid_files,
    write_documents,
)
from dateline.problems import InvalidInput, Problem
from support.build import annotated
from support.generate import documents

GOOD = annotated("Ada met Bo\n\nThey left.", 'm1 p1 "Ada" PERSON NAM e1')


def _problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_documents(path, gold=True)
    return caught.value.problems


@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda one: one.text))
def test_documents_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, written: list[Document]
) -> None:
    path = tmp_path_factory.mktemp("files") / "some.jsonl"
    assert write_documents(path, written) == len(written)
    assert [record.document for record in iter_decoded(path)] == written


def test_windows_line_ends_blank_lines_and_a_byte_order_mark_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + encode(GOOD) + b"\r\n\r\n")
    assert read_documents(path, gold=True) == [GOOD]


def test_one_document_in_a_json_file_may_be_indented(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(json.loads(encode(GOOD)), indent=2), encoding="utf-8")
    assert read_documents(path, gold=True) == [GOOD]


def test_every_wrong_field_of_every_line_is_named(tmp_path: Path) -> None:
    record = json.loads(encode(GOOD))
    record["mentions"] = [{**record["mentions"][0], "start": "0"}, {"id": "m2"}]
    record["titel"] = "Ada met Bo"
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(record) + "\n{\n", encoding="utf-8")
    found = [(problem.line, problem.field) for problem in _problems(path)]
    assert found == [(1, None), (1, "mentions.0"), (1, "mentions.1"), (2, None)]
    assert "titel" in str(_problems(path)[0])


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_bytes((encode(GOOD) + b"\n") * 2)
    (problem,) = _problems(path)
    assert (problem.rule, problem.document) == ("file.repeated-id", "d1")


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file_is_a_problem_not_an_empty_score(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_bytes(content)
    assert [problem.rule for problem in _problems(path)] == ["file.empty"]


@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "some.jsonl"
    path.write_bytes(content)
    assert all(problem.file == "some.jsonl" for problem in _problems(path))


def test_a_line_cut_off_half_way_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    path.write_bytes(encode(GOOD) + b"\n" + encode(GOOD)[:-20])
    assert [problem.line for problem in _problems(path)] == [2]


def test_deeply_nested_json_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_bytes(b"[" * 100_000)
    assert len(_problems(path)) == 1


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_what_cannot_be_opened_is_a_problem(tmp_path: Path, name: str) -> None:
    assert [problem.rule for problem in _problems(tmp_path / name)] == ["file.unreadable"]


def test_a_failure_half_way_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(FileNotFoundError), atomic_write(path) as beside:
        beside.with_suffix("").joinpath("absent").read_bytes()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_validation_collects_the_problems_of_all_files(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_valid_files([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], house=True)
    assert [problem.file for problem in caught.value.problems] == ["a.jsonl", "b.jsonl"]
