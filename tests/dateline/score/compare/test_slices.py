"""Slices: what somebody who wants to mend a system is told to look at.

A slice that counted wrongly, or a slice of five items named the worst, would send people
after noise.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dateline.document import Document
from dateline.score import evaluate
from dateline.score.compare.properties import Seen
from dateline.score.compare.slice_rows import TITLES, slice_rows
from dateline.score.compare.slices import FEW, SliceTable, slices_of
from dateline.score.evaluation import Evaluation
from dateline.score.grid import as_grid
from dateline.score.metrics import METRICS
from dateline.score.render import as_json, as_markdown, as_text
from support.build import annotated

Scores = tuple[float | None, float | None, float | None]

GOLD = annotated(
    "Ada Lund met Bo Ek\n\n“We go,” she said. “I stay here tonight,” the driver said. “No.”",
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "Bo Ek" PERSON NAM e2
    m3 p2 "she" PERSON PRO e1
    m4 p2 "the driver" PERSON NOM e3
    q1 p2 "“We go,”" direct cue p2 "said" speaker m3
    q2 p2 "“I stay here tonight,”" direct cue p2 "said"#2 speaker m4
    q3 p2 "“No.”" direct speaker none
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
    desk="sport",
)


def _tables(
    gold: list[Document], predicted: list[Document], **train: list[Document]
) -> dict[tuple[str, str], SliceTable]:
    evaluation = evaluate(gold, predicted, resamples=0)
    tables = slices_of(evaluation, gold, predicted, **train)
    return {(one.metric, one.by): one for one in tables}


def _scores(table: SliceTable) -> dict[str, Scores]:
    return {one.value: (one.precision, one.recall, one.f1) for one in table.slices}


def test_slices_of_documents_are_scores_of_their_documents_alone() -> None:
    other = replace(GOLD, id="d2", source=replace(GOLD.source, desk="courts"))
    half = replace(other, mentions=other.mentions[:1], quotes=(), events=())
    tables = _tables([GOLD, other], [GOLD, half])
    for metric in METRICS:
        for desk, pair in (("sport", (GOLD, GOLD)), ("courts", (other, half))):
            alone = evaluate([pair[0]], [pair[1]], resamples=0).metrics[metric.id]
            found = _scores(tables[metric.id, "desk"])[desk]
            assert found == pytest.approx((alone.precision, alone.recall, alone.f1)), metric.id


def test_slices_of_both_sides_are_margins_of_one_matching() -> None:
    # Bo Ek is called an organisation: missed as a person, spurious as an organisation.
    wrong = replace(GOLD.mentions[1], type="ORG")
    other = replace(GOLD, mentions=(GOLD.mentions[0], wrong, *GOLD.mentions[2:]))
    table = _tables([GOLD], [other])["entities.strict", "mention type"]
    assert _scores(table) == {
        "PERSON": (1.0, 0.5, pytest.approx(2 / 3)),
        "ORG": (0.0, None, 0.0),
    }
    # All slices together are the score itself.
    strict = evaluate([GOLD], [other], resamples=0).metrics["entities.strict"]
    assert (table.whole.precision, table.whole.recall) == (strict.precision, strict.recall)


def test_what_only_gold_has_gives_recall_and_says_so() -> None:
    unsaid = replace(GOLD, quotes=(GOLD.quotes[0], replace(GOLD.quotes[1], speakers=())))
    tables = _tables([GOLD], [unsaid])
    table = tables["quotes.attributed", "speaker's level"]
    assert table.recall_only
    assert _scores(table) == {
        "NOM": (None, 0.0, None), "PRO": (None, 1.0, None), "none": (None, 0.0, None),
    }  # fmt: skip
    assert (table.whole.precision, table.whole.f1) == (None, None)
    # "she said", "the driver said": a blank between; the last quote has neither.
    assert [one.value for one in tables["quotes.attributed", "cue to speaker"].slices] == [
        "next to it", "no cue or no speaker",
    ]  # fmt: skip


def test_speakers_of_different_levels_are_several() -> None:
    joint = replace(GOLD.quotes[0], speakers=("m3", "m4"))
    gold = replace(GOLD, quotes=(joint,))
    assert list(_scores(_tables([gold], [gold])["quotes.attributed", "speaker's level"])) == [
        "several"
    ]


def test_surfaces_are_seen_or_not_seen_in_train() -> None:
    train = annotated(
        "Ada Lund met nobody", 'm1 p1 "Ada Lund" ORG NAM e1\nv1 p1 "met" Consult actual', id="t1"
    )
    tables = _tables(
        [GOLD], [replace(GOLD, mentions=GOLD.mentions[:1], quotes=(), events=())], train=[train]
    )
    assert _scores(tables["entities.strict", "surface"]) == {
        "seen in train": (1.0, 1.0, 1.0), "not seen": (None, 0.0, 0.0),
    }  # fmt: skip
    assert list(_scores(tables["events.tc", "surface"])) == ["seen in train"]


def test_without_train_nothing_is_said_of_it() -> None:
    assert [by for _, by in _tables([GOLD], [GOLD]) if by == "surface"] == []


def test_nominals_of_train_are_no_surfaces_that_a_system_learns_names_from() -> None:
    assert "the driver" not in Seen.of([GOLD]).names


def test_lengths_and_story_sizes_are_put_in_order() -> None:
    long = annotated("Ada\n\n" + "word " * 250, "", id="d2", story="s")
    longer = annotated("Ada\n\n" + "word " * 1000, "", id="d3", story="s")
    tables = _tables([longer, long, GOLD], [GOLD, long, longer])
    assert [one.value for one in tables["entities.strict", "length"].slices] == [
        "under 200 words", "200 to 399", "600 and more",
    ]  # fmt: skip
    assert [one.value for one in tables["entities.strict", "story size"].slices] == [
        "1 article", "2 articles",
    ]  # fmt: skip


def _names(kinds: dict[str, tuple[int, int]]) -> tuple[Document, Document]:
    """Gold with so many names of each type, and a prediction that has the first of them."""
    rows = [
        (kind, number < right) for kind, (many, right) in kinds.items() for number in range(many)
    ]
    text = "".join(f"N{number:04} " for number in range(len(rows))).strip()
    lines = [
        f'm{number} p1 "N{number:04}" {kind} NAM e{number}' for number, (kind, _) in enumerate(rows)
    ]
    found = [line for line, (_, right) in zip(lines, rows, strict=True) if right]
    return annotated(text, "\n".join(lines)), annotated(text, "\n".join(found))


def test_the_worst_slice_is_none_of_few_items() -> None:
    # LOC is worse, but 29 items say little; 30 do.
    gold, predicted = _names({"PERSON": (40, 30), "ORG": (FEW, 10), "LOC": (FEW - 1, 1)})
    table = _tables([gold], [predicted])["entities.strict", "mention type"]
    assert table.worst == "ORG"
    assert {one.value: one.few for one in table.slices} == {
        "PERSON": False,
        "ORG": False,
        "LOC": True,
    }


def test_one_slice_alone_is_not_the_worst() -> None:
    gold, predicted = _names({"PERSON": (40, 30), "LOC": (3, 0)})
    assert _tables([gold], [predicted])["entities.strict", "mention type"].worst is None


def test_a_layer_that_is_not_answered_has_no_slices() -> None:
    names = replace(GOLD, layers=("entities",), quotes=(), events=())
    tables = _tables([GOLD], [names])
    assert tables["quotes.attributed", "quote type"].slices == ()
    assert [
        row for row in slice_rows(list(tables.values()), True) if row[0].startswith("quotes")
    ] == []


def _evaluated() -> tuple[Evaluation, tuple[SliceTable, ...]]:
    gold, predicted = _names({"PERSON": (40, 30), "ORG": (FEW, 10), "LOC": (FEW - 1, 1)})
    evaluation = evaluate([gold], [predicted], resamples=0)
    return evaluation, slices_of(evaluation, [gold], [predicted])


def test_rows_show_what_is_few_and_what_is_worst_beside_the_whole() -> None:
    rows = [row for row in slice_rows(_evaluated()[1], False) if row[1] == "mention type"]
    assert as_grid(TITLES, rows, ("P", "R", "F1", "gold")) == (
        "metric           by            slice       P     R    F1  gold  note\n"
        "entities.strict  mention type  PERSON  100.0  75.0  85.7    40\n"
        "entities.strict  mention type  ORG     100.0  33.3  50.0    30  worst\n"
        "entities.strict  mention type  LOC     100.0   3.4   6.7    29  few\n"
        "entities.strict  mention type  all     100.0  41.4  58.6"
    )


def test_slices_stand_below_the_scores_in_every_format() -> None:
    evaluation, tables = _evaluated()
    for form in (as_text, as_markdown):
        plain, sliced = form(evaluation, False), form(evaluation, False, tables)
        assert sliced.startswith(plain)
        assert "mention type" in sliced
    assert '"slices"' in as_json(evaluation, False, tables)
    assert '"slices"' not in as_json(evaluation, False)
