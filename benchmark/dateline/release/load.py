"""Loading a release: as `datasets`, as documents, found where releases are kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import datasets.config
import msgspec
from datasets import Dataset, DatasetDict, load_dataset
from msgspec import Struct

from dateline.document import Document
from dateline.ontology import ONTOLOGY
from dateline.ontology import VARIABLE as LABELS
from dateline.problems import InvalidInput, Problem
from dateline.release.features import CONFIGS
from dateline.release.splits import SHARES

__all__ = ["documents", "find_release", "load", "roots"]

VARIABLE = "DATELINE_DATA"
TIER = "core"
HASH_SHOWN = 16
_PACKAGE = Path(__file__).parents[1]


class _Labelled(Struct, frozen=True):
    """What a manifest says of labels."""

    ontology: str | None = None


def load(
    version: str,
    config: str = CONFIGS[0].name,
    *,
    split: str | None = None,
    root: Path | str | None = None,
) -> Dataset | DatasetDict:
    """Load a config of a release: all splits, or one.

    Args:
        version: of the release, such as 0.1.0.
        config: documents, ner, coref, quotes or events.
        split: train, validation or test; None for a dictionary of all that have documents.
        root: the folder of releases; else `$DATELINE_DATA`, the checkout, the wheel.

    Raises:
        InvalidInput: there is no such release, config or split.
    """
    path = find_release(version, root)
    _require(config, [one.name for one in CONFIGS], "config")
    if split is not None:
        _require(split, _filled(path), "split")
    return load_dataset(str(path), config, split=split, cache_dir=str(_cache_of(path)))


def _cache_of(path: Path) -> Path:
    """Where `datasets` keeps what it read of a release: by the hash of its manifest.

    It knows a local folder by its name and its card alone: another release of the same
    version, or one that is built anew, would give the rows of the first.
    """
    digest = hashlib.sha256((path / "MANIFEST.json").read_bytes()).hexdigest()
    return Path(datasets.config.HF_DATASETS_CACHE) / f"dateline-{digest[:HASH_SHOWN]}"


def documents(
    version: str, split: str, *, root: Path | str | None = None, tier: str = TIER
) -> list[Document]:
    """The gold documents of a split, as they were built, in order of id.

    Raises:
        InvalidInput: there is no such release, split or tier, or its file is broken.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = find_release(version, root)
    _require(split, SHARES, "split")
    _require(tier, [TIER], "tier")
    file = path / CONFIGS[0].name / f"{split}.parquet"
    try:
        return [msgspec.convert(row, Document) for row in pq.read_table(file).to_pylist()]
    except (OSError, pa.ArrowException, msgspec.ValidationError) as error:
        remedy = "get the release again; `dateline release verify` compares all its files"
        problem = Problem(
            rule="release.unreadable", remedy=remedy, file=str(file), value=str(error)
        )
        raise InvalidInput([problem]) from error


def find_release(version: str, root: Path | str | None = None) -> Path:
    """The folder of a release.

    Raises:
        InvalidInput: no root holds it, and the problem lists the releases there are; or it
            was built with other labels than those in use.
    """
    places = [Path(root)] if root is not None else list(roots())
    for place in places:
        if (place / version / "MANIFEST.json").is_file():
            _require_labels(place / version)
            return place / version
    there = sorted({path.parent.name for place in places for path in place.glob("*/MANIFEST.json")})
    found = ", ".join(there) or "none yet: dateline release build 0.1.0"
    raise InvalidInput(
        [Problem(rule="release.unknown", remedy=f"there are: {found}", value=version)]
    )


def _require_labels(path: Path) -> None:
    """Labels of two ontologies are never mixed; a broken manifest is for `verify_release`."""
    try:
        manifest = msgspec.json.decode((path / "MANIFEST.json").read_bytes(), type=_Labelled)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return
    if manifest.ontology not in (None, ONTOLOGY.version):
        remedy = f"labels in use: {ONTOLOGY.version}; name the release's file in ${LABELS}"
        raise InvalidInput(
            [Problem(rule="release.other-labels", remedy=remedy, file=str(path),
                     field="ontology", value=manifest.ontology)]
        )  # fmt: skip


def roots() -> Iterator[Path]:
    """Where releases are looked for: `$DATELINE_DATA`, the checkout, the wheel."""
    if VARIABLE in os.environ:
        yield Path(os.environ[VARIABLE])
    yield _PACKAGE.parents[1] / "data" / "releases"
    yield _PACKAGE / "_releases"


def _filled(path: Path) -> list[str]:
    """The splits that have documents: `datasets` knows no others."""
    import pyarrow.parquet as pq

    folder = path / CONFIGS[0].name
    return [name for name in SHARES if pq.read_metadata(folder / f"{name}.parquet").num_rows]


def _require(given: str, known: Iterable[str], field: str) -> None:
    if given not in known:
        remedy = f"one of {', '.join(known)}"
        problem = Problem(rule="release.unknown", remedy=remedy, field=field, value=given)
        raise InvalidInput([problem])
