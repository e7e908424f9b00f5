"""`dateline score` at the command line: what it prints, writes, and refuses to."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from dateline.cli import main
from dateline.document import Document
from dateline.files import encode, write_documents
from dateline.release.build import build_release
from dateline.release.load import documents
from dateline.score.record import Record, read_record
from support.build import annotated


def _article(number: int) -> Document:
    own = " ".join(f"w{number}x{place}" for place in range(20))
    return annotated(
        f"Ada met Bo\n\n{own}",
        'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2',
        id=f"core-{number:04}",
    )


class Ran(Struct, frozen=True):
    """What a run of the command gave."""

    status: int
    out: str
    err: str


class Bench:
    """A release of our own, and the command run against its test split."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self.results = folder / "results"
        self._patch, self._captured = monkeypatch, capsys
        gold = folder / "gold.jsonl"
        write_documents(gold, [_article(number) for number in range(12)])
        build_release("0.1.0", gold=gold, out=folder, splits=folder / "splits.json")
        self.test = documents("0.1.0", "test", root=folder)

    def file(self, predictions: Sequence[Document], name: str = "mine") -> Path:
        """A prediction file."""
        path = self.folder / f"{name}.jsonl"
        write_documents(path, predictions)
        return path

    def score(self, *arguments: str | Path) -> Ran:
        """Run the command on the test split."""
        release = ("--release", "0.1.0", "--root", self.folder, "--results", self.results)
        return self.run("score", *arguments, *release)

    def run(self, *arguments: str | Path) -> Ran:
        """Run `dateline`."""
        self._captured.readouterr()
        self._patch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = self._captured.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, shown.out, shown.err)

    def record(self, system: str) -> Record:
        """The record of a system."""
        return read_record(self.results / system / "0.1.0" / "core.test.clean.json")


@pytest.fixture
def bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bench:
    return Bench(tmp_path, monkeypatch, capsys)


def test_scores_go_to_standard_output_and_where_they_are_recorded_to_error(bench: Bench) -> None:
    ran = bench.score(bench.file(bench.test), "--format", "json")
    assert ran.status == 0
    assert json.loads(ran.out)["metrics"]["entities.strict"]["f1"] == 1.0
    assert "recorded in" in ran.err
    assert "not ranked" not in ran.err


def test_the_printed_scores_are_the_recorded_ones(bench: Bench) -> None:
    half = [replace(one, mentions=one.mentions[:1]) for one in bench.test]
    ran = bench.score(bench.file(half), "--format", "json", "--seed", "3")
    strict = json.loads(ran.out)["metrics"]["entities.strict"]
    recorded = bench.record("mine")
    # One name of two in each document: P 1, R 1/2.
    assert (strict["precision"], strict["recall"]) == (1.0, 0.5)
    assert recorded.metrics["entities.strict"].recall == 0.5
    assert recorded.provenance.seed == 3


def test_a_broken_file_leaves_no_score_and_no_record(bench: Bench) -> None:
    ran = bench.score(bench.file(bench.test[1:]))
    assert (ran.status, ran.out) == (2, "")
    assert bench.test[0].id in ran.err
    assert not bench.results.exists()


def test_a_subset_is_scored_on_request_and_recorded_as_not_ranked(bench: Bench) -> None:
    ran = bench.score(bench.file(bench.test[1:]), "--missing-ok")
    assert ran.status == 0
    assert "not ranked" in ran.err
    recorded = bench.record("mine")
    assert not recorded.ranked
    assert recorded.missing == (bench.test[0].id,)


def test_nothing_is_recorded_where_no_record_is_wanted(bench: Bench) -> None:
    assert bench.score(bench.file(bench.test), "--no-record").status == 0
    assert not bench.results.exists()


def test_the_system_has_the_name_given_else_the_files(bench: Bench) -> None:
    path = bench.file(bench.test, "from-file")
    bench.score(path)
    bench.score(path, "--system", "given")
    assert bench.record("from-file").system.name == "from-file"
    assert bench.record("given").system.name == "given"


def test_a_card_is_recorded_with_the_result(bench: Bench) -> None:
    card = bench.folder / "card.json"
    card.write_text('{"name": "ours", "kind": "rules", "parameters": 0}', encoding="utf-8")
    assert bench.score(bench.file(bench.test), "--card", card).status == 0
    recorded = bench.record("ours").system
    assert (recorded.kind, recorded.parameters) == ("rules", 0)


@pytest.mark.parametrize("card", ['{"name": "../up"}', '{"kind": "rules"}', '{"nam": 1}', "", "["])
def test_a_card_that_is_none_is_refused(bench: Bench, card: str) -> None:
    path = bench.folder / "card.json"
    path.write_text(card, encoding="utf-8")
    ran = bench.score(bench.file(bench.test), "--card", path)
    assert (ran.status, ran.out) == (2, "")
    assert "mend the system card" in ran.err
    assert sorted(bench.folder.glob("**/core.test.clean.json")) == []


def test_a_byte_order_mark_and_windows_line_ends_change_no_score(bench: Bench) -> None:
    windows = bench.folder / "windows.jsonl"
    windows.write_bytes(b"\xef\xbb\xbf" + b"".join(encode(one) + b"\r\n" for one in bench.test))
    plain = bench.score(bench.file(bench.test))
    assert bench.score(windows).out == plain.out


def test_a_release_or_split_that_is_not_there_is_a_problem(bench: Bench) -> None:
    path = bench.file(bench.test)
    for wrong in (("--release", "9.9.9"), ("--split", "tset"), ("--tier", "wikinews")):
        options = ("--release", "0.1.0", "--root", bench.folder, *wrong)
        ran = bench.run("score", path, *options)
        assert (ran.status, ran.out) == (2, ""), wrong


def test_the_help_shows_how(bench: Bench) -> None:
    assert "dateline score rules.jsonl --release 0.1.0" in bench.run("score", "--help").out
