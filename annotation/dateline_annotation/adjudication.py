"""Two passes over one text, merged: what they agree on once, the rest side by side.

Items are paired by their place and type, then by place, then by overlap. A pair whose
items say the same is agreed. Entities have other names in every pass: those of the second
are renamed to those of the first that share most mentions with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote, Span
from dateline_annotation.adjudication_words import differences, spans_of

__all__ = ["Alternative", "Item", "Merged", "Pair", "matched", "merge"]

Item = Mention | Quote | Event
Kind = TypeVar("Kind", Mention, Quote, Event)


class Pair(Struct, frozen=True):
    """An item of the first pass and one of the second (or None), and whether they say the same."""

    kind: str
    first: Item | None
    second: Item | None
    agreed: bool


class Alternative(Struct, frozen=True):
    """A disagreement: ids in the merged document of each pass's item; what differs, in words."""

    kind: str
    document: str
    first: str | None
    second: str | None
    differs: str


class Merged(Struct, frozen=True):
    """Both passes in one document, how many items are agreed, and what is not."""

    document: Document
    agreed: int
    alternatives: tuple[Alternative, ...]


def matched(first: Document, second: Document) -> list[Pair]:
    """Pair the items of two passes over one text; every item is in one pair exactly."""
    second = _renamed(first, second)
    mentions = _paired(first.mentions, second.mentions, _MENTION_TESTS)
    same = {two.id: one.id for one, two in mentions if one is not None and two is not None}
    pairs = [Pair("mention", one, two, _same_mention(one, two)) for one, two in mentions]
    for quote, other in _paired(first.quotes, second.quotes, _QUOTE_TESTS):
        pairs.append(Pair("quote", quote, other, _same_quote(quote, other, same)))
    for event, another in _paired(first.events, second.events, _EVENT_TESTS):
        pairs.append(Pair("event", event, another, _same_event(event, another, same)))
    return pairs


def merge(first: Document, second: Document, names: tuple[str, str]) -> Merged:
    """Merge two passes over one text, called by these names.

    Agreed items keep the first's ids; the others are there in both versions, with ids such
    as `a.m12` and `b.m9`. Whatever points at a mention that is there twice points at both:
    the relation survives whichever of them is taken away.
    """
    pairs = matched(first, second)
    ids = _Ids(pairs, names)
    items = [item for pair in pairs for item in ids.merged(pair)]
    document = replace(
        first,
        mentions=tuple(one for one in items if isinstance(one, Mention)),
        quotes=tuple(one for one in items if isinstance(one, Quote)),
        events=tuple(one for one in items if isinstance(one, Event)),
    )
    alternatives = tuple(
        Alternative(
            pair.kind, first.id, ids.of_first(pair), ids.of_second(pair),
            differences(first, second, (pair.first, pair.second), names),
        )
        for pair in sorted(pairs, key=_begin)
        if not pair.agreed
    )  # fmt: skip
    return Merged(document, len(pairs) - len(alternatives), alternatives)


def _begin(pair: Pair) -> int:
    """Where a pair begins: disagreements are listed in reading order."""
    return min(spans_of(one)[0][0] for one in (pair.first, pair.second) if one is not None)


class _Ids:
    """Ids of the merged document, for the items of two passes."""

    def __init__(self, pairs: Sequence[Pair], names: tuple[str, str]) -> None:
        self.first, self.second = dict[str, str](), dict[str, str]()
        self.places: tuple[dict[str, tuple[str, ...]], ...] = ({}, {})
        self.taken = {pair.first.id for pair in pairs if pair.agreed and pair.first is not None}
        for pair in pairs:
            if pair.first is not None:
                agreed = pair.first.id if pair.agreed else None
                self.first[pair.first.id] = agreed or self._new(names[0], pair.first)
            if pair.second is not None:
                agreed = pair.first.id if pair.agreed and pair.first is not None else None
                self.second[pair.second.id] = agreed or self._new(names[1], pair.second)
        for pair in pairs:
            self._place(pair)

    def of_first(self, pair: Pair) -> str | None:
        return None if pair.first is None else self.first[pair.first.id]

    def of_second(self, pair: Pair) -> str | None:
        return None if pair.second is None else self.second[pair.second.id]

    def merged(self, pair: Pair) -> Iterator[Item]:
        """What of a pair is in the merged document."""
        if pair.first is not None:
            yield _moved(pair.first, self.first[pair.first.id], self.places[0])
        if pair.second is not None and not pair.agreed:
            yield _moved(pair.second, self.second[pair.second.id], self.places[1])

    def _new(self, name: str, item: Item) -> str:
        wish = f"{name}.{item.id}"
        while wish in self.taken:
            wish += "+"
        self.taken.add(wish)
        return wish

    def _place(self, pair: Pair) -> None:
        """Where relations to the items of a pair lead: to both versions of a mention."""
        both = (self.of_first(pair), self.of_second(pair))
        targets = tuple(dict.fromkeys(one for one in both if one is not None))
        if pair.first is not None:
            self.places[0][pair.first.id] = targets
        if pair.second is not None:
            self.places[1][pair.second.id] = targets


def _moved(item: Item, name: str, places: Mapping[str, tuple[str, ...]]) -> Item:
    if isinstance(item, Mention):
        return replace(item, id=name)
    if isinstance(item, Quote):
        speakers = (place for one in item.speakers for place in places[one])
        return replace(item, id=name, speakers=tuple(speakers))
    arguments = (
        Argument(one.role, place) for one in item.arguments for place in places[one.mention]
    )
    return replace(item, id=name, arguments=tuple(arguments))


def _renamed(first: Document, second: Document) -> Document:
    """The second pass with the first's names of entities."""
    names = _aligned(first.mentions, second.mentions)
    taken = {one.entity for one in first.mentions}
    for mention in second.mentions:
        if mention.entity is not None and mention.entity not in names:
            new = mention.entity
            while new in taken:
                new += "+"
            taken.add(new)
            names[mention.entity] = new
    mentions = (
        one if one.entity is None else replace(one, entity=names[one.entity])
        for one in second.mentions
    )
    return replace(second, mentions=tuple(mentions))


def _aligned(first: Sequence[Mention], second: Sequence[Mention]) -> dict[str, str]:
    """For entities of the second those of the first, each once; the best fit goes first."""
    exact, loose = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one, two in product(first, second):
        if one.entity is not None and two.entity is not None and _overlap([one.span], [two.span]):
            loose[two.entity, one.entity] += 1
            exact[two.entity, one.entity] += (one.span, one.type) == (two.span, two.type)
    names = dict[str, str]()
    for theirs, ours in sorted(loose, key=lambda pair: (-exact[pair], -loose[pair])):
        if theirs not in names and ours not in names.values():
            names[theirs] = ours
    return names


def _paired(
    first: Sequence[Kind], second: Sequence[Kind], tests: Sequence[Callable[[Kind, Kind], bool]]
) -> list[tuple[Kind | None, Kind | None]]:
    """Pairs by the strictest test first; in the first's order, then what the second has alone."""
    partner, left = dict[int, Kind](), list(second)
    for is_pair in tests:
        for number, one in enumerate(first):
            place = next((k for k, two in enumerate(left) if is_pair(one, two)), None)
            if number not in partner and place is not None:
                partner[number] = left.pop(place)
    alone: list[tuple[Kind | None, Kind | None]] = [(None, two) for two in left]
    return [(one, partner.get(number)) for number, one in enumerate(first)] + alone


def _overlap(first: Sequence[Span], second: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in first for c, d in second)


_MENTION_TESTS: tuple[Callable[[Mention, Mention], bool], ...] = (
    lambda one, two: (one.span, one.type) == (two.span, two.type),
    lambda one, two: one.span == two.span,
    lambda one, two: _overlap([one.span], [two.span]) and one.type == two.type,
)
_QUOTE_TESTS: tuple[Callable[[Quote, Quote], bool], ...] = (
    lambda one, two: (set(one.content), one.type) == (set(two.content), two.type),
    lambda one, two: set(one.content) == set(two.content),
    lambda one, two: _overlap(one.content, two.content),
)
_EVENT_TESTS: tuple[Callable[[Event, Event], bool], ...] = (
    lambda one, two: (one.trigger, one.type) == (two.trigger, two.type),
    lambda one, two: one.trigger == two.trigger,
    lambda one, two: _overlap([one.trigger], [two.trigger]) and one.type == two.type,
)


def _same_mention(one: Mention | None, two: Mention | None) -> bool:
    return one is not None and two is not None and one == replace(two, id=one.id)


def _same_quote(one: Quote | None, two: Quote | None, same: Mapping[str, str]) -> bool:
    """Speakers that are paired are the same speaker: their own difference is shown once."""
    if one is None or two is None:
        return False
    said = (one.type, set(one.content), one.cue, set(one.speakers))
    return said == (two.type, set(two.content), two.cue, {same.get(x, "") for x in two.speakers})


def _same_event(one: Event | None, two: Event | None, same: Mapping[str, str]) -> bool:
    if one is None or two is None:
        return False
    arguments = {(x.role, x.mention) for x in one.arguments}
    others = {(x.role, same.get(x.mention, "")) for x in two.arguments}
    said = (one.type, one.trigger, one.realis, arguments)
    return said == (two.type, two.trigger, two.realis, others)
