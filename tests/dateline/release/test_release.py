"""A release: same bytes twice, loads as `datasets` and as documents, leaks nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import datasets
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import dateline
from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.problems import InvalidInput
from dateline.release.build import CANARY, build_release, verify_release
from dateline.release.features import CONFIGS, ner_labels
from dateline.release.load import documents
from dateline.release.splits import SHARES, assign_splits, read_splits
from support.build import annotated

DESKS = ("courts", "sport", "business", "health", "culture")


def _numbered(number: int, **source: str) -> Document:
    """An article of its own words: no two of them are near-duplicates."""
    own = " ".join(f"w{number}x{place}" for place in range(30))
    return annotated(
        f"Ada{number} met Bo{number} 😀\n\nOn Tuesday Ada{number} said: “No.” {own}",
        f"""
        m1 p1 "Ada{number}" PERSON NAM e1
        m2 p1 "Bo{number}" PERSON NAM e2
        m3 p2 "Tuesday" DATE =2026-01-06
        m4 p2 "Ada{number}" PERSON NAM e1
        q1 p2 "“No.”" direct cue p2 "said" speaker m4
        v1 p1 "met" Consult actual participant=m1 participant=m2
        """,
        id=f"core-{number:04}",
        **{"desk": DESKS[number % len(DESKS)], **source},
    )


GOLD = [_numbered(number) for number in range(12)]


def _build(folder: Path, gold: list[Document] = GOLD, version: str = "0.1.0") -> Path:
    write_documents(folder / "gold.jsonl", gold)
    return build_release(
        version, gold=folder / "gold.jsonl", out=folder / "releases", splits=folder / "splits.json"
    ).path


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("release")).parent


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = _build(tmp_path / "one"), _build(tmp_path / "two", GOLD[::-1])
    names = {path.relative_to(first) for path in first.rglob("*") if path.is_file()}
    assert len(names) == 4 + len(CONFIGS) * len(SHARES)
    # The file of gold itself was written in another order, and the manifest says so.
    for name in names - {Path("MANIFEST.json")}:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_documents_come_back_as_they_were_in_gold(root: Path) -> None:
    found = [one for split in SHARES for one in documents("0.1.0", split, root=root)]
    assert sorted(found, key=lambda one: one.id) == GOLD


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.name)
def test_plain_datasets_and_dateline_load_the_same_rows(
    root: Path, config: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(getattr(config, "name", ""))
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    plain = datasets.load_dataset(str(root / "0.1.0"), name)
    ours = dateline.load("0.1.0", name, root=root)
    assert set(plain) == set(SHARES)
    for split in SHARES:
        assert plain[split].to_list() == ours[split].to_list()
        assert len(plain[split]) > 0


def test_a_release_built_anew_is_not_what_was_loaded_before(tmp_path: Path) -> None:
    """`datasets` knows a folder by its name and card: the rows of another would come back."""
    for number, gold in enumerate((GOLD, GOLD[:8])):
        path = _build(tmp_path / str(number), gold, "0.7.0")
        ours = dateline.load("0.7.0", "ner", root=path.parent)
        plain = datasets.load_dataset(str(path), "ner")
        assert sum(len(part) for part in ours.values()) == len(gold)
        assert sum(len(part) for part in plain.values()) == len(gold)


def test_tags_name_the_types_of_the_tokens(root: Path) -> None:
    row = dateline.load("0.1.0", "ner", split="train", root=root)[0]
    names = ner_labels()
    tags = [names[tag] for tag in row["ner_tags"]]
    assert row["tokens"][:4] == [f"Ada{int(row['id'][5:])}", "met", f"Bo{int(row['id'][5:])}", "😀"]
    assert tags[:6] == ["B-PERSON", "O", "B-PERSON", "O", "O", "B-DATE"]


def test_tables_join_on_ids(root: Path) -> None:
    tables = dateline.tables("0.1.0", root=root)
    speakers = tables["quotes"].merge(tables["speakers"], on=["document", "quote"])
    named = speakers.merge(tables["entities"], on=["document", "entity"])
    assert len(named) == len(GOLD)
    assert (named["name"] == "Ada" + named["document"].str[5:].astype(int).astype(str)).all()
    arguments = tables["arguments"].merge(tables["mentions"], on=["document", "mention"])
    assert set(arguments["text"].str[:2]) == {"Ad", "Bo"}


def test_the_canary_stands_in_every_file(root: Path) -> None:
    release = root / "0.1.0"
    for path in release.rglob("*.parquet"):
        assert pq.read_schema(path).metadata[b"canary"].decode() == CANARY
    for name in ("README.md", "MANIFEST.json"):
        assert CANARY in (release / name).read_text(encoding="utf-8")


def test_the_card_says_first_that_no_human_verified_the_gold(root: Path) -> None:
    card = (root / "0.1.0" / "README.md").read_text(encoding="utf-8")
    assert "No human has\nverified the gold" in card[: card.index("| split |")]


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    release = _build(tmp_path)
    assert verify_release(release) == 3 + len(CONFIGS) * len(SHARES)
    (release / "CHANGES.md").write_text("other", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"CHANGES\.md"):
        verify_release(release)


def test_gold_that_breaks_rules_leaves_the_old_release_alone(tmp_path: Path) -> None:
    release = _build(tmp_path)
    before = (release / "MANIFEST.json").read_bytes()
    bad = replace(GOLD[0], published=None)
    with pytest.raises(InvalidInput, match=r"house\.metadata"):
        _build(tmp_path, [bad, *GOLD[1:]])
    assert (release / "MANIFEST.json").read_bytes() == before
    assert [path.name for path in release.parent.iterdir()] == ["0.1.0"]


@pytest.mark.parametrize("version", ["1", "v1.0.0", "1.0", "01.0.0", "../x"])
def test_a_version_is_three_numbers(tmp_path: Path, version: str) -> None:
    with pytest.raises(InvalidInput, match="three numbers"):
        _build(tmp_path, version=version)


@pytest.mark.parametrize(
    ("version", "config", "split"),
    [("9.9.9", "documents", None), ("0.1.0", "nouns", None), ("0.1.0", "ner", "dev")],
)
def test_what_is_not_there_is_answered_with_what_is(
    root: Path, version: str, config: str, split: str | None
) -> None:
    with pytest.raises(InvalidInput, match=r"0\.1\.0|documents|validation"):
        dateline.load(version, config, split=split, root=root)


def test_the_shares_are_fifty_ten_and_forty_percent() -> None:
    splits = list(assign_splits(GOLD, {}).values())
    assert {name: splits.count(name) for name in SHARES} == {
        "train": 6, "validation": 1, "test": 5,
    }  # fmt: skip


def test_the_written_articles_of_core_fill_the_test_split_desk_by_desk() -> None:
    """Ninety-six documents to test on, eight a desk, are what its readers are promised."""
    folder = Path(__file__).parents[3] / "data"
    articles = [
        one for path in folder.glob("articles/core/*.json")
        for one in read_documents(path, gold=False)
    ]  # fmt: skip
    splits = assign_splits(articles, read_splits(folder / "splits" / "core.json"))
    desks = Counter(one.source.desk for one in articles if splits[one.id] == "test")
    assert desks.total() >= 96
    assert min(desks.values()) >= 8


@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=12, max_size=12), st.data())
def test_a_story_is_never_torn_and_a_document_never_moves(
    stories: list[str | None], data: st.DataObject
) -> None:
    articles = [
        replace(one, source=replace(one.source, story=story))
        for one, story in zip(GOLD, stories, strict=True)
    ]
    # A story grows with later releases, so begin with whole stories.
    first = [one for one in articles if one.source.story in (None, "a")]
    earlier = assign_splits(data.draw(st.permutations(first)), {})
    later = assign_splits(data.draw(st.permutations(articles)), earlier)
    assert all(later[name] == split for name, split in earlier.items())
    for story in ("a", "b", "c"):
        homes = {later[one.id] for one in articles if one.source.story == story}
        assert len(homes) <= 1


def test_articles_that_share_text_stand_in_one_split() -> None:
    copy = replace(GOLD[0], id="core-0099")
    splits = assign_splits([*GOLD, copy], {})
    assert splits["core-0099"] == splits["core-0000"]


def test_the_manifest_names_ontology_and_gold(root: Path) -> None:
    manifest = json.loads((root / "0.1.0" / "MANIFEST.json").read_bytes())
    assert manifest["release"] == "0.1.0"
    assert len(manifest["gold_sha256"]) == 64


def test_a_quote_in_parts_has_a_row_for_each_of_its_spans(root: Path) -> None:
    tables = dateline.tables("0.1.0", root=root)
    text = tables["articles"].set_index("document")["text"]
    for row in tables["contents"].to_dict("records"):
        assert text.to_dict()[row["document"]][row["start"] : row["end"]] == row["text"]
    parts = tables["contents"].groupby(["document", "quote"])["text"].agg(" ".join)
    quotes = tables["quotes"].set_index(["document", "quote"])["text"]
    assert parts.to_dict() == quotes.to_dict()
