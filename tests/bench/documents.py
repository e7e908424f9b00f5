"""How fast documents are scored in every layer, and coreference beside plain Python.

    .venv/bin/python tests/bench/documents.py [--documents 1000 10000]

Gold is the repository's, repeated under new ids; the predictions are the same with one
mention, quote and event in twenty left out or changed. `dateline score` is a process of its
own that reads both files. The plain coreference scorer is written below as one would write
it first, with lists. Prints documents a second, peak memory, and the ratio.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace
from process import run

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline.score.coref import b_cubed, ceaf_e, muc, overlap
from dateline.score.tables import table_of

GOLD = Path(__file__).parents[2] / "data" / "gold" / "core.jsonl"
Cluster = list[tuple[int, int]]


def main() -> None:
    """Generate, time, print."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000])
    options = asked.parse_args()
    seeds = read_documents(GOLD, gold=True)
    for many in options.documents:
        with tempfile.TemporaryDirectory() as folder:
            _time_scoring(Path(folder), seeds, many)
    _time_coreference(seeds)


def _time_scoring(folder: Path, seeds: Sequence[Document], many: int) -> None:
    gold, found = folder / "gold.jsonl", folder / "found.jsonl"
    write_documents(gold, _repeated(seeds, many))
    chance = random.Random(0)
    write_documents(found, (_disturbed(one, chance) for one in _repeated(seeds, many)))
    program = str(Path(sys.executable).with_name("dateline"))
    seconds, peak = run([program, "score", str(found), "--gold", str(gold)])
    size = gold.stat().st_size / many / 1000
    print(f"{many:7} documents of {size:.0f} kB: {seconds:6.1f} s, "
          f"{many / seconds:6.0f} documents/s, {peak:5.0f} MB")  # fmt: skip


def _repeated(seeds: Sequence[Document], many: int) -> Iterator[Document]:
    for number in range(many):
        yield replace(seeds[number % len(seeds)], id=f"document-{number:07}")


def _disturbed(document: Document, chance: random.Random) -> Document:
    mentions = tuple(one for one in document.mentions if chance.random() > 0.05)
    there = {one.id for one in mentions}
    joined = tuple(
        replace(one, entity="e1") if one.entity and chance.random() < 0.05 else one
        for one in mentions
    )
    quotes = (one for one in document.quotes if chance.random() > 0.05)
    events = (one for one in document.events if chance.random() > 0.05)
    return replace(
        document,
        mentions=joined,
        quotes=tuple(
            replace(one, speakers=tuple(name for name in one.speakers if name in there))
            for one in quotes
        ),
        events=tuple(
            replace(one, arguments=tuple(arg for arg in one.arguments if arg.mention in there))
            for one in events
        ),
    )


def _time_coreference(seeds: Sequence[Document]) -> None:
    """Both on the clusters of all gold articles taken as one long document."""
    chance = random.Random(0)
    gold = [_shifted(one, place) for place, one in enumerate(seeds)]
    found = [_shifted(_disturbed(one, chance), place) for place, one in enumerate(seeds)]
    sides = [[cluster for part in side for cluster in part] for side in (gold, found)]
    lists = [[sorted(cluster) for cluster in side] for side in sides]
    ours = _seconds(lambda: _scored(sides[0], sides[1]))
    plain = _seconds(lambda: _plainly(lists[0], lists[1]))
    spans = sum(map(len, sides[0]))
    print(
        f"coreference, {len(sides[0])} clusters of {spans} spans: {1000 * ours:.1f} ms, "
        f"plain Python {1000 * plain:.1f} ms: {plain / ours:.0f} x"
    )


def _shifted(document: Document, place: int) -> list[frozenset[tuple[int, int]]]:
    by = place * 100_000
    clusters = table_of(document).clusters
    return [frozenset((start + by, end + by) for start, end in one) for one in clusters]


def _scored(
    gold: Sequence[frozenset[tuple[int, int]]], found: Sequence[frozenset[tuple[int, int]]]
) -> None:
    common = overlap(gold, found)
    for metric in (muc, b_cubed, ceaf_e):
        metric(common)


def _plainly(gold: Sequence[Cluster], found: Sequence[Cluster]) -> None:
    """MUC, B-cubed and CEAFe as the formulas say, over lists."""
    from scipy.optimize import linear_sum_assignment

    for keys, others in ((gold, found), (found, gold)):
        for key in keys:
            pieces = [[span for span in key if span in other] for other in others]
            len(key) - sum(bool(piece) for piece in pieces)
            sum(len(piece) ** 2 / len(key) for piece in pieces)
    table = [
        [2 * sum(span in other for span in key) / (len(key) + len(other)) for other in found]
        for key in gold
    ]
    linear_sum_assignment(table, maximize=True)


def _seconds(work: object) -> float:
    assert callable(work)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
