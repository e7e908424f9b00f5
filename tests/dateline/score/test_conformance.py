"""Numbers that others have printed: who compares us with a paper finds the paper's number.

Coreference is given as clusters of one-letter mentions; numbers are recall, then precision.
TextEE's keys are tried on the cases in which event scorers usually differ.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from dateline.document import Argument, Document, Event, Mention
from dateline.score import evaluate

Both = tuple[float, float]


def _people(text: str) -> Document:
    """A document in which the letter "a" is a name at 0, "b" at 1, and so on."""
    letters = "".join(sorted(text.replace(" ", "")))
    mentions = [
        Mention(f"m{letter}", place, place + 1, "PERSON", "NAM", f"e{number}")
        for number, cluster in enumerate(text.split())
        for letter in cluster
        for place in [ord(letter) - ord("0")]
    ]
    assert len(letters) == len(set(letters)), "a mention in two clusters"
    return Document(id="d1", text="x" * 100, mentions=tuple(mentions))


def _scores(metric: str, key: str, response: str) -> Both:
    one = evaluate([_people(key)], [_people(response)], resamples=0).metrics[f"coref.{metric}"]
    assert one.recall is not None
    assert one.precision is not None
    return one.recall, one.precision


@pytest.mark.parametrize(
    ("key", "response", "recall", "precision"),
    [
        # One class cut in two, and the other way round.
        ("abcd", "ab cd", Fraction(2, 3), Fraction(2, 2)),
        ("ab cd", "abcd", Fraction(2, 2), Fraction(2, 3)),
        # A mention that is missed is a part by itself.
        ("abcd", "abd", Fraction(2, 3), Fraction(2, 2)),
        # Every class partitions the others: {b c} {d e} {g h} {j} of seven.
        ("bcdeghj", "abc def ghi", Fraction(3, 6), Fraction(3, 6)),
    ],
)
def test_muc_counts_links_like_vilain_and_others(
    key: str, response: str, recall: Fraction, precision: Fraction
) -> None:
    assert _scores("muc", key, response) == pytest.approx((recall, precision))


@pytest.mark.parametrize(
    ("response", "precision", "of_muc"),
    # To join the large classes is worse than to join a large and a small one; MUC gives
    # 90% to both. Recall is 1. Printed: 76% and 58%.
    [("12345 6789ABC", Fraction(16, 21), 0.9), ("1234589ABC 67", Fraction(7, 12), 0.9)],
)
def test_b3_weighs_errors_like_bagga_and_baldwin(
    response: str, precision: Fraction, of_muc: float
) -> None:
    assert _scores("b3", "12345 67 89ABC", response) == pytest.approx((1, precision))
    assert _scores("muc", "12345 67 89ABC", response) == pytest.approx((1, of_muc))


@pytest.mark.parametrize(
    ("response", "muc", "b3", "ceafe"),
    # Luo (2005), table 1: F of the four systems of figure 1, as printed. Where nothing is
    # linked, MUC's precision is 0/0: printed as no number, here F1 is 0.
    [
        ("12345 6789ABC", 0.947, 0.865, 0.733),
        ("1234589ABC 67", 0.947, 0.737, 0.667),
        ("123456789ABC", 0.900, 0.545, 0.294),
        ("1 2 3 4 5 6 7 8 9 A B C", 0.0, 0.400, 0.178),
    ],
)
def test_the_table_of_luo_is_met(response: str, muc: float, b3: float, ceafe: float) -> None:
    gold, found = _people("12345 67 89ABC"), _people(response)
    scores = evaluate([gold], [found], resamples=0).metrics
    ours = [scores[f"coref.{name}"].f1 for name in ("muc", "b3", "ceafe")]
    assert ours == pytest.approx([muc, b3, ceafe], abs=6e-4)


@pytest.mark.parametrize(
    ("metric", "recall", "precision"),
    # {a b c} {d e f g} against {a b} {c d} {f g h i}: the example of Pradhan et al. (2014)
    # for predicted mentions, which Moosavi and Strube (2016) take up for LEA.
    [
        ("muc", Fraction(2, 5), Fraction(2, 5)),
        ("b3", Fraction(35, 84), Fraction(1, 2)),
        ("ceafe", Fraction(13, 20), Fraction(13, 30)),
        ("lea", Fraction(5, 21), Fraction(1, 3)),
    ],
)
def test_predicted_mentions_are_scored_like_the_reference_implementation(
    metric: str, recall: Fraction, precision: Fraction
) -> None:
    ours = _scores(metric, "abc defg", "ab cd fghi")
    assert ours == pytest.approx((recall, precision))


@pytest.mark.parametrize(
    ("response", "recall", "precision"),
    # Test cases 1 to 6 of the CoNLL scorer (reference-coreference-scorers, TestCases.README)
    # with key {a} {b c} {d e f}; B is another mention than b.
    [
        ("a bc def", 1, 1),
        ("a de", 0.6, 0.9),
        ("a bcx defy z", 0.88571, 0.66429),
        ("a bcx dy z", 0.73333, 0.55),
        ("a bcxB dy z", 0.68889, 0.51667),
        ("a bcx dy Bz", 0.73333, 0.55),
    ],
)
def test_ceafe_meets_the_test_cases_of_the_conll_scorer(
    response: str, recall: float, precision: float
) -> None:
    assert _scores("ceafe", "a bc def", response) == pytest.approx((recall, precision), abs=1e-5)


# Triggers at 50 and 60; Ada at 0, Bo at 10, Oslo at 20; "Ada L" is Ada with a wider span.
MENTIONS = (
    Mention("ada", 0, 3, "PERSON", "NAM", "e1"),
    Mention("wide", 0, 5, "PERSON", "NAM", "e1"),
    Mention("bo", 10, 12, "PERSON", "NAM", "e2"),
    Mention("oslo", 20, 24, "GPE", "NAM", "e3"),
)
FIRST, SECOND = (50, 54), (60, 64)


def _events(*lines: str) -> Document:
    """Events such as "1 Travel agent=ada": at the first, the second trigger, or one off (+)."""
    events = []
    for number, line in enumerate(lines):
        at, kind, *links = line.split()
        start, end = FIRST if at[0] == "1" else SECOND
        arguments = tuple(Argument(*link.split("=")) for link in links)
        end += at.endswith("+")
        events.append(Event(f"v{number}", (start, end), kind, "actual", arguments))
    return Document(id="d1", text="x" * 100, mentions=MENTIONS, events=tuple(events))


KEYS = ("ti", "tc", "ai", "ac", "ai_plus", "ac_plus")
ONE = ("1 Travel agent=ada place=oslo",)
TWO = ("1 Travel agent=ada", "2 Travel agent=bo")


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    # (right, predicted, gold) of TI, TC, AI, AC, AI+, AC+.
    [
        pytest.param(ONE, ONE, ["111", "111", "222", "222", "222", "222"], id="perfect"),
        pytest.param(ONE, (), ["001", "001", "002", "002", "002", "002"], id="nothing"),
        pytest.param((), ONE, ["010", "010", "020", "020", "020", "020"], id="spurious"),
        # The arguments of a trigger that is off are right without +, wrong with it.
        pytest.param(ONE, ("1+ Travel agent=ada place=oslo",),
                     ["011", "011", "222", "222", "022", "022"], id="trigger off by one"),
        pytest.param(ONE, ("1 Transact agent=ada place=oslo",),
                     ["111", "011", "022", "022", "022", "022"], id="wrong type"),
        pytest.param(ONE, ("1 Travel target=ada place=oslo",),
                     ["111", "111", "222", "122", "222", "122"], id="wrong role"),
        pytest.param(ONE, ("1 Travel target=ada place=ada",),
                     ["111", "111", "112", "022", "112", "022"], id="one span in two roles"),
        # No credit for an overlap, and none for another mention of the same person.
        pytest.param(ONE, ("1 Travel agent=wide place=oslo",),
                     ["111", "111", "122", "122", "122", "122"], id="argument too wide"),
        pytest.param(ONE, ("1 Travel agent=ada",),
                     ["111", "111", "112", "112", "112", "112"], id="argument missed"),
        pytest.param(ONE, ("1 Travel agent=ada agent=bo place=oslo",),
                     ["111", "111", "232", "232", "232", "232"], id="argument spurious"),
        # Arguments exchanged between two events of one type: AI and AC see nothing.
        pytest.param(TWO, ("1 Travel agent=bo", "2 Travel agent=ada"),
                     ["222", "222", "222", "222", "022", "022"], id="arguments exchanged"),
        pytest.param(TWO, ("1 Travel agent=ada agent=bo", "2 Travel"),
                     ["222", "222", "222", "222", "122", "122"], id="all given to one event"),
        # Two events that share an argument: one tuple of AI and AC, two with the trigger.
        pytest.param(("1 Travel agent=ada", "2 Travel agent=ada"), ("1 Travel agent=ada",),
                     ["112", "112", "111", "111", "112", "112"], id="shared argument"),
        # Duplicates vanish: the same event twice, and twice with parts of its arguments.
        pytest.param(ONE, ONE * 2, ["111", "111", "222", "222", "222", "222"], id="duplicate"),
        pytest.param(ONE, ("1 Travel agent=ada", "1 Travel place=oslo"),
                     ["111", "111", "222", "222", "222", "222"], id="arguments in two events"),
        # One trigger with two types.
        pytest.param(("1 Travel agent=ada", "1 Transact agent=ada"), ("1 Travel agent=ada",),
                     ["111", "112", "112", "112", "112", "112"], id="two types on a trigger"),
        pytest.param(TWO, ("1 Travel agent=ada", "2 Transact agent=bo"),
                     ["222", "122", "122", "122", "122", "122"], id="second event wrong"),
        pytest.param(("1 Travel",), ("1 Travel",),
                     ["111", "111", "000", "000", "000", "000"], id="no arguments"),
        pytest.param(("1 Travel",), ("1 Travel agent=ada",),
                     ["111", "111", "010", "010", "010", "010"], id="only spurious arguments"),
        # A role that Travel does not have is dropped on our side: it is in no TextEE set.
        pytest.param(ONE, ("1 Travel amount=ada place=oslo",),
                     ["111", "111", "112", "112", "112", "112"], id="role of another type"),
    ],
)  # fmt: skip
def test_the_six_keys_of_textee(
    gold: tuple[str, ...], found: tuple[str, ...], counts: list[str]
) -> None:
    scores = evaluate([_events(*gold)], [_events(*found)], resamples=0).metrics
    ours = [
        "".join(f"{number:.0f}" for number in (one.p_num, one.p_den, one.r_den))
        for one in (scores[f"events.{key}"] for key in KEYS)
    ]
    assert ours == counts


def test_nothing_of_nothing_is_null_where_textee_gives_zero() -> None:
    # A reader who compares corpora without arguments must know of this difference.
    bare = _events("1 Travel")
    assert evaluate([bare], [bare], resamples=0).metrics["events.ac_plus"].f1 is None
