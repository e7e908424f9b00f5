"""Dateline: who, said what, and what happened, on the same news text.

This package is the core: the document schema and its rules, the readers and
writers, the release builder, the scorers and the leaderboard. Data flows one way
through it, from `document` to `leaderboard`; it imports neither the annotation
workflow (`dateline_annotation`) nor the systems (`dateline_baselines`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["__version__", "load", "tables"]

if TYPE_CHECKING:
    from dateline.release.load import load
    from dateline.release.tables import tables

# Public functions, and the room each lives in: imported when asked for, since
# `import dateline` should not wait for pandas.
_LIVES_IN = {
    "load": "dateline.release.load",
    "tables": "dateline.release.tables",
}


def __getattr__(name: str) -> Any:
    """A public function, imported now."""
    if name not in _LIVES_IN:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(_LIVES_IN[name]), name)
