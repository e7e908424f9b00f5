"""Another `ontology.toml`: every command speaks its labels, and none mixes them with ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import datasets
import pytest

ROOT = Path(__file__).parents[2]
SPORTS = ROOT / "tests" / "support" / "sports.toml"
BIN = Path(sys.executable).parent
PAGE = (ROOT / "docs" / "labels.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

TEXT = "Ana{n} beat Li{n} at the Velodrom\\n\\nOn Tuesday Ana{n} said: “I won.” {own}"
SHEET = """m1 p1 "Ana{n}" ATHLETE name e1
m2 p1 "Li{n}" ATHLETE name e2
m3 p1 "Velodrom" VENUE name e3
m4 p2 "Tuesday" DAY =2026-01-06
m5 p2 "Ana{n}" ATHLETE name e1
q1 p2 "“I won.”" verbatim cue p2 "said" speaker m5
v1 p1 "beat" Beat happened winner=m1 loser=m2 venue=m3
"""
# Twelve reports, each of its own words, and predictions with one wrong type and one role short.
WRITE = f'''
from pathlib import Path
from msgspec.structs import replace
from dateline.files import write_documents
from support.build import annotated

def report(n):
    own = " ".join(f"w{{n}}x{{k}}" for k in range(30))
    text = """{TEXT}""".format(n=n, own=own)
    return annotated(text, """{SHEET}""".format(n=n), id=f"sport-{{n:02}}")

def worse(one):
    first, second, *rest = one.mentions
    event = replace(one.events[0], arguments=one.events[0].arguments[:2])
    return replace(one, mentions=(first, replace(second, type="TEAM"), *rest), events=(event,))

gold = [report(n) for n in range(12)]
write_documents(Path("gold.jsonl"), gold)
write_documents(Path("predicted.jsonl"), map(worse, gold))
'''

Done = subprocess.CompletedProcess[str]


def _run(folder: Path, *command: str, ontology: Path | None = SPORTS) -> Done:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    environment.pop("DATELINE_ONTOLOGY", None)
    if ontology is not None:
        environment["DATELINE_ONTOLOGY"] = str(ontology)
    program, *arguments = command
    return subprocess.run(
        [BIN / program, *arguments], cwd=folder, env=environment,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def _printed(folder: Path, *command: str) -> str:
    done = _run(folder, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gold, predictions and a release, all of them of sports."""
    folder = tmp_path_factory.mktemp("sports")
    _printed(folder, "python", "-c", WRITE)
    build = ("release", "build", "0.1.0", "--gold", "gold.jsonl", "--out", "releases")
    _printed(folder, "dateline", *build, "--splits", "splits.json")
    return folder


def test_its_tables_are_printed(folder: Path) -> None:
    printed = _printed(folder, "dateline", "ontology")
    assert "| `ATHLETE` | Who competes, and who trains them | entity |" in printed
    assert "PERSON" not in printed


def test_its_labels_are_legal_and_ours_are_not(folder: Path) -> None:
    assert "12 documents, no problems" in _printed(folder, "dateline", "validate", "gold.jsonl")
    ours = str(ROOT / "data" / "gold" / "core.jsonl")
    refused = _run(folder, "dateline", "validate", ours)
    assert refused.returncode == 2
    assert "form.mention-type" in refused.stderr
    assert "ATHLETE, TEAM, VENUE" in refused.stderr
    assert _run(folder, "dateline", "validate", "gold.jsonl", ontology=None).returncode == 2


def test_the_labelling_page_and_the_schema_have_its_labels(folder: Path) -> None:
    code = "from dateline_annotation.config import label_config; print(label_config())"
    page = _printed(folder, "python", "-c", code)
    for label in ("ATHLETE", "verbatim", "Transfer", "scheduled", "mover"):
        assert f'value="{label}"' in page
    assert "PERSON" not in page
    schema = json.loads(_printed(folder, "dateline", "schema"))
    assert schema["$defs"]["Event"]["properties"]["type"]["enum"] == ["Beat", "Draw", "Transfer"]


def test_a_sheet_is_written_and_read_back(folder: Path) -> None:
    _printed(folder, "dateline", "sheet", "write", "gold.jsonl", "--out", "sheets")
    assert (folder / "sheets" / "sport-03.sheet").read_text("utf-8") == SHEET.format(n=3)
    third = (folder / "gold.jsonl").read_text("utf-8").split("\n")[3]
    (folder / "third.jsonl").write_text(third + "\n", encoding="utf-8")
    read = ("sheet", "read", "sheets/sport-03.sheet", "--article", "third.jsonl", "--house")
    assert json.loads(_printed(folder, "dateline", *read)) == json.loads(third)


def test_plain_datasets_loads_the_release_with_its_tags(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", folder / "cache")
    train = datasets.load_dataset(str(folder / "releases" / "0.1.0"), "ner", split="train")
    tags = train.features["ner_tags"].feature
    names = [tags.int2str(tag) for tag in train[0]["ner_tags"][:5]]
    assert names == ["B-ATHLETE", "O", "B-ATHLETE", "O", "O"]


def test_the_scores_are_those_worked_out_by_hand(folder: Path) -> None:
    command = ("score", "predicted.jsonl", "--gold", "gold.jsonl", "--format", "json")
    metrics = json.loads(_printed(folder, "dateline", *command))["metrics"]
    # 4 of 5 names have the right type; 2 of 3 arguments are there: F1 = 2·2/(2+3).
    assert metrics["entities.strict"]["f1"] == pytest.approx(4 / 5)
    assert metrics["events.arguments"]["precision"] == 1
    assert metrics["events.arguments"]["recall"] == pytest.approx(2 / 3)
    assert metrics["events.arguments"]["f1"] == pytest.approx(4 / 5)
    # The two others are perfect: (0.8 + 1 + 1 + 0.8) / 4.
    assert metrics["overall"]["f1"] == pytest.approx(0.9)


def test_the_release_and_the_result_say_which_labels_they_have(folder: Path) -> None:
    manifest = json.loads((folder / "releases" / "0.1.0" / "MANIFEST.json").read_text("utf-8"))
    assert manifest["ontology"] == "sports-1.0.0"
    assert "files are as built" in _printed(folder, "dateline", *_VERIFY)
    tests = datasets.Dataset.from_parquet(
        str(folder / "releases" / "0.1.0" / "documents" / "test.parquet"),
        cache_dir=str(folder / "cache"),
    )["id"]
    lines = (folder / "predicted.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["id"] in set(tests)]
    (folder / "test.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    _printed(folder, "dateline", *_SCORE, "--results", "results")
    (record,) = (folder / "results").rglob("*.json")
    assert json.loads(record.read_text("utf-8"))["measured"]["ontology"] == "sports-1.0.0"


_VERIFY = ("release", "verify", "0.1.0", "--root", "releases")
_SCORE = ("score", "test.jsonl", "--release", "0.1.0", "--root", "releases")


@pytest.mark.parametrize("command", [_VERIFY, _SCORE], ids=["verify", "score"])
def test_a_release_of_other_labels_is_refused(folder: Path, command: tuple[str, ...]) -> None:
    refused = _run(folder, "dateline", *command, ontology=None)
    assert refused.returncode == 2
    assert "release.other-labels: 'sports-1.0.0' -> labels in use: 1.0.0" in refused.stderr


@pytest.mark.parametrize("command", ["--help", "ontology", "validate"])
def test_a_bad_file_gives_a_list_and_no_traceback(tmp_path: Path, command: str) -> None:
    bad = tmp_path / "bad.toml"
    text = SPORTS.read_text(encoding="utf-8").replace('"#1f77b4"', '"blue"')
    bad.write_text(text.replace('hotkey = "2"', 'hotkey = "1"'), encoding="utf-8")
    refused = _run(tmp_path, "dateline", command, ontology=bad)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert [line.split(" -> ")[0] for line in refused.stderr.splitlines()] == [
        f"{bad}, mention.ATHLETE.color: ontology.color: 'blue'",
        f"{bad}, ATHLETE, TEAM: ontology.double-hotkey: '1'",
        "dateline: 2 problems",
    ]


def test_the_commands_of_the_page_run_in_order(tmp_path: Path) -> None:
    (tmp_path / "tests" / "support").mkdir(parents=True)
    shutil.copy(SPORTS, tmp_path / "tests" / "support")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-eu", "-c", "\n".join(BLOCK.findall(PAGE))], cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 document" in done.stdout
    assert "ontology.color" in done.stderr
    assert 'value="ATHLETE"' in (tmp_path / "page.xml").read_text(encoding="utf-8")
