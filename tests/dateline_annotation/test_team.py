"""The team file and the address of a database: what is wrong with them is all listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.problems import InvalidInput, Problem
from dateline_annotation.accounts import Member
from dateline_annotation.database import check_database, database_environment
from dateline_annotation.team import members_of, read_team
from support.needs import ROOT

EXAMPLE = ROOT / "annotation" / "team.example.toml"


def _problems(folder: Path, text: str) -> list[tuple[str, str | None]]:
    """Rule and place of everything wrong with a team file."""
    path = folder / "team.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_team(path)
    assert all(one.remedy and one.file == str(path) for one in caught.value.problems)
    return [(one.rule, one.field) for one in caught.value.problems]


def test_the_example_is_a_team_of_three_with_one_adjudicator() -> None:
    assert read_team(EXAMPLE) == [
        Member("ann"),
        Member("ben", "ben@newsroom.example"),
        Member("cleo", "cleo@newsroom.example", "adjudicator"),
    ]


def test_names_besides_the_file_are_added_and_none_twice() -> None:
    assert [one.name for one in members_of(EXAMPLE, ["dan", "ann"])] == [
        "ann", "ben", "cleo", "dan",
    ]  # fmt: skip
    assert members_of(None, ["dan"]) == [Member("dan")]


def test_all_that_is_wrong_is_listed_with_its_place(tmp_path: Path) -> None:
    text = """
    title = "ours"
    [[annotator]]
    name = "ann"
    e-mail = "ann@newsroom.example"
    [[annotator]]
    name = "Ann"
    email = "two@newsroom.example"
    role = "chief of all"
    [[annotator]]
    name = "b n"
    email = "TWO@newsroom.example"
    [[annotator]]
    email = "nobody"
    [[annotator]]
    name = 5
    """
    assert sorted(_problems(tmp_path, text)) == [
        ("team.email", "annotator 4.email"),
        ("team.email-twice", "annotator 2.email"),
        ("team.email-twice", "annotator 3.email"),
        ("team.name", "annotator 3.name"),
        ("team.name", "annotator 5.name"),
        ("team.name-twice", "annotator 1.name"),
        ("team.name-twice", "annotator 2.name"),
        ("team.no-name", "annotator 4"),
        ("team.role", "annotator 2.role"),
        ("team.unknown-key", "annotator 1.e-mail"),
        ("team.unknown-key", "title"),
    ]


@pytest.mark.parametrize("text", ["", "annotator = []", 'annotator = "ann"', "annotator = [1]"])
def test_a_file_without_people_is_a_problem(tmp_path: Path, text: str) -> None:
    assert _problems(tmp_path, text) == [("team.no-people", None)]


def test_broken_toml_says_where_and_a_missing_file_that_it_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    path.write_text("[[annotator]]\nname = ann\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"team\.toml: .*line 2"):
        read_team(path)
    path.write_bytes(b'[[annotator]]\nname = "\xff"')
    with pytest.raises(InvalidInput, match=r"team\.unreadable"):
        read_team(path)
    with pytest.raises(InvalidInput, match=r"team\.unreadable: 'No such file"):
        read_team(tmp_path / "none.toml")


def _wrong(url: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        check_database(url)
    return caught.value.problems


def test_a_database_reaches_the_server_by_its_environment_without_a_password() -> None:
    check_database("postgresql://ed%40desk@db.example/news")
    assert database_environment("postgresql://ed%40desk@db.example/news") == {
        "LABEL_STUDIO_DJANGO_DB": "default",
        "LABEL_STUDIO_POSTGRE_NAME": "news",
        "LABEL_STUDIO_POSTGRE_USER": "ed@desk",
        "LABEL_STUDIO_POSTGRE_PASSWORD": "",
        "LABEL_STUDIO_POSTGRE_HOST": "db.example",
        "LABEL_STUDIO_POSTGRE_PORT": "5432",
    }
    assert database_environment("") == {"LABEL_STUDIO_DJANGO_DB": "sqlite"}


def test_a_password_on_the_command_line_is_refused_and_not_repeated() -> None:
    (problem,) = _wrong("postgresql://ed:hunter2@db.example/news")
    assert problem.rule == "server.database-password"
    assert "PGPASSWORD" in problem.remedy
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("mysql://ed@db/news", ["it begins with 'mysql'"]),
        ("postgresql://db", ["no user", "no name of a database"]),
        ("news", ["it is no address", "no user", "no host", "no name of a database"]),
        ("postgresql://ed@db/news?sslmode=on", ["something follows the name of the database"]),
        ("postgresql://ed@db:99999/news", ["its port is no number up to 65535"]),
    ],
)
def test_an_address_that_is_none_is_a_problem(url: str, found: list[str]) -> None:
    assert [one.value for one in _wrong(url)] == found
