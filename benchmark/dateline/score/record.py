"""Result records: one file a result, with all that is needed to check and to compare it."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline import __version__
from dateline.files import atomic_write, encode
from dateline.problems import InvalidInput, Problem
from dateline.score.evaluation import Evaluation, MetricScore
from dateline.score.submission import Submission

__all__ = [
    "SCHEMA",
    "Measured",
    "Place",
    "Provenance",
    "Record",
    "SystemCard",
    "make_record",
    "read_record",
    "record_path",
    "write_record",
]

SCHEMA = "dateline-result/1"
LIBRARIES = ("datasets", "msgspec", "numpy", "pyarrow", "scikit-learn", "scipy")


class SystemCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a system is, in its makers' words."""

    name: str
    kind: str | None = None
    family: str | None = None
    parameters: int | None = None
    licence: str | None = None
    link: str | None = None
    trained_on: tuple[str, ...] = ()


class Measured(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a result was measured on; results that differ here never share a table."""

    release: str
    tier: str
    split: str
    input: str
    documents: int
    documents_sha256: str
    evaluator: str


class Provenance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a result comes from; whatever could not be found out is None."""

    commit: str | None
    dirty: bool | None
    gold_sha256: str
    prediction_sha256: str
    seed: int
    resamples: int
    libraries: dict[str, str]
    hardware: str
    seconds: float | None = None


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A result: scores, counts per document, layers, system card and provenance.

    `counts` holds, for every metric with counts, a row (p_num, p_den, r_num, r_den) for
    each of `documents`.
    """

    schema: str = SCHEMA
    system: SystemCard
    measured: Measured
    ranked: bool
    layers: tuple[str, ...]
    metrics: dict[str, MetricScore]
    dropped: dict[str, int]
    left_out: dict[str, int]
    missing: tuple[str, ...]
    documents: tuple[str, ...]
    counts: dict[str, list[tuple[float, float, float, float]]]
    provenance: Provenance


class Place(Struct, frozen=True, kw_only=True):
    """The release, tier, split and input that a file is scored on."""

    release: str
    tier: str
    split: str
    input: str = "clean"


def make_record(
    evaluation: Evaluation,
    submission: Submission,
    card: SystemCard,
    place: Place,
    *,
    prediction: Path,
    seconds: float | None = None,
) -> Record:
    """The record of an evaluation."""
    return Record(
        system=card,
        measured=_measured(evaluation, place),
        ranked=not submission.missing,
        layers=evaluation.layers,
        metrics=evaluation.metrics,
        dropped=evaluation.dropped,
        left_out=evaluation.left_out,
        missing=submission.missing,
        documents=evaluation.documents,
        counts={name: one.values.tolist() for name, one in evaluation.counts.items()},
        provenance=_provenance(evaluation, submission, prediction, seconds),
    )


def record_path(results: Path, record: Record) -> Path:
    """Where a record belongs: `<system>/<release>/<tier>.<split>.<input>.json`."""
    on = record.measured
    return results / record.system.name / on.release / f"{on.tier}.{on.split}.{on.input}.json"


def write_record(results: Path, record: Record) -> Path:
    """Write a record to its place, all or nothing; returns the path."""
    path = record_path(results, record)
    with atomic_write(path) as beside:
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")
    return path


def read_record(path: Path) -> Record:
    """Read a record.

    Raises:
        InvalidInput: the file is not a record of this version.
    """
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput([_unusable(path, str(error))]) from error
    if record.schema != SCHEMA:
        raise InvalidInput([_unusable(path, record.schema)])
    return record


def _unusable(path: Path, found: str) -> Problem:
    remedy = "score the predictions again with this version of dateline"
    return Problem(rule="record.unusable", remedy=remedy, file=str(path), value=found)


def _measured(evaluation: Evaluation, place: Place) -> Measured:
    return Measured(
        release=place.release,
        tier=place.tier,
        split=place.split,
        input=place.input,
        documents=len(evaluation.documents),
        documents_sha256=_digest([name.encode() for name in evaluation.documents]),
        evaluator=__version__,
    )


def _provenance(
    evaluation: Evaluation, submission: Submission, prediction: Path, seconds: float | None
) -> Provenance:
    commit = _git("rev-parse", "HEAD")
    return Provenance(
        commit=commit,
        dirty=None if commit is None else bool(_git("status", "--porcelain")),
        gold_sha256=_digest([encode(document) for document in submission.gold]),
        prediction_sha256=hashlib.sha256(prediction.read_bytes()).hexdigest(),
        seed=evaluation.seed,
        resamples=evaluation.resamples,
        libraries={"python": platform.python_version(), **_library_versions()},
        hardware=f"{platform.machine()} {platform.system()}",
        seconds=seconds,
    )


def _digest(parts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _library_versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _git(*arguments: str) -> str | None:
    """What git says of the checkout that this code runs from; None outside one."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
