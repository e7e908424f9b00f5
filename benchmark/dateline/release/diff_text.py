"""The difference between two releases as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.release.diff import LabelDiff, LayerDiff, ReleaseDiff

__all__ = ["diff_lines"]

COLUMNS = ("before", "removed", "left", "added", "joined", "changed", "after")
LEGEND = "left, joined: the label became another, or was another; changed: the rest of the item"
NAMED = 8


def diff_lines(diff: ReleaseDiff) -> Iterator[str]:
    """Documents first, then splits, then each layer that differs with its examples."""
    yield f"Dateline {diff.before} -> {diff.after}"
    if diff.is_empty:
        yield "no difference: the same documents, labels and splits"
        return
    yield f"documents: {diff.documents[0]} -> {diff.documents[1]}"
    yield from _named("added", diff.added)
    yield from _named("removed", diff.removed)
    yield from _named("text changed", diff.rewritten)
    yield from _named("title, date or source changed", diff.described)
    moved = [f"{one.document} ({one.before} -> {one.after})" for one in diff.moved]
    yield from _named("in another split", moved)
    yield f"results to be made again: {', '.join(diff.stale) or 'none'}"
    if any(layer.differs for layer in diff.layers):
        yield LEGEND
    for layer in diff.layers:
        yield from _layer(layer)


def _named(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        rest = f" … and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"  {what}: {len(names)}: {', '.join(names[:NAMED])}{rest}"


def _layer(layer: LayerDiff) -> Iterator[str]:
    yield ""
    if not layer.differs:
        yield f"{layer.layer}: no difference"
        return
    differing = [one for one in layer.labels if one.differs]
    names = [layer.layer, "all", *(one.label for one in differing)]
    width = 2 + max(map(len, names))
    yield layer.layer.ljust(width) + "".join(f"{head:>9}" for head in COLUMNS)
    for one in differing:
        yield _row(f"  {one.label}", width, [one])
    yield _row("  all", width, layer.labels)
    for change in layer.examples:
        yield f"  {change.document}: {change.before or '(none)'} -> {change.after or '(none)'}"


def _row(name: str, width: int, labels: Sequence[LabelDiff]) -> str:
    sums = (sum(getattr(one, column) for one in labels) for column in COLUMNS)
    return name.ljust(width) + "".join(f"{count or '·':>9}" for count in sums)
