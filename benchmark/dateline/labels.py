"""The ontology as tables that people read: for the guidelines and the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dateline.ontology import ONTOLOGY

__all__ = ["TABLES"]


def _mentions() -> str:
    rows = (
        (f"`{one.name}`", one.gloss, "value" if one.value else "entity", ", ".join(one.ace))
        for one in ONTOLOGY.mentions
    )
    return _table(("type", "what", "kind", "ACE 2005"), rows)


def _levels() -> str:
    return _table(("level", "what"), ((f"`{one.name}`", one.gloss) for one in ONTOLOGY.levels))


def _quotes() -> str:
    rows = ((f"`{one.name}`", one.gloss, one.marks) for one in ONTOLOGY.quotes)
    return _table(("type", "what", "in quotation marks"), rows)


def _realis() -> str:
    return _table(("realis", "what"), ((f"`{one.name}`", one.gloss) for one in ONTOLOGY.realis))


def _events() -> str:
    rows = (
        (
            f"`{one.name}`",
            one.gloss,
            ", ".join(one.roles),
            ", ".join((*one.ace, *one.plover)),
        )
        for one in ONTOLOGY.events
    )
    general = " and ".join(f"`{one.name}`" for one in ONTOLOGY.roles if one.general)
    head = ("type", "what", f"roles, beside {general}", "ACE 2005, PLOVER")
    return _table(head, rows)


def _roles() -> str:
    rows = ((f"`{one.name}`", one.gloss, ", ".join(_in_order(one.takes))) for one in ONTOLOGY.roles)
    return _table(("role", "what", "filled by"), rows)


def _times() -> str:
    rows = ((one.name, f"`={one.example}`") for one in ONTOLOGY.timex)
    return _table(("what", "value"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "mentions": _mentions,
    "levels": _levels,
    "quotes": _quotes,
    "realis": _realis,
    "events": _events,
    "roles": _roles,
    "times": _times,
}


def _in_order(names: frozenset[str]) -> list[str]:
    return [one.name for one in ONTOLOGY.mentions if one.name in names]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
