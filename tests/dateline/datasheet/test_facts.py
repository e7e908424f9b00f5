"""What the datasheet counts, worked out by hand on two small articles."""

from __future__ import annotations

from dateline.datasheet.facts import Entities, Facts, facts_of
from dateline.datasheet.tables import Table
from dateline.document import Document
from dateline.ontology import ONTOLOGY
from support.build import annotated

# 18 words. Two entities: Ada (name, pronoun) and the team (nominal). The third quote has two
# spans and two speakers; the second stands inside the first.
FIRST = annotated(
    "Ada will meet\n\n"
    "On Tuesday “we heard ‘no’ twice,” Ada said. “Go,” she and the team said, “now.”",
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p2 "Tuesday" DATE =2026-01-06
    m3 p2 "Ada" PERSON NAM e1
    m4 p2 "she" PERSON PRO e1
    m5 p2 "the team" ORG NOM e2
    q1 p2 "“we heard ‘no’ twice,”" direct cue p2 "said" speaker m3
    q2 p2 "‘no’" direct speaker none
    q3 p2 "“Go,”" p2 "“now.”" direct cue p2 "said"#2 speaker m4 m5
    v1 p1 "meet" Consult planned participant=m1
    """,
    id="d1", desk="politics", style="brief", story="s1",
)  # fmt: skip
# 6 words. France is one entity of two types: a place and, as an adjective, its people's.
SECOND = annotated(
    "France talks\n\nFrench talks cost $2",
    """
    m1 p1 "France" GPE NAM e1
    m2 p2 "French" NORP NAM e1
    m3 p2 "$2" MONEY
    v1 p1 "talks" Consult actual participant=m1
    v2 p2 "talks" Consult actual
    """,
    id="d2", desk="politics", published="2026-02-01",
)  # fmt: skip


def _facts(*documents: Document, **splits: str) -> Facts:
    return facts_of(documents, splits)


def _cells(table: Table, label: str) -> dict[str, int]:
    (row,) = (row for row in table.rows if row.label == label)
    return dict(zip(table.columns, row.cells, strict=True))


def _total(table: Table) -> dict[str, int]:
    return dict(zip(table.columns, table.total, strict=True))


def test_words_are_what_white_space_separates() -> None:
    size = _facts(FIRST, SECOND).size
    assert (size.documents, size.words) == (2, 24)
    assert (size.shortest, size.median, size.longest) == (6, 12.0, 18)


def test_publication_dates_tiers_and_licences_are_those_of_the_articles() -> None:
    size = _facts(SECOND, FIRST).size
    assert (size.first_published, size.last_published) == ("2026-01-07", "2026-02-01")
    assert (size.tiers, size.licences) == (("core",), ("CC-BY-4.0",))


def test_articles_are_counted_by_desk_style_and_story() -> None:
    facts = _facts(FIRST, SECOND)
    assert _cells(facts.desks, "politics") == {
        "documents": 2, "words": 24, "mentions": 8, "quotes": 3, "events": 3,
    }  # fmt: skip
    assert [row.label for row in facts.styles.rows] == ["brief", "not given"]
    assert _cells(facts.stories, "s1")["documents"] == 1
    assert _cells(facts.stories, "in no story")["documents"] == 1
    assert (facts.size.stories, facts.size.in_a_story) == (1, 1)


def test_there_are_no_splits_before_the_first_release() -> None:
    assert _facts(FIRST).splits is None


def test_splits_stand_in_their_order_and_new_articles_apart() -> None:
    splits = _facts(FIRST, SECOND, d1="test").splits
    assert splits is not None
    assert [(row.label, row.cells[0]) for row in splits.rows] == [
        ("train", 0), ("validation", 0), ("test", 1), ("not assigned yet", 1),
    ]  # fmt: skip


def test_mentions_are_counted_by_type_and_level() -> None:
    facts = _facts(FIRST, SECOND)
    assert _cells(facts.mentions, "PERSON") == {
        "mentions": 3, "NAM": 2, "NOM": 0, "PRO": 1, "entities": 1,
    }  # fmt: skip
    assert _cells(facts.values, "DATE") == {"mentions": 1, "with a TIMEX3 value": 1}
    assert _cells(facts.values, "MONEY") == {"mentions": 1, "with a TIMEX3 value": 0}


def test_an_entity_of_two_types_counts_for_both_and_once_in_all() -> None:
    facts = _facts(SECOND)
    assert [_cells(facts.mentions, label)["entities"] for label in ("GPE", "NORP")] == [1, 1]
    assert _total(facts.mentions)["entities"] == 1


def test_the_same_entity_id_in_two_articles_is_two_entities() -> None:
    assert _facts(FIRST, SECOND).entities == Entities(all=3, named=2, once=1)


def test_quotes_are_counted_by_what_they_lack_or_have_several_of() -> None:
    assert _cells(_facts(FIRST).quotes, "direct") == {
        "quotes": 3, "without cue": 1, "without speaker": 1, "several speakers": 1,
        "several spans": 1, "inside another": 1,
    }  # fmt: skip


def test_a_quote_over_two_spans_of_another_is_inside_and_equal_content_is_not() -> None:
    inside = annotated(
        "T\n\n“a b” c “d e”",
        """
        q1 p2 "“a b”" p2 "“d e”" direct speaker none
        q2 p2 "b" p2 "d" indirect speaker none
        q3 p2 "b" p2 "d" mixed speaker none
        q4 p2 "c" indirect speaker none
        """,
    )
    assert _total(_facts(inside).quotes)["inside another"] == 2


def test_speakers_are_counted_by_level() -> None:
    rows = [(row.label, row.cells) for row in _facts(FIRST).speakers.rows]
    assert rows == [("NAM", (1,)), ("NOM", (1,)), ("PRO", (1,))]


def test_events_are_counted_by_type_and_realis_and_arguments_by_role() -> None:
    facts = _facts(FIRST, SECOND)
    assert _cells(facts.events, "Consult") == {
        "events": 3, "actual": 2, "planned": 1, "hypothetical": 0, "negated": 0, "arguments": 2,
    }  # fmt: skip
    assert _cells(facts.roles, "participant") == {"arguments": 2}


def test_labels_are_all_there_in_the_order_of_the_ontology() -> None:
    facts = _facts(FIRST)
    assert [row.label for row in facts.events.rows] == [one.name for one in ONTOLOGY.events]
    assert [row.label for row in facts.roles.rows] == [one.name for one in ONTOLOGY.roles]
    both = (*facts.mentions.rows, *facts.values.rows)
    assert [row.label for row in both] == [one.name for one in ONTOLOGY.mentions]


def test_labels_without_an_item_are_named() -> None:
    unused = _facts(FIRST, SECOND).unused
    assert unused[:3] == ("LOC", "FAC", "PRODUCT")
    assert {"TIME", "indirect", "Attack", "negated", "agent"} <= set(unused)
    assert not {"PERSON", "MONEY", "PRO", "direct", "Consult", "planned", "participant"} & set(
        unused
    )


def test_the_order_of_documents_changes_nothing() -> None:
    assert _facts(FIRST, SECOND, d1="test") == _facts(SECOND, FIRST, d1="test")
