"""What readers of the house rely on: labels in one file, small files, nothing foreign."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dateline.ontology import ONTOLOGY
from support.shared import shared_path

ROOT = Path(__file__).parents[1]
RUN = 8


@cache
def _tracked(*patterns: str) -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(path for name in listed.stdout.split("\n") if (path := ROOT / name).is_file())


def _labels() -> set[str]:
    groups = (ONTOLOGY.mentions, ONTOLOGY.levels, ONTOLOGY.quotes, ONTOLOGY.realis,
              ONTOLOGY.roles, ONTOLOGY.events)  # fmt: skip
    return {item.name for group in groups for item in group}


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_label_stands_in_code_outside_the_ontology() -> None:
    labels = _labels()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {value}"
        for path in _tracked("benchmark/*.py", "annotation/*.py")
        for line, value in _strings(path)
        if value in labels
    ]
    assert found == []


def test_no_file_of_code_is_over_four_hundred_lines() -> None:
    code = _tracked("*.py")
    long = [path.name for path in code if path.read_text(encoding="utf-8").count("\n") > 400]
    assert long == []


def test_every_room_says_what_it_is_for() -> None:
    doors = [path for path in _tracked("*/__init__.py") if "tests" not in path.parts]
    silent = [
        str(path.relative_to(ROOT))
        for path in doors
        if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 80
    ]
    assert silent == []


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _foreign_texts() -> Iterator[str]:
    yield shared_path("articles/menafn-coalition-summit.txt").read_text(encoding="utf-8")
    for line in shared_path("wikinews/articles.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]
    for line in shared_path("corpora/gum/gum_news_10.jsonl").read_text("utf-8").splitlines():
        yield " ".join(_texts_in(json.loads(line)))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts_in(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts_in(part))


@pytest.mark.slow
def test_no_eight_words_of_a_foreign_text_stand_in_the_project() -> None:
    foreign = {run for text in _foreign_texts() for run in _runs(text)}
    found = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in _tracked()
        if path.suffix != ".parquet" and path.stat().st_size < 20_000_000
        for run in _runs(path.read_text(encoding="utf-8", errors="replace"))
        if run in foreign
    ]
    assert found == []


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_tracked() -> None:
    telling = re.compile(r"/(?:wor[k]|roo[t])/|index-ur[l] *=|--extra-index-ur[l]")
    found = [
        str(path.relative_to(ROOT))
        for path in _tracked()
        if path.suffix != ".parquet"
        and telling.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
