"""A project's labelling setup held against the one it was made with.

Anybody who may open a project on the open-source server may change its setup. Work done
on a page that lacks a field looks finished and is not: an event without the field for
its realis silently gets the default.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from dateline.problems import Problem

__all__ = ["setup_problems"]

RULE = "annotation.setup-changed"
REMEDY = "put it back with `dateline annotate restore`, then look at the work done since"


def setup_problems(present: str, wanted: str, place: str) -> list[Problem]:
    """What a project's setup lacks, and what it has that it should not.

    Args:
        present: XML of the project, as the server has it.
        wanted: XML that the project should have.
        place: where a person opens the project.
    """
    return [
        Problem(rule=RULE, remedy=REMEDY, file=place, value=found)
        for found in _differences(present, wanted)
    ]


def _differences(present: str, wanted: str) -> Iterator[str]:
    try:
        now = _choices(fromstring(present))
    except ParseError as error:
        yield f"it is no XML: {error}"
        return
    then = _choices(fromstring(wanted))
    for control in then.keys() - now.keys():
        yield f"the field {control} is missing"
    for control in sorted(then.keys() & now.keys()):
        yield from (f"{control}: {one} is missing" for one in then[control] - now[control])
        yield from (f"{control}: {one} is added" for one in now[control] - then[control])
    yield from (f"the field {control} is added" for control in now.keys() - then.keys())


def _choices(view: Element) -> dict[str, set[str]]:
    """For every field of a page, and its relations, what can be chosen there."""
    return {
        element.get("name", element.tag): {
            child.get("value", "") for child in element.iter() if child is not element
        }
        - {""}
        for element in view.iter()
        if element.get("toName") or element.tag == "Relations"
    }
