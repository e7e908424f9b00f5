"""An erratum goes into gold whole or not at all, and touches one document."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from dateline.files import encode, read_documents, read_valid_files, write_documents
from dateline.problems import InvalidInput
from dateline.release.build import build_release
from dateline.release.correct import Erratum, correct_gold, next_patch
from dateline.release.standoff import standoff
from dateline.sheet import write_sheet
from support.build import annotated

CORE = Path(__file__).parents[3] / "data" / "gold" / "core.jsonl"
TODAY = date(2026, 11, 24)

ADA = annotated(
    "Ada met Bo\n\nOn Tuesday Ada left.",
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" ORG NAM e2
    m3 p2 "Tuesday" DATE =2026-01-06
    m4 p2 "Ada" PERSON NAM e1
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
    id="ada",
)
CY = annotated("Cy rests\n\nIt is Sunday.", 'm1 p1 "Cy" PERSON NAM e1', id="cy")
MENDED = write_sheet(ADA).replace('"Bo" ORG', '"Bo" PERSON')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_documents(tmp_path / "gold.jsonl", [ADA, CY])
    (tmp_path / "ada.sheet").write_text(MENDED, encoding="utf-8")
    return tmp_path


def _correct(folder: Path, name: str = "ada", reason: str = "Bo is a person") -> Erratum:
    gold, errata = folder / "gold.jsonl", folder / "errata.jsonl"
    return correct_gold(folder / "ada.sheet", name, reason, gold=gold, errata=errata, today=TODAY)


def _refused(folder: Path, name: str = "ada", reason: str = "why not") -> list[str]:
    before = (folder / "gold.jsonl").read_bytes()
    with pytest.raises(InvalidInput) as caught:
        _correct(folder, name, reason)
    assert (folder / "gold.jsonl").read_bytes() == before
    return [problem.rule for problem in caught.value.problems]


def _errata(folder: Path) -> list[Erratum]:
    lines = (folder / "errata.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Erratum) for line in lines]


def test_the_erratum_says_which_lines_went_out_and_in(folder: Path) -> None:
    done = _correct(folder)
    assert [(one.items, one.removed, one.added) for one in done.changes] == [
        ("mentions", ('m2 p1 "Bo" ORG NAM e2',), ('m2 p1 "Bo" PERSON NAM e2',))
    ]
    assert (done.document, done.date, done.reason) == ("ada", "2026-11-24", "Bo is a person")
    assert _errata(folder) == [done]


def test_the_other_documents_keep_their_bytes(folder: Path) -> None:
    odd = encode(CY).replace(b'"id":', b'"id" : ') + b"\r"
    (folder / "gold.jsonl").write_bytes(b"\xef\xbb\xbf" + odd + b"\n\n" + encode(ADA) + b"\n")
    _correct(folder)
    lines = (folder / "gold.jsonl").read_bytes().split(b"\n")
    assert lines[:2] == [b"\xef\xbb\xbf" + odd, b""]
    (ada,) = [one for one in read_documents(folder / "gold.jsonl", gold=True) if one.id == "ada"]
    assert write_sheet(ada) == MENDED


def test_a_second_time_changes_nothing(folder: Path) -> None:
    _correct(folder)
    assert _refused(folder) == ["correct.changes-nothing"]
    assert len(_errata(folder)) == 1


def test_lines_in_another_order_change_nothing(folder: Path) -> None:
    lines = write_sheet(ADA).splitlines(keepends=True)
    (folder / "ada.sheet").write_text("".join(reversed(lines)), encoding="utf-8")
    assert _refused(folder) == ["correct.changes-nothing"]


def test_killed_between_errata_and_gold_a_second_run_ends_it(folder: Path) -> None:
    before = (folder / "gold.jsonl").read_bytes()
    first = _correct(folder)
    (folder / "gold.jsonl").write_bytes(before)
    assert _correct(folder) == first
    assert _errata(folder) == [first]


def test_everything_wrong_is_listed_at_once(folder: Path) -> None:
    (folder / "errata.jsonl").write_text("{}\n", encoding="utf-8")
    (folder / "ada.sheet").write_text('m1 p9 "Ada" PERSON NAM e1\nm2 p1 "No" ORG NAM e1\n')
    assert _refused(folder, reason=" ") == [
        "correct.no-reason", "correct.errata-line", "sheet.line", "sheet.line",
    ]  # fmt: skip


def test_house_rules_hold_for_what_is_corrected(folder: Path) -> None:
    without_value = MENDED.replace(" =2026-01-06", "")
    (folder / "ada.sheet").write_text(without_value, encoding="utf-8")
    assert [rule.split(".")[0] for rule in _refused(folder)] == ["house"]
    assert not (folder / "errata.jsonl").exists()


def test_a_document_that_gold_lacks_and_a_missing_sheet_are_problems(folder: Path) -> None:
    assert _refused(folder, name="eve") == ["correct.unknown-document"]
    (folder / "ada.sheet").unlink()
    assert _refused(folder) == ["file.unreadable"]


def test_an_errata_file_that_cannot_be_written_leaves_gold_alone(folder: Path) -> None:
    before = (folder / "gold.jsonl").read_bytes()
    (folder / "file").touch()
    with pytest.raises(InvalidInput, match="unwritable"):
        correct_gold(
            folder / "ada.sheet", "ada", "why", gold=folder / "gold.jsonl",
            errata=folder / "file" / "errata.jsonl", today=TODAY,
        )  # fmt: skip
    assert (folder / "gold.jsonl").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["ada.sheet", "file", "gold.jsonl"]


def test_standoff_gold_is_a_problem(folder: Path) -> None:
    user = replace(ADA, source=replace(ADA.source, tier="user"))
    write_documents(folder / "gold.jsonl", [standoff(user)])
    assert _refused(folder) == ["correct.no-text"]


def test_the_next_release_names_the_reasons(folder: Path) -> None:
    gold, out, splits = folder / "gold.jsonl", folder / "releases", folder / "splits.json"
    errata = folder / "errata.jsonl"
    plain = build_release("0.1.0", gold=gold, out=out, splits=splits, errata=errata)
    assert "Errata" not in (plain.path / "CHANGES.md").read_text(encoding="utf-8")
    _correct(folder, reason="Bo is\na person")
    built = build_release(next_patch(out), gold=gold, out=out, splits=splits, errata=errata)
    assert built.path.name == "0.1.1"
    changes = (built.path / "CHANGES.md").read_text(encoding="utf-8")
    assert changes.endswith("\n## Errata so far\n\n- 2026-11-24 ada: Bo is a person\n")


@pytest.mark.parametrize(
    ("versions", "following"),
    [((), "0.1.0"), (("0.9.1", "0.10.0", "draft"), "0.10.1"), (("1.0.3",), "1.0.4")],
)
def test_the_next_patch_follows_the_newest_release(
    tmp_path: Path, versions: tuple[str, ...], following: str
) -> None:
    for name in versions:
        (tmp_path / name).mkdir()
        (tmp_path / name / "MANIFEST.json").touch()
    assert next_patch(tmp_path) == following


def _command(sheet: Path, gold: Path, reason: str) -> subprocess.CompletedProcess[str]:
    errata = str(gold.with_name("errata.jsonl"))
    arguments = ["correct", str(sheet), "--reason", reason, "--gold", str(gold), "--errata", errata]
    return subprocess.run(
        [sys.executable, "-c", "from dateline.cli import main; main()", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_on_a_copy_of_core(tmp_path: Path) -> None:
    gold = tmp_path / "core.jsonl"
    gold.write_bytes(CORE.read_bytes())
    documents = read_documents(gold, gold=True)
    sheet = tmp_path / f"{documents[1].id}.sheet"
    sheet.write_text("q1 nonsense\n", encoding="utf-8")
    bad = _command(sheet, gold, "a bad sheet")
    assert bad.returncode == 2
    assert gold.read_bytes() == CORE.read_bytes()

    sheet.write_text(write_sheet(documents[1]).replace(" actual", " negated", 1), encoding="utf-8")
    done = _command(sheet, gold, "denied")
    assert done.returncode == 0, done.stderr
    assert "events: 1 lines out, 1 in" in done.stdout
    assert "next: dateline release build " in done.stdout
    assert read_valid_files([gold], house=True) == len(documents)
    old, new = CORE.read_bytes().splitlines(), gold.read_bytes().splitlines()
    differing = [row for row, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    assert differing == [1]

    again = _command(sheet, gold, "denied")
    assert again.returncode == 2
    assert "correct.changes-nothing" in again.stderr
