"""A result record says what was measured, on what, with what; a damaged one is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import dateline
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.score.evaluation import evaluate
from dateline.score.record import (
    Place,
    Record,
    SystemCard,
    make_record,
    read_record,
    write_record,
)
from dateline.score.submission import read_submission
from support.build import annotated

GOLD = [
    annotated(
        f"Ada met Bo {number}",
        'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2',
        id=f"d{number}",
    )
    for number in range(2)
]
PLACE = Place(release="0.1.0", tier="core", split="test")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Half of the names found in the first document, all in the second."""
    half = replace(GOLD[0], mentions=GOLD[0].mentions[:1])
    path = tmp_path / "mine.jsonl"
    write_documents(path, [half, GOLD[1]])
    submission = read_submission(path, GOLD)
    evaluation = evaluate(submission.gold, submission.predictions, seed=7, resamples=20)
    card = SystemCard(name="mine", kind="rules", trained_on=("core train",))
    return make_record(evaluation, submission, card, PLACE, prediction=path, seconds=0.5)


def _refused(path: Path) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidInput) as caught:
        read_record(path)
    return [(problem.rule, problem.field) for problem in caught.value.problems]


def test_what_was_written_is_read_again(record: Record, tmp_path: Path) -> None:
    path = write_record(tmp_path / "results", record)
    assert path == tmp_path / "results" / "mine" / "0.1.0" / "core.test.clean.json"
    assert read_record(path) == record


def test_the_counts_of_each_document_stand_in_it(record: Record) -> None:
    # d0: one name predicted, and right, of two; d1: two of two.
    assert record.documents == ("d0", "d1")
    assert [tuple(row) for row in record.counts["entities.strict"]] == [(1, 1, 1, 2), (2, 2, 2, 2)]
    strict = record.metrics["entities.strict"]
    assert (strict.precision, strict.recall) == (1.0, 0.75)


def test_hashes_say_which_files_and_which_documents(record: Record, tmp_path: Path) -> None:
    predictions = (tmp_path / "mine.jsonl").read_bytes()
    assert record.provenance.prediction_sha256 == sha256(predictions).hexdigest()
    assert record.measured.documents_sha256 == sha256(b"d0\nd1").hexdigest()
    assert (record.provenance.seed, record.provenance.resamples) == (7, 20)


def test_the_same_result_gives_the_same_bytes(record: Record, tmp_path: Path) -> None:
    first = write_record(tmp_path / "a", record).read_bytes()
    assert write_record(tmp_path / "b", read_record(tmp_path / "a/mine/0.1.0/core.test.clean.json"))
    assert (tmp_path / "b/mine/0.1.0/core.test.clean.json").read_bytes() == first


def test_no_folder_of_this_machine_is_published(record: Record, tmp_path: Path) -> None:
    written = write_record(tmp_path / "results", record).read_text(encoding="utf-8")
    for private in (tmp_path, Path.home(), Path(dateline.__file__).parent):
        assert str(private) + "/" not in written


@pytest.mark.parametrize("name", ["", ".", "../elsewhere", "a/b", "a\\b", ".hidden"])
def test_a_card_cannot_send_a_record_to_another_folder(name: str) -> None:
    card = msgspec.json.encode({"name": name})
    with pytest.raises(msgspec.ValidationError, match="names no folder"):
        msgspec.json.decode(card, type=SystemCard)


def test_every_number_that_cannot_be_is_named(record: Record, tmp_path: Path) -> None:
    strict = record.metrics["entities.strict"]
    damaged = replace(
        record,
        measured=replace(record.measured, documents=9),
        metrics={
            **record.metrics,
            "entities.strict": replace(strict, f1=7.0, p_num=2.0),
            "entities.type": replace(record.metrics["entities.type"], interval=(0.9, 0.1)),
        },
        counts={**record.counts, "entities.exact": record.counts["entities.exact"][:1]},
    )
    assert _refused(write_record(tmp_path, damaged)) == [
        ("record.unusable", "measured.documents"),
        ("record.unusable", "metrics.entities.strict"),
        ("record.unusable", "metrics.entities.strict.p_num"),
        ("record.unusable", "counts.entities.exact"),
        ("record.unusable", "metrics.entities.type.interval"),
    ]


def test_another_list_of_documents_than_its_hash_says_is_refused(
    record: Record, tmp_path: Path
) -> None:
    swapped = replace(record, documents=("d0", "d9"))
    assert _refused(write_record(tmp_path, swapped)) == [
        ("record.unusable", "measured.documents_sha256")
    ]


def test_a_metric_may_be_absent_only_from_another_evaluators_record(
    record: Record, tmp_path: Path
) -> None:
    fewer = replace(
        record, metrics={name: one for name, one in record.metrics.items() if name != "overall"}
    )
    assert _refused(write_record(tmp_path, fewer)) == [("record.unusable", "metrics.overall")]
    older = replace(fewer, measured=replace(fewer.measured, evaluator="0.0.1"))
    assert "overall" not in read_record(write_record(tmp_path, older)).metrics


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"{}", b"[" * 100_000, b'{"schema": 3}'])
def test_what_is_no_record_is_a_problem_with_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    assert _refused(path) == [("record.unusable", None)]


def test_code_installed_inside_another_project_does_not_borrow_its_commit(tmp_path: Path) -> None:
    """As in a wheel under somebody's ignored `.venv`."""
    package = Path(dateline.__file__).parent
    shutil.copytree(package, tmp_path / "lib" / "dateline")
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for step in (["init", "-q"], [*author, "commit", "-q", "--allow-empty", "-m", "theirs"]):
        subprocess.run(["git", *step], cwd=tmp_path, check=True)
    probe = (
        "from pathlib import Path\n"
        "from dateline.score import record\n"
        "print(record._code_state(Path(record.__file__).parents[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'lib')\n{probe}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "(None, None)"
