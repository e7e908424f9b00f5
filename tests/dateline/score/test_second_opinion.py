"""A second, plain reading of DESIGN §6: slow, by trying everything, and it must agree.

Nothing here is shared with the scorer but the document and the ontology.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.document import Argument, Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline.score import evaluate

TEXT = "Ada Bo she he. “Twenty letters stand here, or more”, said Ada."
SPANS = [(0, 3), (4, 6), (7, 10), (11, 13), (0, 6), (58, 61), (53, 57)]
# Six contents that differ by a letter or two, one far off, and one without a letter.
CONTENTS = [
    ((15, 51),), ((16, 50),), ((16, 49),), ((17, 50),), ((16, 22), (23, 50)), ((18, 51),),
    ((16, 30),), ((13, 15),),
]  # fmt: skip
TYPES = ["PERSON", "ORG", "DATE"]
Key = Hashable
MOST_TO_PERMUTE = 6


@st.composite
def readings(draw: st.DrawFn) -> Document:
    places = draw(st.sets(st.tuples(st.sampled_from(SPANS), st.sampled_from(TYPES)), max_size=9))
    mentions = [
        Mention(
            f"m{number}", *span, kind,
            None if kind == "DATE" else draw(st.sampled_from(["NAM", "NOM", "PRO", None])),
            None if kind == "DATE" else draw(st.sampled_from(["e1", "e2", "e3", None])),
        )
        for number, (span, kind) in enumerate(sorted(places))
    ]  # fmt: skip
    ids = [one.id for one in mentions]
    some = st.sets(st.sampled_from(ids), max_size=2) if ids else st.just(set[str]())
    quotes = [
        Quote(f"q{number}", draw(st.sampled_from(["direct", "mixed"])), content,
              draw(st.sampled_from([None, (53, 57)])), tuple(sorted(draw(some))))
        for number, content in enumerate(
            draw(st.lists(st.sampled_from(CONTENTS), max_size=4))
        )
    ]  # fmt: skip
    events = [
        Event(f"v{number}", (53, 57), kind, "actual", tuple(
            Argument(draw(st.sampled_from(ONTOLOGY.roles_of[kind])), one) for one in draw(some)))
        for number, kind in enumerate(
            draw(st.lists(st.sampled_from(["Consult", "Travel"]), max_size=2))
        )
    ]  # fmt: skip
    return Document(
        id="d1", text=TEXT, mentions=tuple(mentions), quotes=tuple(quotes), events=tuple(events)
    )


def _of_span(document: Document) -> dict[Span, Mention]:
    """The mention that each span is taken for: its type first in the ontology, values last."""
    order = [one.name for one in ONTOLOGY.mentions if not one.value]
    order += [one.name for one in ONTOLOGY.mentions if one.value]
    best: dict[Span, Mention] = {}
    for mention in sorted(document.mentions, key=lambda one: order.index(one.type)):
        best.setdefault(mention.span, mention)
    return best


def _cluster_keys(document: Document) -> dict[Span, Key]:
    return {
        span: ("alone", span) if mention.entity is None else ("entity", mention.entity)
        for span, mention in _of_span(document).items()
    }


def _clusters(document: Document) -> dict[Key, set[Span]]:
    """The clusters of entities."""
    keys = _cluster_keys(document)
    found: dict[Key, set[Span]] = {}
    for span, mention in _of_span(document).items():
        if mention.type != "DATE":
            found.setdefault(keys[span], set()).add(span)
    return found


def _names(document: Document) -> set[Span]:
    return {
        one.span for one in document.mentions if one.type != "DATE" and one.level in ("NAM", None)
    }


def _is_right(gold: Document, predicted: Document, quote: Quote, answer: Quote) -> bool:
    wanted = {_cluster_keys(gold)[span] for span in _speakers(gold, quote)}
    hit: set[Key] = set()
    for span in _speakers(predicted, answer):
        cluster = {
            other
            for other, key in _cluster_keys(predicted).items()
            if key == _cluster_keys(predicted)[span]
        }
        right = {key for key in wanted if _speaks_for(gold, cluster, key)}
        if not right:
            return False
        hit |= right
    return hit == wanted


def _speaks_for(gold: Document, cluster: set[Span], key: Key) -> bool:
    entities = _clusters(gold)
    for span, one in _cluster_keys(gold).items():
        if any(span in _speakers(gold, quote) for quote in gold.quotes):
            entities.setdefault(one, {span})  # a value that speaks
    named = _named(gold, cluster)
    if named is not None or entities[key] & _names(gold):
        return named == key
    others = [len(cluster & spans) for one, spans in entities.items() if one != key]
    return len(cluster & entities[key]) > max([0, *others])


def _named(gold: Document, cluster: set[Span]) -> Key | None:
    """The entity with names that the cluster is taken for."""
    scores = {
        one: (len(cluster & spans & _names(gold)), len(cluster & spans))
        for one, spans in _clusters(gold).items()
    }
    best = max(scores.values(), default=(0, 0))
    found = [one for one in scores if scores[one] == best]
    return found[0] if best[0] > 0 and len(found) == 1 else None


def _speakers(document: Document, quote: Quote) -> set[Span]:
    return {one.span for one in document.mentions if one.id in quote.speakers}


def _by_span(gold: Document, predicted: Document, quote: Quote, answer: Quote) -> bool:
    keys = _cluster_keys(gold)
    wanted = {keys[span] for span in _speakers(gold, quote)}
    found = [keys.get(span) for span in _speakers(predicted, answer)]
    return all(one in wanted for one in found) and wanted <= set(found)


def _letters(quote: Quote) -> set[int]:
    places = {place for span in quote.content for place in range(*span)}
    told = {place for place in places if unicodedata.category(TEXT[place])[0] in ("L", "M", "N")}
    return told or places


def _once(document: Document) -> list[Quote]:
    kept: dict[Key, Quote] = {}
    for quote in document.quotes:
        kept.setdefault((quote.type, quote.content, quote.cue, frozenset(quote.speakers)), quote)
    return list(kept.values())


def _agreement(
    gold: Document, predicted: Document, quote: Quote, answer: Quote
) -> tuple[Fraction, ...] | None:
    """What a pair adds to each criterion, in their order; None if it may not match."""
    one, other = _letters(quote), _letters(answer)
    dice = Fraction(2 * len(one & other), len(one) + len(other))
    if dice < Fraction(9, 10):
        return None
    right = _is_right(gold, predicted, quote, answer)
    later = (
        one == other,
        quote.type == answer.type,
        quote.cue == answer.cue,
        _by_span(gold, predicted, quote, answer),
    )
    return Fraction(1), Fraction(right), dice, *map(Fraction, map(int, later))


def _matchings(gold: Document, predicted: Document) -> Iterator[tuple[Fraction, ...]]:
    """The criteria's totals for every way to pair gold quotes with predicted ones."""
    golds, found = _once(gold), _once(predicted)
    table = [[_agreement(gold, predicted, one, other) for other in found] for one in golds]
    for order in permutations([*range(len(found)), *[-1] * len(golds)], len(golds)):
        pairs = [table[row][to] if to >= 0 else None for row, to in enumerate(order)]
        rows = [pair for pair in pairs if pair is not None]
        yield (
            tuple(sum(column, Fraction()) for column in zip(*rows, strict=True))
            or (Fraction(),) * 7
        )


@settings(max_examples=150, deadline=None)
@given(readings(), readings())
def test_quotes_agree_with_trying_every_matching(gold: Document, predicted: Document) -> None:
    best = max(_matchings(gold, predicted))
    scores = evaluate([gold], [predicted], resamples=0).metrics
    names = ("content", "attributed", "", "content_exact", "type", "cue", "speaker")
    for name, total in zip(names, best, strict=True):
        if name:
            one = scores[f"quotes.{name}"]
            assert one.p_num == one.r_num == float(total), name
            assert (one.p_den, one.r_den) == (len(_once(predicted)), len(_once(gold)))


@settings(max_examples=150, deadline=None)
@given(readings(), readings())
def test_arguments_agree_with_plain_sets(gold: Document, predicted: Document) -> None:
    keys = _cluster_keys(gold)

    def tuples(document: Document) -> set[Key]:
        span_of = {one.id: one.span for one in document.mentions}
        return {
            (event.trigger, event.type, one.role, keys.get(span, span))
            for event in document.events
            for one in event.arguments
            for span in [span_of[one.mention]]
        }

    one = evaluate([gold], [predicted], resamples=0).metrics["events.arguments"]
    both = len(tuples(gold) & tuples(predicted))
    assert (one.p_num, one.p_den) == (both, len(tuples(predicted)))
    assert (one.r_num, one.r_den) == (both, len(tuples(gold)))


@settings(max_examples=150, deadline=None)
@given(readings(), readings())
def test_coreference_agrees_after_choosing_clusters_and_scope(
    gold: Document, predicted: Document
) -> None:
    golds = list(_clusters(gold).values())
    spans = set().union(*golds)
    answered = list(_clusters(predicted).values())
    found = [one for one in answered if one & _names(predicted) or one & spans]
    scores = evaluate([gold], [predicted], resamples=0)
    assert scores.dropped["clusters"] == len(answered) - len(found)
    b3, linked = scores.metrics["coref.b3"], scores.counts["coref.b3_linked"].values[0]
    assert _b3(found, golds) == pytest.approx((b3.p_num, b3.p_den))
    assert _b3(golds, found) == pytest.approx((b3.r_num, b3.r_den))
    assert _b3(_linked(found), _linked(golds)) == pytest.approx(tuple(linked[:2]))
    assert _b3(_linked(golds), _linked(found)) == pytest.approx(tuple(linked[2:]))
    mention = scores.metrics["coref.mention"]
    assert mention.p_den == len(set().union(*found))
    assert mention.p_num == len(spans & set().union(*found))


def _linked(clusters: list[set[Span]]) -> list[set[Span]]:
    return [one for one in clusters if len(one) > 1]


def _b3(keys: list[set[Span]], others: list[set[Span]]) -> tuple[float, int]:
    shares = [len(key & other) ** 2 / len(key) for key in keys for other in others]
    return sum(shares), sum(len(key) for key in keys)


@settings(max_examples=150, deadline=None)
@given(readings(), readings())
def test_overlaps_agree_with_trying_every_pairing(gold: Document, predicted: Document) -> None:
    golds, found = _flat(gold), _flat(predicted)
    assume(max(len(golds), len(found)) <= MOST_TO_PERMUTE)
    scores = evaluate([gold], [predicted], resamples=0).metrics
    assert scores["entities.strict"].p_num == len(set(golds) & set(found))
    for name, value in (("exact", _exact), ("partial", _partial), ("type", _typed)):
        one = scores[f"entities.{name}"]
        assert one.p_num == one.r_num == _best(golds, found, value), name


Item = tuple[int, int, str]


def _flat(document: Document) -> list[Item]:
    return sorted(
        (*one.span, one.type)
        for one in document.mentions
        if one.type == "DATE" or one.level in ("NAM", None)
    )


def _exact(one: Item, other: Item) -> float:
    return float(one[:2] == other[:2])


def _partial(one: Item, other: Item) -> float:
    return 1.0 if one[:2] == other[:2] else 0.5 * (one[0] < other[1] and other[0] < one[1])


def _typed(one: Item, other: Item) -> float:
    return float(one[2] == other[2] and one[0] < other[1] and other[0] < one[1])


def _best(golds: list[Item], found: list[Item], value: Callable[[Item, Item], float]) -> float:
    short, long = sorted((golds, found), key=len)
    return max(
        sum(value(one, other) for one, other in zip(short, order, strict=True))
        for order in permutations(long, len(short))
    )
