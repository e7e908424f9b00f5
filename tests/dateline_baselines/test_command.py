"""`dateline predict`: what it takes, what it refuses, what a person sees meanwhile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.problems import InvalidInput
from dateline_baselines.command import predict
from dateline_baselines.rules.system import RulesSystem
from dateline_baselines.running import predict_articles
from support.build import article


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    write_documents(path, [article("Title\n\nAda Lund met Bo Berg.")])
    return path


@pytest.mark.parametrize("split", ["nonsense", "test", ""])
def test_a_split_beside_articles_is_refused(given: Path, split: str) -> None:
    out = given.with_name("out.jsonl")
    with pytest.raises(InvalidInput, match="--split or --articles"):
        predict("rules", out, articles=given, split=split)
    assert not out.exists()


def test_articles_are_predicted_without_a_split(given: Path) -> None:
    out = given.with_name("out.jsonl")
    predict("rules", out, articles=given)
    (found,) = read_documents(out, gold=False)
    assert [one.type for one in found.mentions] == ["PERSON", "PERSON"]


def test_the_split_is_test_unless_another_is_named(tmp_path: Path) -> None:
    def ids(split: str | None) -> list[str]:
        predict("rules", tmp_path / "out.jsonl", release="0.1.0", split=split)
        return [one.id for one in read_documents(tmp_path / "out.jsonl", gold=False)]

    assert ids(None) == ids("test") != ids("train")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _predict_three() -> list[Document]:
    articles = [article("Title\n\nAda Lund met.", id=f"d{number}") for number in range(3)]
    return list(predict_articles(RulesSystem(), articles, []))


def test_a_terminal_shows_a_bar_while_articles_are_predicted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal)
    assert len(_predict_three()) == 3
    assert "predicting with rules" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_a_log_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    _predict_three()
    assert capsys.readouterr().err == "dateline: predicting with rules\n"
