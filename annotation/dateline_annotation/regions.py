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

REGION_CONTROLS = frozenset((controls.MENTION, controls.QUOTE, controls.CUE, controls.TRIGGER))
# Per field: the control of the regions it belongs to, and whether it is chosen or typed.
FIELDS = {
    controls.LEVEL: (controls.MENTION, True),
    controls.ENTITY: (controls.MENTION, False),
    controls.TIME_VALUE: (controls.MENTION, False),
    controls.REALIS: (controls.TRIGGER, True),
    controls.NOBODY: (controls.QUOTE, True),
    controls.ARGUMENTS: (controls.TRIGGER, False),
    controls.ATTRIBUTION: (controls.QUOTE, False),
}
TYPED_LINKS = frozenset((controls.ARGUMENTS, controls.ATTRIBUTION))
# Labels of our own; those of the ontology are judged by the form rules.
OURS = {controls.CUE: controls.CUE_LABEL, controls.NOBODY: controls.NOBODY_SAID}
RELATION = "relation"
# The page writes a line end as the two characters \n and runs of white space as one space.
SPACE = re.compile(r"(?:\\n|\\r|\s)+")

_ITEMS = msgspec.json.Decoder(list[Item])


class Region(Struct, frozen=True, gc=False):
    """A labelled span of the text."""

    id: str
    control: str
    label: str
    span: Span


class Field(Struct, frozen=True, gc=False):
    """What was answered about a region."""

    region: str
    control: str
    answer: str


class Relation(Struct, frozen=True, gc=False):
    """Two regions joined under a label; which end was clicked first says nothing."""

    first: Region
    second: Region
    label: str


def _empty_lists() -> dict[str, list[Region]]:
    return {control: [] for control in REGION_CONTROLS}


def _no_answers() -> dict[str, dict[str, str]]:
    return {control: {} for control in FIELDS}


class Regions(Struct):
    """A result, sorted; `typed` are lines that name relations, `problems` what fits nowhere."""

    regions: dict[str, Region] = field(default_factory=dict)
    by_control: dict[str, list[Region]] = field(default_factory=_empty_lists)
    answers: dict[str, dict[str, str]] = field(default_factory=_no_answers)
    relations: list[Relation] = field(default_factory=list)
    typed: list[tuple[Region, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, control: str) -> list[Region]:
        """The regions of a control, in the order of the result."""
        return self.by_control[control]

    def add(self, region: Region) -> None:
        """Add a region whose id is new."""
        self.regions[region.id] = region
        self.by_control[region.control].append(region)

    def answer(self, region: Region, control: str) -> str | None:
        """What was answered in a field of a region, or None."""
        return self.answers[control].get(region.id)


def sort_items(result: bytes, text: str) -> Regions:
    """Sort a result (JSON) over a text; every item that is wrong becomes a problem."""
    found, others = Regions(), list[Item]()
    for item in _items(result, found.problems):
        if item.from_name in REGION_CONTROLS and item.type != RELATION:
            _add_region(item, text, found)
        else:
            others.append(item)
    for item in others:
        if item.type == RELATION:
            _add_relation(item, found)
        else:
            _add_field(item, found)
    return found


def _items(result: bytes, problems: list[Problem]) -> Iterator[Item]:
    try:
        yield from _ITEMS.decode(result)
    except msgspec.DecodeError:
        yield from _sound_items(result, problems)


def _sound_items(result: bytes, problems: list[Problem]) -> Iterator[Item]:
    """The items one by one, where not all of them are."""
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
    value, control = item.value, item.from_name or ""
    labels = () if value is None else value.labels or ()
    if not item.id or value is None or value.start is None or value.end is None:
        found.problems.append(defects.SHAPE.at(_place(item), control))
        return
    if item.id in found.regions or len(labels) != 1:
        found.problems.append(defects.REPEATED_REGION.at(_place(item), labels))
        return
    (label,) = labels
    if label != OURS.get(control, label):
        found.problems.append(defects.UNKNOWN_LABEL.at(_place(item), label))
    found.add(Region(item.id, control, label, (value.start, value.end)))
    surface, characters = value.text, text[value.start : value.end]
    if surface == characters or not (isinstance(surface, str) and characters):
        return
    if _squeezed(surface) != _squeezed(characters):
        found.problems.append(defects.SURFACE.at(_place(item), (surface, characters)))


def _place(item: Item) -> str:
    return f"regions.{item.id}"


def _squeezed(surface: str) -> str:
    return SPACE.sub(" ", surface).strip()


def _add_field(item: Item, found: Regions) -> None:
    name, value = item.from_name or "", item.value
    if name not in FIELDS or value is None:
        found.problems.append(defects.UNKNOWN_CONTROL.at(_field_place(item), item.type))
        return
    control, chosen = FIELDS[name]
    region = found.regions.get(item.id or "")
    if region is None or region.control != control:
        found.problems.append(defects.LOOSE_FIELD.at(_field_place(item)))
        return
    answers, known = value.choices if chosen else value.text, found.answers[name]
    if not answers or isinstance(answers, str):
        found.problems.append(defects.ONE_ANSWER.at(_field_place(item), answers))
        return
    if len(answers) > 1 or region.id in known:
        found.problems.append(defects.ONE_ANSWER.at(_field_place(item), answers))
    answer = answers[0]
    if name in TYPED_LINKS:
        found.typed.append((region, answer))
        return
    known.setdefault(region.id, answer)
    if answer != OURS.get(name, answer):
        found.problems.append(defects.UNKNOWN_LABEL.at(_field_place(item), answer))
    if answer != answer.strip():
        found.problems.append(defects.WHITE_SPACE.at(_field_place(item), answer))


def _field_place(item: Item) -> str:
    return f"{_place(item)}.{item.from_name}"


def _add_relation(item: Item, found: Regions) -> None:
    first, second = found.regions.get(item.from_id or ""), found.regions.get(item.to_id or "")
    labels = item.labels or ()
    if first is not None and second is not None and len(labels) == 1:
        found.relations.append(Relation(first, second, labels[0]))
        return
    defect = defects.DANGLING if first is None or second is None else defects.UNLABELLED
    found.problems.append(defect.at(f"relations.{item.from_id}.{item.to_id}", labels))
