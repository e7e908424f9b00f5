"""A labelling setup changed by hand is told in words that say what is gone or new."""

from __future__ import annotations

import pytest

from dateline_annotation.adjudicate import adjudication_config
from dateline_annotation.config import label_config
from dateline_annotation.setup import setup_problems

WANTED = """<View>
  <Text name="text" value="$text"/>
  <Labels name="ent" toName="text"><Label value="A"/><Label value="B"/></Labels>
  <Choices name="level" toName="text" perRegion="true"><Choice value="x"/></Choices>
  <Relations><Relation value="part"/></Relations>
</View>"""


def _found(present: str, wanted: str = WANTED) -> list[object]:
    return [problem.value for problem in setup_problems(present, wanted, "project 1")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('<Label value="B"/>', "", ["ent: B is missing"]),
        ('<Label value="B"/>', '<Label value="B"/><Label value="C"/>', ["ent: C is added"]),
        ('<Label value="B"/>', '<Label value="b"/>', ["ent: B is missing", "ent: b is added"]),
        ('name="level"', 'name="rank"', ["the field level is missing", "the field rank is added"]),
        ('<Relation value="part"/>', "", ["Relations: part is missing"]),
        ("</View>", "", ["it is no XML: no element found: line 6, column 0"]),
        ("<View>", '<View><Style>p {color: red}</Style><Header value="Read first"/>', []),
        ('<Label value="A"/>', '<Label value="A" background="red" hotkey="z"/>', []),
    ],
)
def test_what_is_missing_and_what_is_added_is_named(old: str, new: str, found: list[str]) -> None:
    """Looks may be changed by hand; what can be annotated may not."""
    assert _found(WANTED.replace(old, new)) == found


def test_our_own_setups_are_as_they_should_be() -> None:
    assert _found(label_config(), label_config()) == []
    assert _found(adjudication_config(), label_config()) == []


def test_an_emptied_setup_lacks_every_field() -> None:
    found = _found("<View/>", label_config())
    assert "the field realis is missing" in found
    assert len(found) > 5
