"""Core beside real news: measured alike, at the same size, with no word of either shown."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli import main
from dateline.datasheet.diversity import BINS, FIGURES, ORDERS, POINTS, Comparison, compare_texts
from dateline.datasheet.diversity_page import (
    diversity_text,
    drawing,
    figures,
    read_comparison,
    write_comparison,
)
from dateline.files import write_documents
from dateline.problems import InvalidInput
from support.build import article
from support.shared import shared_path

ROOT = Path(__file__).parents[3]


def _of(*texts: str) -> dict[str, tuple[float, ...]]:
    """What is measured of these texts whole."""
    return dict(compare_texts(texts, texts).core.middle)


def test_words_are_counted_as_they_are_read() -> None:
    # Twenty words, one to each point of the curve: two different ones.
    found = _of("The the dog " + "dog " * 17)
    assert found["curve"] == (1, 1, *(2,) * (POINTS - 2))
    assert found["types"] == (2,)


def test_openings_are_the_first_words_of_articles_and_paragraphs() -> None:
    texts = [f"{word} went\n\nThe end" for word in "abcdefgh"]
    found = _of(*texts)
    assert found["article openings"] == (5 / 8,)
    # Sixteen paragraphs: "the" eight times, and four of the others.
    assert found["paragraph openings"] == (12 / 16,)


def test_sentences_are_measured_in_words() -> None:
    # Lengths 2, 6, 6, 52: mean 16.5, squares of differences 210.25, 110.25, 110.25, 1260.25.
    found = _of("It rained. " + "a " * 6 + "! “" + "a " * 6 + "?” " + "a " * 52)
    assert found["sentence mean"] == (16.5,)
    assert found["sentence deviation"] == (20.5609,)
    assert found["sentence lengths"] == (0.25, 0.5, *(0,) * (len(BINS) - 2), 0.25)


def test_four_grams_are_distinct_or_shared_between_articles() -> None:
    # Two runs in each article; "a b c d" stands in both: 3 of 4 distinct, 2 of 4 shared.
    found = _of("a b c d e", "x a b c d")
    assert found["distinct four-grams"] == (0.75,)
    assert found["shared four-grams"] == (0.5,)


def test_frames_are_the_order_and_the_verb_beside_a_quotation() -> None:
    found = _of(
        '"No," said Ada.\n"No," Ada Lund said.\nAda told him: "No."\nThe "no" camp.\n“No,” Bo said.'
    )
    assert dict(zip(ORDERS, found["orders"], strict=True)) == {
        ORDERS[0]: 0.2, ORDERS[1]: 0.4, ORDERS[2]: 0.2, ORDERS[3]: 0.2,
    }  # fmt: skip
    assert found["first frame"] == (0.4,)
    assert found["first verb"] == (0.75,)


def test_a_verb_in_another_sentence_is_not_the_quotes() -> None:
    assert _of('She said so. "No." He said more.')["orders"] == (0, 0, 0, 1)


def test_the_larger_side_is_cut_to_the_size_of_the_smaller() -> None:
    found = compare_texts(["a b c"], ["d e f g h", "i j k"])
    assert (found.size, found.core.words, found.real.words) == (3, 3, 8)
    assert found.real.middle["types"] == (3,)


TEXTS = st.lists(st.text('ab .\n"“”', max_size=40).map(lambda one: "word " + one), min_size=1)


@given(TEXTS, TEXTS)
def test_sides_changed_give_the_same_figures_changed_in_any_order(
    core: list[str], real: list[str]
) -> None:
    found = compare_texts(core, real)
    changed = compare_texts(real[::-1], core)
    assert (changed.core, changed.real) == (found.real, found.core)
    for side in (found.core, found.real):
        assert all(low <= high for name in side.low
                   for low, high in zip(side.low[name], side.high[name], strict=True))  # fmt: skip


SECRET = "Zanzibar ratified quietly"


def _files(folder: Path) -> tuple[Path, Path]:
    write_documents(folder / "core" / "core-1.json", [article("Title\n\nAda met Bo. They left.")])
    real = folder / "real.jsonl"
    real.write_text(json.dumps({"id": "r", "text": SECRET, "title": "T"}) + "\n", encoding="utf-8")
    return folder / "core", real


def test_nothing_that_is_written_has_a_word_of_the_real_sample(tmp_path: Path) -> None:
    """Real news is not ours to copy: figures only."""
    comparison = read_comparison(*_files(tmp_path))
    out = tmp_path / "out.svg"
    write_comparison(comparison, out)
    said = diversity_text(comparison) + out.read_text("utf-8")
    said += out.with_suffix(".json").read_text("utf-8")
    assert not set(re.findall(r"\w+", SECRET)) & set(re.findall(r"\w+", said))


def test_the_picture_is_well_formed_and_has_a_bar_for_every_share(tmp_path: Path) -> None:
    tree = ElementTree.fromstring(drawing(read_comparison(*_files(tmp_path))))
    assert tree.get("aria-label")
    texts = {one.text for one in tree.iter("{http://www.w3.org/2000/svg}text")}
    shares = {one.name for one in FIGURES if "sentence" not in one.name and one.name != "types"}
    assert {*ORDERS, *shares} <= texts


def test_titles_are_no_part_of_it(tmp_path: Path) -> None:
    """The real sample has none in its texts."""
    assert read_comparison(*_files(tmp_path)).core.words == 5


def test_every_bad_line_and_article_is_listed(tmp_path: Path) -> None:
    core, real = _files(tmp_path)
    real.write_text('{"id": "r"}\nno\n', encoding="utf-8")
    (core / "core-2.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_comparison(core, real)
    lines = [one.line for one in refused.value.problems if one.rule == "diversity.shape"]
    assert lines == [1, 2]
    assert any(one.file and "core-2" in one.file for one in refused.value.problems)


def test_a_side_without_words_is_refused(tmp_path: Path) -> None:
    _, real = _files(tmp_path)
    with pytest.raises(InvalidInput, match=r"diversity\.empty"):
        read_comparison(tmp_path / "nowhere", real)


def test_where_the_sample_is_absent_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clone has no shared folder, and its pictures must not vanish."""
    out = tmp_path / "out.svg"
    given_ = ["--real", str(tmp_path / "none.jsonl"), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["dateline", "datasheet", "diversity", *given_])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code
    assert "nothing compared" in capsys.readouterr().out
    assert not out.exists()


def test_the_picture_shows_the_figures_beside_it() -> None:
    picture = ROOT / "docs/images/core-diversity.svg"
    recorded = picture.with_suffix(".json").read_bytes()
    comparison = msgspec.json.decode(recorded, type=Comparison)
    assert drawing(comparison) == picture.read_text("utf-8")


@pytest.mark.slow
def test_the_figures_are_the_articles() -> None:
    """Whoever adds articles compares them again: `dateline datasheet diversity`."""
    real = shared_path("wikinews/articles.jsonl")
    recorded = (ROOT / "docs/images/core-diversity.json").read_bytes()
    assert figures(read_comparison(ROOT / "data/articles/core", real)) == recorded
