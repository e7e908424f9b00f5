"""Every metric of the benchmark: counts of a document, scores of a corpus."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dateline.document import Document, Span
from dateline.ontology import ONTOLOGY

from .clustering import Clusters, b3, ceafe, lea, muc
from .counted import NOTHING, Tally, Vector, best_pairing, of_sets, shared
from .sides import (
    Happened,
    Place,
    Side,
    cluster_of,
    clusters,
    clusters_in_scope,
    flat,
    has_role,
    read,
)
from .speaking import quote_tallies

MEANS = {
    "coref.conll": ("coref.muc", "coref.b3", "coref.ceafe"),
    "coref.conll_linked": ("coref.muc_linked", "coref.b3_linked", "coref.ceafe_linked"),
}
PRIMARIES = ("entities.strict", "coref.conll", "quotes.attributed", "events.arguments")
# Counted for a mean, and no metrics themselves.
ALONE = MEANS["coref.conll_linked"]


class Score(NamedTuple):
    """Precision, recall, F1; None where there is nothing to divide by."""

    precision: Fraction | None
    recall: Fraction | None
    f1: Fraction | None


def tallies(gold: Document, predicted: Document, *, scoped: bool = True) -> dict[str, Tally]:
    """The counts of one document by metric: nothing where a layer is not answered."""
    told, found = read(gold), read(predicted)
    counted = {
        **_entities(told, found),
        **_coreference(told, found, scoped=scoped),
        "dates.value": _dates(told, found),
        **quote_tallies(told, found, gold.text or ""),
        **_events(told, found),
    }
    return {
        name: tally if _answer(name.split(".")[0], gold, predicted) else NOTHING
        for name, tally in counted.items()
    }


def _answer(layer: str, *documents: Document) -> bool:
    return all(one.layers is None or layer in one.layers for one in documents)


def _entities(gold: Side, predicted: Side) -> dict[str, Tally]:
    golds, found = sorted(flat(gold)), sorted(flat(predicted))
    rules = {"exact": _exact, "partial": _partial, "type": _type}
    return {"entities.strict": of_sets(golds, found)} | {
        f"entities.{name}": shared(best_pairing(golds, found, rule)[0], golds, found)
        for name, rule in rules.items()
    }


def _exact(one: Place, other: Place) -> Vector | None:
    return (Fraction(1),) if one[:2] == other[:2] else None


def _partial(one: Place, other: Place) -> Vector | None:
    if one[:2] == other[:2]:
        return (Fraction(1),)
    return (Fraction(1, 2),) if _overlap(one, other) else None


def _type(one: Place, other: Place) -> Vector | None:
    return (Fraction(1),) if one[2] == other[2] and _overlap(one, other) else None


def _overlap(one: Place, other: Place) -> bool:
    return bool(set(range(*one[:2])) & set(range(*other[:2])))


def _coreference(gold: Side, predicted: Side, *, scoped: bool) -> dict[str, Tally]:
    golds = clusters(gold)
    found = clusters_in_scope(gold, predicted) if scoped else clusters(predicted)
    rules = {"muc": muc, "b3": b3, "ceafe": ceafe, "lea": lea, "mention": _mentions}
    linked = {"muc_linked": muc, "b3_linked": b3, "ceafe_linked": ceafe}
    return {f"coref.{name}": rule(golds, found) for name, rule in rules.items()} | {
        f"coref.{name}": rule(_linked(golds), _linked(found)) for name, rule in linked.items()
    }


def _linked(found: Clusters) -> Clusters:
    return {cluster for cluster in found if len(cluster) >= 2}


def _mentions(gold: Clusters, predicted: Clusters) -> Tally:
    return of_sets(
        {span for cluster in gold for span in cluster},
        {span for cluster in predicted for span in cluster},
    )


def _dates(gold: Side, predicted: Side) -> Tally:
    """A value that is not given equals nothing, so it is made unlike all others."""

    def keys(side: Side, missing: str) -> set[Hashable]:
        return {
            (*one[:3], missing if one.value is None else ("told", canonical(one.value)))
            for one in side.items
            if one.type in ONTOLOGY.timex_types
        }

    return of_sets(keys(gold, "missing in gold"), keys(predicted, "missing in prediction"))


def canonical(value: str) -> str:
    """Trimmed, upper case, no leading zeros in durations, no `:00` seconds, if it is a value."""
    form = value.strip().upper()
    if form.startswith("P"):
        pieces = re.split(r"(\d+(?:\.\d+)?)", form)
        form = "".join(re.sub(r"^0+(?=\d)", "", piece) for piece in pieces)
    elif re.search(r"T\d\d:\d\d:00", form):
        form = re.sub(r":00(?=$|Z|[+-])", "", form, count=1)
    return form if _is_in_grammar(form) else value


def _is_in_grammar(value: str) -> bool:
    for form in ONTOLOGY.timex:
        if re.fullmatch(form.pattern, value):
            if not form.calendar or "X" in value[:10]:
                return True
            try:
                date.fromisoformat(value[:10])
            except ValueError:
                continue
            return True
    return False


def _events(gold: Side, predicted: Side) -> dict[str, Tally]:
    """TextEE's tuples (Huang et al. 2024), realis, and arguments as gold's entities."""
    entity_of = cluster_of(gold)
    told, found = _tuples(gold, entity_of), _tuples(predicted, entity_of)
    return {f"events.{name}": of_sets(told[name], found[name]) for name in told}


def _tuples(side: Side, entity_of: Mapping[Span, Hashable]) -> dict[str, set[Hashable]]:
    events, links = side.events, list(_links(side.events))
    return {
        "ti": {one.trigger for one in events},
        "tc": {(one.trigger, one.type) for one in events},
        "realis": {(one.trigger, one.type, one.realis) for one in events},
        "ai": {(one.type, span) for one, _, span in links},
        "ac": {(one.type, span, role) for one, role, span in links},
        "ai_plus": {(one.trigger, one.type, span) for one, _, span in links},
        "ac_plus": {(one.trigger, one.type, span, role) for one, role, span in links},
        "arguments": {
            (one.trigger, one.type, role, entity_of.get(span, span)) for one, role, span in links
        },
    }


def _links(events: set[Happened]) -> Iterator[tuple[Happened, str, Span]]:
    return ((one, role, span) for one in events for role, span in one.fillers)


def scores(counts: Sequence[dict[str, Tally]]) -> dict[str, Score]:
    """The scores of a corpus: of sums over documents, and means of these."""
    found = {name: _score([one[name] for one in counts]) for name in counts[0]}
    for name, parts in MEANS.items():
        found[name] = Score(*map(_mean, zip(*(found[part] for part in parts), strict=True)))
    primaries = [found[name].f1 for name in PRIMARIES]
    found["overall"] = Score(None, None, None if None in primaries else _mean(primaries))
    return {name: one for name, one in found.items() if name not in ALONE}


def _score(counts: Sequence[Tally]) -> Score:
    p_num, p_den, r_num, r_den = (sum(column, Fraction()) for column in zip(*counts, strict=True))
    precision = p_num / p_den if p_den else None
    recall = r_num / r_den if r_den else None
    return Score(precision, recall, _f1(precision, recall))


def _f1(precision: Fraction | None, recall: Fraction | None) -> Fraction | None:
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return Fraction()
    return 2 * precision * recall / (precision + recall)


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    given = [one for one in values if one is not None]
    return sum(given, Fraction()) / len(given) if given else None


def left_out(gold: Document, predicted: Document) -> dict[str, int]:
    """What is left out of a prediction: repeats, arguments in wrong roles, clusters."""
    told, found = read(gold), read(predicted)
    given = len(predicted.mentions) + len(predicted.quotes) + len(predicted.events)
    wrong = [
        one.role
        for event in predicted.events
        for one in event.arguments
        if not has_role(event.type, one.role)
    ]
    return {
        "repeats": given - len(found.items) - len(found.quotes) - len(found.events),
        "arguments": len(wrong),
        "clusters": len(clusters(found)) - len(clusters_in_scope(told, found)),
    }
