"""Adjudicated rounds become one gold file, and no correction of it is lost on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.document import Document
from dateline.files import encode, read_documents, write_documents
from dateline.problems import InvalidInput
from dateline.release.correct import correct_gold
from dateline.sheet import write_sheet
from dateline_annotation.gold import write_gold

SEED = Path(__file__).parents[2] / "data" / "annotations" / "seed" / "final.jsonl"


@pytest.fixture
def documents() -> list[Document]:
    return read_documents(SEED, gold=True)


def _written(folder: Path, name: str, documents: list[Document]) -> Path:
    write_documents(folder / name, documents)
    return folder / name


def _rounds(folder: Path, documents: list[Document]) -> list[Path]:
    return [_written(folder, "two.jsonl", documents[6:]), _written(folder, "one", documents[:6])]


def _corrected(folder: Path, gold: Path, document: Document) -> None:
    """Take the last event out of a document of gold, with an erratum."""
    sheet = folder / f"{document.id}.sheet"
    lines = write_sheet(document).splitlines(keepends=True)
    sheet.write_text("".join(lines[:-1]), encoding="utf-8")
    correct_gold(sheet, document.id, "It names no event.", gold=gold,
                 errata=folder / "errata.jsonl", today=date(2026, 11, 24))  # fmt: skip


def test_rounds_come_together_in_order_of_id(tmp_path: Path, documents: list[Document]) -> None:
    gold = tmp_path / "core.jsonl"
    assert write_gold(_rounds(tmp_path, documents), gold, tmp_path / "errata.jsonl") == 12
    assert gold.read_bytes() == SEED.read_bytes()


def test_what_errata_corrected_stays_corrected(tmp_path: Path, documents: list[Document]) -> None:
    """A new round must not bring back a label that was found to be wrong."""
    gold, errata = tmp_path / "core.jsonl", tmp_path / "errata.jsonl"
    rounds = _rounds(tmp_path, documents)
    write_gold(rounds[1:], gold, errata)
    corrected = next(one for one in documents[:6] if write_sheet(one).splitlines()[-1][0] == "v")
    _corrected(tmp_path, gold, corrected)
    once = {one.id: one for one in read_documents(gold, gold=True)}
    write_gold(rounds, gold, errata)
    twice = {one.id: one for one in read_documents(gold, gold=True)}
    assert len(twice) == 12
    assert encode(twice[corrected.id]) == encode(once[corrected.id]) != encode(corrected)


def test_errata_of_another_annotation_are_told(tmp_path: Path, documents: list[Document]) -> None:
    gold, errata = tmp_path / "core.jsonl", tmp_path / "errata.jsonl"
    rounds = _rounds(tmp_path, documents)
    write_gold(rounds, gold, errata)
    corrected = next(one for one in documents if write_sheet(one).splitlines()[-1][0] == "v")
    _corrected(tmp_path, gold, corrected)
    other = _written(tmp_path, "other", read_documents(gold, gold=True))
    before = gold.read_bytes()
    with pytest.raises(InvalidInput, match=r"gold\.errata"):
        write_gold([other], gold, errata)
    assert gold.read_bytes() == before


def test_errata_without_their_gold_are_told(tmp_path: Path, documents: list[Document]) -> None:
    gold, errata = tmp_path / "core.jsonl", tmp_path / "errata.jsonl"
    rounds = _rounds(tmp_path, documents)
    write_gold(rounds, gold, errata)
    corrected = next(one for one in documents if write_sheet(one).splitlines()[-1][0] == "v")
    _corrected(tmp_path, gold, corrected)
    write_documents(gold, documents)
    with pytest.raises(InvalidInput, match=r"gold\.errata.*restore"):
        write_gold(rounds, gold, errata)


def test_a_document_in_two_rounds_is_told(tmp_path: Path, documents: list[Document]) -> None:
    rounds = [_written(tmp_path, "one", documents[:2]), _written(tmp_path, "two", documents[1:3])]
    with pytest.raises(InvalidInput, match=r"gold\.two-rounds") as raised:
        write_gold(rounds, tmp_path / "core.jsonl", tmp_path / "errata.jsonl")
    assert [one.document for one in raised.value.problems] == [documents[1].id]
    assert not (tmp_path / "core.jsonl").exists()


def test_every_broken_round_is_told(tmp_path: Path) -> None:
    broken = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for path in broken:
        path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        write_gold(broken, tmp_path / "core.jsonl", tmp_path / "errata.jsonl")
    assert {one.file for one in raised.value.problems} == {"one.jsonl", "two.jsonl"}
