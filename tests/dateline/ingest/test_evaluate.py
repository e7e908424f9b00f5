"""`dateline ingest --evaluate`: counts worked out by hand, and what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.ingest.evaluate import evaluate_pages, evaluation_table
from dateline.problems import InvalidInput

DATELINE = Path(sys.executable).parent / "dateline"
TITLE = "Ferry firm loses licence"
BODY = "The board took the licence from the ferry firm on Tuesday, its owner said in a letter."
PAGE = f"{TITLE}\n\n3 March 2026\n\n{BODY}\n\nA line"


def _write(folder: Path, pieces: list[list[int]], **article: object) -> Path:
    (folder / "ferry.txt").write_text(PAGE)
    (folder / "ferry.map.json").write_text(json.dumps(pieces))
    if article:
        record = {"schema": "dateline/1", "id": "ferry", "layers": [], **article}
        (folder / "ferry.json").write_text(json.dumps(record))
    return folder / "ferry.txt"


def _piece(passage: str) -> list[int]:
    start = PAGE.index(passage)
    return [start, start + len(passage), 0]


def test_what_is_kept_besides_the_article_lowers_precision(tmp_path: Path) -> None:
    page = _write(tmp_path, [_piece(TITLE), _piece(BODY)])
    (found,) = evaluate_pages([page])
    # Without white space: the article, and the five characters of "A line".
    true = len("".join((TITLE + BODY).split()))
    assert (found.kept, found.true, found.common) == (true + 5, true, true)
    assert (found.extra, found.lost) == (("A line",), ())


def test_what_is_cut_of_the_article_lowers_recall(tmp_path: Path) -> None:
    page = _write(tmp_path, [_piece(TITLE), _piece("3 March 2026"), _piece(BODY), _piece("A line")])
    (found,) = evaluate_pages([page])
    assert found.true - found.common == len("3March2026")
    assert (found.extra, found.lost) == ((), ("3 March 2026",))


def test_dates_and_texts_are_compared_with_the_article_and_unknown_without(tmp_path: Path) -> None:
    pieces = [_piece(TITLE), _piece(BODY)]
    (unknown,) = evaluate_pages([_write(tmp_path, pieces)])
    assert (unknown.published, unknown.wire_id, unknown.text) == (None, None, None)
    article = {"text": f"{TITLE}\n\n{BODY}", "published": "2026-03-03"}
    (known,) = evaluate_pages([_write(tmp_path, pieces, **article)])
    assert (known.published, known.text) == (True, False)
    source = {"wire_id": "AB-20260303-1"}
    (numbered,) = evaluate_pages([_write(tmp_path, pieces, **article, source=source)])
    assert numbered.wire_id is False


def test_a_table_has_a_row_a_page_a_sum_and_the_differences(tmp_path: Path) -> None:
    rows = evaluation_table(
        evaluate_pages([_write(tmp_path, [_piece(TITLE), _piece(BODY)])])
    ).splitlines()
    assert [row.split()[0] for row in rows] == ["page", "ferry.txt", "all", "ferry.txt:"]
    assert rows[-1] == "ferry.txt: extra: 'A line'"


def test_the_command_takes_a_folder_and_needs_no_file_for_articles(tmp_path: Path) -> None:
    _write(tmp_path, [_piece(TITLE), _piece(BODY)])
    (tmp_path / "unmapped.txt").write_text(PAGE)
    command: list[str | Path] = [DATELINE, "ingest", "--evaluate", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "ferry.txt" in done.stdout
    assert "unmapped.txt" not in done.stdout


def test_the_command_asks_for_a_file_otherwise(tmp_path: Path) -> None:
    page = _write(tmp_path, [])
    done = subprocess.run(
        [DATELINE, "ingest", page], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_pages_without_a_map_and_bad_maps_are_problems(tmp_path: Path) -> None:
    page = _write(tmp_path, [])
    (tmp_path / "ferry.map.json").write_text("[[1, 2]]")
    (tmp_path / "other.txt").write_text(PAGE)
    with pytest.raises(InvalidInput, match=r"(?s)ingest\.map.*ingest\.no-map"):
        evaluate_pages([page, tmp_path / "other.txt"])
    with pytest.raises(InvalidInput, match="beyond"):
        evaluate_pages([_write(tmp_path, [[0, 100_000, 0]])])


def test_a_folder_without_mapped_pages_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"ingest\.no-page"):
        evaluate_pages([tmp_path])
