"""Coreference from the papers: MUC, B³, CEAFe, LEA, over sets of spans."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from dateline.document import Span

from .counted import Tally, Vector, best_pairing, shared
from .sides import Cluster

Clusters = set[Cluster]
Half = tuple[Fraction, Fraction]


def muc(gold: Clusters, predicted: Clusters) -> Tally:
    """Vilain et al. 1995: links that survive when the other side cuts a cluster up."""
    return _both(_muc, gold, predicted)


def _muc(keys: Clusters, others: Clusters) -> Half:
    kept = sum(len(key) - len({_part_of(span, others) for span in key}) for key in keys)
    return Fraction(kept), Fraction(sum(len(key) - 1 for key in keys))


def _part_of(span: Span, others: Clusters) -> Cluster | Span:
    """The other side's cluster; a mention that is not there is a part by itself."""
    return next((other for other in others if span in other), span)


def b3(gold: Clusters, predicted: Clusters) -> Tally:
    """Bagga and Baldwin 1998: for every mention, how much of its cluster is shared."""
    return _both(_b3, gold, predicted)


def _b3(keys: Clusters, others: Clusters) -> Half:
    total = Fraction()
    for key in keys:
        for span in key:
            for other in others:
                if span in other:
                    total += Fraction(len(key & other), len(key))
    return total, Fraction(sum(len(key) for key in keys))


def ceafe(gold: Clusters, predicted: Clusters) -> Tally:
    """Luo 2005: the one-to-one pairing of clusters with the greatest total of φ4."""
    (total,) = best_pairing(list(gold), list(predicted), _phi4)
    return shared(total, gold, predicted)


def _phi4(gold: Cluster, predicted: Cluster) -> Vector | None:
    common = len(gold & predicted)
    return (Fraction(2 * common, len(gold) + len(predicted)),) if common else None


def lea(gold: Clusters, predicted: Clusters) -> Tally:
    """Moosavi and Strube 2016: importance is size, resolution the share of links found."""
    return _both(_lea, gold, predicted)


def _lea(keys: Clusters, others: Clusters) -> Half:
    total = sum((len(key) * _resolution(key, others) for key in keys), Fraction())
    return total, Fraction(sum(len(key) for key in keys))


def _resolution(key: Cluster, others: Clusters) -> Fraction:
    if len(key) == 1:  # its one link is to itself
        return Fraction(key in others)
    links = [set(pair) for pair in combinations(key, 2)]
    found = [link for link in links if any(link <= other for other in others)]
    return Fraction(len(found), len(links))


def _both(half: Callable[[Clusters, Clusters], Half], gold: Clusters, predicted: Clusters) -> Tally:
    return Tally(*half(predicted, gold), *half(gold, predicted))
