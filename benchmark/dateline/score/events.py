"""Events: TextEE's key tuples, realis, and arguments resolved to gold's entities.

A metric compares two sets of keys; what stands twice on a side counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Set

from dateline.score.counts import Tally
from dateline.score.tables import Table

__all__ = ["KEYS", "arguments", "by_keys"]

Keys = Callable[[Table], Set[Hashable]]

# TextEE (Huang et al. 2024), `scorer.py`, end to end, with the document as window: triggers
# (ti), with type (tc); fillers with the type of the event but not its trigger (ai), with
# role (ac); the same with the trigger (ai_plus, ac_plus). Realis is ours.
KEYS: dict[str, Keys] = {
    "ti": lambda table: {one.trigger for one in table.events},
    "tc": lambda table: {(one.trigger, one.type) for one in table.events},
    "ai": lambda table: {(kind, span) for _, kind, _, span in table.arguments},
    "ac": lambda table: {(kind, role, span) for _, kind, role, span in table.arguments},
    "ai_plus": lambda table: {(at, kind, span) for at, kind, _, span in table.arguments},
    "ac_plus": lambda table: set(table.arguments),
    "realis": lambda table: {(one.trigger, one.type, one.realis) for one in table.events},
}


def by_keys(keys: Keys) -> Callable[[Table, Table], Tally]:
    """How a metric that compares such keys counts a document."""
    return lambda gold, predicted: Tally.of_sets(keys(gold), keys(predicted))


def arguments(gold: Table, predicted: Table) -> Tally:
    """Sets of (trigger, event type, role, filler).

    A filler's span that gold puts in an entity is that entity, on both sides; any
    other filler, values too, is its span.
    """

    def keys(table: Table) -> Set[Hashable]:
        filler = gold.cluster_of
        return {
            (at, kind, role, filler.get(span, span)) for at, kind, role, span in table.arguments
        }

    return by_keys(keys)(gold, predicted)
