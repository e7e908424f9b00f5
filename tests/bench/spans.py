"""How fast spans are scored, beside a peer and beside no scoring at all, in one run.

    .venv/bin/python tests/bench/spans.py [--documents 100000] [--peer-documents 100000]

Every contestant is a process of its own that reads the same two Parquet files: Dateline
(with and without intervals), nervaluate, and a bare polars join, which counts nothing but
equal rows. Prints seconds and peak memory of each whole process and the ratios. Needs
`pip install polars` beside the developers' environment.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from process import run

SPANS = 30
TYPES = np.array([f"TYPE{number}" for number in range(10)])

NERVALUATE = """
import sys
from collections import defaultdict
import pyarrow.parquet as pq
from nervaluate import Evaluator
def read(path):
    documents = defaultdict(list)
    for row in pq.read_table(path).to_pylist():
        documents[row["doc"]].append(
            {"label": row["type"], "start": row["start"], "end": row["end"] - 1})
    return documents
gold, found = read(sys.argv[1]), read(sys.argv[2])
names = sorted(gold)
tags = sorted({span["label"] for spans in gold.values() for span in spans})
scores = Evaluator([gold[name] for name in names], [found[name] for name in names], tags=tags,
                   loader="dict").evaluate()
print(scores["overall"]["strict"].f1)
"""
POLARS = """
import sys
import polars as pl
gold, found = map(pl.scan_parquet, sys.argv[1:3])
print(gold.join(found, on=["doc", "start", "end", "type"], how="semi").select(pl.len()).collect())
"""


def main() -> None:
    """Generate, time, print."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--repeat", type=int, default=3, help="runs of each; the best counts")
    asked.add_argument("--no-peer", action="store_true", help="leave out nervaluate (minutes)")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = _generate(Path(folder), options.documents)
        _compare(files, options.repeat, peer=not options.no_peer)


def _generate(folder: Path, documents: int) -> tuple[Path, Path]:
    """Gold, and predictions that are one in ten wrong: type, boundary, missing, spurious."""
    chance = np.random.default_rng(0)
    many = documents * SPANS
    steps = (
        chance.integers(1, 25, (documents, SPANS)),
        chance.integers(1, 4, (documents, SPANS)) * 6,
    )
    end = (steps[0] + steps[1]).cumsum(axis=1).ravel()
    start = end - steps[1].ravel()
    document, kind = np.repeat(np.arange(documents), SPANS), chance.integers(0, 10, many)
    wrong = chance.random(many)
    found = (
        document,
        start,
        np.where((wrong > 0.03) & (wrong < 0.06), end + 3, end),
        np.where(wrong < 0.03, chance.integers(0, 10, many), kind),
    )
    there = wrong < 0.96
    names = pa.array([f"document-{number:07}" for number in range(documents)])
    gold_file, found_file = folder / "gold.parquet", folder / "found.parquet"
    _write(gold_file, names, (document, start, end, kind))
    _write(found_file, names, tuple(column[there] for column in found))
    return gold_file, found_file


def _write(path: Path, names: pa.Array, columns: Sequence[NDArray[np.int64]]) -> None:
    document, start, end, kind = columns
    pq.write_table(
        pa.table({"doc": names.take(pa.array(document)), "start": start, "end": end,
                  "type": pa.array(TYPES[kind])}),
        path,
    )  # fmt: skip


def _compare(files: tuple[Path, Path], repeat: int, *, peer: bool) -> None:
    gold, found = map(str, files)
    dateline = [
        str(Path(sys.executable).with_name("dateline")),
        "score-spans",
        found,
        "--gold",
        gold,
    ]
    contestants = {
        "dateline, 10,000 resamples": ([*dateline, "--format", "json"], repeat),
        "dateline, no intervals": ([*dateline, "--format", "json", "--resamples", "0"], repeat),
        "polars join": ([sys.executable, "-c", POLARS, gold, found], repeat),
    }
    if peer:
        contestants["nervaluate"] = ([sys.executable, "-c", NERVALUATE, gold, found], 1)
    measured = {name: _best(*one) for name, one in contestants.items()}
    ours, memory = measured["dateline, 10,000 resamples"]
    for name, (seconds, peak) in measured.items():
        ratios = f"{seconds / ours:6.2f} x our seconds  {peak / memory:5.2f} x our memory"
        print(f"{name:28}{seconds:8.2f} s {peak:7.0f} MB   {ratios}")


def _best(command: list[str], repeat: int) -> tuple[float, float]:
    return min(run(command) for _ in range(repeat))


if __name__ == "__main__":
    main()
