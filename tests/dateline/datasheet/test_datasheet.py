"""`dateline datasheet`: fresh or refused, the same from the same data, honest first."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.audit.draw import draw_from_gold
from dateline.audit.sheet import write_sheet
from dateline.cli import main
from dateline.datasheet import page
from dateline.datasheet.agreement import agreement_of, kept_of
from dateline.datasheet.page import datasheet_text, require_fresh
from dateline.datasheet.reading import read_inputs, rounds_of
from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.release.card import HONESTY
from dateline.score.metrics import METRICS
from support.build import annotated

ROOT = Path(__file__).parents[3]


def _article(number: int, **source: str) -> Document:
    return annotated(
        f"Ada met Bo\n\n“No,” Ada said. Item {number}",
        """
        m1 p1 "Ada" PERSON NAM e1
        m2 p1 "Bo" PERSON NAM e2
        m3 p2 "Ada" PERSON NAM e1
        q1 p2 "“No,”" direct cue p2 "said" speaker m3
        v1 p1 "met" Consult actual participant=m1 participant=m2
        """,
        id=f"core-{number}",
        **source,
    )


GOLD = [_article(number) for number in range(3)]
# Pass a called the meeting planned once; pass b missed the quotes of one article.
FIRST = [replace(GOLD[0], events=(replace(GOLD[0].events[0], realis="planned"),)), *GOLD[1:]]
SECOND = [*GOLD[:2], replace(GOLD[2], quotes=())]


class Desk:
    """A gold file with its passes in a folder, and the command run on them."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._patch, self._captured = folder, monkeypatch, capsys
        self.out = folder / "DATASHEET.md"
        self.write(GOLD, FIRST, SECOND)

    def write(
        self, gold: Sequence[Document], first: Sequence[Document], second: Sequence[Document]
    ) -> None:
        """Files of these documents."""
        for name, documents in (("gold", gold), ("a", first), ("b", second)):
            write_documents(self.folder / f"{name}.jsonl", documents)

    def text(self, splits: str = "none.json") -> str:
        """The datasheet of the files."""
        gold = self.folder / "gold.jsonl"
        return datasheet_text(read_inputs(gold, [self.folder], self.folder / splits))

    def run(self, *options: str) -> tuple[int, str]:
        """The status of the command, and what it says on standard error."""
        paths = {"gold": self.folder / "gold.jsonl", "passes": self.folder, "out": self.out,
                 "splits": self.folder / "none.json", "audits": self.folder / "audits"}  # fmt: skip
        given = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
        self._patch.setattr(sys, "argv", ["dateline", "datasheet", *given, *options])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), self._captured.readouterr().err


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def test_what_was_written_is_fresh(desk: Desk) -> None:
    assert desk.run()[0] == 0
    assert desk.run("--check") == (0, "")


def test_one_changed_document_makes_it_stale(desk: Desk) -> None:
    desk.run()
    before = desk.out.read_bytes()
    desk.write([_article(0, desk="sport"), *GOLD[1:]], FIRST, SECOND)
    status, said = desk.run("--check")
    assert status == 2
    assert "datasheet.stale" in said
    assert "run `dateline datasheet`" in said
    assert desk.out.read_bytes() == before


def _audited(desk: Desk, wrong: str) -> Path:
    """An audit of nine items, of which the first is found wrong."""
    sheet = desk.folder / "audits" / "eve.tsv"
    sheet.parent.mkdir()
    write_sheet(sheet, draw_from_gold(desk.folder / "gold.jsonl", items=9, seed=0))
    rows = [line.split("\t") for line in sheet.read_text(encoding="utf-8").splitlines()]
    judged = [row for row in rows if row[0].isdecimal()]
    for number, row in enumerate(judged):
        row[-3:] = ["ok", "", ""] if number else [wrong, "span", "too long"]
    sheet.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return sheet


def test_what_an_audit_found_is_told_with_its_interval(desk: Desk) -> None:
    _audited(desk, "wrong")
    assert desk.run()[0] == 0
    text = desk.out.read_text(encoding="utf-8")
    assert "Nobody has judged" not in text
    # One of three wrong: Wilson's interval is 6.1 to 79.2 percent.
    assert "| eve | events | 3 | 3 | 1 | 33.3 | [6.1, 79.2] |" in text


def test_an_audit_that_is_not_filled_in_is_told(desk: Desk) -> None:
    _audited(desk, "perhaps")
    status, said = desk.run()
    assert status == 2
    assert "audit.answer" in said
    assert not desk.out.exists()


def test_a_change_that_no_count_shows_makes_it_stale_too(desk: Desk) -> None:
    desk.run()
    desk.write([_article(0, attribution="Somebody"), *GOLD[1:]], FIRST, SECOND)
    assert desk.run("--check")[0] == 2


def test_an_edit_by_hand_is_found_with_its_line(desk: Desk) -> None:
    desk.run()
    desk.out.write_text(desk.out.read_text("utf-8").replace("# Datasheet", "# Sheet", 1), "utf-8")
    status, said = desk.run("--check")
    assert status == 2
    assert "line 1" in said


def test_a_missing_datasheet_is_stale_and_stays_missing(desk: Desk) -> None:
    assert desk.run("--check")[0] == 2
    assert not desk.out.exists()


def test_it_says_first_what_the_data_are_not(desk: Desk) -> None:
    title, paragraph = desk.text().split("\n\n")[:2]
    assert title == "# Datasheet of Dateline"
    assert paragraph.startswith(f"**{HONESTY}**")


def test_the_sections_are_those_of_datasheets_for_datasets(desk: Desk) -> None:
    assert re.findall(r"^## (.+)$", desk.text(), re.MULTILINE) == [
        "Motivation", "Composition", "Collection process",
        "Preprocessing, cleaning, labelling", "Uses", "Distribution", "Maintenance",
    ]  # fmt: skip


def test_no_number_of_the_template_is_typed_by_hand() -> None:
    template = Path(page.__file__).parent / "templates" / page.TEMPLATE
    prose = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    # The year of the paper; numbers inside names, such as F1 or SHA-256, are none.
    assert re.findall(r"(?<![\w.-])\d+", prose) == ["2021"]


def test_every_row_of_a_table_has_the_cells_of_its_head(desk: Desk) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", desk.text(), re.MULTILINE)
    assert len(tables) == 18
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_a_label_without_items_is_shown_as_none_yet(desk: Desk) -> None:
    text = desk.text()
    assert re.search(r"^\| Attack \| none yet \|", text, re.MULTILINE)
    assert re.search(r"^\*\*Labels without an item yet:\*\* NORP, ORG, ", text, re.MULTILINE)


def test_a_desk_cannot_break_its_table(desk: Desk) -> None:
    desk.write([_article(0, desk="a|b\nc"), *GOLD[1:]], FIRST, SECOND)
    assert "| a\\|b c | 1 |" in desk.text()


def test_splits_are_shown_when_a_release_has_made_them(desk: Desk) -> None:
    assert "No release has assigned splits yet." in desk.text()
    (desk.folder / "splits.json").write_text('{"core-0": "test"}', encoding="utf-8")
    text = desk.text("splits.json")
    assert "\n| test | 1 |" in text
    assert "\n| train | none yet |" in text
    assert "\n| not assigned yet | 2 |" in text


def test_the_same_data_give_the_same_text_in_any_order(desk: Desk) -> None:
    text = desk.text()
    assert desk.text() == text
    desk.write(GOLD[::-1], FIRST[::-1], [SECOND[1], SECOND[0], SECOND[2]])
    assert desk.text() == text


def test_gold_is_named_by_the_hash_of_its_file(desk: Desk) -> None:
    found = hashlib.sha256((desk.folder / "gold.jsonl").read_bytes()).hexdigest()
    assert f"| gold | `{found}` |" in desk.text()


def test_primary_metrics_come_first_and_every_metric_is_there() -> None:
    agreement = agreement_of(FIRST, SECOND)
    primary = [one.id for one in METRICS if one.primary]
    assert [line.metric for line in agreement.headline] == [*primary, "overall"]
    lines = (*agreement.headline, *agreement.others)
    assert sorted(line.metric for line in lines) == sorted(one.id for one in METRICS)


def test_agreement_is_of_b_against_a() -> None:
    # Quotes: a has three, b two of them. P 2/2, R 2/3, F1 0.8.
    scores = {line.metric: line.score for line in agreement_of(FIRST, SECOND).headline}
    score = scores["quotes.attributed"]
    assert (score.p_num, score.p_den, score.r_num, score.r_den) == (2, 2, 2, 3)
    assert score.f1 == pytest.approx(0.8)
    assert score.interval is not None


def test_between_passes_no_cluster_is_out_of_scope() -> None:
    # Only b has the third cluster, which has no name. Scoring against gold would drop it.
    more = annotated(
        "Ada met Bo\n\n“No,” Ada said. Item 0",
        'm1 p1 "Ada" PERSON NAM e1\nm2 p2 "Item" PRODUCT NOM e3',
        id="core-0",
    )
    fewer = replace(more, mentions=more.mentions[:1])
    scores = {line.metric: line.score for line in agreement_of([fewer], [more]).others}
    assert scores["coref.mention"].p_den == 2


def test_units_are_stories_and_articles_of_none() -> None:
    stories = [_article(0, story="s"), _article(1, story="s"), _article(2)]
    assert agreement_of(stories, stories).units == 2


def test_adjudication_counts_what_of_each_pass_stands_in_gold() -> None:
    kept = {one.metric: one for one in kept_of(GOLD, FIRST, SECOND)}
    realis, quotes = kept["events.realis"], kept["quotes.content_exact"]
    assert (realis.first.p_num, realis.first.p_den) == (2, 3)
    assert (realis.second.p_num, realis.second.p_den) == (3, 3)
    assert (quotes.second.p_num, quotes.second.p_den, quotes.second.r_den) == (2, 2, 3)


def _problems(desk: Desk) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidInput) as refused:
        desk.text()
    return [(problem.rule, problem.document) for problem in refused.value.problems]


def test_passes_over_other_documents_are_refused_with_all_that_is_wrong(desk: Desk) -> None:
    other_text = annotated("Other\n\ntext", "", id="core-1")
    desk.write(GOLD, [FIRST[0], other_text], [*SECOND, _article(7)])
    assert _problems(desk) == [
        ("datasheet.other-text", "core-1"),
        ("datasheet.lacks-pass", "core-2"),
        ("datasheet.not-in-gold", "core-7"),
    ]


def test_every_file_that_cannot_be_read_is_listed(desk: Desk) -> None:
    for name in ("gold", "a", "b"):
        (desk.folder / f"{name}.jsonl").unlink()
    status, said = desk.run()
    assert status == 2
    assert said.count("file.unreadable") == 3
    assert not desk.out.exists()


def test_gold_that_breaks_a_rule_of_the_house_has_no_datasheet(desk: Desk) -> None:
    desk.write([replace(GOLD[0], title="", layers=None), *GOLD[1:]], FIRST, SECOND)
    assert {document for _, document in _problems(desk)} == {"core-0"}


def test_rounds_are_read_together_and_each_document_once(desk: Desk, tmp_path: Path) -> None:
    further = tmp_path / "further"
    desk.write(GOLD, FIRST[:1], SECOND[:1])
    write_documents(further / "a.jsonl", FIRST[1:])
    write_documents(further / "b.jsonl", SECOND[1:])
    inputs = read_inputs(tmp_path / "gold.jsonl", [tmp_path, further], tmp_path / "none.json")
    assert [one.id for one in inputs.second] == ["core-0", "core-1", "core-2"]
    with pytest.raises(InvalidInput, match=r"datasheet\.twice"):
        read_inputs(tmp_path / "gold.jsonl", [tmp_path, further, further], tmp_path / "none.json")


def test_rounds_are_those_that_gold_has_an_article_of(desk: Desk, tmp_path: Path) -> None:
    """A round of another tier, or one that is not adjudicated yet, is in no datasheet."""
    rounds = tmp_path / "rounds"
    for name, document in (("one", _article(0)), ("two", _article(1)), ("other", _article(9))):
        write_documents(rounds / name / "a.jsonl", [document])
    (rounds / "empty").mkdir()
    gold = tmp_path / "gold.jsonl"
    assert rounds_of(gold, rounds) == [rounds / "one", rounds / "two"]
    (rounds / "two" / "a.jsonl").write_text("no", encoding="utf-8")
    with pytest.raises(InvalidInput, match="two"):
        rounds_of(gold, rounds)


def test_phenomena_and_goals_are_shown_with_what_is_under_them(desk: Desk) -> None:
    text = desk.text()
    assert "\n| curly marks | 3 | 3 | no | " in text
    assert "\n| event types | 40 | 15 | 28 | 28 | " in text
    assert "\n| Consult | event types | 3 / 40 | 0 / 15 |" in text


def test_the_datasheet_is_the_datas() -> None:
    gold = ROOT / "data/gold/core.jsonl"
    if not gold.exists():
        pytest.skip("no data/gold/core.jsonl yet: adjudicate, then run `dateline datasheet`")
    rounds = rounds_of(gold, ROOT / "data/annotations")
    audits = sorted((ROOT / "data/audits").glob("*.tsv"))
    inputs = read_inputs(gold, rounds, ROOT / "data/splits/core.json", audits)
    require_fresh(datasheet_text(inputs), ROOT / "DATASHEET.md")
