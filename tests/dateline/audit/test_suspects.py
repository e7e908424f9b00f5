"""What systems contradict is listed with the most surprising first, for a person to read."""

from __future__ import annotations

import csv
from math import log
from pathlib import Path

import pytest

from dateline.audit.suspects import find_suspects, write_suspects
from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.problems import InvalidInput
from support.build import annotated

TEXT = "Talks\n\nAda met Bo in Poti and Kivu.\n\nCy met Di in Lund and Oslo."
GOLD = """
m1 p2 "Ada" PERSON NAM e1
m2 p2 "Bo" PERSON NAM e2
m3 p2 "Poti" GPE NAM e3
m4 p2 "Kivu" GPE NAM e4
m5 p3 "Cy" ORG NAM e5
m6 p3 "Di" PERSON NAM e6
m7 p3 "Lund" GPE NAM e7
m8 p3 "Oslo" GPE NAM e8
"""


def _file(folder: Path, name: str, sheet: str) -> Path:
    document = annotated(TEXT, sheet)
    prediction = Document(
        id=document.id, mentions=document.mentions, layers=("entities",),
    )  # fmt: skip
    write_documents(folder / name, [prediction])
    return folder / name


def _read(path: Path) -> list[Document]:
    return read_documents(path, gold=True)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    write_documents(tmp_path / "gold.jsonl", [annotated(TEXT, GOLD)])
    return tmp_path / "gold.jsonl"


def test_what_all_systems_contradict_comes_first(tmp_path: Path, gold: Path) -> None:
    """The planted error (Cy is a person) stands above one system's own mistake."""
    mended = GOLD.replace('"Cy" ORG', '"Cy" PERSON')
    one = _file(tmp_path, "one.jsonl", mended.replace('"Poti" GPE', '"Poti" LOC'))
    two = _file(tmp_path, "two.jsonl", mended)
    first, second = find_suspects(_read(gold), [one, two])
    assert (first.kind, first.against, first.gold, first.said) == (
        "type", 2, "‹Cy› ORG", "‹Cy› PERSON",
    )  # fmt: skip
    assert second.gold == "‹Poti› GPE"
    # One file differs in two of eight compared types, the other in one.
    assert first.weight == pytest.approx(-log(2 / 8) - log(1 / 8))
    assert second.weight == pytest.approx(-log(2 / 8))


def test_what_gold_lacks_is_listed_too(tmp_path: Path, gold: Path) -> None:
    lacking = tmp_path / "lacking.jsonl"
    write_documents(lacking, [annotated(TEXT, GOLD.replace('m8 p3 "Oslo" GPE NAM e8', ""))])
    (found,) = find_suspects(_read(lacking), [_file(tmp_path, "one.jsonl", GOLD)])
    assert (found.kind, found.gold, found.said) == ("missing", None, "‹Oslo› GPE NAM")


def test_layers_that_are_not_answered_are_not_contradicted(tmp_path: Path, gold: Path) -> None:
    assert find_suspects(_read(gold), [_file(tmp_path, "same.jsonl", GOLD)]) == []


def test_the_list_shows_the_words_in_their_paragraph(tmp_path: Path, gold: Path) -> None:
    found = find_suspects(
        _read(gold), [_file(tmp_path, "one.jsonl", GOLD.replace('"Cy" ORG', '"Cy" LOC'))]
    )
    write_suspects(tmp_path / "out.tsv", _read(gold), found)
    with (tmp_path / "out.tsv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle, dialect="excel-tab")
    assert row["text"] == "p3: ⟦Cy⟧ met Di in Lund and Oslo."
    assert (row["rank"], row["against"], row["verdict"]) == ("1", "1", "")


def test_everything_wrong_with_any_file_is_told(tmp_path: Path, gold: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        find_suspects(_read(gold), [tmp_path / "one.jsonl", tmp_path / "two.jsonl"])
    assert {one.file for one in raised.value.problems} == {"one.jsonl", "two.jsonl"}
