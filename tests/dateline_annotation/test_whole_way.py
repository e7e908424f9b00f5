"""The whole way of a small team: twelve articles, two annotators, an adjudicator, gold.

What stands in the repository came this way; if a step loses or doubles something, what comes
out here is not what is shipped of that round.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.needs import ROOT, needs_label_studio
from support.studio import Desktop, desktop

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

ARTICLES = ROOT / "data" / "articles" / "core"
SEED = ROOT / "data" / "annotations" / "seed"
DOCUMENTS = 12


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desktop]:
    """A server that people named in a team file work on."""
    needs_label_studio()
    found = desktop(tmp_path)
    team = tmp_path / "team.toml"
    team.write_text(
        "".join(f'[[annotator]]\nname = "{name}"\n' for name in ("a", "b", "final")),
        encoding="utf-8",
    )
    ran = found.run("up", "--port", str(found.port), "--team", team)
    assert ran.status == 0, ran.err
    yield found
    found.run("down")


def _done(desk: Desktop, command: str, *arguments: str | Path) -> str:
    ran = desk.run(command, *arguments)
    assert ran.status == 0, ran.err
    return ran.out


def test_from_articles_to_what_is_shipped_of_the_round(desk: Desktop, tmp_path: Path) -> None:
    round_ = ("--round", "seed")
    articles = [ARTICLES / f"{sheet.stem}.json" for sheet in sorted(SEED.glob("sheets/a/*.sheet"))]
    _done(desk, "push", *articles, *round_, "--annotators", "a,b")
    for annotator in "ab":
        _done(desk, "import-sheets", SEED / "sheets" / annotator, *round_, "--annotator", annotator)
    os.killpg(desk.secrets()["pid"], signal.SIGKILL)
    _done(desk, "up", "--port", str(desk.port))
    passes = tmp_path / "passes"
    _done(desk, "pull", *round_, "--out", passes)
    for annotator in "ab":
        name = f"{annotator}.jsonl"
        assert (passes / name).read_bytes() == (SEED / name).read_bytes()

    both = (passes / "a.jsonl", passes / "b.jsonl")
    shown = _done(desk, "adjudicate", *both, *round_, "--adjudicator", "final")
    assert str(DOCUMENTS) in shown
    again = _done(desk, "adjudicate", *both, *round_, "--adjudicator", "final")
    assert "0 added" in again
    _done(desk, "import-sheets", SEED / "sheets" / "final", *round_, "--annotator", "final")
    _done(desk, "pull", *round_, "--out", passes)

    gold, none = tmp_path / "core.jsonl", tmp_path / "errata.jsonl"
    ran = desk.bare("gold", passes / "final.jsonl", "--out", gold, "--errata", none)
    assert ran.status == 0, ran.err
    assert gold.read_bytes() == (SEED / "final.jsonl").read_bytes()
    history = tmp_path / "history.jsonl"
    ran = desk.bare("history", *both, gold, "--out", history)
    assert ran.status == 0, ran.err
    told = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
    assert {one["winner"] for one in told} >= {"first", "second"}
