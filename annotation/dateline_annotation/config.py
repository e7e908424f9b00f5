"""The labelling page, generated from the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dateline.ontology import ONTOLOGY, EventType, Ontology
from dateline_annotation import controls

__all__ = ["ARGUMENTS_SHOWN", "ATTRIBUTION_SHOWN", "ENTITY_SHOWN", "TIME_VALUE_SHOWN", "event_keys",
           "label_config"]  # fmt: skip

# Relations are drawn above the line: without room they cover the text.
STYLE = (
    ".lsf-htx-richtext, .lsf-richtext__line {line-height: 3 !important; font-size: 17px}"
    " .lsf-richtext {padding-top: 24px}"
    " .calendar * {white-space: pre !important; font: 12px/1.4 monospace !important}"
)
PAGE = "display: flex; gap: 16px"
SIDE = (
    "flex: 0 0 260px; position: sticky; top: 0; align-self: flex-start;"
    " max-height: 90vh; overflow: auto"
)
MAIN = "flex: 1; max-width: 900px"
BESIDE = "flex: 0 0 240px; position: sticky; top: 0; align-self: flex-start"
FAMILY = "flex-basis: 100%; font-size: 13px; margin: 4px 0 0"
HINT = "font-size: 13px; margin: 0 4px 8px"
CUE_COLOR = "#7f7f7f"
# Shift+F finds an event type; Shift with the digits before these says an attribute.
EVENT_KEYS = "abcdeghijklmnopqrstuvwxyz890"
MODIFIERS = ("shift", "alt+shift", "ctrl+alt+shift")
CUE_HOTKEY = "c"
NOBODY_HOTKEY = "n"
# What a field shows while it is empty.
ENTITY_SHOWN = "Entity, such as e1, then Enter"
TIME_VALUE_SHOWN = "TIMEX3 value, then Enter"
ARGUMENTS_SHOWN = "role=words, then Enter"
ATTRIBUTION_SHOWN = f"{controls.SPEAKER_RELATION}; {controls.CUE_RELATION}, then Enter"


def label_config(ontology: Ontology = ONTOLOGY) -> str:
    """The XML of a project in which every layer of an article is annotated.

    A mention is a region of the control `ent` with level, entity and time value as
    its own fields; a quote is a region of `quo` for each span of its content (joined
    by the relation `part`), its cue one of `cue`; an event is a region of `evt` on the
    trigger with its realis. Relations say speakers, cues and roles; in the fields
    `arguments` and `attribution` they are typed.
    """
    view = Element("View")
    SubElement(view, "Style").text = STYLE
    page = SubElement(view, "View", style=PAGE)
    side = SubElement(page, "View", style=SIDE)
    _add_labels(side, ontology)
    main = SubElement(page, "View", style=MAIN)
    SubElement(main, "Text", name=controls.TEXT, value="$text", granularity="word")
    beside = SubElement(page, "View", style=BESIDE)
    calendar = SubElement(beside, "View", className="calendar")
    # A header shows nothing where a task has no such field; a text would be an error.
    SubElement(calendar, "Header", value="$calendar", size="6")
    _add_attributes(beside, ontology)
    _add_relations(view, ontology)
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def _add_labels(side: Element, ontology: Ontology) -> None:
    mentions = _labels(side, controls.MENTION, "Who, where, what, when")
    for mention in ontology.mentions:
        SubElement(mentions, "Label", value=mention.name, background=mention.color,
                   hotkey=mention.hotkey, hint=mention.gloss)  # fmt: skip
    quotes = _labels(side, controls.QUOTE, "Said what")
    for quote in ontology.quotes:
        SubElement(quotes, "Label", value=quote.name, background=quote.color,
                   hotkey=quote.hotkey, hint=quote.gloss)  # fmt: skip
    cue = _labels(side, controls.CUE, "By which word")
    SubElement(cue, "Label", value=controls.CUE_LABEL, background=CUE_COLOR, hotkey=CUE_HOTKEY)
    # Without a name the page shows an error instead of the text.
    SubElement(side, "Filter", name="find", toName=controls.TRIGGER, hotkey="shift+f",
               minlength="0", placeholder="Find an event type")  # fmt: skip
    events = _labels(side, controls.TRIGGER, "What happened")
    keys = event_keys(ontology)
    family = ""
    for event in _by_family(ontology.events):
        if event.family != family:
            family = event.family
            SubElement(events, "Header", value=family, size="6", style=FAMILY)
        SubElement(events, "Label", value=event.name, background=event.color,
                   hotkey=keys[event.name], hint=event.gloss)  # fmt: skip


def event_keys(ontology: Ontology) -> dict[str, str]:
    """A key for each event type: Shift and a letter of its name, or else what is left.

    Label Studio gives a bare letter to every label without a key. A name that is typed
    while no field has the focus would then relabel the region that is selected.
    """
    free = [f"{modifier}+{key}" for modifier in MODIFIERS for key in EVENT_KEYS]
    keys = dict[str, str]()
    for event in _by_family(ontology.events):
        wished = (f"{MODIFIERS[0]}+{letter}" for letter in event.name.lower())
        keys[event.name] = next((one for one in wished if one in free), free[0])
        free.remove(keys[event.name])
    return keys


def _labels(side: Element, name: str, title: str) -> Element:
    SubElement(side, "Header", value=title, size="6")
    return SubElement(side, "Labels", name=name, toName=controls.TEXT, showInline="true")


def _by_family(events: Iterable[EventType]) -> list[EventType]:
    families = list(dict.fromkeys(event.family for event in events))
    return sorted(events, key=lambda event: families.index(event.family))


def _add_attributes(side: Element, ontology: Ontology) -> None:
    """Fields first: then Tab leads from the text to the one of the region that was drawn."""
    entities = ",".join(one.name for one in ontology.mentions if not one.value)
    times = ",".join(one.name for one in ontology.mentions if one.timex)
    _line(side, controls.ENTITY, controls.MENTION, ENTITY_SHOWN, entities)
    _line(side, controls.TIME_VALUE, controls.MENTION, TIME_VALUE_SHOWN, times)
    _line(side, controls.ARGUMENTS, controls.TRIGGER, ARGUMENTS_SHOWN, ",".join(ontology.roles_of))
    quotes = ",".join(ontology.quote_types)
    _line(side, controls.ATTRIBUTION, controls.QUOTE, ATTRIBUTION_SHOWN, quotes)
    _add_roles(side, ontology)
    levels = _choices(side, controls.LEVEL, controls.MENTION, entities)
    for level in ontology.levels:
        SubElement(levels, "Choice", value=level.name, hotkey=level.hotkey, hint=level.gloss)
    realis = _choices(side, controls.REALIS, controls.TRIGGER)
    for one in ontology.realis:
        SubElement(realis, "Choice", value=one.name, hotkey=one.hotkey, hint=one.gloss)
    nobody = _choices(side, controls.NOBODY, controls.QUOTE)
    SubElement(nobody, "Choice", value=controls.NOBODY_SAID, hotkey=NOBODY_HOTKEY)


def _add_roles(side: Element, ontology: Ontology) -> None:
    """Below the field for arguments, the roles that the selected event's type allows."""
    by_roles = dict[tuple[str, ...], list[str]]()
    for name, roles in ontology.roles_of.items():
        by_roles.setdefault(roles, []).append(name)
    for roles, events in by_roles.items():
        shown = SubElement(side, "View", visibleWhen="region-selected",
                           whenTagName=controls.TRIGGER,
                           whenLabelValue=",".join(events))  # fmt: skip
        SubElement(shown, "Header", value=", ".join(roles), size="6", style=HINT)


def _choices(side: Element, name: str, of: str, labels: str = "") -> Element:
    choices = SubElement(side, "Choices", name=name, toName=controls.TEXT, perRegion="true",
                         whenTagName=of, visibleWhen="region-selected",
                         choice="single-radio")  # fmt: skip
    if labels:
        choices.set("whenLabelValue", labels)
    return choices


def _line(side: Element, name: str, of: str, placeholder: str, labels: str) -> None:
    """A field; without labels it would be shown for the regions of every control."""
    SubElement(side, "TextArea", name=name, toName=controls.TEXT, perRegion="true",
               whenTagName=of, whenLabelValue=labels, visibleWhen="region-selected",
               maxSubmissions="1", editable="true", placeholder=placeholder)  # fmt: skip


def _add_relations(view: Element, ontology: Ontology) -> None:
    relations = SubElement(view, "Relations")
    ours = (controls.SPEAKER_RELATION, controls.CUE_RELATION, controls.PART_RELATION)
    for name in dict.fromkeys((*ours, *ontology.role_by_name)):
        SubElement(relations, "Relation", value=name)
