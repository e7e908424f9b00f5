"""Near-duplicates: documents that share much of their text, found by shingles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from dateline.document import Document
from dateline.release.tokens import tokenize

__all__ = ["near_duplicates"]

SHINGLE = 3
LIKE = 0.3

Shingles = frozenset[tuple[str, ...]]


def near_duplicates(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Pairs of ids whose texts have a Jaccard similarity of 0.3 or more in word trigrams.

    Every pair that shares a trigram is compared exactly (Broder 1997): nothing is missed.
    """
    shingles = {document.id: _shingles(document.text or "") for document in documents}
    homes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(shingles):
        for shingle in shingles[name]:
            homes[shingle].append(name)
    together = {pair for names in homes.values() for pair in combinations(names, 2)}
    for one, other in sorted(together):
        common = len(shingles[one] & shingles[other])
        if common >= LIKE * len(shingles[one] | shingles[other]):
            yield one, other


def _shingles(text: str) -> Shingles:
    words = [text[start:end].casefold() for start, end in tokenize(text)]
    return frozenset(zip(*(words[shift:] for shift in range(SHINGLE)), strict=False))
