"""What must not change a score, and which way a change must move it.

Whoever shuffles a file, renames entities or scores in shards must get the same digits; who
adds a wrong answer must never gain. Where that cannot be promised, a test says why.
"""

from __future__ import annotations

from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote, Span
from dateline.score import METRICS, Evaluation, evaluate

from .reference import Case, draw_case, draw_passes

Item = TypeVar("Item")
RANDOMS = st.randoms(use_true_random=False)
quick = settings(max_examples=60, deadline=None)
# Gold alone decides who is who in these, so that the sides are not alike.
GOLD_DECIDES = {
    "quotes.content_exact", "quotes.type", "quotes.cue", "quotes.speaker",
    "quotes.attributed", "events.arguments", "overall",
}  # fmt: skip
EVENT_SETS = ("ti", "tc", "ai", "ac", "ai_plus", "ac_plus", "arguments", "realis")


def _score(case: Case, *, resamples: int = 0, scoped: bool = True) -> Evaluation:
    return evaluate(case.gold, case.predicted, resamples=resamples, scoped=scoped)


def _f1(gold: Document, predicted: Document, metric: str) -> float:
    """F1, with 0 for null: nothing to be right about earns nothing."""
    return _score(Case([gold], [predicted])).metrics[metric].f1 or 0.0


def _counts(gold: Document, predicted: Document, metric: str) -> tuple[float, ...]:
    return tuple(_score(Case([gold], [predicted])).counts[metric].values[0])


def _mixed(draw: Random, items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(draw.sample(items, len(items)))


def _renamed(draw: Random, document: Document) -> Document:
    """The same annotation in another order, with other ids and names of entities."""
    old = [one.id for one in document.mentions]
    name = dict(zip(old, draw.sample([f"z{place}" for place in range(len(old))], len(old)),
                    strict=True))  # fmt: skip
    known = [*{one.entity for one in document.mentions} - {None}]
    entity = dict(zip(sorted(map(str, known)), draw.sample("pqrstuvw", len(known)), strict=True))
    mentions = tuple(
        replace(one, id=name[one.id], entity=entity.get(str(one.entity), one.entity))
        for one in _mixed(draw, document.mentions)
    )
    quotes = tuple(
        replace(one, id=f"k{place}", speakers=_mixed(draw, tuple(name[s] for s in one.speakers)))
        for place, one in enumerate(_mixed(draw, document.quotes))
    )
    events = tuple(_replayed(draw, one, name) for one in _mixed(draw, document.events))
    return replace(document, mentions=mentions, quotes=quotes, events=events)


def _replayed(draw: Random, event: Event, name: dict[str, str]) -> Event:
    links = tuple(replace(one, mention=name[one.mention]) for one in event.arguments)
    return replace(event, id=f"{event.id}x", arguments=_mixed(draw, links))


@quick
@given(RANDOMS)
def test_order_ids_and_names_of_entities_change_no_digit(draw: Random) -> None:
    case = draw_case(draw, documents=3)
    other = Case(
        list(_mixed(draw, tuple(_renamed(draw, one) for one in case.gold))),
        list(_mixed(draw, tuple(_renamed(draw, one) for one in case.predicted))),
    )
    one, two = _score(case, resamples=30), _score(other, resamples=30)
    assert one.metrics == two.metrics
    assert one.dropped == two.dropped
    for name, counts in one.counts.items():
        assert (counts.values == two.counts[name].values).all(), name


@quick
@given(RANDOMS)
def test_gold_against_itself_is_one_where_it_is_defined(draw: Random) -> None:
    gold = draw_passes(draw).gold[0]
    for name, one in _score(Case([gold], [gold])).metrics.items():
        if name != "dates.value":  # a value that is not given is wrong, whoever leaves it out
            assert one.f1 in (None, pytest.approx(1)), name


@quick
@given(RANDOMS)
def test_sides_that_change_places_change_precision_for_recall(draw: Random) -> None:
    gold, other = draw_passes(draw, documents=2)
    other_first = [replace(one, source=gold[0].source) for one in other]
    one = _score(Case(gold, other), scoped=False).metrics
    two = _score(Case(other_first, gold), scoped=False).metrics
    for name in set(one) - GOLD_DECIDES:
        ours = (one[name].precision, one[name].recall, one[name].f1)
        theirs = (two[name].recall, two[name].precision, two[name].f1)
        assert ours == tuple(None if v is None else pytest.approx(v) for v in theirs), name


def test_arguments_are_not_symmetrical_since_gold_decides_who_is_who() -> None:
    # One side has Ada and she in one entity, the other apart: each names another of them.
    one, apart = _said("e1", filler="m1"), _said("e2", filler="m2")
    assert _f1(one, apart, "events.arguments") == 1
    assert _f1(apart, one, "events.arguments") == 0


def _said(entity: str, *, filler: str) -> Document:
    mentions = (Mention("m1", 0, 3, "PERSON", "NAM", "e1"),
                Mention("m2", 4, 7, "PERSON", "PRO", entity))  # fmt: skip
    event = Event("v1", (8, 12), "Travel", "actual", (Argument("agent", filler),))
    return Document(id="d1", text="Ada she left", mentions=mentions, events=(event,))


@quick
@given(RANDOMS)
def test_a_wrong_name_or_value_never_raises_a_score(draw: Random) -> None:
    gold, predicted = (side[0] for side in draw_passes(draw))
    # The last characters of the text: no item of gold is there.
    wrong = Mention("new", 128, 130, draw.choice(["ORG", "DATE"]), "NAM", "new", "2026-01-06")
    more = replace(predicted, mentions=(*predicted.mentions, wrong))
    names = ["strict", "exact", "partial", "type"]
    clusters = ["muc", "b3", "ceafe", "lea", "conll", "conll_linked", "mention"]
    for name in [*(f"entities.{one}" for one in names), *(f"coref.{one}" for one in clusters),
                 "dates.value"]:  # fmt: skip
        assert _f1(gold, more, name) <= _f1(gold, predicted, name) + 1e-12, name


@quick
@given(RANDOMS)
def test_a_right_name_or_value_never_lowers_what_compares_sets(draw: Random) -> None:
    gold, predicted = (side[0] for side in draw_passes(draw))
    have = {(one.start, one.end, one.type) for one in predicted.mentions}
    for one in gold.mentions:
        right = replace(one, id="new", entity=None)
        if (one.start, one.end, one.type) not in have:
            more = replace(predicted, mentions=(*predicted.mentions, right))
            for name in ("entities.strict", *(["dates.value"] if one.value else [])):
                assert _f1(gold, more, name) >= _f1(gold, predicted, name) - 1e-12, name


def test_a_right_name_may_lower_what_looks_at_boundaries_alone() -> None:
    # Oslo is found already, with a wrong type: for `exact` the right answer is a second one.
    gold = Document(id="d1", text="Oslo", mentions=(Mention("m1", 0, 4, "GPE"),))
    wrong = Mention("m1", 0, 4, "ORG")
    both = (wrong, Mention("m2", 0, 4, "GPE"))
    for metric, before, after in (("exact", 1, 2 / 3), ("strict", 0, 2 / 3)):
        assert _f1(gold, replace(gold, mentions=(wrong,)), f"entities.{metric}") == before
        assert _f1(gold, replace(gold, mentions=both), f"entities.{metric}") == after


def test_a_right_mention_may_lower_coreference() -> None:
    # "she" is right, but joins a cluster that is wrong: B³ loses 2 × 1/2 of precision.
    gold = Document(id="d1", text="x" * 9, mentions=(
        Mention("a", 0, 1, "PERSON", "NAM", "e1"), Mention("b", 1, 2, "PERSON", "NAM", "e2"),
        Mention("c", 2, 3, "PERSON", "PRO", "e2")))  # fmt: skip
    a, b, c = gold.mentions
    before = replace(gold, mentions=(a, b))
    after = replace(gold, mentions=(a, b, replace(c, entity="e1")))
    assert _f1(gold, after, "coref.ceafe") < _f1(gold, before, "coref.ceafe")


@quick
@given(RANDOMS)
def test_wrong_events_never_raise_and_right_ones_never_lower_a_score(draw: Random) -> None:
    gold, predicted = (side[0] for side in draw_passes(draw))
    wrong = Event("new", (126, 130), "Attack", "negated")
    names = [f"events.{one}" for one in EVENT_SETS]
    more = replace(predicted, events=(*predicted.events, wrong))
    assert all(_f1(gold, more, one) <= _f1(gold, predicted, one) + 1e-12 for one in names)
    right = [
        replace(event, id=f"g{event.id}", arguments=tuple(
            replace(one, mention=f"g{one.mention}") for one in event.arguments))
        for event in gold.events
    ]  # fmt: skip
    known = replace(predicted, mentions=(*predicted.mentions, *_missing(gold, predicted)))
    here = {one.id for one in known.mentions}
    for event in right:
        if all(one.mention in here for one in event.arguments):
            more = replace(known, events=(*known.events, event))
            assert all(_f1(gold, more, one) >= _f1(gold, known, one) - 1e-12 for one in names)


def _missing(gold: Document, predicted: Document) -> tuple[Mention, ...]:
    have = {(one.start, one.end, one.type) for one in predicted.mentions}
    return tuple(
        replace(one, id=f"g{one.id}")
        for one in gold.mentions
        if (one.start, one.end, one.type) not in have
    )


@quick
@given(RANDOMS)
def test_a_wrong_quote_never_raises_a_score(draw: Random) -> None:
    # Of every quote metric: it can be paired with nothing, and others stay as they were.
    gold, predicted = (side[0] for side in draw_passes(draw))
    wrong = Quote("new", "direct", ((0, 12),), None, ())
    more = replace(predicted, quotes=(*predicted.quotes, wrong))
    for metric in METRICS:
        if metric.layer == "quotes":
            before, after = (_f1(gold, one, metric.id) for one in (predicted, more))
            assert after <= before + 1e-12, metric.id


@quick
@given(RANDOMS)
def test_a_right_quote_never_lowers_content_and_costs_no_attribution(draw: Random) -> None:
    # The prediction has gold's people. Of the other criteria it may cost some: they are
    # settled after the number of pairs and of right attributions. F1 of attribution may fall:
    # if another quote had gold's attribution, the right one adds a pair and no attribution.
    gold, other = (side[0] for side in draw_passes(draw))
    told = _own(gold.quotes)
    predicted = replace(gold, quotes=tuple(one for one in told if draw.random() < 0.5))
    predicted = replace(predicted, quotes=(*predicted.quotes, *_unspoken(other)))
    for quote in told:
        if quote not in predicted.quotes:
            more = replace(predicted, quotes=(*predicted.quotes, quote))
            before = _counts(gold, predicted, "quotes.content")[0]
            if _counts(gold, more, "quotes.content")[0] > before:  # gold's was still free
                contents = (_f1(gold, one, "quotes.content") for one in (predicted, more))
                assert next(contents) <= next(contents) + 1e-12
                right = (_counts(gold, one, "quotes.attributed")[0] for one in (predicted, more))
                assert next(right) <= next(right)


def _own(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    return tuple(replace(one, id=f"own{one.id}") for one in quotes)


def _unspoken(document: Document) -> tuple[Quote, ...]:
    return tuple(replace(one, cue=(0, 1), speakers=()) for one in document.quotes)


@quick
@given(RANDOMS)
def test_counts_of_shards_add_up(draw: Random) -> None:
    case = draw_case(draw, documents=4)
    whole = _score(case).counts
    first, second = (_score(Case(case.gold[part], case.predicted[part])).counts
                     for part in (slice(2), slice(2, 4)))  # fmt: skip
    for name, counts in whole.items():
        assert (counts.values[:2] == first[name].values).all(), name
        assert (counts.values[2:] == second[name].values).all(), name


def test_hundreds_of_documents_count_like_each_alone() -> None:
    # More than are counted together at once; a span of one never meets a span of another.
    drawn = [draw_passes(Random(seed)) for seed in range(405)]
    gold = [replace(one.gold[0], id=f"d{place:03}") for place, one in enumerate(drawn)]
    found = [replace(one.predicted[0], id=f"d{place:03}") for place, one in enumerate(drawn)]
    whole = _score(Case(gold, found)).counts
    for place in range(0, 405, 9):
        alone = _score(Case([gold[place]], [found[place]])).counts
        for name, counts in alone.items():
            assert (counts.values[0] == whole[name].values[place]).all(), (place, name)


def _moved(document: Document, many: int) -> Document:
    def by(span: Span) -> Span:
        return span[0] + many, span[1] + many

    return replace(
        document,
        text=None if document.text is None else "é, “x” " * (many // 7) + document.text,
        mentions=tuple(
            replace(one, start=one.start + many, end=one.end + many) for one in document.mentions
        ),
        quotes=tuple(
            replace(one, content=tuple(map(by, one.content)), cue=one.cue and by(one.cue))
            for one in document.quotes
        ),
        events=tuple(replace(one, trigger=by(one.trigger)) for one in document.events),
    )


@quick
@given(RANDOMS, st.integers(1, 90))
def test_a_text_before_the_text_changes_nothing(draw: Random, many: int) -> None:
    case = draw_case(draw, documents=2)
    moved = Case(*([_moved(one, 7 * many) for one in side] for side in case))
    assert _score(case).metrics == _score(moved).metrics


def _reclustered(document: Document, *, joined: bool) -> Document:
    """Everybody in one cluster, or every span in its own."""
    mentions = tuple(
        replace(one, entity="all" if joined else f"{one.start}-{one.end}")
        for one in document.mentions
        if not one.is_value
    )
    known = {one.id for one in mentions}
    quotes = tuple(one for one in document.quotes if known.issuperset(one.speakers))
    return replace(document, mentions=mentions, quotes=quotes, events=())


def _people(document: Document) -> Document:
    """The same without values, and without what hangs on them; nobody's entity is null."""
    mentions = tuple(
        replace(one, entity=one.entity or f"own{one.start}-{one.end}")
        for one in document.mentions
        if not one.is_value
    )
    known = {one.id for one in mentions}
    quotes = tuple(one for one in document.quotes if known.issuperset(one.speakers))
    return replace(document, mentions=mentions, quotes=quotes, events=())


def _entities(document: Document) -> dict[str, str]:
    """The entity of each mention: that of the type which is first on its span."""
    order = [one.id for one in sorted(document.mentions, key=lambda one: _rank(one.type))]
    of = document.mention_by_id()
    spans: dict[Span, str] = {}
    for name in order:
        spans.setdefault(of[name].span, str(of[name].entity))
    return {one.id: spans[one.span] for one in document.mentions}


def _rank(kind: str) -> int:
    return ["PERSON", "ORG", "GPE", "EVENT"].index(kind)


@quick
@given(RANDOMS)
def test_a_cluster_for_each_mention_never_knows_whom_a_pronoun_means(draw: Random) -> None:
    gold = _people(draw_passes(draw).gold[0])
    entities, of = _entities(gold), gold.mention_by_id()
    names = {one.span for one in gold.mentions if one.is_name}
    named = {entities[one.id] for one in gold.mentions if one.span in names}
    lost = [
        quote
        for quote in gold.quotes
        if any(of[s].span not in names and entities[s] in named for s in quote.speakers)
    ]
    right = _counts(gold, _reclustered(gold, joined=False), "quotes.attributed")[0]
    assert right <= len(gold.quotes) - len(lost)


@quick
@given(RANDOMS)
def test_one_cluster_for_everything_speaks_for_one_entity_at_most(draw: Random) -> None:
    gold = _people(draw_passes(draw).gold[0])
    entities = _entities(gold)
    spoken = [frozenset(entities[name] for name in quote.speakers) for quote in gold.quotes]
    alone = [spoken.count(one) for one in set(spoken) if len(one) == 1]
    right = _counts(gold, _reclustered(gold, joined=True), "quotes.attributed")[0]
    assert right <= spoken.count(frozenset()) + max(alone, default=0)


@quick
@given(RANDOMS)
def test_a_score_is_null_exactly_where_there_is_nothing_to_divide_by(draw: Random) -> None:
    found = _score(draw_case(draw, documents=draw.choice([1, 2])))
    for name, one in found.metrics.items():
        if one.p_den is not None:
            assert (one.precision is None) == (one.p_den == 0), name
            assert (one.recall is None) == (one.r_den == 0), name
            assert (one.f1 is None) == (one.p_den == one.r_den == 0), name
            assert one.f1 is None or 0 <= one.f1 <= 1
            if one.f1 is not None and None in (one.precision, one.recall):
                assert one.f1 == 0, name


@quick
@given(RANDOMS)
def test_a_layer_that_is_not_answered_is_null_on_every_metric(draw: Random) -> None:
    case = draw_case(draw, documents=2)
    layer = draw.choice(["entities", "coref", "dates", "quotes", "events"])
    others = tuple(one for one in ("entities", "coref", "dates", "quotes", "events")
                   if one != layer)  # fmt: skip
    found = _score(Case(case.gold, [replace(one, layers=others) for one in case.predicted]))
    for metric in METRICS:
        if metric.layer == layer:
            one = found.metrics[metric.id]
            assert (one.precision, one.recall, one.f1, one.interval) == (None,) * 4
    if layer != "dates":
        assert found.metrics["overall"].f1 is None
