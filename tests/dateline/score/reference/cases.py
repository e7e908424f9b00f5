"""Pairs of documents made to be hard: everything that DESIGN §6 has a sentence about, often.

Drawn from any `random.Random`, so that a test can try thousands from seeds, or let hypothesis
search and shrink. Gold is always legal gold, a prediction always a legal prediction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote, Source, Span
from dateline.ontology import ONTOLOGY

One = TypeVar("One")

TEXT = (
    "Ada Lund met Bo Ek of Oslo Bank on 7 May at noon.\n\n"
    "“We go नमस्कारें at once, and 12 of us stay — or so”, she said; “…!” he told Ada."
)
WORDS = [(0, 3), (4, 8), (9, 12), (13, 15), (16, 18), (22, 26), (27, 31), (35, 36), (37, 40)]
CUES = [None, (103, 107), (117, 121)]
MARKS = (TEXT.index("…"), TEXT.index("…") + 2)
TYPES = ["PERSON", "PERSON", "PERSON", "ORG", "GPE", "EVENT", "DATE", "DATE", "TIME", "MONEY"]
LEVELS = ["NAM", "NAM", "NOM", "PRO", None]
ENTITIES = ["e1", "e1", "e1", "e2", "e2", "e3", None]
# Equal after canonical form, nearly equal, and outside the grammar.
VALUES = [
    "2026-01-06", " 2026-01-06", "PT2H", "pt02h", "2026-01-06T10:00", "2026-01-06t10:00:00",
    "2026-01-06T10", "soon", "SOON", "2026-02-30", "2026-02-30 ", "P0.5Y", "P00.5Y", None,
]  # fmt: skip
EVENTS = ["Consult", "Travel", "Transact"]
REALIS = ["actual", "actual", "planned", "negated"]


class Case(NamedTuple):
    """Gold documents and the predictions for them, in order of id."""

    gold: list[Document]
    predicted: list[Document]


class _Pools(NamedTuple):
    """What both sides of a document choose from: little, so that they meet."""

    spans: list[Span]
    contents: list[Span]
    triggers: list[Span]


def draw_case(draw: Random, *, documents: int = 1) -> Case:
    """A gold file and a prediction file; the layers answered are the file's."""
    layers = _layers(draw, often=0.7)
    pairs = [_pair(draw, f"d{number}", layers) for number in range(documents)]
    return Case([gold for gold, _ in pairs], [predicted for _, predicted in pairs])


def draw_passes(draw: Random, *, documents: int = 1) -> Case:
    """Two annotators' passes, both legal gold with all layers: neither side is the judge."""
    pairs = [_pair(draw, f"d{number}", None) for number in range(documents)]
    return Case(
        [replace(gold, layers=None) for gold, _ in pairs],
        [_legal(replace(other, text=TEXT)) for _, other in pairs],
    )


def _layers(draw: Random, often: float) -> tuple[str, ...] | None:
    if draw.random() < often:
        return None
    return tuple(layer for layer in ONTOLOGY.layer_names if draw.random() < 0.6)


def _pair(draw: Random, name: str, layers: tuple[str, ...] | None) -> tuple[Document, Document]:
    pools = _pools(draw)
    source = Source(story=draw.choice([None, "s1", "s2", "s3"]))
    gold = Document(id=name, text=TEXT, source=source)
    gold = gold if draw.random() < 0.06 else _legal(_annotated(draw, gold, pools))
    other = Document(id=name, layers=layers)
    if draw.random() < 0.06:
        return gold, other
    drawn = _annotated(draw, other, pools)
    if draw.random() < 0.6:
        drawn = _blended(draw, gold, drawn)
    return replace(gold, layers=_layers(draw, often=0.85)), _with_repeats(draw, _at_once(drawn))


def _pools(draw: Random) -> _Pools:
    spans = [_words(draw) for _ in range(draw.randint(3, 11))]
    start = draw.randint(51, 58)
    long = (start, start + draw.randint(9, 26))
    other = draw.randint(51, 75)
    return _Pools(
        spans=spans,
        contents=[long, long, (other, other + draw.randint(10, 22)), MARKS],
        triggers=draw.sample(WORDS, 2),
    )


def _words(draw: Random) -> Span:
    """One to three words: such spans nest, cross and equal each other."""
    first = draw.randrange(len(WORDS) - 2)
    return WORDS[first][0], WORDS[first + draw.choice([0, 0, 1, 2])][1]


def _annotated(draw: Random, bare: Document, pools: _Pools) -> Document:
    drawn = [_mention(draw, number, pools) for number in range(draw.randint(0, 14))]
    mentions = _unlike(drawn, lambda one: (one.start, one.end, one.type))
    ids = [one.id for one in mentions]
    quotes = [_quote(draw, number, pools, ids) for number in range(draw.randint(0, 4))]
    events = [_event(draw, number, pools, ids) for number in range(draw.randint(0, 4))]
    return replace(bare, mentions=mentions, quotes=tuple(quotes), events=tuple(events))


def _mention(draw: Random, number: int, pools: _Pools) -> Mention:
    """Values may carry a level and an entity too, which mean nothing."""
    start, end = draw.choice(pools.spans)
    kind, level, entity = draw.choice(TYPES), draw.choice(LEVELS), draw.choice(ENTITIES)
    return Mention(f"m{number}", start, end, kind, level, entity, draw.choice(VALUES))


def _quote(draw: Random, number: int, pools: _Pools, ids: Sequence[str]) -> Quote:
    kind = draw.choice(["direct", "direct", "mixed", "indirect"])
    speakers = draw.sample(ids, min(len(ids), draw.choice([0, 1, 1, 1, 2])))
    content = _content(draw, draw.choice(pools.contents))
    return Quote(f"q{number}", kind, content, draw.choice(CUES), tuple(speakers))


def _content(draw: Random, span: Span) -> tuple[Span, ...]:
    """The span, a character or two longer or shorter, sometimes with a gap: Dice near 0.9."""
    if span[1] - span[0] < 8:
        return (span,)
    start, end = span[0] + draw.choice([0, 0, -1, 1, 2]), span[1] + draw.choice([0, 0, -1, 1, -2])
    if draw.random() < 0.6:
        return ((start, end),)
    gap = draw.randint(start + 1, end - 3)
    return (start, gap), (gap + draw.choice([0, 1, 1, 2]), end)


def _event(draw: Random, number: int, pools: _Pools, ids: Sequence[str]) -> Event:
    kind, trigger = draw.choice(EVENTS), draw.choice(pools.triggers)
    roles = ONTOLOGY.roles_of[kind] if draw.random() < 0.8 else list(ONTOLOGY.role_by_name)
    many = draw.randint(0, 3) if ids else 0
    arguments = [Argument(draw.choice(roles), draw.choice(ids)) for _ in range(many)]
    return Event(f"v{number}", trigger, kind, draw.choice(REALIS), tuple(arguments))


def _blended(draw: Random, gold: Document, other: Document) -> Document:
    """Mostly gold, with its entities merged and split, and some of another annotation."""
    entity = {name: draw.choice(["a", "b", name, name]) for name in ("e1", "e2", "e3")}
    kept = [
        _altered(draw, replace(one, id=f"g{one.id}", entity=entity.get(one.entity or "")))
        for one in gold.mentions
        if draw.random() < 0.85
    ]
    extra = [one for one in other.mentions if draw.random() < 0.3]
    mentions = _unlike([*kept, *extra], lambda one: (one.start, one.end, one.type))
    ids = [one.id for one in mentions]
    quotes = [_requoted(draw, one, ids) for one in gold.quotes if draw.random() < 0.9]
    quotes += [_requoted(draw, one, ids) for one in other.quotes if draw.random() < 0.3]
    events = [_replayed(draw, one, ids) for one in gold.events if draw.random() < 0.9]
    events += [_replayed(draw, one, ids) for one in other.events if draw.random() < 0.3]
    return replace(other, mentions=mentions, quotes=tuple(quotes), events=tuple(events))


def _altered(draw: Random, mention: Mention) -> Mention:
    change = draw.choice(["", "", "", "", "type", "level", "entity", "value"])
    pools: dict[str, Sequence[str | None]] = {
        "type": TYPES,
        "level": LEVELS,
        "entity": ENTITIES,
        "value": VALUES,
    }
    return replace(mention, **{change: draw.choice(pools[change])}) if change else mention


def _requoted(draw: Random, quote: Quote, ids: Sequence[str]) -> Quote:
    speakers = [f"g{name}" for name in quote.speakers if f"g{name}" in ids]
    if draw.random() < 0.3:
        speakers = draw.sample(ids, min(len(ids), draw.choice([0, 1, 2])))
    changed = replace(quote, speakers=tuple(speakers))
    if draw.random() < 0.5 and len(quote.content) == 1:
        changed = replace(changed, content=_content(draw, quote.content[0]))
    if draw.random() < 0.3:
        changed = replace(changed, cue=draw.choice(CUES))
    return replace(changed, type="mixed") if draw.random() < 0.2 else changed


def _replayed(draw: Random, event: Event, ids: Sequence[str]) -> Event:
    arguments = [
        replace(one, mention=f"g{one.mention}")
        for one in event.arguments
        if f"g{one.mention}" in ids
    ]
    if ids and draw.random() < 0.4:
        arguments.append(Argument(draw.choice(list(ONTOLOGY.role_by_name)), draw.choice(ids)))
    realis = draw.choice(REALIS) if draw.random() < 0.3 else event.realis
    return replace(event, realis=realis, arguments=tuple(arguments))


def _with_repeats(draw: Random, document: Document) -> Document:
    """Some items a second time, referred to by either id; some speakers and arguments too."""
    again = {one.id: f"{one.id}r" for one in document.mentions if draw.random() < 0.15}

    def other(name: str) -> str:
        return again.get(name, name) if draw.random() < 0.5 else name

    repeats = [replace(one, id=again[one.id]) for one in document.mentions if one.id in again]
    quotes = [*document.quotes, *(one for one in document.quotes if draw.random() < 0.15)]
    events = [*document.events, *(one for one in document.events if draw.random() < 0.15)]
    return _at_once(
        replace(
            document,
            mentions=(*document.mentions, *repeats),
            quotes=tuple(_spoken(draw, one, other) for one in quotes),
            events=tuple(_filled(one, other) for one in events),
        )
    )


def _spoken(draw: Random, quote: Quote, other: Callable[[str], str]) -> Quote:
    twice = quote.speakers * draw.choice([1, 1, 1, 2])
    return replace(quote, speakers=tuple(map(other, twice)))


def _filled(event: Event, other: Callable[[str], str]) -> Event:
    return replace(
        event,
        arguments=tuple(replace(one, mention=other(one.mention)) for one in event.arguments),
    )


def _at_once(document: Document) -> Document:
    """Quotes and events with ids of their own."""
    return replace(
        document,
        quotes=tuple(replace(one, id=f"q{place}") for place, one in enumerate(document.quotes)),
        events=tuple(replace(one, id=f"v{place}") for place, one in enumerate(document.events)),
    )


def _legal(document: Document) -> Document:
    """Without what is refused in gold: repeats, and roles that an event type does not have."""
    mentions = _unlike(document.mentions, lambda one: (one.start, one.end, one.type))
    known = {one.id for one in mentions}
    quotes = [
        replace(one, speakers=tuple(name for name in dict.fromkeys(one.speakers) if name in known))
        for one in document.quotes
    ]
    events = [
        replace(one, arguments=tuple(link for link in dict.fromkeys(one.arguments)
                                     if link.role in ONTOLOGY.roles_of[one.type]
                                     and link.mention in known))
        for one in document.events
    ]  # fmt: skip
    return _at_once(
        replace(
            document,
            mentions=mentions,
            quotes=_unlike(quotes, lambda q: (q.type, q.content, q.cue, frozenset(q.speakers))),
            events=_unlike(events, lambda v: (v.trigger, v.type, v.realis, frozenset(v.arguments))),
        )
    )


def _unlike(items: Sequence[One], key: Callable[[One], Hashable]) -> tuple[One, ...]:
    kept: dict[Hashable, One] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return tuple(kept.values())
