"""The items of a Label Studio result sorted into regions, fields and relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct, field

from dateline.document import Span
from dateline.problems import Problem
from dateline_annotation import controls, defects
from dateline_annotation.exports import Item

__all__ = ["Field", "Region", "Regions", "Relation", "sort_items"]

REGION_CONTROLS = (controls.MENTION, controls.QUOTE, controls.CUE, controls.TRIGGER)
# Per field: the control of the regions it belongs to, and whether it is chosen or typed.
FIELDS = {
    controls.LEVEL: (controls.MENTION, True),
    controls.ENTITY: (controls.MENTION, False),
    controls.TIME_VALUE: (controls.MENTION, False),
    controls.REALIS: (controls.TRIGGER, True),
    controls.NOBODY: (controls.QUOTE, True),
}
# Labels of our own; those of the ontology are judged by the form rules.
OURS = {controls.CUE: controls.CUE_LABEL, controls.NOBODY: controls.NOBODY_SAID}
RELATION = "relation"
# The page writes a line end as the two characters \n and runs of white space as one space.
SPACE = re.compile(r"(?:\\n|\\r|\s)+")


class Region(Struct, frozen=True):
    """A labelled span of the text."""

    id: str
    control: str
    label: str
    span: Span


class Field(Struct, frozen=True):
    """What was answered about a region."""

    region: str
    control: str
    answer: str


class Relation(Struct, frozen=True):
    """Two regions joined under a label; which end was clicked first says nothing."""

    first: Region
    second: Region
    label: str


class Regions(Struct):
    """A result, sorted; `problems` says what fits nowhere."""

    regions: dict[str, Region] = field(default_factory=dict)
    fields: dict[tuple[str, str], str] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, control: str) -> Iterator[Region]:
        """The regions of a control, in the order of the result."""
        return (region for region in self.regions.values() if region.control == control)

    def answer(self, region: Region, control: str) -> str | None:
        """What was answered in a field of a region, or None."""
        return self.fields.get((region.id, control))


def sort_items(result: bytes, text: str) -> Regions:
    """Sort a result (JSON) over a text; every item that is wrong becomes a problem."""
    found = Regions()
    items = list(_items(result, found.problems))
    for item in items:
        if item.from_name in REGION_CONTROLS and item.type != RELATION:
            _add_region(item, text, found)
    for item in items:
        if item.type == RELATION:
            _add_relation(item, found)
        elif item.from_name not in REGION_CONTROLS:
            _add_field(item, found)
    return found


def _items(result: bytes, problems: list[Problem]) -> Iterator[Item]:
    try:
        raw = msgspec.json.decode(result, type=list[msgspec.Raw])
    except msgspec.DecodeError as error:
        problems.append(defects.SHAPE.at("result", str(error)))
        return
    for number, one in enumerate(raw):
        try:
            yield msgspec.json.decode(one, type=Item)
        except msgspec.DecodeError as error:
            problems.append(defects.SHAPE.at(f"result.{number}", str(error)))


def _add_region(item: Item, text: str, found: Regions) -> None:
    place = f"regions.{item.id}"
    value, control = item.value, item.from_name or ""
    labels = () if value is None else value.labels or ()
    if not item.id or value is None or value.start is None or value.end is None:
        found.problems.append(defects.SHAPE.at(place, control))
        return
    if item.id in found.regions or len(labels) != 1:
        found.problems.append(defects.REPEATED_REGION.at(place, labels))
        return
    if labels[0] != OURS.get(control, labels[0]):
        found.problems.append(defects.UNKNOWN_LABEL.at(place, labels[0]))
    region = Region(item.id, control, labels[0], (value.start, value.end))
    found.regions[item.id] = region
    characters = text[slice(*region.span)]
    if isinstance(value.text, str) and characters and not _is_same(value.text, characters):
        found.problems.append(defects.SURFACE.at(place, (value.text, characters)))


def _is_same(surface: str, characters: str) -> bool:
    return _squeezed(surface) == _squeezed(characters)


def _squeezed(surface: str) -> str:
    return SPACE.sub(" ", surface).strip()


def _add_field(item: Item, found: Regions) -> None:
    place = f"regions.{item.id}.{item.from_name}"
    if item.from_name not in FIELDS or item.value is None:
        found.problems.append(defects.UNKNOWN_CONTROL.at(place, item.type))
        return
    control, chosen = FIELDS[item.from_name]
    region = found.regions.get(item.id or "")
    if region is None or region.control != control:
        found.problems.append(defects.LOOSE_FIELD.at(place))
        return
    answers = item.value.choices if chosen else item.value.text
    key = (region.id, item.from_name)
    if not answers or isinstance(answers, str):
        found.problems.append(defects.ONE_ANSWER.at(place, answers))
        return
    if len(answers) > 1 or key in found.fields:
        found.problems.append(defects.ONE_ANSWER.at(place, answers))
    found.fields.setdefault(key, answers[0])
    found.problems += _answer_problems(place, item.from_name, answers[0])


def _answer_problems(place: str, control: str, answer: str) -> Iterator[Problem]:
    if answer != OURS.get(control, answer):
        yield defects.UNKNOWN_LABEL.at(place, answer)
    if answer != answer.strip():
        yield defects.WHITE_SPACE.at(place, answer)


def _add_relation(item: Item, found: Regions) -> None:
    place = f"relations.{item.from_id}.{item.to_id}"
    ends = [found.regions.get(name or "") for name in (item.from_id, item.to_id)]
    labels = item.labels or ()
    first, second = ends
    if first is None or second is None:
        found.problems.append(defects.DANGLING.at(place, labels))
    elif len(labels) != 1:
        found.problems.append(defects.UNLABELLED.at(place, labels))
    else:
        found.relations.append(Relation(first, second, labels[0]))
