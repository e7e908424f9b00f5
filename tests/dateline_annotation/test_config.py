"""The labelling page offers exactly what the ontology says, in a setup that the server takes."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import msgspec
import pytest
from label_studio_sdk.label_interface.interface import LabelInterface
from msgspec.structs import replace

from dateline.ontology import ONTOLOGY
from dateline_annotation.config import event_keys, label_config
from dateline_annotation.convert import results_of
from dateline_annotation.instructions import instructions
from dateline_annotation.weeks import weeks_around
from support.build import annotated


@pytest.fixture(scope="module")
def page() -> LabelInterface:
    return LabelInterface(label_config())


def _labels(page: LabelInterface, control: str) -> list[str]:
    return list(page.get_control(control).labels)


def test_the_client_of_the_server_takes_the_setup(page: LabelInterface) -> None:
    page.validate()


def test_every_label_of_the_ontology_can_be_chosen_and_no_other(page: LabelInterface) -> None:
    assert _labels(page, "ent") == [one.name for one in ONTOLOGY.mentions]
    assert _labels(page, "quo") == [one.name for one in ONTOLOGY.quotes]
    assert sorted(_labels(page, "evt")) == sorted(ONTOLOGY.event_types)
    assert _labels(page, "level") == [one.name for one in ONTOLOGY.levels]
    assert _labels(page, "realis") == [one.name for one in ONTOLOGY.realis]


def test_every_role_can_be_drawn() -> None:
    relations = [one.attrib["value"] for one in fromstring(label_config()).iter("Relation")]
    assert relations == ["speaker", "cue", "part", *ONTOLOGY.role_by_name]


def test_beside_the_text_stand_the_fields_for_links_and_the_roles_of_the_selected_event() -> None:
    page = fromstring(label_config())
    labels = {
        one.attrib["name"]: one.attrib["whenLabelValue"].split(",") for one in page.iter("TextArea")
    }
    assert labels["arguments"] == list(ONTOLOGY.event_types)
    assert labels["attribution"] == list(ONTOLOGY.quote_types)
    shown = {
        event: tuple(header.attrib["value"].split(", "))
        for view in page.iter("View")
        if view.get("whenTagName") == "evt"
        for event in view.attrib["whenLabelValue"].split(",")
        for header in view
    }
    assert shown == ONTOLOGY.roles_of


def test_no_key_does_two_things() -> None:
    tags = fromstring(label_config()).iter()
    keys = [one.attrib["hotkey"] for one in tags if "hotkey" in one.attrib]
    assert len(keys) == len(set(keys))
    # Label Studio's own on a text, as its server lists them; without one it gives a bare letter.
    own = {"ctrl+enter", "ctrl+space", "ctrl+z", "ctrl+shift+z", "ctrl+backspace", "enter",
           "alt+r", "alt+h", "ctrl+h", "alt+l", "alt+m", "u", "escape", "backspace", "alt+.",
           "ctrl+d", "delete", "shift+up", "shift+down", "shift+left", "shift+right",
           "shift+."}  # fmt: skip
    assert not own & set(keys)


def test_every_event_type_has_a_key_which_typing_a_name_does_not_press() -> None:
    goals = tuple(replace(ONTOLOGY.events[0], name=f"Goal{number}") for number in range(60))
    keys = event_keys(replace(ONTOLOGY, events=goals))
    assert len(set(keys.values())) == len(goals)
    assert all("shift+" in key for key in [*keys.values(), *event_keys(ONTOLOGY).values()])


def test_events_stand_in_families() -> None:
    (events,) = fromstring(label_config()).findall(".//Labels[@name='evt']")
    families = [one.attrib["value"] for one in events if one.tag == "Header"]
    assert families == list(dict.fromkeys(event.family for event in ONTOLOGY.events))


def test_the_day_of_publication_stands_in_its_week() -> None:
    lines = weeks_around("2024-02-29").splitlines()
    assert lines[0] == "Published 2024-02-29, Thursday"
    assert "Mar  26  27  28 [29]  1   2   3" in lines
    assert len(lines) == 3 + 2 + 5 + 2


def test_a_day_that_is_unknown_is_no_calendar() -> None:
    assert weeks_around(None) == "Day of publication unknown"
    assert weeks_around("2024-02") == "Published 2024-02"


def test_the_instructions_explain_every_label() -> None:
    said = instructions()
    names = [*ONTOLOGY.mention_types, *ONTOLOGY.level_names, *ONTOLOGY.quote_types,
             *ONTOLOGY.event_types, *ONTOLOGY.realis_names, *ONTOLOGY.role_by_name]  # fmt: skip
    assert all(f"<b>{name}</b>" in said for name in names)


def test_another_ontology_gives_another_page() -> None:
    goal = replace(ONTOLOGY.events[0], name="Goal")
    xml = label_config(replace(ONTOLOGY, events=(goal,)))
    assert _labels(LabelInterface(xml), "evt") == ["Goal"]


def test_what_we_send_is_what_the_client_of_the_server_finds_valid(page: LabelInterface) -> None:
    document = annotated(
        "Ada Lund met Bo\n\n“Yes,” she said, “on Friday.”",
        """
        m1 p1 "Ada Lund" PERSON NAM e1
        m2 p2 "she" PERSON PRO e1
        m3 p2 "Friday" DATE =2026-01-09
        q1 p2 "“Yes,”" p2 "“on Friday.”" direct cue p2 "said" speaker m2
        v1 p1 "met" Consult actual participant=m1
        """,
    )
    prediction = {"result": results_of(document), "model_version": "m"}
    assert page.validate_prediction(msgspec.to_builtins(prediction), return_errors=True) == []
