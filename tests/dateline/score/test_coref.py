"""Coreference scores against worked examples and a second, plain implementation."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.score.coref import b_cubed, ceaf_e, lea, muc, overlap
from dateline.score.counts import Counts, Tally, scores_of
from dateline.score.tables import Cluster


def _clusters(text: str) -> list[Cluster]:
    """Clusters of one-letter mentions, such as "abc de"."""
    return [frozenset((ord(one), ord(one) + 1) for one in part) for part in text.split()]


def _scores(tally: Tally) -> tuple[float | None, float | None, float | None]:
    scores = scores_of(Counts.of([tally]).sums())
    return scores.precision, scores.recall, scores.f1


# Luo (2005), figure 1: truth {1..5} {6, 7} {8..C}; responses (a) to (d).
TRUTH = "12345 67 89ABC"


@pytest.mark.parametrize(
    ("response", "muc_f1", "b3_f1", "ceafe_f1"),
    [
        ("12345 6789ABC", 18 / 19, 2 * 0.7619 / 1.7619, 11 / 15),
        ("1234589ABC 67", 18 / 19, 14 / 19, 2 / 3),
        ("123456789ABC", 18 / 20, 0.5455, 0.2941),
        ("1 2 3 4 5 6 7 8 9 A B C", 0.0, 0.4, 8 / 45),
    ],
)
def test_the_worked_example_of_luo(
    response: str, muc_f1: float, b3_f1: float, ceafe_f1: float
) -> None:
    gold, found = _clusters(TRUTH), _clusters(response)
    assert _scores(muc(overlap(gold, found)))[2] == pytest.approx(muc_f1, abs=1e-3)
    assert _scores(b_cubed(overlap(gold, found)))[2] == pytest.approx(b3_f1, abs=1e-3)
    assert _scores(ceaf_e(overlap(gold, found)))[2] == pytest.approx(ceafe_f1, abs=1e-3)


def test_the_worked_example_of_lea() -> None:
    # Moosavi and Strube (2016), section 4: {a b c} {d e f g} against {a b} {c d} {f g h i}.
    precision, recall, _ = _scores(lea(overlap(_clusters("abc defg"), _clusters("ab cd fghi"))))
    assert recall == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert precision == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


def test_a_singleton_is_right_in_lea_only_as_a_singleton() -> None:
    assert lea(overlap(_clusters("a bc"), _clusters("ab c"))) == Tally(0, 3, 0, 3)
    assert lea(overlap(_clusters("a b"), _clusters("a b"))) == Tally(2, 2, 2, 2)


@st.composite
def partitions(draw: st.DrawFn) -> list[Cluster]:
    letters = draw(st.lists(st.sampled_from("abcdefgh"), unique=True))
    homes = [draw(st.integers(0, 4)) for _ in letters]
    groups = ["".join(one for one, at in zip(letters, homes, strict=True) if at == home)
              for home in range(5)]  # fmt: skip
    return _clusters(" ".join(groups))


def _plain_muc(keys: list[Cluster], others: list[Cluster]) -> tuple[int, int]:
    kept = links = 0
    for key in keys:
        pieces = [key & other for other in others if key & other]
        covered = sum(len(piece) for piece in pieces)
        kept += len(key) - (len(pieces) + len(key) - covered)
        links += len(key) - 1
    return kept, links


def _plain_b3(keys: list[Cluster], others: list[Cluster]) -> float:
    return sum(len(key & other) ** 2 / len(key) for key in keys for other in others)


def _plain_ceafe(gold: list[Cluster], found: list[Cluster]) -> float:
    short, long = sorted((gold, found), key=len)
    return max(
        sum(2 * len(one & other) / (len(one) + len(other)) for one, other in zip(short, order))  # noqa: B905
        for order in permutations(long, len(short))
    )


@settings(deadline=None)  # the first example may import scipy
@given(partitions(), partitions())
def test_a_plain_second_implementation_agrees(gold: list[Cluster], found: list[Cluster]) -> None:
    assert muc(overlap(gold, found)) == Tally(*_plain_muc(found, gold), *_plain_muc(gold, found))
    ours = b_cubed(overlap(gold, found))
    assert ours.p_num == pytest.approx(_plain_b3(found, gold))
    assert ours.r_num == pytest.approx(_plain_b3(gold, found))
    assert ceaf_e(overlap(gold, found)).p_num == pytest.approx(_plain_ceafe(gold, found))


@settings(deadline=None)  # the first example may import scipy
@given(partitions(), partitions())
def test_swapping_the_sides_swaps_precision_and_recall(
    gold: list[Cluster], found: list[Cluster]
) -> None:
    for metric in (muc, b_cubed, ceaf_e, lea):
        one, other = metric(overlap(gold, found)), metric(overlap(found, gold))
        assert (one.p_num, one.p_den) == pytest.approx((other.r_num, other.r_den))
