"""A release for machines: described whole, licensed, marked; and old releases stay as they are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

import dateline
from dateline.release.build import CANARY, build_release, verify_release
from dateline.release.contents import contents_of
from dateline.release.features import CONFIGS
from dateline.release.licence import ATTRIBUTION, LICENCE_URL, licence_text
from support.needs import missing

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "data" / "gold" / "core.jsonl"
OLD = ROOT / "data" / "releases" / "0.1.0"


def _build(folder: Path, version: str) -> Path:
    splits = folder / "splits.json"
    splits.write_bytes((ROOT / "data" / "splits" / "core.json").read_bytes())
    return build_release(version, gold=GOLD, out=folder / "out", splits=splits).path


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("croissant"), "0.2.0")


@pytest.fixture(scope="module")
def described(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "croissant.json").read_bytes())
    return found


def _files(described: dict[str, Any]) -> dict[str, str]:
    return {one["@id"]: one["sha256"] for one in described["distribution"] if "sha256" in one}


def test_every_other_file_is_listed_with_its_hash(release: Path, described: dict[str, Any]) -> None:
    """Who downloads by the description can tell a broken file."""
    there = {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.rglob("*")
        if path.is_file() and path.name not in ("croissant.json", "MANIFEST.json")
    }
    assert _files(described) == there
    manifest = json.loads((release / "MANIFEST.json").read_bytes())
    assert there.items() <= manifest["files"].items()
    assert manifest["files"].keys() - there.keys() == {"croissant.json"}


def _leaves(field: dict[str, Any], columns: Any) -> None:
    """A field's type is that of the column in the file, list for list."""
    lists = 0
    while hasattr(columns, "value_type"):
        columns, lists = columns.value_type, lists + 1
    assert field.get("repeated", False) == (lists > 0), field["@id"]
    if "subField" in field:
        names = [one["@id"].rsplit("/", 1)[1] for one in field["subField"]]
        assert names == [column.name for column in columns]
        for one in field["subField"]:
            _leaves(one, columns.field(one["@id"].rsplit("/", 1)[1]).type)
    else:
        assert field["dataType"] == {"string": "sc:Text", "int64": "sc:Integer"}[str(columns)]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.name)
def test_the_fields_are_the_columns_of_the_files(
    release: Path, described: dict[str, Any], config: Any
) -> None:
    records = {one["@id"]: one for one in described["recordSet"]}
    schema = pq.read_schema(release / config.name / "test.parquet")
    fields = records[config.name]["field"]
    assert [one["@id"] for one in fields] == [f"{config.name}/{name}" for name in schema.names]
    for field, column in zip(fields, schema, strict=True):
        _leaves(field, column.type)


def test_what_is_owed_on_responsible_use_is_said(described: dict[str, Any]) -> None:
    assert described["conformsTo"] == [
        "http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0",
    ]  # fmt: skip
    assert "No human has verified the gold." in described["rai:dataAnnotationProtocol"]
    assert "No human has verified the gold." in described["description"]
    assert {name for name in described if name.startswith("rai:")} >= {
        "rai:dataCollection", "rai:dataBiases", "rai:dataLimitations", "rai:dataUseCases",
        "rai:annotatorDemographics", "rai:personalSensitiveInformation",
    }  # fmt: skip


# rdflib, which mlcroissant reads with, warns of its own classes.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_mlcroissant_finds_nothing_wrong_and_reads_it(release: Path) -> None:
    try:
        import mlcroissant
    except ImportError:
        missing("no mlcroissant: run `make setup-dev`")
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.issues
    assert not issues.errors
    # A date would make the bytes of a release depend on the day that it is built.
    assert all("datePublished" in warning for warning in issues.warnings)
    rows = {row["ner/id"].decode(): row for row in dataset.records("ner")}
    loaded = [
        row for part in dateline.load("0.2.0", "ner", root=release.parent).values() for row in part
    ]
    assert len(rows) == len(loaded) > 0
    for row in loaded:
        assert list(rows[row["id"]]["ner/starts"]) == row["starts"]
        assert list(rows[row["id"]]["ner/ner_tags"]) == row["ner_tags"]


def test_a_release_says_what_it_contains_and_verifies(release: Path) -> None:
    assert json.loads((release / "MANIFEST.json").read_bytes())["contents"] == 2
    files = [path for path in release.rglob("*") if path.is_file()]
    assert verify_release(release) == len(files) - 1
    assert (release / "LICENSE").read_text(encoding="utf-8") == licence_text()


def test_a_release_with_the_first_contents_is_built_as_it_was(tmp_path: Path) -> None:
    """0.1.0 is published: nobody's copy of it may stop verifying."""
    again = _build(tmp_path, "0.1.0")
    files = {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert files == {path.relative_to(OLD) for path in OLD.rglob("*") if path.is_file()}
    old, new = (json.loads((path / "MANIFEST.json").read_bytes()) for path in (OLD, again))
    assert new.keys() == old.keys()
    assert new["files"].keys() == old["files"].keys()


@pytest.mark.parametrize(
    ("version", "contents"),
    [("0.0.9", 1), ("0.1.0", 1), ("0.1.1", 2), ("0.2.0", 2), ("0.10.0", 2), ("1.0.0", 2)],
)
def test_the_version_settles_the_contents(version: str, contents: int) -> None:
    assert contents_of(version) == contents


def test_the_canary_never_changes_and_stands_in_every_file(release: Path) -> None:
    """Filters of training corpora look for this string and no other."""
    assert CANARY == "dateline:canary:7d0f7c52-6c1b-4a35-9a0e-2f4a1c9be3d8"
    for folder in (release, OLD):
        names = ["README.md", "MANIFEST.json", *(["croissant.json"] if folder == release else [])]
        assert all(CANARY in (folder / name).read_text(encoding="utf-8") for name in names)
        for path in folder.rglob("*.parquet"):
            assert pq.read_schema(path).metadata[b"canary"].decode() == CANARY
    assert CANARY in (ROOT / "DATASHEET.md").read_text(encoding="utf-8")


def test_the_licence_of_the_data_is_a_notice_that_names_and_links_it() -> None:
    notice = (ROOT / "data" / "LICENSE").read_text(encoding="utf-8")
    assert notice == licence_text()
    for needed in ("Attribution 4.0 International", LICENCE_URL, f"{LICENCE_URL}legalcode",
                   ATTRIBUTION):  # fmt: skip
        assert needed in notice
    # The licence itself is long; a notice is not.
    assert len(notice) < 1200


def test_the_citation_names_the_newest_release_and_both_licences() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    releases = (path.parent.name for path in (ROOT / "data" / "releases").glob("*/MANIFEST.json"))
    newest = max(releases, key=lambda name: tuple(map(int, name.split("."))))
    assert cited["version"] == newest
    assert cited["cff-version"] == "1.2.0"
    assert cited["authors"] == [{"name": ATTRIBUTION}]
    assert cited["license"] == ["CC-BY-4.0", "Apache-2.0"]
    assert re.fullmatch(r"dataset|software", cited["type"])
    assert {"message", "title"} <= cited.keys()
