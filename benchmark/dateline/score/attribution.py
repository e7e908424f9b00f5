"""Who a predicted speaker is: predicted clusters resolved to gold's entities."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.document import Span
from dateline.score.tables import Cluster, Table

__all__ = ["Attribution"]


class Attribution:
    """Decides, for one document, whether predicted speakers are the gold ones.

    A predicted cluster resolves to the gold entity with which it shares most names
    (spans that gold marks as names), ties by spans of any level, still tied: to none. A
    speaker is right for an entity with names if its cluster resolves to it; for one
    without, if its cluster resolves to none and that entity, of all, shares strictly
    most spans with it. So a cluster stands for one entity at most (`docs/metrics.md`).
    """

    def __init__(self, gold: Table, predicted: Table) -> None:
        self.gold = gold
        self.predicted = predicted
        # A value that speaks is an entity of its own, and so a rival to the others.
        speaking = {
            gold.cluster_of[span] for one in gold.quotes for span in gold.speaker_spans(one)
        }
        self._entities = speaking.union(gold.clusters)
        self._resolved: dict[Cluster, Cluster | None] = {}

    def is_right(self, gold: Iterable[Span], predicted: Iterable[Span]) -> bool:
        """Whether each predicted speaker is a gold one and each gold one is hit.

        Args:
            gold: spans of the gold quote's speakers.
            predicted: spans of the predicted quote's speakers.
        """
        wanted = {self.gold.cluster_of[span] for span in gold}
        hits = [
            {entity for entity in wanted if self._speaks_for(span, entity)} for span in predicted
        ]
        return all(hits) and set().union(*hits) == wanted

    def is_right_by_span(self, gold: Iterable[Span], predicted: Iterable[Span]) -> bool:
        """Whether each predicted span is a mention of a gold speaker, and each is hit."""
        wanted = {self.gold.cluster_of[span] for span in gold}
        found = [self.gold.cluster_of.get(span) for span in predicted]
        return set(found) == wanted

    def _speaks_for(self, speaker: Span, entity: Cluster) -> bool:
        cluster = self.predicted.cluster_of[speaker]
        resolved = self._resolve(cluster)
        if resolved is not None or entity & self.gold.names:
            return resolved == entity
        rivals = (len(cluster & other) for other in self._entities if other != entity)
        return len(cluster & entity) > max(rivals, default=0)

    def _resolve(self, cluster: Cluster) -> Cluster | None:
        if cluster not in self._resolved:
            self._resolved[cluster] = self._best_entity(cluster)
        return self._resolved[cluster]

    def _best_entity(self, cluster: Cluster) -> Cluster | None:
        names = self.gold.names
        shares = sorted(
            ((len(cluster & one & names), len(cluster & one)), sorted(one))
            for one in self.gold.clusters
            if cluster & one & names
        )
        if not shares or (len(shares) > 1 and shares[-1][0] == shares[-2][0]):
            return None
        return frozenset(shares[-1][1])
