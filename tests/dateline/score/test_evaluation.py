"""The scores of whole documents, each number worked out by hand."""

from __future__ import annotations

import random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Document
from dateline.score import Evaluation, evaluate
from support.build import annotated
from support.generate import documents

Item = TypeVar("Item")

TEXT = """Ada Lund met Bo Ek

On Tuesday she left Oslo. “We go,” Ada said. “I stay,” said the driver."""

GOLD = annotated(
    TEXT,
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "Bo Ek" PERSON NAM e2
    m3 p2 "Tuesday" DATE =2026-01-06
    m4 p2 "she" PERSON PRO e1
    m5 p2 "Oslo" GPE NAM e3
    m6 p2 "Ada" PERSON NAM e1
    m7 p2 "the driver" PERSON NOM e4
    q1 p2 "“We go,”" direct cue p2 "said" speaker m6
    q2 p2 "“I stay,”" direct cue p2 "said"#2 speaker m7
    v1 p1 "met" Consult actual participant=m1 participant=m2
    v2 p2 "left" Travel actual agent=m4 place=m5 time=m3
    """,
)

PREDICTED = annotated(
    TEXT,
    """
    x1 p1 "Ada Lund" PERSON NAM a
    x2 p1 "Bo Ek" ORG NAM b
    x3 p2 "Tuesday" DATE =2026-01-06
    x4 p2 "she" PERSON PRO b
    x5 p2 "Ada" PERSON NAM a
    x6 p2 "the driver" PERSON NOM c
    y1 p2 "“We go,”" direct cue p2 "said" speaker x4
    y2 p2 "I stay" mixed speaker x6
    z1 p1 "met" Consult actual participant=x5
    z2 p2 "left" Travel planned agent=x5 time=x3
    """,
)


def _f1(evaluation: Evaluation, metric: str) -> float | None:
    return evaluation.metrics[metric].f1


def _score(*, gold: Document = GOLD, predicted: Document = PREDICTED) -> Evaluation:
    return evaluate([gold], [predicted], resamples=10)


def _counts(evaluation: Evaluation, metric: str) -> tuple[float | None, ...]:
    one = evaluation.metrics[metric]
    return one.p_num, one.p_den, one.r_num, one.r_den


@pytest.mark.parametrize(
    ("metric", "counts"),
    [
        # Gold has the names Ada Lund, Bo Ek, Oslo, Ada and the value Tuesday; predicted
        # are four of these spans, Bo Ek with another type.
        ("entities.strict", (3, 4, 3, 5)),
        ("entities.exact", (4, 4, 4, 5)),
        ("entities.partial", (4, 4, 4, 5)),
        ("entities.type", (3, 4, 3, 5)),
        # Gold {Ada Lund, she, Ada} {Bo Ek} {Oslo} {the driver}; predicted {Ada Lund, Ada}
        # {Bo Ek, she} {the driver}. Precision: 1 link of 2 holds; recall: 1 of 2.
        ("coref.muc", (1, 2, 1, 2)),
        # Precision: Ada Lund 2/2, Ada 2/2, Bo Ek 1/2, she 1/2, driver 1; recall: 2/3 for
        # Ada Lund and Ada, 1/3 for she, 1 for Bo Ek and the driver, 0 for Oslo.
        ("coref.b3", (4, 5, 11 / 3, 6)),
        # φ4: {Ada Lund, Ada} 4/5, {Bo Ek, she} with {Bo Ek} 2/3, the driver 1.
        ("coref.ceafe", (4 / 5 + 2 / 3 + 1, 3, 4 / 5 + 2 / 3 + 1, 4)),
        # Precision: {Ada Lund, Ada} 2 × 1/1, {Bo Ek, she} 0, the driver 1; recall: 3 × 1/3
        # for Ada, 0 for Bo Ek (no singleton there), 0 for Oslo, 1 for the driver.
        ("coref.lea", (3, 5, 2, 6)),
        ("coref.mention", (5, 5, 5, 6)),
        ("dates.value", (1, 1, 1, 1)),
        # Quotation marks are no letters: both contents have equal positions.
        ("quotes.content", (2, 2, 2, 2)),
        ("quotes.content_exact", (2, 2, 2, 2)),
        ("quotes.type", (1, 2, 1, 2)),
        ("quotes.cue", (1, 2, 1, 2)),
        # "she" is a mention of Ada's entity; the driver is the driver.
        ("quotes.speaker", (2, 2, 2, 2)),
        # But its predicted cluster {Bo Ek, she} has one name, Bo Ek's: the wrong person.
        ("quotes.attributed", (1, 2, 1, 2)),
        ("events.ti", (2, 2, 2, 2)),
        ("events.tc", (2, 2, 2, 2)),
        # Argument spans of Consult: {Ada} against {Ada Lund, Bo Ek}; of Travel: {Ada,
        # Tuesday} against {she, Oslo, Tuesday}. Only Tuesday agrees by span.
        ("events.ai", (1, 3, 1, 5)),
        ("events.ac", (1, 3, 1, 5)),
        ("events.ai_plus", (1, 3, 1, 5)),
        ("events.ac_plus", (1, 3, 1, 5)),
        # Resolved to entities: Ada is Ada Lund and "she", so all three are right.
        ("events.arguments", (3, 3, 3, 5)),
        ("events.realis", (1, 2, 1, 2)),
    ],
)
def test_counts_are_those_worked_out_by_hand(metric: str, counts: tuple[float, ...]) -> None:
    assert _counts(_score(), metric) == pytest.approx(counts)


def test_means_have_no_counts_and_are_taken_of_corpus_values() -> None:
    scores = _score()
    assert _counts(scores, "coref.conll") == (None, None, None, None)
    parts = [_f1(scores, name) or 0 for name in ("coref.muc", "coref.b3", "coref.ceafe")]
    assert _f1(scores, "coref.conll") == pytest.approx(sum(parts) / 3)
    # Without singletons: gold {Ada Lund, she, Ada}; predicted {Ada Lund, Ada} {Bo Ek, she}.
    # MUC P 1/2 R 1/2; B³ P (2 + 1/2) / 4, R (2/3 + 2/3 + 1/3) / 3; CEAFe P .8 / 2, R .8 / 1.
    b3 = 2 * 0.625 * (5 / 9) / (0.625 + 5 / 9)
    assert _f1(scores, "coref.conll_linked") == pytest.approx((0.5 + b3 + 1.6 / 3) / 3)
    primaries = [
        _f1(scores, name) or 0
        for name in ("entities.strict", "coref.conll", "quotes.attributed", "events.arguments")
    ]
    assert _f1(scores, "overall") == pytest.approx(sum(primaries) / 4)
    assert scores.metrics["overall"].precision is None


def test_gold_against_itself_is_one() -> None:
    assert {one.f1 for one in _score(predicted=GOLD).metrics.values()} == {1.0}


def test_nothing_predicted_is_zero_without_precision() -> None:
    scores = _score(predicted=Document(id=GOLD.id))
    strict = scores.metrics["entities.strict"]
    assert (strict.precision, strict.recall, strict.f1) == (None, 0.0, 0.0)


def test_a_layer_not_answered_has_no_score_and_no_counts() -> None:
    scores = _score(predicted=replace(PREDICTED, layers=("entities", "coref")))
    assert _f1(scores, "entities.strict") is not None
    assert _f1(scores, "quotes.attributed") is None
    assert _counts(scores, "quotes.attributed") == (0, 0, 0, 0)
    assert _f1(scores, "overall") is None


def test_a_name_predicted_as_a_nominal_is_missed_and_a_missing_level_means_name() -> None:
    as_nominal = annotated("Ada met Bo", 'm1 p1 "Ada" PERSON NOM e1\nm2 p1 "Bo" PERSON')
    gold = annotated("Ada met Bo", 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2')
    assert _counts(_score(gold=gold, predicted=as_nominal), "entities.strict") == (1, 1, 1, 2)


def test_predicted_nominals_out_of_scope_are_dropped_and_counted() -> None:
    gold = annotated("Ada saw the sea", 'm1 p1 "Ada" PERSON NAM e1')
    predicted = annotated(
        "Ada saw the sea", 'm1 p1 "Ada" PERSON NAM e1\nm2 p1 "the sea" LOC NOM e2'
    )
    scores = _score(gold=gold, predicted=predicted)
    assert _f1(scores, "coref.mention") == 1.0
    assert scores.dropped["clusters"] == 1


def test_arguments_in_a_role_of_another_type_are_dropped_and_counted() -> None:
    wrong = replace(
        PREDICTED.events[0], arguments=(replace(PREDICTED.events[0].arguments[0], role="target"),)
    )
    scores = _score(predicted=replace(PREDICTED, events=(wrong,)))
    assert _counts(scores, "events.arguments") == (0, 0, 0, 5)
    assert scores.dropped["arguments"] == 1


def test_repeats_in_predictions_count_once_and_are_counted() -> None:
    again = replace(PREDICTED.mentions[0], id="x9")
    event = replace(PREDICTED.events[0], id="z9", arguments=PREDICTED.events[0].arguments)
    twice = replace(
        PREDICTED,
        mentions=(*PREDICTED.mentions, again),
        events=(*PREDICTED.events, event),
    )
    scores = _score(predicted=twice)
    assert scores.metrics == _score().metrics
    assert scores.dropped["repeats"] == 2


SPEAKERS = annotated(
    "Ada Lund, the mayor\n\n“Yes,” she said. “No,” the mayor said. “Now,” said Bo Ek.",
    """
    m1 p1 "Ada Lund" PERSON NAM e1
    m2 p1 "the mayor" PERSON NOM e1
    m3 p2 "she" PERSON PRO e1
    m4 p2 "the mayor" PERSON NOM e1
    m5 p2 "Bo Ek" PERSON NAM e2
    q1 p2 "“Yes,”" direct cue p2 "said" speaker m3
    q2 p2 "“No,”" direct cue p2 "said"#2 speaker m4
    q3 p2 "“Now,”" direct cue p2 "said"#3 speaker m5
    """,
)


def _reclustered(document: Document, *, joined: bool) -> Document:
    mentions = tuple(
        replace(one, entity="all" if joined else one.id)
        for one in document.mentions
        if not one.is_value
    )
    return replace(document, mentions=mentions)


def test_one_cluster_for_each_mention_gets_no_pronoun_or_nominal_speaker_right() -> None:
    scores = _score(gold=SPEAKERS, predicted=_reclustered(SPEAKERS, joined=False))
    assert _counts(scores, "quotes.attributed") == (1, 3, 1, 3)


def test_one_cluster_for_everything_gets_at_most_one_speaker_of_a_document() -> None:
    scores = _score(gold=SPEAKERS, predicted=_reclustered(SPEAKERS, joined=True))
    # Ada and Bo share one name each with it; Ada more spans: it is Ada, and Bo's is wrong.
    assert _counts(scores, "quotes.attributed") == (2, 3, 2, 3)
    assert scores.metrics["quotes.speaker"].f1 == 1.0


def test_an_unnamed_speaker_needs_strictly_most_spans_of_the_cluster() -> None:
    gold = annotated(
        "A guard and a nurse\n\n“Yes,” he said.",
        """
        m1 p1 "A guard" PERSON NOM e1
        m2 p1 "a nurse" PERSON NOM e2
        m3 p2 "he" PERSON PRO e1
        q1 p2 "“Yes,”" direct cue p2 "said" speaker m3
        """,
    )
    tied = replace(
        gold,
        mentions=tuple(
            replace(one, entity="x" if number else "y") for number, one in enumerate(gold.mentions)
        ),
    )
    assert _f1(_score(gold=gold, predicted=gold), "quotes.attributed") == 1.0
    assert _f1(_score(gold=gold, predicted=tied), "quotes.attributed") == 0.0


def test_no_speaker_is_right_only_where_gold_has_none() -> None:
    gold = annotated("“Yes.” Ada left", 'q1 p1 "“Yes.”" direct speaker none')
    named = annotated(
        "“Yes.” Ada left",
        'm1 p1 "Ada" PERSON NAM e1\nq1 p1 "“Yes.”" direct speaker m1',
    )
    assert _f1(_score(gold=gold, predicted=gold), "quotes.attributed") == 1.0
    assert _f1(_score(gold=gold, predicted=named), "quotes.attributed") == 0.0


@pytest.mark.parametrize(("spaces", "matched"), [(1, 1), (2, 0)])
def test_contents_match_from_a_dice_of_nine_tenths(spaces: int, matched: int) -> None:
    # Ten letters in gold; one or two left out: Dice 18/19, or 16/18 < 0.9.
    gold = annotated("“abcdefghij” x", 'q1 p1 "“abcdefghij”" direct speaker none')
    quote = replace(gold.quotes[0], content=((0, 11 - spaces),))
    scores = _score(gold=gold, predicted=replace(gold, quotes=(quote,)))
    assert _counts(scores, "quotes.content") == (matched, 1, matched, 1)


def test_of_two_equal_contents_the_one_with_the_right_speaker_is_matched() -> None:
    wrong = replace(SPEAKERS.quotes[0], id="w", speakers=("m5",))
    both = replace(SPEAKERS, quotes=(wrong, *SPEAKERS.quotes))
    assert _counts(_score(gold=SPEAKERS, predicted=both), "quotes.attributed") == (3, 4, 3, 3)


CORPUS = [
    replace(GOLD, id=f"d{number}", source=replace(GOLD.source, story=f"s{number // 2}"))
    for number in range(6)
]
ANSWERS = [
    replace(one, id=f"d{number}")
    for number, one in enumerate([PREDICTED, GOLD, PREDICTED, GOLD, GOLD, PREDICTED])
]


def test_the_order_of_documents_changes_nothing_to_the_last_digit() -> None:
    shuffled = random.Random(1).sample(ANSWERS, len(ANSWERS))
    assert evaluate(CORPUS, ANSWERS).metrics == evaluate(CORPUS[::-1], shuffled).metrics


def test_the_interval_holds_the_score_and_the_seed_repeats_it() -> None:
    first, second = evaluate(CORPUS, ANSWERS, seed=3), evaluate(CORPUS, ANSWERS, seed=3)
    assert first.metrics == second.metrics
    for one in first.metrics.values():
        assert one.interval is not None
        assert one.f1 is not None
        assert one.interval[0] - 1e-12 <= one.f1 <= one.interval[1] + 1e-12


def test_documents_of_one_story_have_no_interval() -> None:
    assert _score().metrics["entities.strict"].interval is None


def test_different_documents_are_no_evaluation() -> None:
    with pytest.raises(ValueError, match="same documents"):
        evaluate([GOLD], [replace(GOLD, id="other")])


@settings(max_examples=100, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_inside_a_document_changes_nothing(
    document: Document, generator: random.Random
) -> None:
    def shuffled(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(generator.sample(items, len(items)))

    other = replace(
        document,
        mentions=shuffled(document.mentions),
        quotes=shuffled(document.quotes),
        events=shuffled(document.events),
    )
    assert (
        _score(gold=document, predicted=other).metrics
        == _score(gold=other, predicted=document).metrics
    )


@settings(max_examples=100, deadline=None)
@given(documents())
def test_any_gold_against_itself_never_scores_below_one(document: Document) -> None:
    scores = _score(gold=document, predicted=document)
    # A value that is not given is wrong by definition; nulls are layers without items.
    found = {name: one.f1 for name, one in scores.metrics.items() if name != "dates.value"}
    found.pop("overall")
    assert set(found.values()) <= {1.0, None}
