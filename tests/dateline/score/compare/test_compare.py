"""`dateline compare`: what a reader may conclude from two files of predictions.

A difference shown without its interval, or an example from the wrong side, would be
quoted in somebody's paper.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from dateline.cli import main
from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.score import evaluate
from dateline.score.compare.compare_render import COMPARE_FORMATS
from dateline.score.compare.comparison import Comparison, compare, compare_files
from support.build import annotated


def _gold(number: int) -> Document:
    return annotated(
        "Ada Lund met Bo Ek\n\n“We go,” she said.",
        """
        m1 p1 "Ada Lund" PERSON NAM e1
        m2 p1 "Bo Ek" PERSON NAM e2
        m3 p2 "she" PERSON PRO e1
        q1 p2 "“We go,”" direct cue p2 "said" speaker m3
        v1 p1 "met" Consult actual participant=m1 participant=m2
        """,
        id=f"d{number}",
    )


GOLD = [_gold(number) for number in range(8)]


def _without(documents: Sequence[Document], *ids: str) -> list[Document]:
    """Without these mentions, and what refers to them."""
    return [
        replace(
            one,
            mentions=tuple(mention for mention in one.mentions if mention.id not in ids),
            events=tuple(
                replace(event, arguments=tuple(
                    argument for argument in event.arguments if argument.mention not in ids
                ))
                for event in one.events
            ),
        )
        for one in documents
    ]  # fmt: skip


FULL, LESS = GOLD, _without(GOLD, "m2")
NAMES_ONLY = [replace(one, layers=("entities",), quotes=(), events=()) for one in LESS]


def _compared(**systems: Sequence[Document]) -> Comparison:
    return compare(systems, GOLD, resamples=200, swaps=2000, examples=2)


def test_scores_and_intervals_are_those_of_score() -> None:
    found = _compared(full=FULL, less=LESS)
    alone = evaluate(GOLD, LESS, resamples=200)
    for metric, score in found.scores["less"].items():
        assert score == alone.metrics[metric]


def test_a_pair_has_difference_interval_and_both_p() -> None:
    test = _compared(full=FULL, less=LESS).tests[0]
    # One name of two in every document: P 1, R 1/2, F1 2/3. The difference is the same in
    # each resample; of 256 swaps only none and all differ as much: p is near 2/256.
    assert (test.metric, test.first, test.second) == ("entities.strict", "full", "less")
    assert test.difference == pytest.approx(1 / 3)
    assert test.interval == pytest.approx((1 / 3, 1 / 3))
    assert test.p == pytest.approx(2 / 256, abs=0.006)
    assert test.adjusted == test.p
    assert test.winner == "full"


def test_ranks_follow_the_tests() -> None:
    found = _compared(full=FULL, less=LESS, same=LESS)
    ranks = {
        one.system: (one.best, one.worst) for one in found.ranks if one.metric == "entities.strict"
    }
    # Three pairs: the two wins of `full` are multiplied by 3 and still below 0.05.
    assert ranks == {"full": (1, 1), "less": (2, 3), "same": (2, 3)}


def test_only_one_right_names_the_items_of_gold_and_where_they_stand() -> None:
    found = _compared(full=FULL, less=LESS).only_right
    assert [(one.metric, one.type, one.right, one.wrong, one.count) for one in found] == [
        ("entities.strict", "PERSON", "full", "less", 8),
        ("events.arguments", "Consult", "full", "less", 8),
    ]
    example = found[0].examples[0]
    assert (example.document, example.spans, example.surface) == ("d0", ((13, 18),), ("Bo Ek",))
    argument = found[1].examples[0]
    assert (argument.role, argument.surface) == ("participant", ("met", "Bo Ek"))
    assert len(found[0].examples) == 2


def test_what_a_system_does_not_answer_is_neither_missed_nor_ranked() -> None:
    found = _compared(full=FULL, names=NAMES_ONLY)
    assert {one.metric for one in found.only_right} == {"entities.strict"}
    quotes = [one for one in found.tests if one.metric == "quotes.attributed"]
    assert [(one.difference, one.p, one.adjusted) for one in quotes] == [(None, None, None)]
    assert [one.system for one in found.ranks if one.metric == "quotes.attributed"] == ["full"]


def test_the_order_of_gold_and_predictions_changes_nothing() -> None:
    turned = compare({"full": FULL[::-1], "less": LESS[::-1]}, GOLD[::-1], resamples=200,
                     swaps=2000, examples=2)  # fmt: skip
    assert turned == _compared(full=FULL, less=LESS)


def test_the_text_is_one_to_read_aloud_from() -> None:
    shown = COMPARE_FORMATS["text"](_compared(full=FULL, less=LESS))
    assert "entities.strict    full    100.0  [100.0, 100.0]  1" in shown
    assert "entities.strict    less     66.7  [66.7, 66.7]    2" in shown
    assert "entities.strict    full   less    +33.3  [+33.3, +33.3]" in shown
    assert "8 documents of 8 stories" in shown


def test_with_few_stories_the_reader_is_told_that_nothing_can_be_proved() -> None:
    few = compare({"a": FULL[:5], "b": LESS[:5]}, GOLD[:5], resamples=20, swaps=200)
    assert "no system can be found better" in COMPARE_FORMATS["text"](few)
    assert "no system can be found better" not in COMPARE_FORMATS["text"](_compared(a=FULL, b=LESS))


def test_markdown_escapes_what_would_break_the_table() -> None:
    shown = COMPARE_FORMATS["markdown"](_compared(**{"a|b": FULL, "less": LESS}))
    assert "| a\\|b |" in shown


def _file(folder: Path, name: str, documents: Sequence[Document]) -> Path:
    path = folder / name
    write_documents(path, documents)
    return path


def test_everything_wrong_with_any_file_is_listed(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.jsonl", FULL[1:])
    second = _file(tmp_path, "b.jsonl", [*FULL, replace(FULL[0], id="other")])
    with pytest.raises(InvalidInput) as error:
        compare_files([first, second], GOLD)
    found = {(one.file, one.document) for one in error.value.problems}
    assert found == {("a.jsonl", "d0"), ("b.jsonl", "other")}


def test_files_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    paths = [_file(tmp_path, f"{folder}/p.jsonl", FULL) for folder in ("one", "two")]
    assert compare_files(paths, GOLD).systems == tuple(map(str, paths))


@pytest.mark.parametrize("many", [1, 2])
def test_a_file_is_not_compared_with_itself(tmp_path: Path, many: int) -> None:
    path = _file(tmp_path, "a.jsonl", FULL)
    with pytest.raises(InvalidInput, match="two prediction files or more"):
        compare_files([path] * many, GOLD)


class Ran(Struct, frozen=True):
    status: int
    out: str
    err: str


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> Ran:
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return Ran(ended.value.code, shown.out, shown.err)


def test_the_command_prints_json_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [_file(tmp_path, f"{name}.jsonl", found) for name, found in (("a", FULL), ("b", LESS))]
    gold = _file(tmp_path, "gold.jsonl", GOLD)
    ran = run(monkeypatch, capsys, "compare", *paths, "--gold", gold, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["systems"] == ["a", "b"]
    assert found["tests"][0]["difference"] == pytest.approx(1 / 3)


def test_without_gold_or_release_the_command_says_what_to_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, "a.jsonl", FULL)
    ran = run(monkeypatch, capsys, "compare", path, path)
    assert (ran.status, ran.out) == (2, "")
    assert "--release VERSION or --gold FILE" in ran.err


def test_score_prints_slices_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, path = _file(tmp_path, "gold.jsonl", GOLD), _file(tmp_path, "a.jsonl", LESS[1:])
    ran = run(monkeypatch, capsys, "score", path, "--gold", gold, "--slices", "--missing-ok",
              "--format", "json")  # fmt: skip
    assert ran.status == 0
    (table,) = (
        one for one in json.loads(ran.out)["slices"]
        if (one["metric"], one["by"]) == ("entities.strict", "mention type")
    )  # fmt: skip
    # Seven documents are there; of two names each, one is found.
    assert table["slices"] == [
        {"value": "PERSON", "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3),
         "gold": 14, "few": True}
    ]  # fmt: skip
