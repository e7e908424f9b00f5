"""A broken prediction file gets the list of all its errors, status 2 and no score."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

import dateline.files
import dateline.lines
from dateline.document import Document
from dateline.files import encode, write_documents
from dateline.problems import InvalidInput
from dateline.score import submission
from dateline.score.record import read_record
from dateline.score.submission import read_submission
from support.build import annotated

BAD = Path(__file__).parent / "bad"
DATELINE = Path(sys.executable).parent / "dateline"
GOLD = [
    annotated(
        f"Ada met Bo {number}",
        'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2\n'
        'v1 p1 "met" Consult actual participant=m1',
        id=f"d{number}",
    )
    for number in range(3)
]


def _predictions(path: Path, documents: list[Document]) -> Path:
    write_documents(path, documents)
    return path


def _rules(path: Path, **options: bool) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidInput) as caught:
        read_submission(path, GOLD, **options)
    return [(problem.rule, problem.document) for problem in caught.value.problems]


def _without_text(document: Document) -> Document:
    return replace(document, title=None, text=None)


def test_predictions_need_no_text_and_come_in_any_order(tmp_path: Path) -> None:
    path = _predictions(tmp_path / "p.jsonl", [_without_text(one) for one in GOLD[::-1]])
    found = read_submission(path, GOLD)
    assert [one.id for one in found.predictions] == ["d0", "d1", "d2"]


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    far = replace(GOLD[0].mentions[0], end=4000)
    broken = [
        replace(_without_text(GOLD[0]), mentions=(far,), events=()),
        replace(_without_text(GOLD[1]), source=replace(GOLD[1].source, sha256="0" * 64)),
        replace(GOLD[2], id="stranger"),
    ]
    assert _rules(_predictions(tmp_path / "p.jsonl", broken)) == [
        ("submission.span-in-text", "d0"),
        ("submission.other-text", "d1"),
        ("submission.unknown-document", "stranger"),
        ("submission.missing-document", "d2"),
    ]


def test_lines_of_wrong_form_do_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    turned = replace(GOLD[0].mentions[0], start=3, end=0)
    other = replace(_without_text(GOLD[1]), source=replace(GOLD[1].source, sha256="0" * 64))
    path = tmp_path / "p.jsonl"
    lines = [
        encode(replace(_without_text(GOLD[0]), mentions=(turned,), events=())),
        encode(other),
        b'{"id": "d2", "menti',
    ]
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(InvalidInput) as caught:
        read_submission(path, GOLD)
    found = [(one.rule, one.document, one.file, one.line) for one in caught.value.problems]
    assert found == [
        ("form.span-in-text", "d0", "p.jsonl", 1),
        ("form.shape", None, "p.jsonl", 3),
        ("submission.other-text", "d1", "p.jsonl", None),
        ("submission.missing-document", "d2", "p.jsonl", None),
    ]


def test_a_document_given_twice_is_named_beside_what_else_is_wrong(tmp_path: Path) -> None:
    path = _predictions(tmp_path / "p.jsonl", [GOLD[0], GOLD[0], GOLD[1]])
    assert _rules(path) == [("file.repeated-id", "d0"), ("submission.missing-document", "d2")]


def test_a_file_without_one_document_gets_one_problem_not_one_for_each_gold_document(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert _rules(tmp_path / "empty.jsonl") == [("file.empty", None)]
    assert _rules(tmp_path / "absent.jsonl") == [("file.unreadable", None)]


def test_a_text_of_another_article_is_told_by_its_own_hash(tmp_path: Path) -> None:
    longer = replace(
        GOLD[0],
        title=None,
        text=f"{GOLD[0].text} again",
        source=replace(GOLD[0].source, sha256=None),
    )
    path = _predictions(tmp_path / "p.jsonl", [longer, *GOLD[1:]])
    assert _rules(path) == [("submission.other-text", "d0")]


def test_no_named_layers_and_all_named_layers_are_the_same_answer(tmp_path: Path) -> None:
    every = ("events", "entities", "coref", "dates", "quotes")
    path = _predictions(tmp_path / "p.jsonl", [replace(GOLD[0], layers=every), *GOLD[1:]])
    assert len(read_submission(path, GOLD).predictions) == 3


def test_gold_that_lacks_its_text_is_named_as_the_cause(tmp_path: Path) -> None:
    path = _predictions(tmp_path / "p.jsonl", GOLD)
    with pytest.raises(InvalidInput) as caught:
        read_submission(path, [_without_text(GOLD[0]), *GOLD[1:]])
    assert [one.rule for one in caught.value.problems] == ["submission.gold-without-text"]


def test_missing_documents_may_be_left_out_on_request_only(tmp_path: Path) -> None:
    path = _predictions(tmp_path / "p.jsonl", GOLD[:1])
    assert [rule for rule, _ in _rules(path)] == ["submission.missing-document"] * 2
    assert read_submission(path, GOLD, missing_ok=True).missing == ("d1", "d2")


def test_mixed_layers_are_refused(tmp_path: Path) -> None:
    mixed = [GOLD[0], replace(GOLD[1], layers=("entities",)), GOLD[2]]
    path = _predictions(tmp_path / "p.jsonl", mixed)
    assert _rules(path) == [("submission.mixed-layers", "d1")]


GENERATED = {  # too large to keep, or no content of a file: `test_hostile.py`, `test_files.py`
    "file.line-too-long",
    "file.too-large",
    "file.too-many-items",
    "file.too-many-lines",
    "file.too-many-problems",
    "file.unreadable",
    "file.unwritable",
}


@pytest.mark.parametrize("path", sorted(BAD.iterdir()), ids=lambda path: path.stem)
def test_the_bad_file_of_a_rule_breaks_that_rule_and_no_other(path: Path) -> None:
    lacking = path.stem == "submission.gold-without-text"
    gold = [_without_text(GOLD[0]), *GOLD[1:]] if lacking else GOLD
    with pytest.raises(InvalidInput) as caught:
        read_submission(path, gold)
    assert {problem.rule for problem in caught.value.problems} == {path.stem}
    assert all(problem.remedy for problem in caught.value.problems)
    assert {problem.file for problem in caught.value.problems} == {path.name}


def test_every_rule_of_files_and_submissions_has_a_bad_file() -> None:
    code = "".join(
        inspect.getsource(module) for module in (dateline.lines, dateline.files, submission)
    )
    named = set(re.findall(r'"((?:submission|file)\.[a-z-]+)"', code))
    assert named - GENERATED <= {path.stem for path in BAD.iterdir()}
    assert named >= GENERATED


def test_a_document_of_broken_form_is_held_against_gold_as_well(tmp_path: Path) -> None:
    turned = replace(GOLD[0].mentions[0], start=3, end=0)
    twice = replace(_without_text(GOLD[0]), mentions=(turned,), events=(), layers=("entities",))
    path = _predictions(tmp_path / "p.jsonl", [twice, *GOLD[1:]])
    assert _rules(path) == [("form.span-in-text", "d0"), ("submission.mixed-layers", "d0")]


def _score(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DATELINE, "score", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b'{"id": "d0"', b"[]"])
def test_what_is_no_prediction_file_ends_with_status_two(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(content)
    gold = _predictions(tmp_path / "gold.jsonl", GOLD)
    done = _score(broken, "--gold", gold)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "broken.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


def test_windows_line_ends_score_the_same(tmp_path: Path) -> None:
    gold = _predictions(tmp_path / "gold.jsonl", GOLD)
    windows = tmp_path / "windows.jsonl"
    windows.write_bytes(b"".join(encode(one) + b"\r\n" for one in GOLD))
    done = _score(windows, "--gold", gold, "--format", "json")
    assert done.returncode == 0, done.stderr
    strict = json.loads(done.stdout)["metrics"]["entities.strict"]
    assert strict == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "interval": [1.0, 1.0],
        "p_num": 6.0, "p_den": 6.0, "r_num": 6.0, "r_den": 6.0,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_table_shows_the_primaries_and_overall(tmp_path: Path, form: str) -> None:
    gold = _predictions(tmp_path / "gold.jsonl", GOLD)
    shown = _score(gold, "--gold", gold, "--format", form).stdout
    for metric in ("entities.strict", "coref.conll", "quotes.attributed", "events.arguments"):
        assert metric in shown
    assert "coref.muc" not in shown
    assert "coref.muc" in _score(gold, "--gold", gold, "--format", form, "--all").stdout


def test_a_result_on_a_release_is_recorded_with_its_provenance(tmp_path: Path) -> None:
    from dateline.release.build import build_release

    write_documents(tmp_path / "gold.jsonl", GOLD)
    build_release(
        "0.1.0", gold=tmp_path / "gold.jsonl", out=tmp_path, splits=tmp_path / "splits.json"
    )
    splits = json.loads((tmp_path / "splits.json").read_bytes())
    train = [one for one in GOLD if splits[one.id] == "train"]
    path = _predictions(tmp_path / "mine.jsonl", train)
    options = ("--release", "0.1.0", "--root", tmp_path, "--split", "train")
    done = _score(path, *options, "--results", tmp_path / "results")
    assert done.returncode == 0, done.stderr
    record = read_record(tmp_path / "results" / "mine" / "0.1.0" / "core.train.clean.json")
    assert record.system.name == "mine"
    assert record.documents == tuple(one.id for one in train)
    assert record.counts["entities.strict"] == [(2, 2, 2, 2)] * len(train)
    assert record.measured.release == "0.1.0"
    assert str(tmp_path) not in (tmp_path / "results/mine/0.1.0/core.train.clean.json").read_text()


def test_gold_and_release_are_not_both_given(tmp_path: Path) -> None:
    gold = _predictions(tmp_path / "gold.jsonl", GOLD)
    assert _score(gold).returncode == 2
    assert "--release VERSION or --gold FILE" in _score(gold).stderr
