"""Every format that is written, held against a file: whoever reads it would notice a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.files import encode
from dateline.labels import TABLES
from dateline.release.card import card_text, changes_text
from dateline.release.standoff import standoff
from dateline.schema import schema_text
from dateline.score import evaluate
from dateline.score.render import as_json, as_markdown, as_text
from dateline.sheet import write_sheet
from dateline_annotation.config import label_config
from support.build import annotated

GOLDEN = Path(__file__).parent / "golden"

DOCUMENT = annotated(
    'Ada Lund met Bo\n\n“Yes,” she said on Tuesday, “and no.” Bo Aas, of "Arle", did not pay $3.',
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "she" PERSON PRO e1
    m4 p2 "Tuesday" DATE =2026-01-06
    m5 p2 "Bo Aas" PERSON NAM e2
    m6 p2 "Arle" ORG NAM e3
    m7 p2 "$3" MONEY
    q1 p2 "“Yes,”" p2 "“and no.”" direct cue p2 "said" speaker m3
    v1 p1 "met" Consult actual participant=m1 participant=m2
    v2 p2 "pay" Transact negated agent=m5 amount=m7
    """,
    id="core-dip-0001",
    desk="diplomacy",
)
FOUND = replace(DOCUMENT, mentions=DOCUMENT.mentions[:5], quotes=(), events=DOCUMENT.events[:1])


def _scores(render: Callable[..., str]) -> Callable[[], str]:
    return lambda: render(evaluate([DOCUMENT], [FOUND]), True)


FORMATS: dict[str, Callable[[], str]] = {
    "document.jsonl": lambda: encode(DOCUMENT).decode(),
    "standoff.jsonl": lambda: encode(standoff(DOCUMENT)).decode(),
    "document.sheet": lambda: write_sheet(DOCUMENT),
    "schema.json": schema_text,
    "label-studio.xml": label_config,
    "card.md": lambda: card_text("0.1.0", {"train": [DOCUMENT], "test": []}, "canary"),
    "changes.md": lambda: changes_text("0.1.0", {"train": [DOCUMENT], "test": []}),
    "scores.txt": _scores(as_text),
    "scores.json": _scores(as_json),
    "scores.md": _scores(as_markdown),
    "ontology.md": lambda: "\n\n".join(table() for table in TABLES.values()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_written_as_before(name: str, pytestconfig: pytest.Config) -> None:
    written = FORMATS[name]().rstrip("\n") + "\n"
    path = GOLDEN / name
    if pytestconfig.getoption("--golden"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8"), "meant? then `make golden`, and review it"


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(FORMATS)
