"""Systems that the installed packages offer, found through entry points."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from dateline.problems import InvalidInput, Problem
from dateline_baselines.protocol import System

__all__ = ["GROUP", "make_system", "offered"]

GROUP = "dateline.systems"


def offered() -> dict[str, EntryPoint]:
    """Entry points by name, in order of name; nothing is imported."""
    return {entry.name: entry for entry in sorted(entry_points(group=GROUP), key=_name)}


def make_system(name: str) -> System:
    """A new system of this name.

    Raises:
        InvalidInput: there is none, or its package does not import or is no system.
    """
    found = offered()
    if name not in found:
        raise _refused(name, f"one of {', '.join(found)}")
    try:
        system = found[name].load()()
    except Exception as error:
        raise _refused(name, f"mend the package that offers it: {error}") from error
    if not isinstance(system, System):
        raise _refused(name, "give it name, summary, layers and predict (see `protocol.py`)")
    return system


def _name(entry: EntryPoint) -> str:
    return entry.name


def _refused(name: str, remedy: str) -> InvalidInput:
    return InvalidInput([Problem(rule="system.unknown", remedy=remedy, value=name)])
