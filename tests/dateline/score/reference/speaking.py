"""Quotes: which are paired, and whether the right entity speaks, sentence by sentence."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from dateline.document import Span

from .counted import Tally, Vector, best_pairing, shared
from .sides import Cluster, Said, Side, cluster_of, clusters, names

# The order in which a pairing is better than another; all but "dice" are metrics.
CRITERIA = ("content", "attributed", "dice", "content_exact", "type", "cue", "speaker")
ENOUGH = Fraction(9, 10)


def quote_tallies(gold: Side, predicted: Side, text: str) -> dict[str, Tally]:
    """Every quote metric from the best pairing."""

    def worth(quote: Said, answer: Said) -> Vector | None:
        return _agreement(quote, answer, gold, predicted, text)

    totals = best_pairing(list(gold.quotes), list(predicted.quotes), worth, len(CRITERIA))
    return {
        f"quotes.{name}": shared(total, gold.quotes, predicted.quotes)
        for name, total in zip(CRITERIA, totals, strict=True)
        if name != "dice"
    }


def _agreement(quote: Said, answer: Said, gold: Side, predicted: Side, text: str) -> Vector | None:
    told, found = positions(quote, text), positions(answer, text)
    dice = Fraction(2 * len(told & found), len(told) + len(found))
    if dice < ENOUGH:
        return None
    return (
        Fraction(1),
        Fraction(_is_attributed(quote, answer, gold, predicted)),
        dice,
        Fraction(told == found),
        Fraction(quote.type == answer.type),
        Fraction(quote.cue == answer.cue),
        Fraction(_speaks_by_span(quote, answer, gold)),
    )


def positions(quote: Said, text: str) -> set[int]:
    """Where gold's text has a letter, mark or number; everywhere if it nowhere has."""
    places = {place for start, end in quote.content for place in range(start, end)}
    return {one for one in places if unicodedata.category(text[one])[0] in "LMN"} or places


def _speaks_by_span(quote: Said, answer: Said, gold: Side) -> bool:
    clusters_of_gold = cluster_of(gold)
    entities = [clusters_of_gold[span] for span in quote.speaker_spans]
    each_is_one = all(any(span in entity for entity in entities) for span in answer.speaker_spans)
    each_is_hit = all(entity & answer.speaker_spans for entity in entities)
    return each_is_one and each_is_hit


def _is_attributed(quote: Said, answer: Said, gold: Side, predicted: Side) -> bool:
    wanted = {cluster_of(gold)[span] for span in quote.speaker_spans}
    spoken = {cluster_of(predicted)[span] for span in answer.speaker_spans}
    rivals = speaking_entities(gold)
    each_is_right = all(
        any(is_right(cluster, entity, gold, rivals) for entity in wanted) for cluster in spoken
    )
    each_is_hit = all(
        any(is_right(cluster, entity, gold, rivals) for cluster in spoken) for entity in wanted
    )
    return each_is_right and each_is_hit


def speaking_entities(gold: Side) -> set[Cluster]:
    """All gold entities, and the values that speak."""
    speakers = {span for quote in gold.quotes for span in quote.speaker_spans}
    return clusters(gold) | {cluster_of(gold)[span] for span in speakers}


def is_right(cluster: Cluster, entity: Cluster, gold: Side, entities: set[Cluster]) -> bool:
    """Whether a predicted cluster speaks for a gold entity."""
    resolved = resolve(cluster, gold)
    if entity & names(gold):
        return resolved == entity
    others = [len(cluster & other) for other in entities if other != entity]
    return resolved is None and all(len(cluster & entity) > many for many in [0, *others])


def resolve(cluster: Cluster, gold: Side) -> Cluster | None:
    """The gold entity whose names it shares most of; ties by spans; still tied: none."""
    named: set[Span] = names(gold)
    shares = {
        entity: (len(cluster & entity & named), len(cluster & entity))
        for entity in clusters(gold)
        if cluster & entity & named
    }
    best = [entity for entity in shares if shares[entity] == max(shares.values())]
    return best[0] if len(best) == 1 else None
