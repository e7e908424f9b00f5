"""Building a release: validated gold to Parquet, card, schema, manifest, all or nothing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import atomic_write, valid_documents
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.release.card import card_text, changes_text
from dateline.release.contents import FIRST, contents_of
from dateline.release.correct import Erratum, read_errata
from dateline.release.croissant import CROISSANT, croissant_text
from dateline.release.features import CONFIGS, Config
from dateline.release.licence import licence_text
from dateline.release.origin import source_commit
from dateline.release.splits import SHARES, assign_splits, read_splits
from dateline.schema import schema_text
from dateline.terminal import stage

__all__ = ["CANARY", "Built", "build_release", "verify_release"]

# Found in a model's output, it tells that the model was trained on this data.
HASH_SHOWN = 16
CANARY = "dateline:canary:7d0f7c52-6c1b-4a35-9a0e-2f4a1c9be3d8"
MANIFEST = "MANIFEST.json"


class Built(Struct, frozen=True):
    """Where a release was built, and how many documents each split has."""

    path: Path
    documents: dict[str, int]


class _Manifest(Struct, frozen=True):
    files: dict[str, str]


def build_release(
    version: str, *, gold: Path, out: Path, splits: Path, errata: Path | None = None
) -> Built:
    """Build a release from a file of gold.

    Args:
        version: three numbers, such as 0.1.0.
        gold: validated documents, JSON Lines.
        out: the folder of releases.
        splits: the file that keeps each document's split from release to release.
        errata: corrections of gold, which CHANGES.md lists; the file may be missing.

    Raises:
        InvalidInput: the version is none, the release exists with other content, or gold
            breaks rules; nothing is written then.
    """
    _require_version(version)
    corrections = [] if errata is None else read_errata(errata)
    stage(f"checking {gold.name}")
    ((_, checked),) = valid_documents([gold], house=True)
    documents = sorted(checked, key=lambda one: one.id)
    earlier = read_splits(splits)
    assigned = assign_splits(documents, earlier)
    parts = {split: [one for one in documents if assigned[one.id] == split] for split in SHARES}
    with _beside(out / version) as folder:
        for config in CONFIGS:
            stage(f"writing {config.name}")
            _write_config(folder / config.name, config, parts)
        newer = contents_of(version) > FIRST
        rows = _rows_hashes(folder) if newer else {}
        _write_texts(folder, _texts(version, parts, corrections, rows))
        if newer:
            _write_texts(folder, {"LICENSE": licence_text()})
            # Last, since it has the hash of every other file.
            _write_texts(folder, {CROISSANT: croissant_text(version, _hashes(folder), CANARY)})
        _write_manifest(folder, version, gold)
    _keep(splits, {**earlier, **assigned})
    return Built(out / version, {split: len(part) for split, part in parts.items()})


def verify_release(path: Path) -> int:
    """Compare every file with the manifest; returns how many there are.

    Raises:
        InvalidInput: with every file that is missing, changed or not listed.
    """
    try:
        listed = msgspec.json.decode((path / MANIFEST).read_bytes(), type=_Manifest).files
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        remedy = "name the folder of a release"
        problem = Problem(rule="release.manifest", remedy=remedy, file=str(path), value=str(error))
        raise InvalidInput([problem]) from error
    found = _hashes(path)
    wrong = sorted(name for name in listed | found if listed.get(name) != found.get(name))
    if wrong:
        remedy = "get the release again, or build it"
        raise InvalidInput(
            Problem(rule="release.changed-file", remedy=remedy, file=name) for name in wrong
        )
    return len(found)


def _require_version(version: str) -> None:
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        remedy = "give three numbers, such as 0.1.0 (semver.org)"
        raise InvalidInput([Problem(rule="release.version", remedy=remedy, value=version)])


def _keep(splits: Path, assigned: Mapping[str, str]) -> None:
    with atomic_write(splits) as beside:
        beside.write_text(json.dumps(assigned, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A folder that becomes `path` when everything in it is written.

    A release that is there already stays, bytes and all: it may have been published.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp"))
    except OSError as error:
        remedy = "name a folder that you may write to"
        problem = Problem(rule="file.unwritable", remedy=remedy, file=str(path.parent))
        raise InvalidInput([replace(problem, value=error.strerror)]) from error
    try:
        yield folder
        if path.exists():
            _require_same(path, folder)
        else:
            folder.chmod(0o755)
            folder.rename(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_same(path: Path, folder: Path) -> None:
    there, now = _hashes(path), _hashes(folder)
    changed = sorted(name for name in there | now if there.get(name) != now.get(name))
    if changed:
        remedy = "give the next version, or remove the folder if nobody has it yet"
        rule = "release.exists-otherwise"
        raise InvalidInput([Problem(rule=rule, remedy=remedy, file=str(path), value=changed)])


def _write_config(folder: Path, config: Config, parts: Mapping[str, Sequence[Document]]) -> None:
    folder.mkdir()
    schema = config.features().arrow_schema
    marked = schema.with_metadata({**(schema.metadata or {}), "canary": CANARY})
    for split, documents in parts.items():
        rows = [row for document in documents for row in config.rows(document)]
        with pq.ParquetWriter(folder / f"{split}.parquet", marked, compression="zstd") as writer:
            # A row group without rows is more than `datasets` can read.
            if rows:
                writer.write_table(pa.Table.from_pylist(rows, schema=marked))


def _rows_hashes(folder: Path) -> dict[str, str]:
    """A hash of all files of each config."""
    return {
        config.name: hashlib.sha256(
            "".join(_hashes(folder / config.name).values()).encode()
        ).hexdigest()[:HASH_SHOWN]
        for config in CONFIGS
    }


def _texts(
    version: str,
    parts: Mapping[str, Sequence[Document]],
    errata: Sequence[Erratum],
    rows: Mapping[str, str],
) -> dict[str, str]:
    return {
        "README.md": card_text(version, parts, CANARY, rows),
        "CHANGES.md": changes_text(version, parts, errata),
        "schema.json": schema_text(),
    }


def _write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _write_manifest(folder: Path, version: str, gold: Path) -> None:
    contents = contents_of(version)
    manifest = {
        "release": version,
        **({"contents": contents} if contents > FIRST else {}),
        "ontology": ONTOLOGY.version,
        "canary": CANARY,
        "source_commit": source_commit(gold),
        "gold_sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
        "files": _hashes(folder),
    }
    encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / MANIFEST).write_bytes(encoded + b"\n")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
