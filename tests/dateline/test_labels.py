"""The tables of the guidelines say what the ontology says, no less."""

from __future__ import annotations

import pytest

from dateline.labels import TABLES
from dateline.ontology import ONTOLOGY


def _first_column(name: str) -> list[str]:
    rows = TABLES[name]().splitlines()[2:]
    return [row.split("|")[1].strip(" `") for row in rows]


@pytest.mark.parametrize("name", ["mentions", "levels", "quotes", "realis", "events", "roles"])
def test_every_label_has_a_row_in_the_order_of_the_ontology(name: str) -> None:
    assert _first_column(name) == [one.name for one in getattr(ONTOLOGY, name)]


def test_every_form_of_time_has_an_example_that_the_grammar_takes() -> None:
    values = [row.split("`=")[1].split("`")[0] for row in TABLES["times"]().splitlines()[2:]]
    assert len(values) == len(ONTOLOGY.timex)
    assert all(map(ONTOLOGY.is_time_value, values))


def test_an_event_type_shows_its_roles() -> None:
    rows = TABLES["events"]().splitlines()[2:]
    for row, event in zip(rows, ONTOLOGY.events, strict=True):
        assert row.split("|")[3].strip() == ", ".join(event.roles)
