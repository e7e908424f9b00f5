"""What a release contains, by number, so that an old one is built again as it was.

1: Parquet, card, CHANGES.md, JSON Schema. Its manifest gives no number.
2: LICENSE and croissant.json too, and in the card a hash of the rows of each config.
"""

from __future__ import annotations

__all__ = ["FIRST", "contents_of"]

FIRST, SECOND = 1, 2
# The last release with the first contents; bytes that are published never change.
LAST_OF_FIRST = (0, 1, 0)


def contents_of(version: str) -> int:
    """The number of what a release of this version, such as 0.1.0, contains."""
    return FIRST if tuple(map(int, version.split("."))) <= LAST_OF_FIRST else SECOND
