"""Large files: counted in parts and by several processes, the scores are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.document import Document
from dateline.files import encode, write_documents
from dateline.score import evaluate, streaming
from dateline.score.evaluation import Evaluation, conclude
from dateline.score.scoring import Request, score_file
from support.build import annotated


def _gold(number: int) -> Document:
    return annotated(
        f"Ada met Bo {number}\n\n“No,” Ada said.",
        """
        m1 p1 "Ada" PERSON NAM e1
        m2 p1 "Bo" PERSON NAM e2
        m3 p2 "Ada" PERSON NAM e1
        q1 p2 "“No,”" direct cue p2 "said" speaker m3
        v1 p1 "met" Consult actual participant=m1 participant=m2
        """,
        id=f"d{number:03}",
        story=f"s{number // 2}",
    )


GOLD = [_gold(number) for number in range(25)]
FOUND = [
    replace(one, mentions=one.mentions[: 1 + number % 3], quotes=(), events=())
    for number, one in enumerate(GOLD)
]


@pytest.fixture(autouse=True)
def parts_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "CHUNK", 2)


def _files(folder: Path, found: list[Document]) -> tuple[Path, Path]:
    write_documents(folder / "gold.jsonl", GOLD)
    write_documents(folder / "found.jsonl", found)
    return folder / "gold.jsonl", folder / "found.jsonl"


def _shown(evaluation: Evaluation) -> object:
    return evaluation.documents, evaluation.layers, evaluation.metrics, evaluation.dropped


@pytest.mark.parametrize("processes", [1, 2])
def test_parts_give_the_scores_of_the_whole(tmp_path: Path, processes: int) -> None:
    streamed = streaming.count_files(*_files(tmp_path, FOUND), processes=processes)
    assert streamed is not None
    assert len(streamed.parts) == 13
    assert _shown(conclude(streamed.parts, streamed.layers)) == _shown(evaluate(GOLD, FOUND))


WRONG = {
    "another order": [FOUND[1], FOUND[0], *FOUND[2:]],
    "one missing": FOUND[:-1],
    "one too many": [*FOUND, replace(FOUND[0], id="more")],
    "one twice": [*FOUND[:-1], FOUND[0]],
    "mixed layers": [*FOUND[:-1], replace(FOUND[-1], layers=("entities",))],
    "another text": [*FOUND[:-1], replace(FOUND[-1], text=None, source=FOUND[0].source)],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_out_of_order_or_wrong_is_left_to_the_careful_way(
    name: str, tmp_path: Path
) -> None:
    assert streaming.count_files(*_files(tmp_path, WRONG[name]), processes=1) is None


@pytest.mark.parametrize("line", [b"{", b'{"id": "d024"}x', encode(FOUND[-1])[:-1]])
def test_a_broken_line_is_left_to_the_careful_way(line: bytes, tmp_path: Path) -> None:
    gold, found = _files(tmp_path, FOUND[:-1])
    found.write_bytes(found.read_bytes() + line + b"\n")
    assert streaming.count_files(gold, found, processes=1) is None


def test_both_ways_score_alike(tmp_path: Path) -> None:
    gold, found = _files(tmp_path, FOUND)
    in_order = score_file(Request(predictions=found, gold=gold))
    write_documents(found, FOUND[::-1])
    assert _shown(score_file(Request(predictions=found, gold=gold)).evaluation) == _shown(
        in_order.evaluation
    )
