"""What changed between two releases: documents, splits, and the labels of each layer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Span
from dateline.release.load import documents
from dateline.release.pieces import PIECES, Piece, projection
from dateline.release.splits import SHARES

__all__ = [
    "ItemDiff",
    "LabelDiff",
    "LayerDiff",
    "Moved",
    "ReleaseDiff",
    "diff_parts",
    "diff_releases",
]

Parts = Mapping[str, Sequence[Document]]


class LabelDiff(Struct, frozen=True, kw_only=True):
    """A label's items: before - removed - left + added + joined = after.

    `left` and `joined` are items whose label changed from this one and to it; `changed`
    kept the label, and something else of them is new.
    """

    label: str
    before: int
    removed: int
    left: int
    added: int
    joined: int
    changed: int
    after: int

    @property
    def differs(self) -> bool:
        """Whether any of its items is not as it was."""
        return any((self.removed, self.left, self.added, self.joined, self.changed))


class ItemDiff(Struct, frozen=True, kw_only=True):
    """One item, as it was and as it is, in words; None where it was not or is no more."""

    document: str
    before: str | None
    after: str | None


class LayerDiff(Struct, frozen=True, kw_only=True):
    """A layer's labels that either release has, and some of the items that changed."""

    layer: str
    labels: tuple[LabelDiff, ...]
    examples: tuple[ItemDiff, ...]

    @property
    def differs(self) -> bool:
        """Whether any item of the layer is not as it was."""
        return any(one.differs for one in self.labels)


class Moved(Struct, frozen=True):
    """A document that stands in another split than before; there should be none."""

    document: str
    before: str
    after: str


class ReleaseDiff(Struct, frozen=True, kw_only=True):
    """Everything that differs between two releases.

    `described` are documents whose text stayed and whose title, date or source changed;
    `stale` are splits on which systems have to be scored again.
    """

    before: str
    after: str
    documents: tuple[int, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    rewritten: tuple[str, ...]
    described: tuple[str, ...]
    moved: tuple[Moved, ...]
    stale: tuple[str, ...]
    layers: tuple[LayerDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two hold the same documents, labels and splits."""
        about = (self.added, self.removed, self.rewritten, self.described, self.moved)
        return not any(about) and not any(layer.differs for layer in self.layers)


def diff_releases(
    before: str, after: str, *, root: Path | None = None, examples: int = 3
) -> ReleaseDiff:
    """Compare two releases.

    Args:
        before: version of the earlier one.
        after: version of the later one.
        root: the folder of releases; None for where `load` looks.
        examples: how many changed items of each layer to show.

    Raises:
        InvalidInput: there is no such release, or it has other labels than those in use.
    """
    old, new = (
        {split: documents(version, split, root=root) for split in SHARES}
        for version in (before, after)
    )
    return replace(diff_parts(old, new, examples=examples), before=before, after=after)


def diff_parts(before: Parts, after: Parts, *, examples: int = 3) -> ReleaseDiff:
    """Compare documents by split; as `diff_releases`, with versions left empty."""
    old = {one.id: one for part in before.values() for one in part}
    new = {one.id: one for part in after.values() for one in part}
    both = sorted(old.keys() & new.keys())
    homes, now = _homes(before), _homes(after)
    return ReleaseDiff(
        before="",
        after="",
        documents=(len(old), len(new)),
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        rewritten=tuple(name for name in both if old[name].text != new[name].text),
        described=tuple(name for name in both if _described_anew(old[name], new[name])),
        moved=tuple(
            Moved(name, homes[name], now[name]) for name in both if homes[name] != now[name]
        ),
        stale=tuple(split for split in SHARES if _stale(before.get(split), after.get(split))),
        layers=tuple(_layer(layer, old, new, examples) for layer in PIECES),
    )


def _homes(parts: Parts) -> dict[str, str]:
    return {one.id: split for split, part in parts.items() for one in part}


def _stale(before: Sequence[Document] | None, after: Sequence[Document] | None) -> bool:
    """Whether a result on the split was measured on other documents or other gold."""
    old, new = ({one.id: one for one in part or ()} for part in (before, after))
    return old != new


def _described_anew(before: Document, after: Document) -> bool:
    def about(document: Document) -> tuple[object, ...]:
        source = replace(document.source, sha256=None)
        return document.title, document.published, source, document.layers

    return before.text == after.text and about(before) != about(after)


class _Paired(Struct, frozen=True):
    """An item of either release, or of both, and the document it stands in."""

    document: str
    before: Piece | None
    after: Piece | None


def _layer(
    layer: str, old: Mapping[str, Document], new: Mapping[str, Document], examples: int
) -> LayerDiff:
    names = sorted(old.keys() | new.keys())
    pairs = [pair for name in names for pair in _pairs(layer, old.get(name), new.get(name))]
    # What a document brings or takes is no example: it is named, and changed as a whole.
    shown = [one for one in pairs if one.document in old and one.document in new and _differ(one)]
    return LayerDiff(
        layer=layer,
        labels=tuple(_labels(pairs)),
        examples=tuple(map(_change, shown[:examples])),
    )


def _differ(pair: _Paired) -> bool:
    one, other = pair.before, pair.after
    return one is None or other is None or _said(one) != _said(other)


def _said(piece: Piece) -> tuple[object, ...]:
    return piece.label, piece.details


def _change(pair: _Paired) -> ItemDiff:
    return ItemDiff(
        document=pair.document,
        before=None if pair.before is None else pair.before.shown,
        after=None if pair.after is None else pair.after.shown,
    )


def _pairs(layer: str, before: Document | None, after: Document | None) -> Iterator[_Paired]:
    """The items of a document, those at one place together."""
    project = projection(before, after) if before and after else lambda span: span
    old = _by_place(() if before is None else PIECES[layer](before, project))
    new = _by_place(() if after is None else PIECES[layer](after, lambda span: span))
    name = next(one.id for one in (before, after) if one is not None)
    for place in sorted(old.keys() | new.keys()):
        for one, other in _matched(old.get(place, []), new.get(place, [])):
            yield _Paired(name, one, other)


def _by_place(pieces: Iterable[Piece]) -> dict[tuple[Span, ...], list[Piece]]:
    found = defaultdict[tuple[Span, ...], list[Piece]](list)
    for piece in pieces:
        found[piece.place].append(piece)
    return found


def _matched(old: list[Piece], new: list[Piece]) -> Iterator[tuple[Piece | None, Piece | None]]:
    """First those that are equal, then those with one label, then what is left."""
    left, right = list(old), list(new)
    for key in (_said, lambda piece: piece.label, lambda _: None):
        for one in list(left):
            other = next((piece for piece in right if key(piece) == key(one)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                yield one, other
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _labels(pairs: Sequence[_Paired]) -> Iterator[LabelDiff]:
    """The count of each label, in order of name."""
    counts = Counter(kind for pair in pairs for kind in _kinds(pair))
    for label in sorted({label for label, _ in counts}):
        names = LabelDiff.__struct_fields__[1:]
        yield LabelDiff(label=label, **{name: counts[label, name] for name in names})


def _kinds(pair: _Paired) -> Iterator[tuple[str, str]]:
    """What a pair counts as, under which labels."""
    one, other = pair.before, pair.after
    if one is not None:
        yield one.label, "before"
    if other is not None:
        yield other.label, "after"
    if one is None and other is not None:
        yield other.label, "added"
    elif other is None and one is not None:
        yield one.label, "removed"
    elif one is not None and other is not None and one.label != other.label:
        yield one.label, "left"
        yield other.label, "joined"
    elif one is not None and other is not None and one.details != other.details:
        yield one.label, "changed"
