"""How fast tasks are built and exports read, beside the SDK's CoNLL converter, in one run.

    .venv/bin/python tests/bench/tasks.py [--tasks 10000] [--peer-tasks 10000] [--mentions 8]

Gold is the repository's, repeated under new ids (2 kB of text, 110 regions a task, or with
`--mentions` so many). Every contestant is a process of its own. `build` reads documents and
writes tasks with an annotation each; `read` reads the export and writes documents, with every
check of a pull, on as many cores as there are; the peer converts an export of such tasks to
CoNLL 2003. Prints for each the seconds that passed, tasks a second, how many times the peer's
rate, seconds of processor time of all its processes (which tells more on a machine that others
use too), how many times fewer than the peer's, and peak memory of its largest process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import msgspec
from msgspec.structs import replace
from process import run

from dateline.document import Document
from dateline.files import read_documents, write_documents
from dateline_annotation.config import label_config
from dateline_annotation.convert import items_of
from dateline_annotation.rounds import task_data

GOLD = Path(__file__).parents[2] / "data" / "gold" / "core.jsonl"
USER = 2
Seeds = Sequence[Document]

BUILD = """
import sys
import msgspec
from dateline.files import iter_decoded
from dateline_annotation.convert import items_of
from dateline_annotation.rounds import task_data
from pathlib import Path
encode = msgspec.json.encode
with open(sys.argv[2], "wb") as out:
    for one in iter_decoded(Path(sys.argv[1])):
        items = [{"result": items_of(one.document)}]
        out.write(encode({"data": task_data(one.document), "annotations": items}) + b"\\n")
"""
READ = """
import sys
from pathlib import Path
from dateline_annotation.delivery import Source, deliver, look_over
export = Path(sys.argv[1])
done = deliver(Source(export, 2, str, {}), look_over(export), Path(sys.argv[2]))
assert not done.problems, done.problems[:3]
"""
CONVERT = """
import sys
from pathlib import Path
from label_studio_sdk.converter import Converter
converter = Converter(
    config=Path(sys.argv[3]).read_text(), project_dir=None, download_resources=False)
converter.convert(sys.argv[1], sys.argv[2], "CONLL2003", is_dir=False)
"""


def main() -> None:
    """Generate, time, print."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--tasks", type=int, default=10_000)
    asked.add_argument("--peer-tasks", type=int, default=10_000)
    asked.add_argument("--repeat", type=int, default=3, help="runs of ours; the best counts")
    asked.add_argument("--mentions", type=int, help="keep so many mentions and nothing else")
    options = asked.parse_args()
    seeds = [_thinned(one, options.mentions) for one in read_documents(GOLD, gold=True)]
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder), seeds, (options.tasks, options.peer_tasks), options.repeat)


def _thinned(document: Document, mentions: int | None) -> Document:
    if mentions is None:
        return document
    return replace(document, mentions=document.mentions[:mentions], quotes=(), events=())


def _compare(folder: Path, seeds: Seeds, sizes: tuple[int, int], repeat: int) -> None:
    many, few = sizes
    documents, export, sample, config = (
        folder / name for name in ("documents.jsonl", "export.json", "sample.json", "config.xml")
    )
    write_documents(documents, _repeated(seeds, many))
    _write_export(export, seeds, many)
    _write_export(sample, seeds, few)
    config.write_text(label_config(), encoding="utf-8")
    peer = _measured(_python(CONVERT, sample, folder / "conll", config), few)
    print(f"{many} tasks, {export.stat().st_size / 2**20:.0f} MB of export; peer: {few} tasks")
    _print("SDK to CoNLL 2003", peer, peer)
    for name, code, source in (("build", BUILD, documents), ("read", READ, export)):
        runs = [_measured(_python(code, source, folder / name), many) for _ in range(repeat)]
        _print(f"dateline {name}", min(runs, key=lambda run: run.wall), peer)


class Measured(msgspec.Struct, frozen=True):
    """Seconds passed and of processor time for one task, and peak memory (MB), of a process."""

    tasks: int
    wall: float
    work: float
    peak: float


def _measured(command: list[str], tasks: int) -> Measured:
    before = getrusage(RUSAGE_CHILDREN)
    wall, peak = run(command)
    after = getrusage(RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(tasks, wall / tasks, work / tasks, peak)


def _python(code: str, *arguments: Path) -> list[str]:
    return [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]


def _print(name: str, measured: Measured, peer: Measured) -> None:
    tasks, wall, work, peak = msgspec.structs.astuple(measured)
    print(
        f"{name:18}{wall * tasks:8.2f} s {1 / wall:8.0f} tasks/s {peer.wall / wall:6.1f} x"
        f"{work * tasks:8.2f} s of processor {peer.work / work:6.1f} x {peak:6.0f} MB"
    )


def _repeated(seeds: Seeds, many: int) -> Iterator[Document]:
    for number in range(many):
        yield replace(seeds[number % len(seeds)], id=f"document-{number:07}")


def _write_export(path: Path, seeds: Seeds, many: int) -> None:
    """What the server writes of tasks with one annotation each."""
    with path.open("wb") as out:
        for number, document in enumerate(_repeated(seeds, many)):
            out.write((b"," if number else b"[") + msgspec.json.encode(_exported(number, document)))
        out.write(b"]")


def _exported(number: int, document: Document) -> dict[str, object]:
    annotation = {
        "id": number, "completed_by": USER, "was_cancelled": False, "ground_truth": False,
        "created_at": "2026-01-07T08:00:00.000000Z", "updated_at": "2026-01-07T08:00:00.000000Z",
        "lead_time": 12.5, "prediction": {}, "result_count": len(document.mentions), "task": number,
        "project": 1, "updated_by": USER, "result": items_of(document),
    }  # fmt: skip
    return {"id": number, "annotations": [annotation], "drafts": [], "predictions": [],
            "data": msgspec.to_builtins(task_data(document)), "meta": {}}  # fmt: skip


if __name__ == "__main__":
    main()
