"""Drawing items at random: each layer a stratum, each item of a layer equally likely."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from dateline.audit.items import LAYERS, Item, items_of
from dateline.document import Document
from dateline.files import encode, read_documents
from dateline.problems import InvalidInput, Problem
from dateline.release.load import TIER, documents
from dateline.release.splits import SHARES

__all__ = ["Draw", "allot", "draw_from_gold", "draw_from_release", "draw_items"]


class Draw(Struct, frozen=True, kw_only=True):
    """Items drawn, and from what: enough to say where an error rate comes from.

    `sha256` is of the documents, encoded, in order of id; `sizes` how many items each
    layer has in them.
    """

    source: str
    sha256: str
    seed: int
    sizes: dict[str, int]
    items: tuple[Item, ...]


def draw_from_gold(path: Path, *, items: int, seed: int) -> Draw:
    """Draw from a file of gold.

    Raises:
        InvalidInput: as `draw_items`, or the file is no gold.
    """
    return draw_items(read_documents(path, gold=True), source=path.name, items=items, seed=seed)


def draw_from_release(version: str, *, root: Path | None, items: int, seed: int) -> Draw:
    """Draw from all splits of a release.

    Raises:
        InvalidInput: as `draw_items`, or there is no such release.
    """
    found = [one for split in SHARES for one in documents(version, split, root=root)]
    return draw_items(found, source=f"release {version}", items=items, seed=seed)


def draw_items(found: Sequence[Document], *, source: str, items: int, seed: int) -> Draw:
    """Draw items without replacement, as many of each layer as the others if it has them.

    A layer's rate is what is asked for, so layers get equal shares: in proportion to their
    sizes, events would get a handful. They come out in order of document, so that who
    reads an article reads it once.

    Raises:
        InvalidInput: a document is not of the core tier or has no text, or too few or too
            many items are asked for.
    """
    ordered = sorted(found, key=lambda one: one.id)
    problems = list(_not_ours(ordered))
    ours = [] if problems else ordered
    everything = {layer.name: items_of(ours, layer) for layer in LAYERS}
    sizes = {name: len(members) for name, members in everything.items()}
    problems += [] if problems else _bad_number(items, sum(sizes.values()))
    if problems:
        raise InvalidInput(problems)
    return Draw(
        source=source,
        sha256=hashlib.sha256(b"\n".join(map(encode, ordered))).hexdigest(),
        seed=seed,
        sizes=sizes,
        items=_sample(everything, allot(items, sizes), seed),
    )


def allot(items: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Equal shares, the smallest layers first: what they lack goes to the larger ones."""
    shares, left = dict[str, int](), items
    for place, name in enumerate(sorted(sizes, key=lambda name: sizes[name])):
        shares[name] = min(sizes[name], left // (len(sizes) - place))
        left -= shares[name]
    return shares


def _sample(
    everything: Mapping[str, Sequence[Item]], shares: Mapping[str, int], seed: int
) -> tuple[Item, ...]:
    chance = random.Random(seed)
    drawn = [one for name, all_ in everything.items() for one in chance.sample(all_, shares[name])]
    return tuple(sorted(drawn, key=lambda one: one.key))


def _not_ours(found: Sequence[Document]) -> Iterator[Problem]:
    for document in found:
        if document.source.tier != TIER or document.text is None:
            yield Problem(
                rule="audit.not-core",
                remedy=f"draw from documents of the {TIER} tier with their text: a sheet quotes it",
                document=document.id,
                field="source.tier",
                value=document.source.tier,
            )


def _bad_number(items: int, there: int) -> Iterator[Problem]:
    if not len(LAYERS) <= items <= there:
        remedy = f"ask for {len(LAYERS)} to {there} items: so many there are"
        yield Problem(rule="audit.items", remedy=remedy, value=items)
