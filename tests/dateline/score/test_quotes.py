"""Which quote is matched with which, and when its speaker is the right one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dateline.document import Document, Mention, Quote, Span
from dateline.score import evaluate
from support.build import annotated


def _right(gold: Document, predicted: Document, metric: str = "attributed") -> float | None:
    return evaluate([gold], [predicted], resamples=0).metrics[f"quotes.{metric}"].p_num


# The content is 25 letters and digits between marks; "sage" and "king" are one mention each.
TEXT = "sage king “abcdefghijklmnopqrstuvwxy” said told"
CONTENT = (10, 37)
SAID, TOLD = (38, 42), (43, 47)
GOLD = Document(
    id="d1",
    text=TEXT,
    mentions=(Mention("s", 0, 4, "PERSON", "NAM", "e1"), Mention("k", 5, 9, "PERSON", "NAM", "e2")),
    quotes=(Quote("q1", "direct", (CONTENT,), SAID, ("s",)),),
)


def _answer(
    name: str,
    *,
    kind: str = "direct",
    content: Span = CONTENT,
    cue: Span | None = SAID,
    speaker: str = "s",
) -> Quote:
    return Quote(name, kind, (content,), cue, (speaker,))


# Two candidates for one gold quote: the first is better by the criterion that comes first,
# the second by every one that comes after it. (Dice: 24 of 25 letters.)
SHORTER = (10, 35)


@pytest.mark.parametrize(
    ("better", "worse", "metric", "right"),
    [
        # The right attribution outweighs equal contents, type and cue.
        (_answer("a", content=SHORTER, kind="mixed", cue=None), _answer("b", speaker="k"),
         "content_exact", 0),
        # The sum of Dice, and with it equal contents, outweighs type and cue.
        (_answer("a", kind="mixed", cue=None), _answer("b", content=SHORTER), "type", 0),
        # Equal types outweigh equal cues.
        (_answer("a", cue=TOLD), _answer("b", kind="mixed"), "cue", 0),
    ],
)  # fmt: skip
def test_of_two_candidates_the_one_better_by_the_earlier_criterion_is_matched(
    better: Quote, worse: Quote, metric: str, right: int
) -> None:
    for quotes in ((better, worse), (worse, better)):
        predicted = replace(GOLD, quotes=quotes)
        assert _right(GOLD, predicted, "content") == 1
        assert _right(GOLD, predicted, metric) == right


def test_an_equal_cue_outweighs_a_speaker_right_by_span() -> None:
    # Both attributions are wrong: king's cluster is no name's, since it ties. By span, sage
    # is right with the wrong cue; king is wrong with the right one.
    joined = tuple(replace(one, entity="x") for one in GOLD.mentions)
    by_cue, by_span = _answer("a", speaker="k"), _answer("b", cue=TOLD)
    predicted = replace(GOLD, mentions=joined, quotes=(by_span, by_cue))
    assert _right(GOLD, predicted) == 0
    assert _right(GOLD, predicted, "cue") == 1
    assert _right(GOLD, predicted, "speaker") == 0


def test_more_pairs_outweigh_better_pairs() -> None:
    # Gold has contents of the first 20 and the first 23 letters, predicted are 20 and 18.
    # Dice: 20 with 20 is 1; 20 with 18 is 36/38; 23 with 20 is 40/43; 23 with 18 is too low.
    gold = replace(GOLD, quotes=(_answer("q1", content=(11, 31)), _answer("q2", content=(11, 34))))
    predicted = replace(
        GOLD, quotes=(_answer("p1", content=(11, 31)), _answer("p2", content=(11, 29)))
    )
    assert _right(gold, predicted, "content") == 2
    assert _right(gold, predicted, "content_exact") == 0


def test_dice_of_exactly_nine_tenths_matches() -> None:
    # 11 letters against the first 9: 2 × 9 / 20.
    gold = replace(GOLD, quotes=(_answer("q1", content=(11, 22)),))
    assert _right(gold, replace(GOLD, quotes=(_answer("p", content=(11, 20)),)), "content") == 1
    assert _right(gold, replace(GOLD, quotes=(_answer("p", content=(11, 19)),)), "content") == 0


def test_marks_spaces_and_cuts_between_spans_do_not_count() -> None:
    gold = annotated("“Go,” he said, “on!”", 'q1 p1 "“Go,”" p1 "“on!”" direct speaker none')
    letters = replace(gold.quotes[0], content=((1, 3), (16, 18)))
    assert _right(gold, replace(gold, quotes=(letters,)), "content_exact") == 1


def test_a_quote_of_marks_alone_counts_all_its_positions() -> None:
    gold = annotated("“…!” she said", 'q1 p1 "“…!”" direct speaker none')
    shorter = replace(gold.quotes[0], content=((1, 3),))
    assert _right(gold, gold, "content_exact") == 1
    # Two of four positions: Dice 2/3.
    assert _right(gold, replace(gold, quotes=(shorter,)), "content") == 0


def test_combining_marks_and_other_scripts_are_letters() -> None:
    # Devanagari with vowel signs (category Mc, Mn): 9 positions, one left out: Dice 16/17.
    gold = annotated("“नमस्कारें” x", 'q1 p1 "“नमस्कारें”" direct speaker none')
    start, end = gold.quotes[0].content[0]
    assert end - start == 11
    shorter = replace(gold.quotes[0], content=((start, end - 2),))
    assert _right(gold, replace(gold, quotes=(shorter,)), "content") == 1
    assert _right(gold, replace(gold, quotes=(shorter,)), "content_exact") == 0


PEOPLE = annotated(
    "Ada Lund and Bo Ek met the mayor\n\n“Yes,” she said. “No,” said the pair. “Hm,” he said.",
    """
    m1 p1 "Ada Lund" PERSON NAM ada
    m2 p1 "Bo Ek" PERSON NAM bo
    m3 p1 "the mayor" PERSON NOM mayor
    m4 p2 "she" PERSON PRO ada
    m5 p2 "he" PERSON PRO mayor
    q1 p2 "“Yes,”" direct cue p2 "said" speaker m4
    q2 p2 "“No,”" direct cue p2 "said"#2 speaker m1 m2
    q3 p2 "“Hm,”" direct cue p2 "said"#3 speaker m5
    """,
)


def _clustered(*groups: tuple[str, ...]) -> Document:
    """The same people in other clusters; whoever is not named keeps a null entity."""
    entity = {name: f"x{number}" for number, group in enumerate(groups) for name in group}
    mentions = tuple(replace(one, entity=entity.get(one.id)) for one in PEOPLE.mentions)
    return replace(PEOPLE, mentions=mentions)


@pytest.mark.parametrize(
    ("groups", "right"),
    [
        # As in gold: she is Ada, the pair is both, he is the mayor.
        ((("m1", "m4"), ("m2",), ("m3", "m5")), 3),
        # she with Bo's name is Bo: q1 wrong; Ada and Bo are told apart still: q2 right.
        ((("m1",), ("m2", "m4"), ("m3", "m5")), 2),
        # Ada, Bo and she in one: one name of each, but two spans of Ada's: it is Ada. q1 is
        # right; in q2 nobody is Bo.
        ((("m1", "m2", "m4"), ("m3", "m5")), 2),
        # Ada and Bo in one, without she: names and spans tie: nobody. q1 and q2 wrong.
        ((("m1", "m2"), ("m3", "m5")), 1),
        # he with she shares one span with the mayor's and one with Ada's: no strict majority;
        # she has no name in her cluster. Only q2.
        ((("m1",), ("m2",), ("m4", "m5")), 1),
        # Everyone alone: she has no name; he shares one span with the mayor, more than with
        # any other. q2 and q3.
        ((), 2),
    ],
)
def test_clusters_decide_who_a_speaker_is(groups: tuple[tuple[str, ...], ...], right: int) -> None:
    assert _right(PEOPLE, _clustered(*groups)) == right


def test_a_gold_name_counts_even_if_predicted_as_pronoun_of_another_type() -> None:
    mentions = tuple(
        replace(one, level="PRO", type="ORG") if one.id == "m1" else one for one in PEOPLE.mentions
    )
    assert _right(PEOPLE, replace(PEOPLE, mentions=mentions)) == 3


def test_an_extra_or_a_missing_speaker_is_wrong() -> None:
    first, second, third = PEOPLE.quotes
    extra = replace(first, speakers=("m4", "m2"))
    missing = replace(second, speakers=("m1",))
    predicted = replace(PEOPLE, quotes=(extra, missing, third))
    assert _right(PEOPLE, predicted) == 1
    assert _right(PEOPLE, predicted, "speaker") == 1
    # Two mentions of the one gold speaker are one speaker.
    twice = replace(first, speakers=("m4", "m1"))
    assert _right(PEOPLE, replace(PEOPLE, quotes=(twice,))) == 1


def test_clusters_are_used_though_coreference_is_not_answered() -> None:
    told = replace(PEOPLE, layers=("entities", "quotes"))
    assert _right(PEOPLE, told) == 3
    unsaid = tuple(replace(one, entity=None, level=None) for one in PEOPLE.mentions)
    assert _right(PEOPLE, replace(told, mentions=unsaid)) == 2


def test_many_long_quotes_do_not_lose_the_order_of_criteria() -> None:
    # Contents of 300 different lengths beside two that compete for one gold quote: sums of
    # Dice over such denominators have thousands of bits.
    text = TEXT + " " + "a" * 200_000
    start, many = len(TEXT) + 1, []
    for number in range(300):
        end = start + 200 + 2 * number
        many.append(Quote(f"l{number}", "direct", ((start, end),), None, ()))
        start = end + 1
    gold = replace(GOLD, text=text, quotes=(*GOLD.quotes, *many))
    rivals = (_answer("a", content=SHORTER), _answer("b", speaker="k"))
    predicted = replace(gold, quotes=(*many, *rivals))
    assert _right(gold, predicted, "content") == 301
    assert _right(gold, predicted) == 301
