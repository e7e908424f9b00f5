"""Coreference: MUC, B-cubed, CEAFe and LEA over clusters of spans, singletons included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from dateline.score.counts import Tally
from dateline.score.matching import Edge, best_matching
from dateline.score.tables import Cluster, Table

__all__ = [
    "Clusters",
    "Overlap",
    "b_cubed",
    "ceaf_e",
    "in_scope",
    "lea",
    "linked",
    "mention",
    "muc",
    "overlap",
]

Clusters = Sequence[Cluster]


class Overlap(Struct, frozen=True):
    """What two sides' clusters have in common, all that the metrics need.

    `cells` says for a gold and a predicted cluster, by place, how many spans they share,
    where they share any.
    """

    gold: tuple[int, ...]
    predicted: tuple[int, ...]
    cells: dict[Edge, int]

    @property
    def common(self) -> int:
        """Spans that both sides have."""
        return sum(self.cells.values())


def overlap(gold: Clusters, predicted: Clusters) -> Overlap:
    """Sizes and common spans of two sides' clusters, which are disjoint on each side."""
    place = {span: column for column, cluster in enumerate(predicted) for span in cluster}
    cells: dict[Edge, int] = {}
    for row, cluster in enumerate(gold):
        for span in cluster:
            column = place.get(span)
            if column is not None:
                cells[row, column] = cells.get((row, column), 0) + 1
    return Overlap(tuple(map(len, gold)), tuple(map(len, predicted)), cells)


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


def muc(found: Overlap) -> Tally:
    """MUC (Vilain et al. 1995): links that need not be added to join each cluster.

    A cluster of n spans that the other side has in k pieces, those it lacks one each,
    keeps n - k of its n - 1 links: the common spans less one a cell, for either side.
    """
    kept = found.common - len(found.cells)
    p_den, r_den = (sum(sizes) - len(sizes) for sizes in (found.predicted, found.gold))
    return Tally(kept, p_den, kept, r_den)


def b_cubed(found: Overlap) -> Tally:
    """B-cubed (Bagga and Baldwin 1998): each mention's share of its cluster."""
    p_num, r_num = (
        fsum(many * many / size for many, size in _cells(found, side)) for side in (1, 0)
    )
    return Tally(p_num, sum(found.predicted), r_num, sum(found.gold))


def ceaf_e(found: Overlap) -> Tally:
    """Entity CEAF (Luo 2005) with φ4, twice the common mentions over both sizes."""
    similarity = {
        (row, column): 2 * many / (found.gold[row] + found.predicted[column])
        for (row, column), many in found.cells.items()
    }
    total = fsum(similarity[edge] for edge in best_matching(similarity))
    return Tally(total, len(found.predicted), total, len(found.gold))


def lea(found: Overlap) -> Tally:
    """LEA (Moosavi and Strube 2016): resolved links, weighted by cluster size.

    A singleton has one link, to itself, which is right if it is a singleton there too.
    """
    alone = sum(found.gold[row] == found.predicted[column] == 1 for row, column in found.cells)
    p_num, r_num = (
        # size * C(many, 2) / C(size, 2), the links of a cluster weighted by its size.
        alone
        + fsum(many * (many - 1) / (size - 1) for many, size in _cells(found, side) if size > 1)
        for side in (1, 0)
    )
    return Tally(p_num, sum(found.predicted), r_num, sum(found.gold))


def mention(found: Overlap) -> Tally:
    """Spans of mentions, whatever their cluster."""
    return Tally(found.common, sum(found.predicted), found.common, sum(found.gold))


def _cells(found: Overlap, side: int) -> Iterator[tuple[int, int]]:
    """For each cell the spans it shares, and the size of its cluster on one side (gold: 0)."""
    sizes = (found.gold, found.predicted)[side]
    return ((many, sizes[edge[side]]) for edge, many in found.cells.items())
