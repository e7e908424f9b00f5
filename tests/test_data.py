"""The data in the repository fit together: sheets, passes, gold, release, results."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import read_documents, read_valid_files, write_documents
from dateline.release.build import build_release, verify_release
from dateline.release.load import documents
from dateline.score.record import read_record
from dateline.score.scoring import Request, score_file
from dateline.sheet import read_sheet
from dateline_annotation.delivery import Source, deliver, look_over
from dateline_annotation.gold import write_gold
from dateline_baselines.discover import make_system
from dateline_baselines.running import predict_articles

DATA = Path(__file__).parents[1] / "data"
ROUNDS = sorted(path.parent for path in (DATA / "annotations").glob("*/sheets"))
# A round that is under way has no adjudicated pass yet.
PASSES = [
    (round_, name)
    for round_ in ROUNDS
    for name in ("a", "b", "final")
    if (round_ / f"{name}.jsonl").exists()
]
HANDED_IN = sorted((DATA / "annotations").glob("*/PASSES.sha256"))
EXPORTS = sorted((DATA / "annotations").glob("*/exports/*.json.gz"))
RELEASES = sorted(path.parent for path in (DATA / "releases").glob("*/MANIFEST.json"))
RESULTS = sorted((DATA / "results").rglob("*.json"))


@pytest.mark.parametrize(("round_", "name"), PASSES, ids=[f"{r.name}-{n}" for r, n in PASSES])
def test_a_pass_is_what_its_sheets_say(round_: Path, name: str) -> None:
    """The server and the way back from it changed nothing that was submitted."""
    pulled = {one.id: one for one in read_documents(round_ / f"{name}.jsonl", gold=True)}
    sheets = sorted((round_ / "sheets" / name).glob("*.sheet"))
    assert [sheet.stem for sheet in sheets] == sorted(pulled)
    for sheet in sheets:
        document = pulled[sheet.stem]
        written = read_sheet(sheet.read_text(encoding="utf-8"), document.bare())
        assert _sorted(written) == _sorted(document)


def _sorted(document: Document) -> Document:
    """In order of id: the page groups by layer, a sheet stands in its writer's order."""
    return replace(
        document,
        mentions=tuple(sorted(document.mentions, key=lambda one: one.id)),
        quotes=tuple(sorted(document.quotes, key=lambda one: one.id)),
        events=tuple(sorted(document.events, key=lambda one: one.id)),
    )


@pytest.mark.parametrize("listed", HANDED_IN, ids=[path.parent.name for path in HANDED_IN])
def test_the_sheets_are_those_that_were_handed_in_blind(listed: Path) -> None:
    """Their hashes were committed before anybody saw both passes; nobody mended one after."""
    for line in listed.read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((listed.parent / "sheets" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("export", EXPORTS, ids=[f"{p.parts[-3]}-{p.name[:-8]}" for p in EXPORTS])
def test_a_raw_export_read_again_gives_the_pass(export: Path, tmp_path: Path) -> None:
    """What the server kept of a round is public too, and nothing was done to it by hand."""
    raw = tmp_path / "export.json"
    raw.write_bytes(gzip.decompress(export.read_bytes()))
    delivered = deliver(Source(raw, None, str, {}), look_over(raw), tmp_path / "pass.jsonl")
    assert delivered.problems == ()
    name = f"{export.name.removesuffix('.json.gz')}.jsonl"
    assert (tmp_path / "pass.jsonl").read_bytes() == (export.parents[1] / name).read_bytes()


def test_gold_keeps_every_rule() -> None:
    gold = read_documents(DATA / "gold" / "core.jsonl", gold=True)
    assert read_valid_files([DATA / "gold" / "core.jsonl"], house=True) == len(gold)


def test_gold_is_what_the_rounds_and_the_errata_make_it(tmp_path: Path) -> None:
    """The history from pass to gold is public, and it is the history of this gold."""
    gold = DATA / "gold" / "core.jsonl"
    core = [round_ / f"{name}.jsonl" for round_, name in PASSES if name == "final"]
    copy = tmp_path / "core.jsonl"
    copy.write_bytes(gold.read_bytes())
    write_gold(core, copy, DATA / "errata.jsonl")
    assert copy.read_bytes() == gold.read_bytes()


def test_gold_stands_over_the_text_of_its_articles() -> None:
    """New articles may still wait for their annotation; none is annotated over another text."""
    for document in read_documents(DATA / "gold" / "core.jsonl", gold=True):
        (article,) = read_documents(DATA / "articles" / "core" / f"{document.id}.json", gold=False)
        assert document.bare() == article


@pytest.mark.parametrize("release", RELEASES, ids=[path.name for path in RELEASES])
def test_a_release_is_as_it_was_built(release: Path) -> None:
    assert verify_release(release) > 0


def test_the_newest_release_is_built_again_from_gold_to_the_byte(tmp_path: Path) -> None:
    newest = RELEASES[-1]
    splits = tmp_path / "splits.json"
    splits.write_bytes((DATA / "splits" / "core.json").read_bytes())
    gold = tmp_path / "core.jsonl"
    gold.write_bytes((DATA / "gold" / "core.jsonl").read_bytes())
    errata = DATA / "errata.jsonl"
    built = build_release(
        newest.name, gold=gold, out=tmp_path / "built", splits=splits, errata=errata
    )
    assert _bytes(built.path) == _bytes(newest)


def _bytes(folder: Path) -> dict[str, bytes]:
    """Of all files but the manifest, which names the commit that gold comes from."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.name != "MANIFEST.json"
    }


@pytest.mark.parametrize("result", RESULTS, ids=[path.parts[-3] for path in RESULTS])
def test_a_result_comes_out_again(result: Path, tmp_path: Path) -> None:
    """Whoever reads the leaderboard gets its numbers with the code beside it."""
    recorded = read_record(result)
    on = recorded.measured
    system = make_system(recorded.system.name)
    predictions = tmp_path / f"{system.name}.jsonl"
    articles = documents(on.release, on.split)
    write_documents(predictions, predict_articles(system, articles, documents(on.release, "train")))
    again = score_file(Request(predictions=predictions, release=on.release, split=on.split))
    assert again.record is not None
    assert again.record.metrics == recorded.metrics
    assert again.record.counts == recorded.counts
