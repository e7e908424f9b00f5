"""Two passes merged: what is agreed is there once, every disagreement in two versions."""

from __future__ import annotations

from hypothesis import given
from msgspec.structs import replace

from dateline.document import Document
from dateline_annotation.adjudication import Merged, matched, merge
from dateline_annotation.adjudication_history import WINNERS, Decision, decisions, tally_text
from dateline_annotation.convert import results_of
from support.build import annotated
from support.generate import documents

NAMES = ("a", "b")
TEXT = "Bo left Arle\n\nThe ministry said talks may fail."


def _pass(*lines: str) -> Document:
    return annotated(TEXT, "\n".join(lines))


def _merged(first: Document, second: Document) -> Merged:
    return merge(first, second, NAMES)


def _said(first: Document, second: Document) -> list[str]:
    return [one.differs for one in _merged(first, second).alternatives]


BO = 'm1 p1 "Bo" PERSON NAM e1'
MINISTRY = 'm2 p2 "The ministry" ORG NOM e2'
QUOTE = 'q1 p2 "talks may fail" indirect cue p2 "said" speaker m2'
EVENT = 'v1 p1 "left" Withdraw actual agent=m1'


def test_a_type_that_differs_is_there_twice_and_relations_lead_to_both() -> None:
    first = _pass(BO, MINISTRY, QUOTE)
    second = _pass('m7 p1 "Bo" PERSON NAM e4', 'm9 p2 "The ministry" GPE NOM e9',
                   'q1 p2 "talks may fail" indirect cue p2 "said" speaker m9')  # fmt: skip
    merged = _merged(first, second)
    assert [one.id for one in merged.document.mentions] == ["m1", "a.m2", "b.m9"]
    assert [one.entity for one in merged.document.mentions] == ["e1", "e2", "e2"]
    assert merged.document.quotes[0].speakers == ("a.m2", "b.m9")
    assert merged.agreed == 2
    (found,) = merged.alternatives
    assert (found.kind, found.document) == ("mention", "d1")
    assert (found.first, found.second) == ("a.m2", "b.m9")
    assert found.differs == "p2 “The ministry”: a says ORG; b says GPE"


def test_what_one_has_alone_is_an_alternative_to_nothing() -> None:
    assert _said(_pass(BO), _pass()) == [
        "p1 “Bo”: a says “Bo”, PERSON, NAM, entity e1, value none; b says nothing here"
    ]
    (found,) = _merged(_pass(), _pass(BO)).alternatives
    assert (found.first, found.second) == (None, "b.m1")


def test_ends_that_differ_are_a_pair() -> None:
    shorter = _pass('m1 p2 "ministry" ORG NOM e1')
    assert _said(_pass(MINISTRY), shorter) == [
        "p2 “The ministry”: a says “The ministry”; b says “ministry”"
    ]


def test_levels_and_entities_that_differ_are_said() -> None:
    assert _said(_pass(BO), _pass('m1 p1 "Bo" PERSON NOM e5')) == [
        "p1 “Bo”: a says NAM; b says NOM"
    ]
    together = _pass(BO, 'm2 p1 "Arle" GPE NAM e1')
    apart = _pass(BO, 'm2 p1 "Arle" GPE NAM e2')
    assert _said(together, apart) == ["p1 “Arle”: a says entity e1; b says entity e2"]


def test_entities_are_the_same_under_other_names() -> None:
    first = _pass(BO, 'm2 p1 "Arle" GPE NAM e2', 'm3 p2 "The ministry" ORG NOM e2')
    second = _pass('m1 p1 "Bo" PERSON NAM e2', 'm2 p1 "Arle" GPE NAM e1',
                   'm3 p2 "The ministry" ORG NOM e1')  # fmt: skip
    assert _merged(first, second) == Merged(first, 3, ())


def test_an_entity_of_the_second_alone_takes_no_name_of_the_first() -> None:
    merged = _merged(_pass(BO), _pass('m1 p2 "The ministry" ORG NOM e1'))
    assert [one.entity for one in merged.document.mentions] == ["e1", "e1+"]


def test_quotes_differ_in_type_cue_and_speakers() -> None:
    first = _pass(BO, MINISTRY, QUOTE)
    other = _pass(BO, MINISTRY, 'q5 p2 "talks may fail" direct speaker m1')
    assert _said(first, other) == [
        "p2 “talks may fail”: a says indirect, cue “said”, speaker “The ministry”; "
        "b says direct, no cue, speaker “Bo”"
    ]


def test_events_differ_in_type_realis_and_roles() -> None:
    first = _pass(BO, EVENT)
    assert _said(first, _pass(BO, 'v1 p1 "left" Withdraw planned')) == [
        "p1 “left”: a says actual, agent “Bo”; b says planned, no arguments"
    ]
    assert _said(first, _pass(BO, 'v3 p1 "left" Consult actual participant=m1')) == [
        "p1 “left”: a says Withdraw, agent “Bo”; b says Consult, participant “Bo”"
    ]


@given(documents())
def test_a_pass_merged_with_itself_is_itself(document: Document) -> None:
    merged = _merged(document, document)
    assert merged.document == document
    assert merged.alternatives == ()


@given(documents(), documents())
def test_no_item_of_either_pass_is_lost(first: Document, second: Document) -> None:
    second = _over(first, second)
    merged = _merged(first, second)
    pairs = matched(first, second)
    assert sorted(one.first.id for one in pairs if one.first) == _ids(first)
    assert sorted(one.second.id for one in pairs if one.second) == _ids(second)
    shown = [name for one in merged.alternatives for name in (one.first, one.second) if name]
    assert set(shown) <= set(_ids(merged.document))
    assert len(_ids(merged.document)) == len(set(_ids(merged.document)))
    assert len(_ids(merged.document)) == merged.agreed + len(shown)
    assert len(_ids(first)) + len(_ids(second)) == 2 * merged.agreed + len(shown)
    results_of(merged.document)


@given(documents(), documents())
def test_who_agrees_with_the_final_wins_everything(first: Document, second: Document) -> None:
    second = _over(first, second)
    found = decisions(first, second, first)
    assert {one.winner for one in found} <= {"both", "first"}
    assert {one.first for one in found if one.first} == set(_ids(first))


def _over(first: Document, second: Document) -> Document:
    """The second's annotation in its place, over a text that is long enough for both."""
    return replace(second, text=f"{first.text}\n\n{second.text}")


def _ids(document: Document) -> list[str]:
    groups = (document.mentions, document.quotes, document.events)
    return sorted(one.id for group in groups for one in group)


def test_history_says_whose_version_won() -> None:
    first = _pass(BO, MINISTRY, 'm3 p1 "Arle" GPE NAM e3', EVENT)
    second = _pass(BO, 'm9 p2 "The ministry" GPE NOM e2', 'm5 p2 "talks" ORG NOM e7',
                   'v1 p1 "left" Withdraw planned agent=m1')  # fmt: skip
    final = _pass(BO, 'm4 p2 "The ministry" GPE NOM e2', 'm6 p1 "Arle" GPE NAM e3',
                  'v1 p1 "left" Withdraw negated agent=m1', QUOTE.replace("m2", "m4"))  # fmt: skip
    found = decisions(first, second, final)
    assert [(one.items, one.first, one.second, one.final, one.winner) for one in found] == [
        ("mention", "m1", "m1", "m1", "both"),
        ("mention", "m2", "m9", "m4", "second"),
        ("mention", "m3", None, "m6", "first"),
        ("mention", None, "m5", None, "first"),
        ("event", "v1", "v1", "v1", "neither"),
        ("quote", None, None, "q1", "neither"),
    ]
    assert found[0].spans == ((0, 2),)
    assert tally_text(found).splitlines()[1].split() == ["mention", "1", "2", "1", "0"]


def test_the_table_names_every_winner() -> None:
    decision = Decision("d1", "mention", (), None, None, "m1", "neither")
    assert tally_text([decision]).splitlines()[0].split() == ["items", *WINNERS]
