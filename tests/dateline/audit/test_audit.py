"""An audit: items drawn fairly, a sheet a person can fill in, a rate that can be trusted."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from scipy.stats import binomtest

from dateline.audit.draw import Draw, allot, draw_from_gold, draw_from_release, draw_items
from dateline.audit.rates import report_on, wilson
from dateline.audit.sheet import COLUMNS, read_answers, write_sheet
from dateline.files import read_documents
from dateline.problems import InvalidInput
from dateline.release.build import build_release
from dateline.release.standoff import standoff
from support.build import annotated

CORE = Path(__file__).parents[3] / "data" / "gold" / "core.jsonl"
GOLD = read_documents(CORE, gold=True)

ADA = annotated(
    "Ada Lund met Bo\n\n“No,” she said on Tuesday. “Never.”",
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "she" PERSON PRO e1
    m4 p2 "Tuesday" DATE =2026-01-06
    q1 p2 "“No,”" p2 "“Never.”" direct cue p2 "said" speaker m3
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
    id="ada",
)

Rows = list[list[str]]


def _draw(items: int = 6, seed: int = 0) -> Draw:
    return draw_items([ADA], source="ada.jsonl", items=items, seed=seed)


def _sheet(folder: Path, draw: Draw, change: Callable[[Rows], None] | None = None) -> Path:
    """The sheet, every line answered ok, then changed as an auditor might."""
    path = folder / "audit.tsv"
    path.unlink(missing_ok=True)
    write_sheet(path, draw)
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    for row in rows[rows.index(list(COLUMNS)) + 1 :]:
        row[6] = "ok"
    if change is not None:
        change(rows)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, dialect="excel-tab").writerows(rows)
    return path


def _row(rows: Rows, number: int) -> list[str]:
    return next(row for row in rows if row[0] == str(number))


def test_an_item_is_shown_with_its_place_and_its_labels() -> None:
    """Who cannot see what is marked, or who 'she' is, cannot judge it."""
    shown = {item.key: item for item in _draw().items}
    quote = shown["ada/quotes/q1"]
    assert quote.text == "p2: ⟦“No,”⟧ she said on Tuesday. ⟦“Never.”⟧"
    assert quote.before == "p1: Ada Lund met Bo"
    assert quote.label == "direct; cue ‹said›; speaker ‹she› (that is ‹Ada Lund›)"
    event = shown["ada/events/v1"]
    assert (event.before, event.text) == ("", "p1: Ada Lund ⟦met⟧ Bo")
    assert event.label == "Consult; actual; participant ‹Ada Lund›; participant ‹Bo›"
    assert shown["ada/mentions/m3"].label == "PERSON; PRO; same as ‹Ada Lund› (2 mentions)"
    assert shown["ada/mentions/m2"].label == "PERSON; NAM; mentioned once"
    assert shown["ada/mentions/m4"].label == "DATE; value 2026-01-06 (published 2026-01-07)"


def test_a_quote_over_paragraphs_is_marked_in_each() -> None:
    text = "Title\n\nHe said: “One.\n\n“Two.”\n\nEnd"
    sheet = 'm1 p2 "He" PERSON PRO e1\nq1 p2 "“One." p3 "“Two.”" direct cue p2 "said" speaker m1'
    one = annotated(text, sheet + '\nv1 p4 "End" Halt actual', id="two")
    items = {item.key: item for item in draw_items([one], source="", items=3, seed=1).items}
    assert items["two/quotes/q1"].text == "p2: He said: ⟦“One.⟧ ¶ p3: ⟦“Two.”⟧"


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 400), st.integers(0, 5))
def test_every_item_comes_at_most_once_and_layers_share_alike(items: int, seed: int) -> None:
    drawn = draw_items(GOLD, source="", items=items, seed=seed)
    counts = Counter(item.layer for item in drawn.items)
    assert len({item.key for item in drawn.items}) == items
    short = [name for name, size in drawn.sizes.items() if counts[name] == size]
    full = [counts[name] for name in drawn.sizes if name not in short]
    assert max(full) - min(full) <= 1
    assert all(counts[name] <= min(full) for name in short)


def test_a_small_layer_leaves_its_share_to_the_others() -> None:
    assert allot(10, {"mentions": 50, "quotes": 1, "events": 4}) == {
        "quotes": 1, "events": 4, "mentions": 5,
    }  # fmt: skip


def test_every_item_of_a_layer_is_as_likely_as_any_other() -> None:
    """An item that is never drawn is a wrong label that no audit finds."""
    draws = [_draw(items=3, seed=seed) for seed in range(400)]
    counts = Counter(item.key for one in draws for item in one.items if item.layer == "mentions")
    # Four mentions, one drawn at a time: 100 each, standard deviation 8.7.
    assert len(counts) == 4
    assert all(abs(count - 100) < 40 for count in counts.values())


def test_the_seed_settles_the_draw_and_the_order_of_gold_does_not_matter() -> None:
    first, again = (draw_items(docs, source="", items=30, seed=7) for docs in (GOLD, GOLD[::-1]))
    assert first == again
    assert first.items != draw_items(GOLD, source="", items=30, seed=8).items


def test_a_release_is_drawn_from_like_its_gold(tmp_path: Path) -> None:
    build_release("0.1.0", gold=CORE, out=tmp_path / "out", splits=tmp_path / "splits.json")
    release = draw_from_release("0.1.0", root=tmp_path / "out", items=30, seed=7)
    gold = draw_from_gold(CORE, items=30, seed=7)
    assert (release.sizes, release.sha256) == (gold.sizes, gold.sha256)
    assert release.items == gold.items
    assert (release.source, gold.source) == ("release 0.1.0", "core.jsonl")


def test_text_of_other_tiers_never_leaves(tmp_path: Path) -> None:
    """A sheet goes round by mail: text that is not ours must not be in it."""
    user = replace(ADA, source=replace(ADA.source, tier="user"))
    bare = replace(standoff(user), id="bare")
    with pytest.raises(InvalidInput) as caught:
        draw_items([ADA, user, bare], source="", items=3, seed=0)
    assert [one.rule for one in caught.value.problems] == ["audit.not-core"] * 2


@pytest.mark.parametrize("items", [-1, 0, 2, 7])
def test_too_few_or_too_many_items_are_refused(items: int) -> None:
    with pytest.raises(InvalidInput, match=r"audit\.items.*3 to 6"):
        _draw(items=items)


def test_a_sheet_with_answers_is_not_written_over(tmp_path: Path) -> None:
    path = _sheet(tmp_path, _draw())
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match=r"audit\.exists"):
        write_sheet(path, _draw())
    assert path.read_bytes() == before


def test_answers_become_rates_by_layer(tmp_path: Path) -> None:
    """By hand: 1 of 4 mentions, 0 of 1 quote, 1 of 1 event; two parts of the event."""

    def judge(rows: Rows) -> None:
        for row in rows:
            if row[1] == "ada/mentions/m3":
                row[6:9] = ["Wrong ", "Entity", "she is Bo"]
            if row[1] == "ada/events/v1":
                row[6:8] = ["wrong", "realis, type"]

    found = report_on(read_answers(_sheet(tmp_path, _draw(), judge)), "audit.tsv")
    rates = {one.layer: one for one in found.rates}
    counts = {name: (one.wrong, one.judged, one.of) for name, one in rates.items()}
    assert counts == {"mentions": (1, 4, 4), "quotes": (0, 1, 1), "events": (1, 1, 1)}
    assert rates["mentions"].rate == 0.25
    assert rates["events"].parts == {"type": 1, "realis": 1}
    assert [one.note for one in found.wrong if one.note] == ["she is Bo"]
    text = "\n".join(found.lines())
    assert "Label error rates of ada.jsonl" in text
    assert "seed 0, judged in audit.tsv" in text


@given(st.integers(1, 200), st.data())
def test_the_interval_is_wilsons(judged: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, judged))
    expected = binomtest(wrong, judged).proportion_ci(method="wilson")
    low, high = wilson(wrong, judged)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert 0 <= low <= wrong / judged <= high <= 1


def test_the_figures_of_the_page_are_true() -> None:
    """Somebody plans an audit by docs/audit.md."""
    assert f"{wilson(0, 33)[1]:.1%}" == "10.4%"
    assert wilson(0, 125)[1] < 0.03 < wilson(0, 124)[1]
    assert wilson(0, 381)[1] < 0.01 < wilson(0, 380)[1]


def _set(number: int, column: str, value: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        _row(rows, number)[COLUMNS.index(column)] = value

    return change


def _drop(rows: Rows) -> None:
    rows.remove(_row(rows, 4))


def _repeat(rows: Rows) -> None:
    rows.append(_row(rows, 4))


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (_set(1, "verdict", ""), ["audit.answer"]),
        (_set(1, "verdict", "maybe"), ["audit.answer"]),
        (_set(1, "verdict", "wrong"), ["audit.answer"]),
        (_set(1, "what", "span"), ["audit.answer"]),
        (_set(1, "layer", "verbs"), ["audit.answer"]),
        (_set(1, "key", "ada/events/v9"), ["audit.other-items"]),
        (_set(1, "number", "one"), ["audit.missing-line"]),
        (_drop, ["audit.missing-line"]),
        (_repeat, ["audit.repeated-line"]),
        (list.clear, ["audit.no-source"]),
        (lambda rows: rows[0].__setitem__(1, "{"), ["audit.no-source"]),
        (lambda rows: _row(rows, 1).__delitem__(slice(5, None)), ["audit.answer"]),
    ],
)
def test_a_bad_sheet_gives_a_list_and_no_rate(
    tmp_path: Path, change: Callable[[Rows], None], rules: list[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_answers(_sheet(tmp_path, _draw(), change))
    assert [one.rule for one in caught.value.problems] == rules


def test_a_part_of_another_layer_is_no_answer(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row = next(row for row in rows if row[1] == "ada/events/v1")
        row[6:8] = ["wrong", "type, cue"]

    with pytest.raises(InvalidInput, match="type, realis, arguments"):
        read_answers(_sheet(tmp_path, _draw(), change))


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As installed: problems are listed by the command line, not by the library."""
    code = (
        "import sys; from dateline.audit.command import app; from dateline import cli\n"
        "cli.build_app = lambda: app\ncli.main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


def test_from_the_empty_sheet_to_the_report(tmp_path: Path) -> None:
    sheet = tmp_path / "audit.tsv"
    drawn = _command("draw", "--out", str(sheet), "--gold", str(CORE), "--items", "9")
    assert drawn.returncode == 0, drawn.stderr
    empty = _command("report", str(sheet))
    assert empty.returncode == 2
    assert "9 problems" in empty.stderr
    assert empty.stdout == ""
    filled = _sheet(tmp_path, draw_from_gold(CORE, items=9, seed=0))
    done = _command("report", str(filled), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert '"source": "core.jsonl"' in done.stdout
    assert _command("report", str(tmp_path / "none.tsv")).returncode == 2
