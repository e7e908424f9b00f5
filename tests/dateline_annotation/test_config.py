"""The labelling page offers exactly what the ontology says, in a setup that the server takes."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import msgspec
import pytest
from label_studio_sdk.label_interface.interface import LabelInterface
from msgspec.structs import replace

from dateline.ontology import ONTOLOGY
from dateline_annotation.config import label_config
from dateline_annotation.convert import results_of
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


def test_no_key_does_two_things() -> None:
    tags = fromstring(label_config()).iter()
    keys = [one.attrib["hotkey"] for one in tags if "hotkey" in one.attrib]
    assert len(keys) == len(set(keys))


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
