"""Fuzz: prediction files a few steps from a good one are scored or refused, nothing else."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dateline.files import encode, write_documents
from dateline.problems import InvalidInput
from dateline.score.evaluation import evaluate
from dateline.score.submission import read_submission
from support.build import annotated

DATELINE = Path(sys.executable).parent / "dateline"
TEXT = 'Ada met Bo {}\n\n"We agree," she said on Tuesday, "on all."'
SHEET = """m1 p1 "Ada" PERSON NAM e1
m2 p1 "Bo" PERSON NAM e2
m3 p2 "she" PERSON PRO e1
m4 p2 "Tuesday" DATE =2026-01-06
q1 p2 "\\"We agree,\\"" p2 "\\"on all.\\"" direct cue p2 "said" speaker m3
v1 p1 "met" Consult actual participant=m1 participant=m2"""
GOLD = [annotated(TEXT.format(number), SHEET, id=f"d{number}") for number in range(3)]

Change = Callable[[random.Random, list[object], object], None]

# Whatever JSON can hold, and some that it cannot: NaN, numbers of any size, lone surrogates.
JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5),
        st.sampled_from([
            "", "m1", "e1", "d1", "direct", "DATE", "\ud800", "\0", "\u202e", "é", "coref",
            [0, 3], [3, 0], [[0, 1], [0, 1]], 2**31, -1, 1e308, 10**30, ["entities"], {},
        ]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=6,
)  # fmt: skip


@st.composite
def _records(draw: st.DrawFn) -> list[object]:
    """The records of good predictions, changed in up to three places."""
    records: list[object] = [json.loads(encode(one)) for one in GOLD]
    for record in records:
        assert isinstance(record, dict)
        if draw(st.booleans()):
            record.update(title=None, text=None)
    chance = draw(st.randoms(use_true_random=False))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
        change(chance, records, draw(JUNK))
    return records


def _somewhere(chance: random.Random, value: object) -> tuple[Any, Any]:
    """A container inside a value, and a place in it."""
    parents = [(value, place) for place in _places(value)]
    chosen = chance.choice(parents)
    while _places(_at(*chosen)) and chance.random() < 0.7:
        inside = _at(*chosen)
        chosen = inside, chance.choice(_places(inside))
    return chosen


def _places(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def _at(container: Any, place: Any) -> object:
    return container[place] if isinstance(container, dict | list) else None


def _replace(chance: random.Random, records: list[object], junk: object) -> None:
    if records:
        container, place = _somewhere(chance, records)
        container[place] = junk


def _remove(chance: random.Random, records: list[object], junk: object) -> None:
    if records:
        container, place = _somewhere(chance, records)
        del container[place]


def _repeat(chance: random.Random, records: list[object], junk: object) -> None:
    """An item again, or a key beside one that is misspelt."""
    if not records:
        return
    container, place = _somewhere(chance, records)
    if isinstance(container, list):
        container.insert(chance.randrange(len(container) + 1), _at(container, place))
    elif isinstance(container, dict):
        container[f"{place}s"] = container.pop(place)


def _reorder(chance: random.Random, records: list[object], junk: object) -> None:
    if records:
        container, _ = _somewhere(chance, records)
        if isinstance(container, list):
            chance.shuffle(container)


def _nudge(chance: random.Random, records: list[object], junk: object) -> None:
    """A number a little off, or of another kind."""
    for _ in range(20 if records else 0):
        container, place = _somewhere(chance, records)
        value = _at(container, place)
        if isinstance(value, int) and not isinstance(value, bool):
            others = (value + chance.randint(-3, 3), float(value), str(value), -value, value << 40)
            container[place] = chance.choice(others)
            return


CHANGES: tuple[Change, ...] = (_replace, _remove, _repeat, _reorder, _nudge, _nudge)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    """The bytes of a prediction file: lines, now and then broken as bytes."""
    ascii_only = draw(st.booleans())
    lines = [json.dumps(record, ensure_ascii=ascii_only) for record in draw(_records())]
    content = draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)
    broken = bytearray(content.encode("utf-8", "surrogatepass"))
    if draw(st.integers(0, 4)) == 0:
        begin, end = sorted(draw(st.tuples(*[st.integers(0, len(broken))] * 2)))
        broken[begin : draw(st.sampled_from([begin, begin + 1, end]))] = draw(st.binary(max_size=4))
    return bytes(broken)


@pytest.mark.slow
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_files(), st.booleans())
def test_a_file_near_a_good_one_is_scored_or_refused(
    tmp_path: Path, content: bytes, missing_ok: bool
) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(content)
    try:
        found = read_submission(path, GOLD, missing_ok=missing_ok)
    except InvalidInput as error:
        event("refused")
        return _assert_helpful(error)
    event("scored")
    metrics = evaluate(found.gold, found.predictions, resamples=20).metrics
    for one in metrics.values():
        assert one.f1 is None or 0 <= one.f1 <= 1
    assert list(tmp_path.iterdir()) == [path]
    return None


def _assert_helpful(error: InvalidInput) -> None:
    assert error.problems
    assert all(one.file and one.remedy and str(one).isprintable() for one in error.problems)


def test_the_good_file_is_right_in_everything(tmp_path: Path) -> None:
    write_documents(tmp_path / "p.jsonl", GOLD)
    found = read_submission(tmp_path / "p.jsonl", GOLD)
    assert evaluate(found.gold, found.predictions, resamples=0).metrics["overall"].f1 == 1


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\x1f\x8b", b'{"id": "d0"}\n', b"[" * 10**5])
def test_a_refused_file_leaves_no_record(tmp_path: Path, content: bytes) -> None:
    from dateline.release.build import build_release

    write_documents(tmp_path / "gold.jsonl", GOLD)
    build_release(
        "0.1.0", gold=tmp_path / "gold.jsonl", out=tmp_path, splits=tmp_path / "splits.json"
    )
    (tmp_path / "p.jsonl").write_bytes(content)
    results = tmp_path / "results"
    command: list[str | Path]
    command = [DATELINE, "score", tmp_path / "p.jsonl", "--release", "0.1.0", "--root", tmp_path,
               "--split", "test", "--results", results]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.rstrip().splitlines()[-1].startswith("dateline: ")
    assert not results.exists()
