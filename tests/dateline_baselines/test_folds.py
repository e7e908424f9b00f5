"""Cross-fitting: nobody is asked about a story that they were fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.cli import build_app
from dateline.document import Document
from dateline.files import write_documents
from dateline_baselines import folds
from dateline_baselines.folds import folds_of, predict_folds
from support.build import article


def _documents(stories: Sequence[int | None]) -> list[Document]:
    bare = article("Title\n\nBody.")
    return [
        replace(
            bare, id=f"d{number}",
            source=replace(bare.source, story=None if story is None else f"s{story}"),
        )
        for number, story in enumerate(stories)
    ]  # fmt: skip


class Watchful:
    """Learns which stories it saw, and refuses to be asked about them."""

    name, summary, layers = "watchful", "for tests", None

    def fit(self, documents: Iterable[Document]) -> None:
        self.seen = {one.source.story or one.id for one in documents}

    def predict(self, articles: Iterable[Document]) -> Iterator[Document]:
        for one in articles:
            assert (one.source.story or one.id) not in self.seen
            yield one


@given(
    stories=st.lists(st.none() | st.integers(0, 5), min_size=12, max_size=40),
    count=st.integers(2, 5),
    seed=st.integers(0, 9),
)
def test_folds_part_the_documents_by_story(
    stories: list[int | None], count: int, seed: int
) -> None:
    documents = _documents(stories)
    if len({one.source.story or one.id for one in documents}) < count:
        return
    found = folds_of(documents, count, seed)
    assert sorted(one.id for fold in found for one in fold) == sorted(one.id for one in documents)
    homes = [{one.source.story for one in fold} - {None} for fold in found]
    assert sum(map(len, homes)) == len(set().union(*homes))
    assert all(found)


def test_every_document_is_predicted_by_a_system_that_has_not_seen_its_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folds, "make_system", lambda _: Watchful())
    documents = _documents([1, 1, 2, None, 3, 3, None])
    found = list(predict_folds("watchful", documents, 3, seed=0))
    assert [one.id for one in found] == [one.id for one in documents]


def test_another_seed_makes_other_folds() -> None:
    documents = _documents([None] * 20)
    once, again, other = (folds_of(documents, 4, seed) for seed in (0, 0, 1))
    assert once == again != other


def test_too_many_folds_are_refused_with_a_remedy(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from dateline.problems import InvalidInput

    write_documents(tmp_path / "gold.jsonl", _documents([1, 1, 2]))
    ran = CliRunner().invoke(
        build_app(),
        ["predict", "rules", "--articles", str(tmp_path / "gold.jsonl"), "--folds", "3",
         "--out", str(tmp_path / "out.jsonl")],
    )  # fmt: skip
    assert isinstance(ran.exception, InvalidInput)
    assert "3 folds of 2 stories" in str(ran.exception)
    assert not (tmp_path / "out.jsonl").exists()
