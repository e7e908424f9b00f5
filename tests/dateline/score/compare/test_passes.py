"""`dateline agree` over attributes and over several passes: what a team's lead looks at."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from playwright.sync_api import sync_playwright
from sklearn.metrics import cohen_kappa_score

from dateline.document import Document
from dateline.files import write_documents
from dateline.problems import InvalidInput
from dateline.score.compare.agree_page import write_page
from dateline.score.compare.agreement import Agreement, agreement
from dateline.score.compare.attributes import Choice, attributes_of
from dateline.score.compare.passes import agreement_of_passes, matrix_of, passes_text
from support.build import annotated
from support.needs import QUIET, needs_chromium

TEXT = "Ada met Bo in Oslo\n\nAda left."
FIRST = annotated(
    TEXT,
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p1 "Oslo" GPE NAM e3
    m4 p2 "Ada" PERSON NAM e1
    v1 p1 "met" Consult actual participant=m1
    v2 p2 "left" Travel actual agent=m4
    """,
)


def _chosen(pairs: list[tuple[str, str]], stories: int = 1) -> Choice:
    """One choice of the type of events, pairs dealt out to stories in turn."""
    names = [f"d{number}" for number in range(stories)]
    told = Counter((names[place % stories], *both) for place, both in enumerate(pairs))
    found = attributes_of(
        {("events", "type"): told}, {name: name for name in names}, seed=0, resamples=500
    )
    return next(one for one in found if (one.items, one.kind) == ("events", "type"))


def test_kappa_of_cohens_kind_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: .7 equal, .5 by chance, (.7 - .5) / .5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = _chosen(pairs)
    assert found.observed == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.labels == ("n", "y")
    assert found.confusion == ((15, 10), (5, 20))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_what_scikit_learn_says(pairs: list[tuple[str, str]]) -> None:
    found = _chosen(pairs)
    if len({label for both in pairs for label in both}) == 1:
        assert found.kappa is None  # chance alone would do: nothing is left to measure
    else:
        theirs = cohen_kappa_score(*zip(*pairs, strict=True))
        assert found.kappa == pytest.approx(theirs)


def test_an_interval_needs_stories_and_lies_around_kappa() -> None:
    pairs = [("y", "y")] * 30 + [("n", "n")] * 30 + [("y", "n")] * 10
    assert _chosen(pairs).interval is None
    found = _chosen(pairs, stories=35)
    assert found.interval is not None
    assert found.kappa is not None
    assert found.interval[0] < found.kappa < found.interval[1]


def _agreement(second: Document) -> Agreement:
    return agreement([FIRST], [second], resamples=0)


def test_a_copy_is_named_whatever_its_ids() -> None:
    names = {one.id: f"x{one.id}" for one in FIRST.mentions}
    copied = replace(
        FIRST,
        mentions=tuple(
            replace(one, id=names[one.id], entity=f"x{one.entity}") for one in FIRST.mentions
        ),
        events=tuple(
            replace(event, id=f"x{event.id}",
                    arguments=tuple(replace(one, mention=names[one.mention])
                                    for one in event.arguments))
            for event in FIRST.events
        ),
    )  # fmt: skip
    assert _agreement(copied).identical == ("d1",)
    other = replace(FIRST, events=(replace(FIRST.events[0], realis="planned"), FIRST.events[1]))
    assert _agreement(other).identical == ()


def test_two_who_found_nothing_have_not_copied() -> None:
    empty = annotated("Nothing here", "")
    assert agreement([empty], [empty], resamples=0).identical == ()


def _files(folder: Path, *passes: Document) -> list[Path]:
    paths = [folder / f"{name}.jsonl" for name in "abcde"[: len(passes)]]
    for path, one in zip(paths, passes, strict=True):
        write_documents(path, [one])
    return paths


LAST = replace(FIRST, mentions=FIRST.mentions[:3], events=FIRST.events[:1])


def test_three_passes_make_three_pairs_and_a_matrix(tmp_path: Path) -> None:
    found = agreement_of_passes(_files(tmp_path, FIRST, FIRST, LAST))
    assert [(one.first, one.second) for one in found.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    # Of four names the third pass has three: P 1, R 3/4.
    less = 2 * 3 / (3 + 4)
    matrix = matrix_of(found, "entities.strict")
    assert matrix == [[None, 1.0, less], [1.0, None, less], [less, less, None]]
    shown = passes_text(found, "text", details=False)
    assert shown.splitlines()[0].split() == ["entities.strict,", "F1", "a", "b", "c"]
    assert "## b and c" in shown


def test_one_pass_agrees_with_nobody(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"agree\.one-pass"):
        agreement_of_passes(_files(tmp_path, FIRST))


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_shows_everything_and_runs_nothing_of_the_text(tmp_path: Path) -> None:
    hostile = annotated(
        "<script>document.title='x'</script> met Bo\n\nBo left.",
        'm1 p1 "<script>document.title=\'x\'</script>" PERSON NAM e1\nm2 p1 "Bo" PERSON NAM e2',
    )
    other = replace(hostile, mentions=(replace(hostile.mentions[0], type="ORG"),))
    found = agreement_of_passes(_files(tmp_path, hostile, other), examples=5)
    write_page(found, tmp_path / "report.html")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=needs_chromium(), args=list(QUIET))
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((tmp_path / "report.html").as_uri())
        assert page.title() == "Agreement of a, b"
        assert "<script>document.title='x'</script>" in page.inner_text("body")
        assert page.locator("svg").count() > 20
        assert said == []
        browser.close()
