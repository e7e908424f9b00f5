"""Goals against gold: what a release lacks is seen before anybody measures it."""

from __future__ import annotations

import msgspec
import pytest

from dateline.datasheet.goals import Coverage, Reached, coverage_of
from dateline.datasheet.phenomena import PHENOMENA
from dateline.datasheet.plan import PLAN, Goal
from dateline.document import Document
from dateline.ontology import ONTOLOGY
from support.build import annotated


def _meeting(number: int, style: str = "brief") -> Document:
    sheet = 'm1 p1 "Ada" PERSON NAM e1\nv1 p2 "met" Consult actual participant=m1'
    return annotated("Ada\n\nThey met", sheet, id=f"d{number:03}", style=style)


def _reached(coverage: Coverage, label: str) -> Reached:
    (found,) = (one for one in coverage.reached if one.label == label)
    return found


def test_a_label_is_counted_in_core_and_in_test() -> None:
    coverage = coverage_of([_meeting(n) for n in range(5)], {"d000": "test", "d001": "train"})
    for label in ("Consult", "participant", "PERSON"):
        assert (_reached(coverage, label).core, _reached(coverage, label).test) == (5, 1)
    assert _reached(coverage, "Attack") in coverage.below


def test_enough_in_core_is_not_enough_without_test() -> None:
    goal = _reached(coverage_of([_meeting(0)], {}), "Consult").goal
    documents = [_meeting(number) for number in range(goal.core)]
    assert not _reached(coverage_of(documents, {}), "Consult").enough
    tested = {one.id: "test" for one in documents[: goal.test]}
    assert _reached(coverage_of(documents, tested), "Consult").enough
    assert not _reached(coverage_of(documents[1:], tested), "Consult").enough


def test_every_label_of_the_ontology_has_its_goal_once() -> None:
    labels = [one.label for one in coverage_of([_meeting(0)], {}).reached]
    named = [one.name for group in (ONTOLOGY.events, ONTOLOGY.roles, ONTOLOGY.mentions,
                                    ONTOLOGY.quotes) for one in group]  # fmt: skip
    assert labels == [*named, "without cue", "far speaker", "joint speakers"]


def test_a_goal_for_one_phenomenon_names_one_that_is_counted() -> None:
    """A misspelt one would be below its goal for ever."""
    assert {one.label for one in PLAN.goals if one.label} <= {one.name for one in PHENOMENA}


def test_the_labels_of_the_plan_are_the_ontologys() -> None:
    """A label renamed in the ontology would make phenomena vanish."""
    used = {label for group in msgspec.structs.astuple(PLAN.labels) for label in group}
    named = {one.name for group in (ONTOLOGY.mentions, ONTOLOGY.levels, ONTOLOGY.roles)
             for one in group}  # fmt: skip
    assert used <= named


def test_a_goal_about_something_unknown_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="of"):
        msgspec.convert({"of": "adverbs", "core": 1, "why": "none"}, Goal)


def test_styles_that_nobody_planned_are_shown_after_those_planned() -> None:
    styles = coverage_of([_meeting(0), _meeting(1, "sonnet"), _meeting(2)], {}).styles
    assert [one.name for one in styles] == [*PLAN.styles, "sonnet"]
    assert {one.name: one.articles for one in styles if one.articles} == {"brief": 2, "sonnet": 1}
