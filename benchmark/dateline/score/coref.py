"""Coreference: MUC, B-cubed, CEAFe and LEA over clusters of spans, singletons included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb, fsum

from dateline.document import Span
from dateline.score.counts import Tally
from dateline.score.matching import Edge, best_matching
from dateline.score.tables import Cluster, Table

__all__ = ["Clusters", "b_cubed", "ceaf_e", "in_scope", "lea", "linked", "mention", "muc"]

Clusters = Sequence[Cluster]
ClusterMetric = Callable[[Clusters, Clusters], Tally]


def in_scope(gold: Table, predicted: Table) -> tuple[Cluster, ...]:
    """Predicted clusters without those that gold could not have.

    A cluster without a name is left out if none of its spans is a span of a gold
    cluster, since gold annotates nominals and pronouns only of entities in scope.
    """
    spans = {span for cluster in gold.clusters for span in cluster}
    return tuple(
        cluster
        for cluster in predicted.clusters
        if not cluster.isdisjoint(predicted.names) or not cluster.isdisjoint(spans)
    )


def linked(clusters: Clusters) -> tuple[Cluster, ...]:
    """Clusters of two or more spans."""
    return tuple(cluster for cluster in clusters if len(cluster) > 1)


def muc(gold: Clusters, predicted: Clusters) -> Tally:
    """MUC (Vilain et al. 1995): links that need not be added to join each cluster."""
    p_num, p_den = _muc_links(predicted, gold)
    r_num, r_den = _muc_links(gold, predicted)
    return Tally(p_num, p_den, r_num, r_den)


def b_cubed(gold: Clusters, predicted: Clusters) -> Tally:
    """B-cubed (Bagga and Baldwin 1998): each mention's share of its cluster."""
    p_num, p_den = _b_cubed_share(predicted, gold)
    r_num, r_den = _b_cubed_share(gold, predicted)
    return Tally(p_num, p_den, r_num, r_den)


def ceaf_e(gold: Clusters, predicted: Clusters) -> Tally:
    """Entity CEAF (Luo 2005) with φ4, twice the common mentions over both sizes."""
    total = _best_alignment(gold, predicted)
    return Tally(total, len(predicted), total, len(gold))


def lea(gold: Clusters, predicted: Clusters) -> Tally:
    """LEA (Moosavi and Strube 2016): resolved links, weighted by cluster size.

    A singleton has one link, to itself, which is right if it is a singleton there too.
    """
    p_num, p_den = _lea_links(predicted, gold)
    r_num, r_den = _lea_links(gold, predicted)
    return Tally(p_num, p_den, r_num, r_den)


def mention(gold: Clusters, predicted: Clusters) -> Tally:
    """Spans of mentions, whatever their cluster."""
    return Tally.of_sets(set().union(*gold), set().union(*predicted))


def _owners(clusters: Clusters) -> dict[Span, Cluster]:
    return {span: cluster for cluster in clusters for span in cluster}


def _muc_links(keys: Clusters, others: Clusters) -> tuple[int, int]:
    owners = _owners(others)
    kept = 0
    for key in keys:
        parts = {owners[span] for span in key if span in owners}
        alone = sum(span not in owners for span in key)
        kept += len(key) - len(parts) - alone
    return kept, sum(len(key) - 1 for key in keys)


def _b_cubed_share(keys: Clusters, others: Clusters) -> tuple[float, int]:
    owners = _owners(others)
    shares = [len(key & owners[span]) / len(key) for key in keys for span in key if span in owners]
    return fsum(shares), sum(len(key) for key in keys)


def _lea_links(keys: Clusters, others: Clusters) -> tuple[float, int]:
    owners = _owners(others)
    resolved = []
    for key in keys:
        parts = {owners[span] for span in key if span in owners}
        if len(key) == 1:
            resolved.append(float(key in parts))
        else:
            links = sum(comb(len(key & part), 2) for part in parts)
            resolved.append(len(key) * links / comb(len(key), 2))
    return fsum(resolved), sum(len(key) for key in keys)


def _best_alignment(gold: Clusters, predicted: Clusters) -> float:
    owners = _owners(predicted)
    place = {cluster: number for number, cluster in enumerate(predicted)}
    similarity: dict[Edge, float] = {}
    for row, cluster in enumerate(gold):
        for other in {owners[span] for span in cluster if span in owners}:
            common = 2 * len(cluster & other)
            similarity[row, place[other]] = common / (len(cluster) + len(other))
    return fsum(similarity[edge] for edge in best_matching(similarity))
