"""Whose version won: every item of two passes against what the adjudicator made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from dateline.document import Document, Span
from dateline.problems import InvalidInput, Problem
from dateline_annotation.adjudication import Item, Pair, matched
from dateline_annotation.adjudication_words import spans_of

__all__ = ["WINNERS", "Decision", "decisions", "history", "tally_text"]

WINNERS = ("both", "first", "second", "neither")


class Decision(Struct, frozen=True):
    """What became of an item: ids in the first pass, the second and the final; who won.

    An item that one pass alone has and the adjudicator took out was won by the other.
    `neither`: both were overruled, or the adjudicator added it (no id in either pass).
    """

    document: str
    items: str
    spans: tuple[Span, ...]
    first: str | None
    second: str | None
    final: str | None
    winner: str


class Fates(Struct, frozen=True):
    """For the ids of a pass's items their pairs with the final document, by kind."""

    pairs: dict[tuple[str, str], Pair]

    def of(self, kind: str, item: Item | None) -> Pair | None:
        return None if item is None else self.pairs[kind, item.id]


def decisions(first: Document, second: Document, final: Document) -> list[Decision]:
    """Every item of two passes over a text against the adjudicated document."""
    one, two = _fates(first, final), _fates(second, final)
    judged = [
        _decision(first.id, pair, one.of(pair.kind, pair.first), two.of(pair.kind, pair.second))
        for pair in matched(first, second)
    ]
    known = {(one.items, one.final) for one in judged}
    return judged + [one for one in _added(first.id, final) if (one.items, one.final) not in known]


def history(passes: Sequence[Sequence[Document]]) -> list[Decision]:
    """The decisions on every document of the final pass, the last of three.

    Raises:
        InvalidInput: with every document that a pass has not, or has with another text.
    """
    first, second, final = ({one.id: one for one in documents} for documents in passes)
    problems = [one for name in final for one in _unfit(name, first, second, final)]
    if problems:
        raise InvalidInput(problems)
    return [one for name in final for one in decisions(first[name], second[name], final[name])]


def tally_text(found: Sequence[Decision]) -> str:
    """A table: for each kind of item how often whose version won."""
    counts = Counter((one.items, one.winner) for one in found)
    lines = [f"{'items':<10}" + "".join(f"{winner:>9}" for winner in WINNERS)]
    for kind in dict.fromkeys(one.items for one in found):
        row = "".join(f"{counts[kind, winner]:>9}" for winner in WINNERS)
        lines.append(f"{kind:<10}{row}")
    return "\n".join(lines)


def _fates(version: Document, final: Document) -> Fates:
    pairs = matched(version, final)
    return Fates({(pair.kind, pair.first.id): pair for pair in pairs if pair.first is not None})


def _decision(document: str, pair: Pair, one: Pair | None, two: Pair | None) -> Decision:
    # A version whose item is gone has lost; where it never had one, it was right.
    kept = [fate for fate in (one, two) if fate is not None and fate.second is not None]
    kept.sort(key=lambda fate: not fate.agreed)
    final = kept[0].second if kept else None
    item = pair.first or pair.second
    return Decision(
        document=document,
        items=pair.kind,
        spans=() if item is None else spans_of(item),
        first=None if pair.first is None else pair.first.id,
        second=None if pair.second is None else pair.second.id,
        final=None if final is None else final.id,
        winner=_winner(_is_right(one, final), _is_right(two, final)),
    )


def _is_right(fate: Pair | None, final: Item | None) -> bool:
    return final is None if fate is None else fate.agreed


def _winner(first: bool, second: bool) -> str:
    if first and second:
        return "both"
    return "first" if first else "second" if second else "neither"


def _added(document: str, final: Document) -> Iterator[Decision]:
    kinds: dict[str, Sequence[Item]] = {
        "mention": final.mentions, "quote": final.quotes, "event": final.events,
    }  # fmt: skip
    for kind, items in kinds.items():
        for item in items:
            yield Decision(document, kind, spans_of(item), None, None, item.id, "neither")


def _unfit(name: str, *passes: dict[str, Document]) -> Iterator[Problem]:
    texts = {one[name].text for one in passes if name in one}
    if not all(name in one for one in passes):
        remedy = "give the two passes that were adjudicated"
        yield Problem(rule="history.no-document", remedy=remedy, document=name)
    elif len(texts) > 1:
        remedy = "give passes over one text"
        yield Problem(rule="history.other-text", remedy=remedy, document=name)
