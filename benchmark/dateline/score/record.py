"""Result records: one file a result, with all that is needed to check and to compare it."""

from __future__ import annotations

import hashlib
import math
import platform
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline import __version__
from dateline.files import atomic_write, encode
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.score.counts import COLUMNS
from dateline.score.evaluation import Evaluation, MetricScore
from dateline.score.metrics import METRICS
from dateline.score.submission import Submission

__all__ = [
    "SCHEMA",
    "Measured",
    "Place",
    "Provenance",
    "Record",
    "SystemCard",
    "encode_record",
    "make_record",
    "read_record",
    "record_path",
    "write_record",
]

SCHEMA = "dateline-result/1"
LIBRARIES = ("datasets", "msgspec", "numpy", "pyarrow", "scikit-learn", "scipy")


class SystemCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a system is, in its makers' words.

    Raises:
        ValueError: the name cannot name a folder, as it does among the results.
    """

    name: str
    kind: str | None = None
    family: str | None = None
    parameters: int | None = None
    licence: str | None = None
    link: str | None = None
    trained_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or self.name.startswith(".") or set(self.name) & set("/\\\0"):
            raise ValueError(f"{self.name!r} names no folder: leave out slashes and leading dots")


class Measured(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a result was measured on; results that differ here never share a table.

    `ontology` is the version of labels that somebody brought; left out for Dateline's own,
    which the release tells.
    """

    release: str
    tier: str
    split: str
    input: str
    documents: int
    documents_sha256: str
    evaluator: str
    ontology: str | None = None


class Provenance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a result comes from; whatever could not be found out is None.

    `commit` and `dirty` (changes that are not committed) are of the evaluator's code;
    `seconds` is what scoring took.
    """

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
        counts={
            name: list(map(tuple, one.values.tolist())) for name, one in evaluation.counts.items()
        },
        provenance=_provenance(evaluation, submission, prediction, seconds),
    )


def record_path(results: Path, record: Record) -> Path:
    """Where a record belongs: `<system>/<release>/<tier>.<split>.<input>.json`."""
    on = record.measured
    return results / record.system.name / on.release / f"{on.tier}.{on.split}.{on.input}.json"


def encode_record(record: Record) -> bytes:
    """A record as it is written: indented JSON, fields always in the same order."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def write_record(results: Path, record: Record) -> Path:
    """Write a record to its place, all or nothing; returns the path."""
    path = record_path(results, record)
    with atomic_write(path) as beside:
        beside.write_bytes(encode_record(record))
    return path


def read_record(path: Path) -> Record:
    """Read a record.

    Raises:
        InvalidInput: the file is not a record of this version, or its numbers do not
            belong together; all of them are named.
    """
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput([_unusable(path, None, str(error))]) from error
    problems = [_unusable(path, *fault) for fault in _faults(record)]
    if problems:
        raise InvalidInput(problems)
    return record


def _unusable(path: Path, field: str | None, found: object) -> Problem:
    remedy = "score the predictions again with this version of dateline"
    return Problem(rule="record.unusable", remedy=remedy, file=str(path), field=field, value=found)


def _faults(record: Record) -> Iterator[tuple[str, object]]:
    """Fields that a scorer never writes so, with what stands there."""
    if record.schema != SCHEMA:
        yield "schema", record.schema
    if record.ranked and record.missing:
        yield "ranked", f"although documents are missing: {', '.join(record.missing)}"
    if record.measured.documents != len(record.documents):
        yield "measured.documents", record.measured.documents
    if record.measured.documents_sha256 != _list_digest(record.documents):
        yield "measured.documents_sha256", record.measured.documents_sha256
    if record.measured.evaluator == __version__:
        yield from _absent_metrics(record)
    for name, score in record.metrics.items():
        yield from _wrong_scores(name, score)
        yield from _wrong_counts(name, score, record)


def _absent_metrics(record: Record) -> Iterator[tuple[str, object]]:
    for metric in METRICS:
        if metric.id not in record.metrics:
            yield f"metrics.{metric.id}", "absent"


def _wrong_scores(name: str, score: MetricScore) -> Iterator[tuple[str, object]]:
    given = (score.precision, score.recall, score.f1, *(score.interval or ()))
    if any(value is not None and not 0 <= value <= 1 for value in given):
        yield f"metrics.{name}", given
    if score.interval is not None and score.interval[0] > score.interval[1]:
        yield f"metrics.{name}.interval", score.interval


def _wrong_counts(name: str, score: MetricScore, record: Record) -> Iterator[tuple[str, object]]:
    sums = (score.p_num, score.p_den, score.r_num, score.r_den)
    rows = record.counts.get(name)
    if rows is None:
        if any(total is not None for total in sums):
            yield f"counts.{name}", "absent"
        return
    if len(rows) != len(record.documents):
        yield f"counts.{name}", f"{len(rows)} rows"
        return
    for place, (column, total) in enumerate(zip(COLUMNS, sums, strict=True)):
        found = math.fsum(row[place] for row in rows)
        if total is not None and not math.isclose(total, found, abs_tol=1e-9):
            yield f"metrics.{name}.{column}", f"{total}, while its counts sum to {found}"


def _measured(evaluation: Evaluation, place: Place) -> Measured:
    return Measured(
        release=place.release,
        tier=place.tier,
        split=place.split,
        input=place.input,
        documents=len(evaluation.documents),
        documents_sha256=_list_digest(evaluation.documents),
        evaluator=__version__,
        ontology=ONTOLOGY.own_version,
    )


def _provenance(
    evaluation: Evaluation, submission: Submission, prediction: Path, seconds: float | None
) -> Provenance:
    commit, dirty = _code_state(Path(__file__).parents[1])
    return Provenance(
        commit=commit,
        dirty=dirty,
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


def _list_digest(documents: Sequence[str]) -> str:
    return _digest([name.encode() for name in documents])


def _library_versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _code_state(package: Path) -> tuple[str | None, bool | None]:
    """Commit of the code in a folder, and whether it was changed since.

    None outside a checkout, also where the code is installed inside another project's.
    """
    if not _git(package, "ls-files"):
        return None, None
    return _git(package, "rev-parse", "HEAD"), bool(_git(package, "status", "--porcelain", "."))


def _git(folder: Path, *arguments: str) -> str | None:
    # Without optional locks: scoring never gets in the way of somebody's commit.
    command = ["git", "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
