"""The ontology: what its flags promise to the code that asks by meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ontology import ONTOLOGY


def test_the_types_are_those_of_the_design() -> None:
    assert len(ONTOLOGY.mentions) == 15
    assert len(ONTOLOGY.events) == 28
    assert ONTOLOGY.value_types == {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}
    assert ONTOLOGY.timex_types == {"DATE", "TIME"}
    assert ONTOLOGY.named_level == "NAM"


def test_every_event_type_also_takes_place_and_time() -> None:
    assert all(roles[-2:] == ("place", "time") for roles in ONTOLOGY.roles_of.values())
    assert ONTOLOGY.roles_of["Consult"] == ("participant", "place", "time")


def test_roles_and_fillers_are_defined_in_the_file_itself() -> None:
    for event in ONTOLOGY.events:
        assert set(event.roles) <= set(ONTOLOGY.role_by_name)
    for role in ONTOLOGY.roles:
        assert role.takes <= set(ONTOLOGY.mention_types)


def test_hotkeys_of_mentions_and_levels_are_unique() -> None:
    keys = [mention.hotkey for mention in ONTOLOGY.mentions]
    keys += [level.hotkey for level in ONTOLOGY.levels]
    keys += [realis.hotkey for realis in ONTOLOGY.realis]
    keys += [quote.hotkey for quote in ONTOLOGY.quotes]
    assert len(keys) == len(set(keys))


def test_every_form_of_time_value_accepts_its_example() -> None:
    for form in ONTOLOGY.timex:
        assert ONTOLOGY.is_time_value(form.example), form.name


@pytest.mark.parametrize(
    "value",
    ["2026-01-06", "2026-01", "2026", "2026-W02", "2026-W02-WE", "2026-Q1", "2026-SU", "202X",
     "2026-01-06T14:30", "2026-01-06TMO", "PT3H", "P2Y", "P9M", "PXW", "PRESENT_REF", "BC0600",
     "XXXX-XX-XXT15:00", "XXXX-SU", "PT48H", "P1Y"],
)  # fmt: skip
def test_the_values_of_the_guidelines_are_in_the_grammar(value: str) -> None:
    assert ONTOLOGY.is_time_value(value)
    assert ONTOLOGY.canonical_time(value) == value


@pytest.mark.parametrize(
    "value", ["", "P", "PT", "2026-02-30", "2026-13", "2026-1-6", "2026-01-06T25:00", "Tuesday"]
)
def test_what_is_no_time_value_is_refused(value: str) -> None:
    assert not ONTOLOGY.is_time_value(value)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" p2y ", "P2Y"),
        ("PT03H", "PT3H"),
        ("P010D", "P10D"),
        ("2026-01-06t14:30:00", "2026-01-06T14:30"),
        ("2026-01-06T14:30:05", "2026-01-06T14:30:05"),
        ("PT0.50H", "PT0.50H"),
        (" last Tuesday", " last Tuesday"),
    ],
)
def test_equal_times_have_one_canonical_form(written: str, canonical: str) -> None:
    assert ONTOLOGY.canonical_time(written) == canonical


@given(st.text(alphabet="0123456789PTWXYMDH:-.QSU abc", max_size=14))
def test_canonical_form_is_stable(value: str) -> None:
    once = ONTOLOGY.canonical_time(value)
    assert ONTOLOGY.canonical_time(once) == once
