"""Two annotations of one document compared, item by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from dateline.document import Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from dateline.score.compare.disagreements import Contrast, Disagreements, Side
from dateline.score.compare.paired_spans import Labelled, aligned, common_length, left_over
from dateline.score.matching import Edge, best_matching
from dateline.score.quotes import Pair, align_quotes
from dateline.score.tables import Cluster, table_of

__all__ = ["contrast_documents"]

Item = TypeVar("Item", Mention, Quote, Event)
NONE = "none"


def contrast_documents(first: Document, second: Document, into: Disagreements) -> None:
    """Compare two annotations in the layers that both answer; the first has the text.

    Mentions and events are paired by `aligned`; quotes as they are scored, and what is
    then left over by the characters they share, as contents that differ.
    """
    sides = _Sides(first, second, into)
    if sides.answer("entities") or sides.answer("coref"):
        sides.mentions()
    if sides.answer("quotes"):
        sides.quotes()
    if sides.answer("events"):
        sides.events()


class _Sides:
    """Both sides of one document, and where to put what differs."""

    def __init__(self, first: Document, second: Document, into: Disagreements) -> None:
        self.documents = first, second
        self.tables = table_of(first), table_of(second)
        self.text = first.text or ""
        self.into = into
        # Spans of the second side's mentions that are the first's with other boundaries.
        self.moved: dict[Span, Span] = {}

    def answer(self, layer: str) -> bool:
        return all(one.answers(layer) for one in self.documents)

    def mentions(self) -> None:
        """Without coreference names and values alone: nominals are its business."""
        coref = self.answer("coref")
        first, second = (one.mentions if coref else one.flat for one in self.tables)
        labels = [[Labelled(one.span, one.type) for one in side] for side in (first, second)]
        edges = aligned(*labels)
        pairs = [(first[row], second[column]) for row, column in edges]
        self.moved = {other.span: one.span for one, other in pairs if one.span != other.span}
        self._pairs("mentions", "boundary", pairs, lambda one: one.span, _label)
        self._pairs("mentions", "type", pairs, _type, _type)
        if coref:
            named = [pair for pair in pairs if not any(one.is_value for one in pair)]
            self._pairs("mentions", "level", named, _level, _level)
            self._entities(named)
        if self.answer("dates"):
            timex = [pair for pair in pairs if all(map(_is_timex, pair))]
            self._pairs("mentions", "value", timex, _value, _value)
        self._alone("mentions", first, second, edges, _label)

    def quotes(self) -> None:
        first, second = (one.quotes for one in self.tables)
        edges = align_quotes(*self.tables, self.text).pairs
        for (row, column), pair in edges.items():
            self._quote_pair(first[row], second[column], pair)
        near = self._near_quotes(first, second, edges)
        for row, column in near:
            self._compare("quotes", "content", first[row], second[column], _type, differ=True)
        self._alone("quotes", first, second, [*edges, *near], _type)

    def events(self) -> None:
        first, second = (one.events for one in self.tables)
        labels = [[Labelled(one.trigger, one.type) for one in side] for side in (first, second)]
        edges = aligned(*labels)
        pairs = [(first[row], second[column]) for row, column in edges]
        self._pairs("events", "trigger", pairs, lambda one: one.trigger, _type)
        self._pairs("events", "type", pairs, _type, _type)
        self._pairs("events", "realis", pairs, lambda one: one.realis, lambda one: one.realis)
        for pair in pairs:
            self._arguments(*pair)
        self._alone("events", first, second, edges, _type)

    def _entities(self, pairs: Sequence[tuple[Mention, Mention]]) -> None:
        """Mentions in clusters that are not each other's: paired by most common mentions."""
        clusters = [
            tuple(table.cluster_of[one.span] for table, one in zip(self.tables, pair, strict=True))
            for pair in pairs
        ]
        cells = Counter(clusters)
        rows, columns = (_numbers(one[side] for one in clusters) for side in (0, 1))
        weights = {(rows[one], columns[other]): many for (one, other), many in cells.items()}
        linked = set(best_matching(weights))
        for (one, other), (mine, yours) in zip(pairs, clusters, strict=True):
            contrast = self._contrast(
                self._side(one, self._entity(mine)), self._side(other, self._entity(yours))
            )
            differ = (rows[mine], columns[yours]) not in linked
            self.into.compare("mentions", "entity", contrast, differ=differ)

    def _quote_pair(self, one: Quote, other: Quote, pair: Pair) -> None:
        told: tuple[tuple[str, bool, Callable[[Quote, int], str]], ...] = (
            ("content", pair.content_exact, lambda quote, _: quote.type),
            ("type", pair.type, lambda quote, _: quote.type),
            ("cue", pair.cue, lambda quote, _: self._surface(quote.cue)),
            ("speaker", pair.attributed, self._speakers),
        )
        for kind, agree, says in told:
            contrast = self._contrast(
                self._side(one, says(one, 0)), self._side(other, says(other, 1))
            )
            self.into.compare("quotes", kind, contrast, differ=not agree)

    def _near_quotes(
        self, first: Sequence[Quote], second: Sequence[Quote], edges: Iterable[Edge]
    ) -> list[Edge]:
        """Quotes without a partner that share characters."""
        rows, columns = left_over(first, second, list(edges))
        common = {
            (row, column): many
            for row in rows
            for column in columns
            if (many := _common(first[row], second[column]))
        }
        return best_matching(common)

    def _arguments(self, one: Event, other: Event) -> None:
        """Fillers, resolved by the first side's entities as `events.arguments` is.

        A mention with other boundaries is the same filler: it is counted as a boundary.
        """
        mine, yours = self._roles(one, 0), self._roles(other, 1)
        for filler in dict.fromkeys([*mine, *yours]):
            told = [
                None if filler not in roles else self._filled(event, *roles[filler])
                for event, roles in ((one, mine), (other, yours))
            ]
            differ = mine.get(filler, ((), None))[0] != yours.get(filler, ((), None))[0]
            self.into.compare("events", "argument", self._contrast(*told), differ=differ)

    def _roles(self, event: Event, side: int) -> dict[Hashable, tuple[tuple[str, ...], Span]]:
        """For each filler its roles, in order, and where it is mentioned first."""
        roles: dict[Hashable, set[str]] = defaultdict(set)
        spans: dict[Hashable, Span] = {}
        for one in event.arguments:
            span = self.tables[side].span_of[one.mention]
            mine = self.moved.get(span, span) if side else span
            filler = self.tables[0].cluster_of.get(mine, mine)
            roles[filler].add(one.role)
            spans[filler] = min(span, spans.get(filler, span))
        return {filler: (tuple(sorted(names)), spans[filler]) for filler, names in roles.items()}

    def _filled(self, event: Event, roles: tuple[str, ...], span: Span) -> Side:
        return self._told((event.trigger, span), " ".join(roles))

    def _pairs(
        self,
        items: str,
        kind: str,
        pairs: Iterable[tuple[Item, Item]],
        key: Callable[[Item], Hashable],
        says: Callable[[Item], str],
    ) -> None:
        for one, other in pairs:
            self._compare(items, kind, one, other, says, differ=key(one) != key(other))

    def _compare(
        self,
        items: str,
        kind: str,
        one: Item,
        other: Item,
        says: Callable[[Item], str],
        *,
        differ: bool,
    ) -> None:
        contrast = self._contrast(self._side(one, says(one)), self._side(other, says(other)))
        self.into.compare(items, kind, contrast, differ=differ)

    def _alone(
        self,
        items: str,
        first: Sequence[Item],
        second: Sequence[Item],
        edges: Sequence[Edge],
        says: Callable[[Item], str],
    ) -> None:
        rows, columns = left_over(first, second, edges)
        here = [self._side(first[row], says(first[row])) for row in rows]
        there = [self._side(second[column], says(second[column])) for column in columns]
        alone = [self._contrast(one, None) for one in here]
        alone += [self._contrast(None, one) for one in there]
        self.into.miss(items, 2 * len(edges), alone)

    def _contrast(self, first: Side | None, second: Side | None) -> Contrast:
        return Contrast(document=self.documents[0].id, first=first, second=second)

    def _side(self, item: Mention | Quote | Event, says: str) -> Side:
        return self._told(_spans(item), says)

    def _told(self, spans: tuple[Span, ...], says: str) -> Side:
        return Side(spans=spans, surface=tuple(map(self._surface, spans)), says=says)

    def _surface(self, span: Span | None) -> str:
        return NONE if span is None else self.text[slice(*span)]

    def _speakers(self, quote: Quote, side: int) -> str:
        spans = sorted(self.tables[side].speaker_spans(quote))
        return ", ".join(map(self._surface, spans)) or NONE

    def _entity(self, cluster: Cluster) -> str:
        """An entity's longest mention, and how many it has."""
        longest = min(cluster, key=lambda span: (span[0] - span[1], span))
        return f"{self._surface(longest)} ({len(cluster)})"


def _spans(item: Mention | Quote | Event) -> tuple[Span, ...]:
    if isinstance(item, Quote):
        return item.content
    return (item.span,) if isinstance(item, Mention) else (item.trigger,)


def _numbers(clusters: Iterable[Cluster]) -> dict[Cluster, int]:
    return {one: number for number, one in enumerate(dict.fromkeys(clusters))}


def _common(one: Quote, other: Quote) -> int:
    return sum(common_length(mine, yours) for mine in one.content for yours in other.content)


def _type(item: Mention | Quote | Event) -> str:
    return item.type


def _label(mention: Mention) -> str:
    return mention.type if mention.is_value else f"{mention.type} {_level(mention)}"


def _level(mention: Mention) -> str:
    return mention.level or ONTOLOGY.named_level


def _value(mention: Mention) -> str:
    return NONE if mention.value is None else ONTOLOGY.canonical_time(mention.value)


def _is_timex(mention: Mention) -> bool:
    return mention.type in ONTOLOGY.timex_types
