"""What users of a release may rely on when gold, files or splits are not as they should be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

import dateline
from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.release.build import build_release, verify_release
from dateline.release.duplicates import near_duplicates
from dateline.release.features import CONFIGS
from dateline.release.load import documents, load
from dateline.release.splits import SHARES, assign_splits, read_splits
from support.build import annotated
from support.generate import documents as any_document

ROOT = Path(__file__).parents[3]


def _article(number: int) -> Document:
    """An article with a name and nothing said or done, in words of its own."""
    own = " ".join(f"w{number}x{place}" for place in range(30))
    sheet = f'm1 p1 "Ada{number}" PERSON NAM e1'
    return annotated(f"Ada{number} walks\n\n{own}", sheet, id=f"core-{number:04}", desk="courts")


GOLD = [_article(number) for number in range(12)]


def _build(folder: Path, gold: list[Document] = GOLD) -> Path:
    file = folder / "gold.jsonl"
    write_documents(file, gold)
    return build_release(
        "0.1.0", gold=file, out=folder / "releases", splits=folder / "splits.json"
    ).path


def _files(release: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in release.rglob("*") if path.is_file()}


@pytest.mark.parametrize("config", [config.name for config in CONFIGS])
def test_every_config_loads_where_no_article_has_a_quote_or_an_event(
    tmp_path: Path, config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    release = _build(tmp_path)
    plain = datasets.load_dataset(str(release), config)
    assert {split: part.num_rows for split, part in plain.items()} == {
        "train": 6, "validation": 1, "test": 5,
    }  # fmt: skip


def test_a_release_of_one_article_loads_and_says_which_splits_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    release = _build(tmp_path, GOLD[:1])
    assert set(load("0.1.0", root=release.parent)) == {"train"}
    assert documents("0.1.0", "test", root=release.parent) == []
    with pytest.raises(InvalidInput, match="one of train"):
        load("0.1.0", split="test", root=release.parent)


def test_a_release_that_is_out_is_never_overwritten_with_other_content(tmp_path: Path) -> None:
    release = _build(tmp_path)
    before = _files(release)
    with pytest.raises(InvalidInput, match=r"exists-otherwise.*README\.md.*next version"):
        _build(tmp_path, GOLD[:11])
    assert _files(release) == before
    assert [path.name for path in release.parent.iterdir()] == ["0.1.0"]


def test_building_again_from_the_same_gold_changes_nothing(tmp_path: Path) -> None:
    before = _files(_build(tmp_path))
    assert _files(_build(tmp_path)) == before


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "release.splits"),
        ("[]", "release.splits"),
        ('{"core-0001": 3}', "release.splits"),
        ('{"core-0001": "dev", "core-0002": "x"}', "(?s)core-0001.*dev.*core-0002"),
    ],
)
def test_a_broken_file_of_splits_is_named_and_no_document_is_lost(
    tmp_path: Path, content: str, named: str
) -> None:
    (tmp_path / "splits.json").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=named):
        _build(tmp_path)
    assert not (tmp_path / "releases").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": 3}', "\udcff"])
def test_a_broken_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "MANIFEST.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(InvalidInput, match=r"release\.manifest"):
        verify_release(tmp_path)


def test_a_file_where_the_folder_of_releases_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("a file", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"file\.unwritable"):
        _build(tmp_path)
    assert not (tmp_path / "splits.json").exists()


def test_a_broken_data_file_is_named(tmp_path: Path) -> None:
    release = _build(tmp_path)
    (release / "documents" / "test.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(InvalidInput, match=r"release\.unreadable.*verify"):
        documents("0.1.0", "test", root=release.parent)


def test_splits_of_earlier_releases_are_kept_and_extended(tmp_path: Path) -> None:
    kept = {"core-0003": "test", "core-9999": "validation"}
    (tmp_path / "splits.json").write_text(json.dumps(kept), encoding="utf-8")
    _build(tmp_path)
    found = read_splits(tmp_path / "splits.json")
    assert found.keys() == {*kept, *(one.id for one in GOLD)}
    assert kept.items() <= found.items()


def test_twelve_articles_in_eleven_stories_leave_no_split_empty() -> None:
    pair = [replace(one, source=replace(one.source, story="s1")) for one in GOLD[:2]]
    found = list(assign_splits([*pair, *GOLD[2:]], {}).values())
    assert min(found.count(split) for split in SHARES) >= 1


def test_the_manifest_names_the_commit_that_last_changed_gold(tmp_path: Path) -> None:
    write_documents(tmp_path / "gold.jsonl", GOLD)
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (("init", "-q"), ("add", "gold.jsonl"), (*who, "commit", "-qm", "Add gold")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.strip()
    manifest = json.loads((_build(tmp_path) / "MANIFEST.json").read_bytes())
    assert manifest["source_commit"] == head
    bare = tmp_path / "elsewhere"
    assert json.loads((_build(bare) / "MANIFEST.json").read_bytes())["source_commit"] is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(any_document())
def test_any_legal_document_comes_back_from_parquet_as_it_was(
    tmp_path: Path, document: Document
) -> None:
    config = CONFIGS[0]
    folder = tmp_path / "0.1.0" / config.name
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(list(config.rows(document)), config.features().arrow_schema)
    pq.write_table(table, folder / "train.parquet")
    (tmp_path / "0.1.0" / "MANIFEST.json").write_text("{}", encoding="utf-8")
    assert documents("0.1.0", "train", root=tmp_path) == [document]


def _shipped() -> list[Path]:
    return sorted(path.parent for path in (ROOT / "data" / "releases").glob("*/MANIFEST.json"))


def test_no_story_and_no_text_leaks_between_the_splits_that_are_shipped() -> None:
    if not _shipped():
        pytest.skip("no release is committed yet: dateline release build 0.1.0")
    for release in _shipped():
        home = {
            one.id: (split, one)
            for split in SHARES
            for one in documents(release.name, split, root=release.parent)
        }
        articles = [document for _, document in home.values()]
        assert all(home[one][0] == home[other][0] for one, other in near_duplicates(articles))
        stories: dict[str, set[str]] = {}
        for split, document in home.values():
            stories.setdefault(document.source.story or document.id, set()).add(split)
        assert all(len(splits) == 1 for splits in stories.values())
        kept = read_splits(ROOT / "data" / "splits" / "core.json")
        assert {name: split for name, (split, _) in home.items()}.items() <= kept.items()


def test_importing_dateline_waits_for_no_heavy_library() -> None:
    assert dateline.__version__
    code = "import sys, dateline; print({'pandas', 'datasets', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
