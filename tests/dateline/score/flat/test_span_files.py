"""Tables of spans from files: read alike in every format, refused whole when wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from dateline.problems import InvalidInput
from dateline.score.flat.span_evaluation import score_spans, score_tables
from dateline.score.flat.span_files import read_corpus

Table = dict[str, list[Any]]

GOLD: Table = {
    "doc": ["a", "a", "b"],
    "start": [0, 5, 0],
    "end": [3, 8, 2],
    "type": ["X", "Y", "X"],
}
FOUND: Table = {
    "doc": ["b", "a", "c"],
    "start": [0, 0, 1],
    "end": [2, 3, 2],
    "type": ["X", "Y", "X"],
}
BIO = "Ada B-X\nLund I-X\nmet O\nBo B-X\n\n# a comment\nToday B-Y\n"
DATELINE = Path(sys.executable).with_name("dateline")


def _parquet(path: Path, columns: Table) -> Path:
    pa.parquet.write_table(pa.table(columns), path)
    return path


def _csv(path: Path, columns: Table) -> Path:
    pa.csv.write_csv(pa.table(columns), path)
    return path


def _text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _refused(gold: Path, found: Path, *, repair: bool = False) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        list(read_corpus(gold, found, repair=repair).pairs())
    return [f"{one.file}: {one.rule}" for one in caught.value.problems]


def test_parquet_csv_and_memory_give_the_same_scores(tmp_path: Path) -> None:
    parquet = score_spans(
        _parquet(tmp_path / "g.parquet", GOLD), _parquet(tmp_path / "p.parquet", FOUND)
    )
    assert score_spans(_csv(tmp_path / "g.csv", GOLD), _csv(tmp_path / "p.csv", FOUND)) == parquet
    assert score_tables(pa.table(GOLD), pa.table(FOUND)) == parquet
    assert parquet.metrics["entities.strict"].p_num == 1
    assert parquet.documents == 3


def test_documents_may_be_numbers_and_rows_come_in_groups(tmp_path: Path) -> None:
    numbered = {**GOLD, "doc": [1, 1, 2]}
    path = tmp_path / "g.parquet"
    pa.parquet.write_table(pa.table(numbered), path, row_group_size=1)
    assert score_spans(path, path).metrics["entities.strict"].f1 == 1


def test_names_that_look_like_nothing_are_names(tmp_path: Path) -> None:
    path = _text(tmp_path / "g.csv", "doc,start,end,type\nNA,0,1,null\n")
    assert list(score_spans(path, path).types) == ["null"]


def test_tags_are_spans_of_tokens(tmp_path: Path) -> None:
    gold = _text(tmp_path / "g.bio", BIO)
    found = _text(tmp_path / "p.conll", "Ada B-X\nLund O\nmet O\nBo B-X\n\nToday B-Y\n")
    scores = score_spans(gold, found)
    assert [scores.metrics[f"entities.{name}"].p_num for name in ("strict", "partial")] == [2, 2.5]


def test_windows_line_ends_and_a_byte_order_mark_change_no_tag(tmp_path: Path) -> None:
    gold = _text(tmp_path / "g.bio", BIO)
    found = _text(tmp_path / "p.bio", b"\xef\xbb\xbf" + BIO.replace("\n", "\r\n").encode())
    assert score_spans(gold, found).metrics["entities.strict"].f1 == 1


WRONG: dict[str, Table] = {
    "columns": {"doc": ["a"], "start": [0], "end": [1]},
    "no-value": {**GOLD, "type": ["X", None, "X"]},
    "no-number": {**GOLD, "start": ["0", "5", "0"]},
    "before-text": {**GOLD, "start": [-1, 5, 0]},
    "no-extent": {**GOLD, "end": [0, 8, 2]},
    "far": {**GOLD, "end": [2**40, 8, 2]},
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_with_a_table_is_named(rule: str, tmp_path: Path) -> None:
    gold = _parquet(tmp_path / "g.parquet", GOLD)
    wrong = _parquet(tmp_path / "p.parquet", WRONG[rule])
    assert _refused(gold, wrong) == [f"p.parquet: spans.{rule}"]


def test_both_files_are_checked_before_either_is_refused(tmp_path: Path) -> None:
    gold = _parquet(tmp_path / "g.parquet", WRONG["before-text"])
    found = _parquet(tmp_path / "p.parquet", {**WRONG["far"], "start": [-5, 0, 0]})
    assert _refused(gold, found) == [
        "g.parquet: spans.before-text", "p.parquet: spans.before-text", "p.parquet: spans.far",
    ]  # fmt: skip


def test_gold_that_repeats_a_span_is_refused(tmp_path: Path) -> None:
    twice = {name: values[:1] * 2 for name, values in GOLD.items()}
    gold = _parquet(tmp_path / "g.parquet", twice)
    assert _refused(gold, gold) == ["g.parquet: spans.repeated"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PAR1", b"\xff\xfe"])
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_what_is_no_table_is_a_problem_with_its_file(
    ending: str, content: bytes, tmp_path: Path
) -> None:
    gold = _parquet(tmp_path / "g.parquet", GOLD)
    (found,) = _refused(gold, _text(tmp_path / f"p.{ending}", content))
    assert found.startswith(f"p.{ending}: spans.")


def test_a_file_of_another_kind_and_one_that_is_not_there_are_named(tmp_path: Path) -> None:
    assert _refused(tmp_path / "g.xlsx", tmp_path / "none.csv") == [
        "g.xlsx: spans.format", "none.csv: spans.unreadable",
    ]  # fmt: skip


def test_every_sequence_that_is_no_bio_is_named_with_its_line(tmp_path: Path) -> None:
    gold = _text(tmp_path / "g.bio", BIO)
    found = _text(tmp_path / "p.bio", "Ada I-X\nLund O\nmet O\nBo O\n\nToday Y\n")
    with pytest.raises(InvalidInput) as caught:
        read_corpus(gold, found, repair=False)
    assert [(one.line, one.rule) for one in caught.value.problems] == [
        (1, "spans.tags"), (6, "spans.tags"),
    ]  # fmt: skip


def test_tags_over_other_tokens_are_refused(tmp_path: Path) -> None:
    gold = _text(tmp_path / "g.bio", BIO)
    found = _text(tmp_path / "p.bio", "Ada B-X\nLund I-X\nmet O\n\nToday B-Y\n\nmore O\n")
    assert _refused(gold, found) == ["p.bio: spans.sequences"] * 2


def test_the_command_prints_what_the_library_finds(tmp_path: Path) -> None:
    gold = _parquet(tmp_path / "g.parquet", GOLD)
    found = _parquet(tmp_path / "p.parquet", FOUND)
    command = [str(DATELINE), "score-spans", str(found), "--gold", str(gold), "--resamples", "0"]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *more], capture_output=True, text=True, check=False)

    strict = json.loads(run("--format", "json").stdout)["metrics"]["entities.strict"]
    assert (strict["p_num"], strict["p_den"], strict["r_den"]) == (1, 3, 3)
    assert "| entities.strict | 33.3 | 33.3 | 33.3 | – | 3 |" in run("--format", "markdown").stdout
    assert "entities.strict Y" in run().stdout
    assert run("--gold", str(tmp_path / "none.csv")).returncode == 2
