"""Sentences of DESIGN §6 that no other test holds, each with numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document, Mention, Quote
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.score import evaluate
from dateline.score.attribution import Attribution
from dateline.score.submission import read_submission
from dateline.score.tables import Cluster, table_of
from support.build import annotated

Counts = tuple[float | None, ...]


def _counts(gold: Document, predicted: Document, metric: str) -> Counts:
    one = evaluate([gold], [predicted], resamples=0).metrics[metric]
    return one.p_num, one.p_den, one.r_num, one.r_den


def _f1(gold: Document, predicted: Document, metric: str) -> float | None:
    return evaluate([gold], [predicted], resamples=0).metrics[metric].f1


def test_one_equal_pair_and_two_overlapping_ones_weigh_the_same() -> None:
    # a and x are equal; x overlaps b, y overlaps a. {a-x} is 1, {a-y, b-x} is 1/2 + 1/2.
    text = "abcdefghijkl"
    a, b = Mention("a", 3, 9, "ORG"), Mention("b", 0, 4, "ORG")
    x, y = Mention("x", 3, 9, "ORG"), Mention("y", 8, 12, "ORG")
    gold = Document(id="d1", text=text, mentions=(a, b))
    for found in ((x, y), (y, x)):
        predicted = Document(id="d1", mentions=found)
        assert _counts(gold, predicted, "entities.partial") == (1, 2, 1, 2)
        assert _counts(gold, predicted, "entities.type") == (2, 2, 2, 2)
        assert _counts(gold, predicted, "entities.exact") == (1, 2, 1, 2)


def test_equal_contents_outweigh_types_where_pairs_and_dice_tie() -> None:
    # Letters 1-20 and 0-19 in gold, 1-20 and 2-21 predicted. As they stand: Dice 1 and
    # 18/20. Crossed: 19/20 twice, the same sum, and both types would be right.
    text = "abcdefghijklmnopqrstuvwxyz"
    gold = Document(
        id="d1",
        text=text,
        quotes=(Quote("g1", "direct", ((1, 21),)), Quote("g2", "mixed", ((0, 20),))),
    )
    crossed = (Quote("p1", "mixed", ((1, 21),)), Quote("p2", "direct", ((2, 22),)))
    for quotes in (crossed, crossed[::-1]):
        predicted = Document(id="d1", quotes=quotes)
        assert _counts(gold, predicted, "quotes.content") == (2, 2, 2, 2)
        assert _counts(gold, predicted, "quotes.content_exact") == (1, 2, 1, 2)
        assert _counts(gold, predicted, "quotes.type") == (0, 2, 0, 2)


def test_a_content_without_letters_on_one_side_only_is_all_its_positions() -> None:
    gold = annotated("“Go!” said Bo", 'q1 p1 "“Go!”" direct cue p1 "said" speaker none')
    # Only the mark and the exclamation: positions that no letter of gold's stands at.
    marks = replace(gold.quotes[0], content=((3, 5),))
    assert _counts(gold, replace(gold, quotes=(marks,)), "quotes.content") == (0, 1, 0, 1)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ("2026-01-06", "2026-01-06", 1),
        ("2026-01-06", " 2026-01-06\t", 1),
        ("PT2H", "pt02h", 1),
        ("P10Y", "P010Y", 1),
        ("P0.5Y", "P00.5Y", 1),
        ("P1.05Y", "P1.5Y", 0),
        ("2026-01-06T14:30", "2026-01-06t14:30:00", 1),
        ("2026-01-06T14:30Z", "2026-01-06T14:30:00Z", 1),
        ("2026-01-06T14:00", "2026-01-06T14", 0),
        ("2026-01-06T14:30", "2026-01-06T14:30:01", 0),
        ("PXW", "pxw", 1),
        ("P12M", "P1Y", 0),
        # Outside the grammar: as strings, with their case and their spaces.
        ("2026-13", "2026-13", 1),
        ("soon", "SOON", 0),
        ("soon", "soon ", 0),
        ("2026-02-30", "2026-02-30 ", 0),
    ],
)
def test_time_values_are_compared_in_canonical_form(gold: str, predicted: str, right: int) -> None:
    def when(value: str | None) -> Document:
        return Document(
            id="d1", text="Tuesday", mentions=(Mention("m", 0, 7, "DATE", value=value),)
        )

    assert _counts(when(gold), when(predicted), "dates.value") == (right, 1, right, 1)
    assert _counts(when(gold), when(None), "dates.value") == (0, 1, 0, 1)
    assert _counts(when(None), when(None), "dates.value") == (0, 1, 0, 1)


TALK = """The paper met Ada in 2026

“Yes,” it said. “No,” she said."""


def _talk(*mentions: str, first: str = "m1", second: str = "m2") -> Document:
    quotes = (
        f'q1 p2 "“Yes,”" direct cue p2 "said" speaker {first}',
        f'q2 p2 "“No,”" direct cue p2 "said"#2 speaker {second}',
    )
    return annotated(TALK, "\n".join([*mentions, *quotes]))


def test_a_null_entity_is_a_speaker_of_its_own() -> None:
    mentions = ('m1 p2 "it" ORG NOM -', 'm2 p1 "Ada" PERSON NAM -', 'm3 p2 "she" PERSON PRO -')
    gold = _talk(*mentions)
    assert _counts(gold, gold, "quotes.attributed") == (2, 2, 2, 2)
    # Named by its pronoun, Ada has no name in the predicted cluster, and no mention in gold's.
    other = _talk(*mentions, second="m3")
    assert _counts(gold, other, "quotes.attributed") == (1, 2, 1, 2)
    assert _counts(gold, other, "quotes.speaker") == (1, 2, 1, 2)


def test_a_value_is_a_speaker_of_its_own() -> None:
    mentions = ('m1 p1 "2026" DATE', 'm2 p1 "Ada" PERSON NAM e1', 'm3 p1 "The paper" ORG NOM e2')
    gold = _talk(*mentions)
    assert _counts(gold, gold, "quotes.attributed") == (2, 2, 2, 2)
    wrong = _talk(*mentions, first="m3")
    assert _counts(gold, wrong, "quotes.attributed") == (1, 2, 1, 2)
    # In one cluster with the paper it shares as many spans with the paper as with the year.
    joined = _talk('m1 p1 "2026" ORG NOM e2', mentions[1], mentions[2])
    assert _counts(gold, joined, "quotes.attributed") == (1, 2, 1, 2)


def test_one_cluster_of_two_values_speaks_for_neither() -> None:
    gold = _talk('m1 p1 "2026" DATE', 'm2 p2 "it" MONEY')
    joined = _talk('m1 p1 "2026" ORG NOM x', 'm2 p2 "it" ORG NOM x')
    assert _counts(gold, joined, "quotes.attributed") == (0, 2, 0, 2)


def test_a_cluster_with_a_name_does_not_speak_for_somebody_without() -> None:
    gold = _talk(
        'm1 p1 "The paper" ORG NOM e1', 'm2 p1 "Ada" PERSON NAM e2', 'm3 p2 "it" ORG PRO e1'
    )
    # {The paper, it, Ada}: two spans of the paper's, and Ada's name.
    joined = _talk('m1 p1 "The paper" ORG NOM x', 'm2 p1 "Ada" ORG NAM x', 'm3 p2 "it" ORG PRO x')
    assert _counts(gold, joined, "quotes.attributed") == (1, 2, 1, 2)
    without = _talk('m1 p1 "The paper" ORG NOM x', 'm2 p1 "Ada" ORG NAM y', 'm3 p2 "it" ORG PRO x')
    assert _counts(gold, without, "quotes.attributed") == (2, 2, 2, 2)


@st.composite
def crowds(draw: st.DrawFn) -> Document:
    """Six mentions of few entities and values; each of them speaks a quote."""
    kinds = st.sampled_from(["PERSON", "PERSON", "PERSON", "MONEY"])
    levels, entities = st.sampled_from(["NAM", "NOM", "PRO"]), st.sampled_from(["a", "b", None])
    mentions = tuple(
        Mention(f"m{place}", place, place + 1, draw(kinds), draw(levels), draw(entities))
        for place in range(6)
    )
    quotes = tuple(Quote(f"q{one.id}", "direct", ((7, 9),), None, (one.id,)) for one in mentions)
    return Document(id="d1", text="abcdef “g”", mentions=mentions, quotes=quotes)


def _as_clusters(gold: Document, entity: str | None) -> Iterator[tuple[Cluster, bool, bool]]:
    """Each quote's gold speaker, whether by name, and whether the answer is right.

    The prediction is gold with every mention in one cluster, or each alone.
    """
    mentions = tuple(
        replace(one, type="PERSON" if entity else one.type, entity=entity) for one in gold.mentions
    )
    told = Attribution(table_of(gold), table_of(replace(gold, mentions=mentions)))
    for quote in gold.quotes:
        spans = told.gold.speaker_spans(quote)
        (span,) = spans
        yield told.gold.cluster_of[span], span in told.gold.names, told.is_right(spans, spans)


@settings(max_examples=200, deadline=None)
@given(crowds())
def test_one_cluster_for_everything_gets_the_quotes_of_one_entity(gold: Document) -> None:
    assert len({speaker for speaker, _, right in _as_clusters(gold, "x") if right}) <= 1


@settings(max_examples=200, deadline=None)
@given(crowds())
def test_one_cluster_for_each_mention_finds_no_name_behind_a_pronoun(gold: Document) -> None:
    names = table_of(gold).names
    for speaker, named, right in _as_clusters(gold, None):
        assert right == (named or not speaker & names)


def test_a_span_with_two_types_belongs_to_the_cluster_of_the_first_in_the_ontology() -> None:
    text = "Oslo said it would, in 1948"
    gold = annotated(
        text,
        'm1 p1 "Oslo" ORG NAM club\nm2 p1 "Oslo" GPE NAM city\nm3 p1 "it" ORG PRO club\n'
        'm4 p1 "1948" DATE =1948\nm5 p1 "1948" WORK_OF_ART NAM book',
    )
    # ORG comes before GPE, entities before values: {Oslo, it} {1948}; the city has no span.
    assert table_of(gold).clusters == (frozenset({(0, 4), (10, 12)}), frozenset({(23, 27)}))
    predicted = annotated(text, 'm1 p1 "Oslo" ORG NAM x\nm3 p1 "it" ORG PRO x')
    assert _counts(gold, predicted, "coref.ceafe") == (1, 1, 1, 2)
    assert _counts(gold, predicted, "entities.strict") == (1, 1, 1, 4)


def test_a_span_is_a_name_if_any_of_its_mentions_is() -> None:
    text = "The mayor said"
    gold = annotated(text, 'm1 p1 "The mayor" PERSON NOM e1\nm2 p1 "The mayor" WORK_OF_ART NAM e2')
    assert table_of(gold).names == {(0, 9)}
    empty = annotated(text, "")
    # Its one cluster is the person's, and the span is a name: not dropped.
    assert _counts(empty, gold, "coref.mention") == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        # No name, and no span of a gold cluster; the year is a value of gold's.
        ('m1 p1 "the sea" LOC NOM x\nm2 p1 "1948" LOC NOM x', 0),
        # One of its spans is Ada's.
        ('m1 p1 "the sea" LOC NOM x\nm2 p1 "her" LOC PRO x', 2),
        # A name, though nothing of gold's; a level that is not given is a name too.
        ('m1 p1 "the sea" LOC NAM x', 1),
        ('m1 p1 "the sea" LOC', 1),
        # Cut by the order: one cluster a span first, so x is left with the sea alone.
        ('m1 p1 "the sea" LOC NOM x\nm2 p1 "her" LOC PRO x\nm3 p1 "her" PERSON PRO y', 1),
    ],
)
def test_a_predicted_cluster_out_of_scope_is_dropped(sheet: str, left: int) -> None:
    text = "Ada and her boat crossed the sea in 1948"
    gold = annotated(
        text, 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "her" PERSON PRO e1\nm3 p1 "1948" DATE =1948'
    )
    predicted = annotated(text, sheet)
    assert _counts(gold, predicted, "coref.mention")[1] == left
    found = evaluate([gold], [predicted], resamples=0, scoped=False)
    assert found.dropped["clusters"] == 0
    assert found.metrics["coref.mention"].p_den == len({one.span for one in predicted.mentions})


def test_singletons_go_after_clusters_are_dropped_and_on_each_side_by_itself() -> None:
    text = "Ada met the cook and the maid; she left"
    gold = annotated(text, 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "she" PERSON PRO e1')
    predicted = annotated(
        text,
        'm1 p1 "Ada" PERSON NAM a\nm2 p1 "she" PERSON PRO b\n'
        'm3 p1 "the cook" PERSON NOM c\nm4 p1 "the maid" PERSON NOM c',
    )
    # {cook, maid} is dropped, {Ada} and {she} are singletons: nothing predicted is left.
    counts = evaluate([gold], [predicted], resamples=0).counts
    assert counts["coref.b3_linked"].values.tolist() == [[0, 0, 0, 2]]
    assert counts["coref.muc_linked"].values.tolist() == [[0, 0, 0, 1]]
    assert counts["coref.ceafe_linked"].values.tolist() == [[0, 0, 0, 1]]


def test_what_names_a_repeated_mention_names_the_one_that_is_kept() -> None:
    gold = _talk('m1 p2 "it" ORG PRO e1', 'm2 p1 "Ada" PERSON NAM e2')
    again = replace(gold.mentions[0], id="m9")
    quotes = (replace(gold.quotes[0], speakers=("m9",)), gold.quotes[1], *gold.quotes)
    twice = replace(
        gold, mentions=(again, *gold.mentions), quotes=(quotes[0], *(
            replace(one, id=f"r{number}") for number, one in enumerate(quotes[1:]))),
    )  # fmt: skip
    scores = evaluate([gold], [twice], resamples=0)
    # One mention and two quotes too many.
    assert scores.dropped["repeats"] == 3
    assert scores.metrics["quotes.attributed"].p_den == 2
    assert scores.metrics["quotes.attributed"].f1 == 1.0


def test_arguments_in_a_role_not_allowed_are_dropped_for_every_metric() -> None:
    text = "Ada met Bo"
    mentions = 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2\n'
    gold = annotated(text, f'{mentions}v1 p1 "met" Consult actual participant=m1')
    right = gold.events[0].arguments[0]
    wrong = replace(right, role="agent", mention="m2")
    event = replace(gold.events[0], arguments=(right, wrong))
    predicted = replace(gold, events=(event,))
    for metric in ("ai", "ac", "ai_plus", "ac_plus", "arguments"):
        assert _counts(gold, predicted, f"events.{metric}") == (1, 1, 1, 1), metric
    assert evaluate([gold], [predicted], resamples=0).dropped["arguments"] == 1


def test_a_value_fills_a_role_by_its_span() -> None:
    text = "Ada left on Tuesday, that Tuesday"
    sheet = 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Tuesday" DATE\nm3 p1 "Tuesday"#2 DATE\n'
    gold = annotated(text, f'{sheet}v1 p1 "left" Travel actual agent=m1 time=m2')
    other = annotated(text, f'{sheet}v1 p1 "left" Travel actual agent=m1 time=m3')
    assert _counts(gold, gold, "events.arguments") == (2, 2, 2, 2)
    assert _counts(gold, other, "events.arguments") == (1, 2, 1, 2)


def test_what_gold_does_not_answer_is_neither_right_nor_wrong() -> None:
    both = [_talk('m1 p2 "it" ORG PRO e1', 'm2 p1 "Ada" PERSON NAM e2') for _ in range(2)]
    gold = [replace(both[0], layers=("entities",), quotes=()), replace(both[1], id="d2")]
    scores = evaluate(gold, [both[0], replace(both[1], id="d2")], resamples=0)
    assert scores.counts["quotes.content"].values.tolist() == [[0, 0, 0, 0], [2, 2, 2, 2]]
    assert scores.counts["entities.strict"].values.tolist() == [[1, 1, 1, 1], [1, 1, 1, 1]]
    alone = evaluate(gold[:1], both[:1], resamples=0)
    assert alone.metrics["quotes.content"].f1 is None


def test_overall_is_null_where_a_layer_has_no_items() -> None:
    gold = _talk('m1 p2 "it" ORG PRO e1', 'm2 p1 "Ada" PERSON NAM e2')
    assert _f1(gold, gold, "events.arguments") is None
    assert _f1(gold, gold, "quotes.attributed") == 1.0
    assert _f1(gold, gold, "overall") is None


def _stories(many: int, *, quoted: int) -> list[Document]:
    """Documents of a story each, the first of which hold two quotes."""
    one = _talk('m1 p2 "it" ORG PRO e1', 'm2 p1 "Ada" PERSON NAM e2')
    return [
        replace(one, id=f"d{number}", source=replace(one.source, story=f"s{number}"),
                quotes=one.quotes if number < quoted else ())
        for number in range(many)
    ]  # fmt: skip


def test_a_metric_that_too_many_resamples_lack_has_no_interval() -> None:
    # One story of two has quotes: a quarter of the resamples never draws it.
    rare = _stories(2, quoted=1)
    scores = evaluate(rare, rare, resamples=2000)
    assert scores.metrics["quotes.content"].f1 == 1.0
    assert scores.metrics["quotes.content"].interval is None
    assert scores.left_out["quotes.content"] == pytest.approx(500, abs=100)
    assert scores.metrics["entities.strict"].interval == (1.0, 1.0)
    # Five of six: a resample without any has a chance of 1 in 46,656.
    common = _stories(6, quoted=5)
    assert evaluate(common, common, resamples=500).metrics["quotes.content"].interval == (1.0, 1.0)


def test_two_readings_of_one_span_and_type_are_refused(tmp_path: Path) -> None:
    gold = annotated("Ada met Bo", 'm1 p1 "Ada" PERSON NAM e1')
    for other in ({"entity": "e2"}, {"level": "NOM"}, {"value": "x"}):
        torn = replace(gold, mentions=(*gold.mentions, replace(gold.mentions[0], id="m2", **other)))
        write_documents(tmp_path / "p.jsonl", [torn])
        with pytest.raises(InvalidInput) as caught:
            read_submission(tmp_path / "p.jsonl", [gold])
        assert [one.rule for one in caught.value.problems] == ["form.one-reading"]
