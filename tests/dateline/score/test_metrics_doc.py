"""The page on metrics says what the scorer does: each example in it is scored.

An example is a text, a gold and a predicted sheet, and a table of fractions. P and R stand
there as numerator/denominator of the counts, except for means, which have none.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec import Struct

from dateline.document import Document
from dateline.score import METRICS, evaluate
from dateline.score.evaluation import MetricScore
from dateline.score.explain import SHARED, meanings, sections
from dateline.sheet import read_sheet
from support.build import article

DATELINE = Path(sys.executable).parent / "dateline"
PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"
BY_ID = {metric.id: metric for metric in METRICS}
EMPTY = ("gold empty", "prediction empty", "both empty")
PARTS = ("**Formula.** ", "**Source.** ", "**Example.** ")
BLOCK = re.compile(
    r"```text\n(?P<text>.*?)\n```\n\n"
    r"```sheet gold\n(?P<gold>.*?)\n```\n\n"
    r"```sheet predicted\n(?P<predicted>.*?)\n```\n\n"
    r"\| \| P \| R \| F1 \|\n\|---\|--:\|--:\|--:\|\n(?P<rows>(?:\|[^\n]*\|(?:\n|$))+)",
    flags=re.DOTALL,
)


class Row(Struct, frozen=True):
    """A row of an example's table, as it is written."""

    name: str
    precision: str
    recall: str
    f1: str


class Example(Struct, frozen=True):
    """A worked example of a metric."""

    metric: str
    text: str
    gold: str
    predicted: str
    rows: tuple[Row, ...]

    def sides(self, row: Row) -> tuple[Document, Document]:
        """Gold and prediction as the row has them."""
        gold = "" if row.name in ("gold empty", "both empty") else self.gold
        predicted = "" if row.name in ("prediction empty", "both empty") else self.predicted
        bare = article(self.text)
        return read_sheet(gold, bare), read_sheet(predicted, bare, gold=False)


def _examples(metric: str) -> Iterator[Example]:
    for match in BLOCK.finditer(sections()[metric]):
        lines = match["rows"].rstrip("\n").split("\n")
        rows = [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]
        yield Example(metric, match["text"], match["gold"], match["predicted"], tuple(rows))


CASES = [
    pytest.param(example, row, id=f"{metric}-{number}-{row.name}")
    for metric in BY_ID
    for number, example in enumerate(_examples(metric), start=1)
    for row in example.rows
]


def _quotient(cell: str) -> tuple[Fraction, Fraction] | None:
    """Numerator and denominator of `3/4` or `(5/2)/4`; None for null."""
    if cell == "null":
        return None
    found = re.fullmatch(r"(?:\((\d+/\d+)\)|(\d+))/(\d+)", cell)
    assert found is not None, cell
    return Fraction(found[1] or found[2]), Fraction(found[3])


def _value(cell: str) -> Fraction | None:
    if cell == "null":
        return None
    assert str(Fraction(cell)) == cell, f"{cell} is not reduced"
    return Fraction(cell)


def _f1(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    if one is None and other is None:
        return None
    return 2 * one * other / (one + other) if one and other else Fraction(0)


def _exactly(expected: Fraction | None, found: float | None) -> bool:
    """Whether a float is a fraction's nearest neighbour, but for rounding on the way."""
    if expected is None or found is None:
        return expected is None and found is None
    return abs(Fraction(found) - expected) < Fraction(1, 10**12)


def _assert_counts(row: Row, score: MetricScore) -> None:
    """The cells' counts, what they make, and what the scorer says are the same."""
    precision, recall = _quotient(row.precision), _quotient(row.recall)
    for given, num, den, value in (
        (precision, score.p_num, score.p_den, score.precision),
        (recall, score.r_num, score.r_den, score.recall),
    ):
        expected = given or (Fraction(0), Fraction(0))
        assert _exactly(expected[0], num), (row, num)
        assert _exactly(expected[1], den), (row, den)
        assert _exactly(expected[0] / expected[1] if given else None, value), (row, value)
    values = [None if one is None else one[0] / one[1] for one in (precision, recall)]
    assert _value(row.f1) == _f1(*values), row


@pytest.mark.parametrize(("example", "row"), CASES)
def test_what_the_page_says_is_what_is_computed(example: Example, row: Row) -> None:
    gold, predicted = example.sides(row)
    score = evaluate([gold], [predicted], resamples=0).metrics[example.metric]
    if BY_ID[example.metric].parts:
        counts = (score.p_num, score.p_den, score.r_num, score.r_den)
        assert counts == (None, None, None, None)
        assert _exactly(_value(row.precision), score.precision)
        assert _exactly(_value(row.recall), score.recall)
    else:
        _assert_counts(row, score)
    assert _exactly(_value(row.f1), score.f1)


def test_every_metric_has_its_section_in_the_order_of_the_table() -> None:
    assert [name for name in sections() if name != SHARED] == list(BY_ID)
    headings = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert headings[1:] == list(BY_ID)
    assert " " in headings[0]


@pytest.mark.parametrize("metric", BY_ID)
def test_a_section_is_complete(metric: str) -> None:
    section = sections()[metric]
    assert [section.count(part) for part in PARTS] == [1, 1, 1]
    meaning = meanings()[metric]
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert meaning.endswith("Primary.") == BY_ID[metric].primary
    first, *others = _examples(metric)
    assert [row.name for row in first.rows] == ["example", *EMPTY]
    assert all([row.name for row in one.rows] == ["example"] for one in others)


@pytest.mark.parametrize("metric", BY_ID)
def test_no_block_of_a_section_escapes_the_test(metric: str) -> None:
    section = sections()[metric]
    assert section.count("```") == 6 * len(list(_examples(metric)))


def test_the_page_in_the_package_is_the_page_of_the_documentation() -> None:
    whole = PAGE.read_text(encoding="utf-8")
    assert whole.endswith("".join(sections().values()))


@pytest.mark.slow
def test_the_wheel_holds_the_page_and_not_a_link_to_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=PAGE.parents[1], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert ZipFile(wheel).read("dateline/score/metrics.md") == PAGE.read_bytes()


def _explain(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DATELINE, "explain", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_explain_prints_the_section() -> None:
    done = _explain("coref.lea")
    assert done.returncode == 0
    assert done.stdout == sections()["coref.lea"].rstrip() + "\n"


def test_explain_alone_lists_every_metric_with_its_meaning() -> None:
    lines = _explain().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(BY_ID)
    assert "coref.lea            Entities, weighted by their size" in lines[7]


def test_an_unknown_metric_gets_the_nearest_ones_and_status_two() -> None:
    done = _explain("quotes.atributed")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean quotes.attributed" in done.stderr
    far = _explain("xyzzy")
    assert far.returncode == 2
    assert "`dateline explain` lists all metrics" in far.stderr
