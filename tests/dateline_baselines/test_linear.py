"""The linear baseline learns from train what it could not know, and answers legally."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.files import read_documents
from dateline.problems import InvalidInput
from dateline.release.tokens import tokenize
from dateline_baselines.discover import make_system, offered
from dateline_baselines.linear import LinearSystem, spans_of, tags_of
from dateline_baselines.protocol import System, Trainable
from dateline_baselines.running import predict_articles, write_predictions
from support.build import annotated, article

TRAIN = [
    annotated(
        f"Vessel {name} left\n\nThe {name} was seen by {who} today.",
        f"""
        m1 p1 "{name}" PRODUCT NAM e1
        m2 p2 "{name}" PRODUCT NAM e1
        m3 p2 "{who}" PERSON NAM e2
        """,
        id=f"t{number}",
    )
    for number, (name, who) in enumerate(
        [("Zorba", "Ada"), ("Qat", "Bo"), ("Mirre", "Cy"), ("Lopul", "Di")]
    )
]


def test_it_finds_an_unseen_name_by_its_context() -> None:
    system = LinearSystem()
    system.fit(TRAIN)
    (found,) = system.predict([article("Vessel Tarn left\n\nThe Tarn was seen by Ed today.")])
    text = "Vessel Tarn left\n\nThe Tarn was seen by Ed today."
    assert [(text[slice(*one.span)], one.type) for one in found.mentions] == [
        ("Tarn", "PRODUCT"), ("Tarn", "PRODUCT"), ("Ed", "PERSON"),
    ]  # fmt: skip
    assert found.layers == ("entities",)


def test_two_fits_give_the_same_answers() -> None:
    answers = []
    for order in (TRAIN, TRAIN):
        system = LinearSystem()
        system.fit(order)
        answers.append(list(system.predict(TRAIN)))
    assert answers[0] == answers[1]


def test_without_anything_to_learn_from_it_finds_nothing() -> None:
    system = LinearSystem()
    system.fit([])
    (found,) = system.predict([article("Vessel Tarn left")])
    assert found.mentions == ()


def test_tags_and_spans_say_the_same() -> None:
    for one in TRAIN:
        tokens = tokenize(one.text or "")
        expected = sorted((mention.span, mention.type) for mention in one.mentions)
        assert spans_of(tags_of(one, tokens), tokens) == expected


def test_an_inside_tag_of_another_type_begins_a_span() -> None:
    assert spans_of(["I-ORG", "I-ORG", "I-LAW", "O"], [(0, 1), (1, 2), (2, 3), (3, 4)]) == [
        ((0, 2), "ORG"), ((2, 3), "LAW"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["rules", "linear"])
def test_systems_are_found_by_name_and_keep_the_protocol(name: str) -> None:
    assert name in offered()
    system = make_system(name)
    assert isinstance(system, System)
    assert isinstance(system, Trainable) == (name == "linear")


def test_an_unknown_system_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="linear, rules"):
        make_system("lienar")


@pytest.mark.parametrize("name", ["rules", "linear"])
def test_predictions_are_written_without_text_and_with_its_hash(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert write_predictions(out, predict_articles(make_system(name), TRAIN, TRAIN)) == len(TRAIN)
    for one, gold in zip(read_documents(out, gold=False), TRAIN, strict=True):
        assert one.text is None
        assert one.source.sha256 == gold.source.sha256


def test_a_system_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    class Broken(LinearSystem):
        def predict(self, articles):  # type: ignore[no-untyped-def]  # as a stranger writes it
            yield next(iter(articles))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_predictions(tmp_path / "out.jsonl", predict_articles(Broken(), TRAIN, TRAIN))
    assert list(tmp_path.iterdir()) == []
