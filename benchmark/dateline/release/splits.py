"""Splits: whole stories and near-duplicates together, spread over desks and styles.

A document never changes its split: assignments of earlier releases come in, and only
new groups of documents are assigned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from dateline.document import Document, Source, sha256_of
from dateline.problems import InvalidInput, Problem
from dateline.release.duplicates import near_duplicates

__all__ = ["SHARES", "assign_splits", "read_splits"]

# In percent of the documents of core.
SHARES = {"train": 50, "validation": 10, "test": 40}
# Styles are fewer in a desk than documents in a split: with more weight desks come out uneven.
_STYLE = 0.1


def assign_splits(documents: Sequence[Document], earlier: Mapping[str, str]) -> dict[str, str]:
    """The split of every document, by id.

    Args:
        documents: all documents of the release.
        earlier: splits of documents of earlier releases, which stay.

    Groups are taken desk by desk, the largest first, else in an order that a hash settles, and
    each goes to the split that has the least of its share (Webster's method), among the
    documents of its desk and among all, both counted alike, and among those of its style, which
    count a tenth: every desk is spread, and the whole keeps its shares.

    Raises:
        InvalidInput: a group joins documents of different earlier splits.
    """
    splits, by_id = dict(earlier), {one.id: one for one in documents}
    groups = sorted(_groups(documents), key=_order)
    problems = [problem for group in groups for problem in _torn(group, earlier)]
    if problems:
        raise InvalidInput(problems)
    for group in groups:
        known = {splits[one.id] for one in group if one.id in splits}
        split = known.pop() if known else _emptiest(splits, by_id, group[0].source)
        splits.update((one.id, split) for one in group)
    return {document.id: splits[document.id] for document in sorted(documents, key=_id)}


def read_splits(path: Path) -> dict[str, str]:
    """The split of every document of earlier releases, by id; empty before the first.

    Raises:
        InvalidInput: the file is not an object of ids and splits, or names another split.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise InvalidInput([_unknown(path, None, str(error))]) from error
    problems = [_unknown(path, name, split) for name, split in found.items() if split not in SHARES]
    if problems:
        raise InvalidInput(problems)
    return found


def _unknown(path: Path, document: str | None, value: str) -> Problem:
    return Problem(
        rule="release.splits",
        remedy=f"restore the file: ids, each with one of {', '.join(SHARES)}",
        file=path.name,
        document=document,
        value=value,
    )


def _emptiest(splits: Mapping[str, str], documents: Mapping[str, Document], like: Source) -> str:
    """The split that lacks most of its share, of all documents and of those that are alike."""
    sources = {name: documents[name].source for name in splits if name in documents}
    everything = Counter(splits.values())
    desk = Counter(splits[name] for name, one in sources.items() if one.desk == like.desk)
    style = Counter(splits[name] for name, one in sources.items() if one.style == like.style)

    def filled(split: str) -> float:
        return _fill(split, everything) + _fill(split, desk) + _STYLE * _fill(split, style)

    return min(SHARES, key=filled)


def _fill(split: str, sizes: Counter[str]) -> float:
    """How full a split is; shares are compared with what there is altogether."""
    return (sizes[split] + 0.5) / SHARES[split] / (sizes.total() + 1)


def _id(document: Document) -> str:
    return document.id


def _order(group: Sequence[Document]) -> tuple[str, int, str]:
    return group[0].source.desk or "", -len(group), sha256_of(group[0].id)


def _torn(group: Sequence[Document], earlier: Mapping[str, str]) -> Iterator[Problem]:
    known = {one.id: earlier[one.id] for one in group if one.id in earlier}
    if len(set(known.values())) > 1:
        yield Problem(
            rule="release.story-over-splits",
            remedy="leave out what joins these documents: a story, or text in common",
            value=known,
        )


def _groups(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents joined by story or likeness, each group in order of id."""
    joined = {document.id: document.id for document in documents}

    def root(name: str) -> str:
        while joined[name] != name:
            name = joined[name]
        return name

    for one, other in [*_same_story(documents), *near_duplicates(documents)]:
        first, second = sorted((root(one), root(other)))
        joined[second] = first
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=_id):
        groups[root(document.id)].append(document)
    yield from groups.values()


def _same_story(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for document in documents:
        if document.source.story is not None:
            yield first.setdefault(document.source.story, document.id), document.id
