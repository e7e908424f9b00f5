"""The table of metrics, in the order of `docs/metrics.md`.

A metric with a function has counts of its own; one with parts is the mean of theirs. A
new metric is one function, one row here, one section in the documentation, one test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec import Struct

from dateline.score import coref, entities, events
from dateline.score.counts import Counts, Tally
from dateline.score.quotes import QuoteAlignment, align_quotes
from dateline.score.tables import Table

__all__ = ["DROPPED", "HIDDEN", "METRICS", "Documents", "Metric", "TablePair"]

# What may be left out of predictions: repeats of an item, arguments in a role that their
# event type does not allow, clusters out of gold's scope.
DROPPED = ("repeats", "arguments", "clusters")


class TablePair:
    """Gold and prediction of one document, with what several metrics share.

    `text` is gold's; `scoped` says whether predicted clusters out of gold's scope go.
    """

    def __init__(self, gold: Table, predicted: Table, text: str, *, scoped: bool = True) -> None:
        self.gold = gold
        self.predicted = predicted
        self.text = text
        self.scoped = scoped

    @cached_property
    def quotes(self) -> QuoteAlignment:
        """The quotes matched one to one."""
        return align_quotes(self.gold, self.predicted, self.text)

    @cached_property
    def clusters(self) -> tuple[coref.Clusters, coref.Clusters]:
        """Gold's clusters and the predicted ones in scope."""
        if not self.scoped:
            return self.gold.clusters, self.predicted.clusters
        return self.gold.clusters, coref.in_scope(self.gold, self.predicted)

    @cached_property
    def overlap(self) -> coref.Overlap:
        """What the clusters have in common."""
        return coref.overlap(*self.clusters)

    @cached_property
    def linked(self) -> coref.Overlap:
        """The same without singletons, on each side by itself."""
        gold, predicted = self.clusters
        return coref.overlap(coref.linked(gold), coref.linked(predicted))

    @property
    def dropped(self) -> dict[str, int]:
        """How much was left out of the prediction, for each of `DROPPED`."""
        clusters = len(self.predicted.clusters) - len(self.clusters[1])
        many = (self.predicted.dropped.repeats, self.predicted.dropped.roles, clusters)
        return dict(zip(DROPPED, many, strict=True))


class Documents:
    """Some documents' pairs of tables, counted together."""

    def __init__(self, pairs: Sequence[TablePair]) -> None:
        self.pairs = pairs

    @cached_property
    def names(self) -> dict[str, Counts]:
        """Names and values counted by every entity metric."""
        return entities.count_names(
            [one.gold for one in self.pairs], [one.predicted for one in self.pairs]
        )


Count = Callable[[Documents], Counts]


class Metric(Struct, frozen=True):
    """A metric: its id, and how it counts documents, or the metrics that it averages."""

    id: str
    count: Count | None = None
    parts: tuple[str, ...] = ()
    primary: bool = False
    f1_only: bool = False

    @property
    def layer(self) -> str | None:
        """The layer it belongs to: the prefix of its id."""
        prefix, dot, _ = self.id.partition(".")
        return prefix if dot else None


def _each(function: Callable[[TablePair], Tally]) -> Count:
    """One document after the other."""
    return lambda documents: Counts.of([function(pair) for pair in documents.pairs])


def _on_names(metric: str) -> Count:
    return lambda documents: documents.names[metric]


def _on_tables(function: Callable[[Table, Table], Tally]) -> Count:
    return _each(lambda pair: function(pair.gold, pair.predicted))


def _on_clusters(function: Callable[[coref.Overlap], Tally]) -> Count:
    return _each(lambda pair: function(pair.overlap))


def _on_linked(function: Callable[[coref.Overlap], Tally]) -> Count:
    return _each(lambda pair: function(pair.linked))


def _on_quotes(criterion: str | None) -> Count:
    def count(pair: TablePair) -> Tally:
        matched = pair.quotes.pairs.values()
        right = sum(1 if criterion is None else getattr(one, criterion) for one in matched)
        return Tally(right, pair.quotes.predicted, right, pair.quotes.gold)

    return _each(count)


def _on_keys(name: str) -> Count:
    return _on_tables(events.by_keys(events.KEYS[name]))


METRICS = (
    Metric("entities.strict", _on_names("entities.strict"), primary=True),
    Metric("entities.exact", _on_names("entities.exact")),
    Metric("entities.partial", _on_names("entities.partial")),
    Metric("entities.type", _on_names("entities.type")),
    Metric("coref.muc", _on_clusters(coref.muc)),
    Metric("coref.b3", _on_clusters(coref.b_cubed)),
    Metric("coref.ceafe", _on_clusters(coref.ceaf_e)),
    Metric("coref.lea", _on_clusters(coref.lea)),
    Metric("coref.conll", parts=("coref.muc", "coref.b3", "coref.ceafe"), primary=True),
    Metric(
        "coref.conll_linked",
        parts=("coref.muc_linked", "coref.b3_linked", "coref.ceafe_linked"),
    ),
    Metric("coref.mention", _on_clusters(coref.mention)),
    Metric("dates.value", _on_tables(entities.date_values)),
    Metric("quotes.content", _on_quotes(None)),
    Metric("quotes.content_exact", _on_quotes("content_exact")),
    Metric("quotes.type", _on_quotes("type")),
    Metric("quotes.cue", _on_quotes("cue")),
    Metric("quotes.speaker", _on_quotes("speaker")),
    Metric("quotes.attributed", _on_quotes("attributed"), primary=True),
    Metric("events.ti", _on_keys("ti")),
    Metric("events.tc", _on_keys("tc")),
    Metric("events.ai", _on_keys("ai")),
    Metric("events.ac", _on_keys("ac")),
    Metric("events.ai_plus", _on_keys("ai_plus")),
    Metric("events.ac_plus", _on_keys("ac_plus")),
    Metric("events.arguments", _on_tables(events.arguments), primary=True),
    Metric("events.realis", _on_keys("realis")),
    Metric(
        "overall",
        parts=("entities.strict", "coref.conll", "quotes.attributed", "events.arguments"),
        f1_only=True,
    ),
)

# Counted for the means that they are part of, and not reported by themselves.
HIDDEN = (
    Metric("coref.muc_linked", _on_linked(coref.muc)),
    Metric("coref.b3_linked", _on_linked(coref.b_cubed)),
    Metric("coref.ceafe_linked", _on_linked(coref.ceaf_e)),
)
