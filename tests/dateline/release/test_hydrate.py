"""Standoff carries no text, and a user's own copy of the text brings it back exactly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from hypothesis import given
from msgspec.structs import replace
from typer.testing import CliRunner

from dateline.document import Document, sha256_of
from dateline.files import encode, read_documents, write_documents
from dateline.problems import InvalidInput
from dateline.release.copies import read_copies
from dateline.release.hydrate import hydrate, hydrate_file
from dateline.release.hydrate_command import hydrate as command
from dateline.release.standoff import standoff
from support.build import annotated, article
from support.generate import documents as any_document
from support.shared import shared_path

USER_GOLD = Path(__file__).parents[3] / "data" / "gold" / "user.jsonl"

ADA = annotated(
    "Ada met Bo 😀\n\nOn Tuesday Ada said: “No.”\n\nNobody else came to the café.",
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "Tuesday" DATE =2026-01-06
    m4 p2 "Ada" PERSON NAM e1
    q1 p2 "“No.”" direct cue p2 "said" speaker m4
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
    id="ada",
)
CY = annotated("Cy rests\n\nIt is Sunday.", 'm1 p1 "Cy" PERSON NAM e1', id="cy")


def _hydrated(folder: Path, *copies: Path, of: tuple[Document, ...] = (ADA,)) -> list[Document]:
    annotation, out = folder / "standoff.jsonl", folder / "joined.jsonl"
    write_documents(annotation, [standoff(document) for document in of])
    hydrate_file(annotation, copies, out)
    return read_documents(out, gold=True)


def _file(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _problems(folder: Path, *copies: Path, of: tuple[Document, ...] = (ADA,)) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        _hydrated(folder, *copies, of=of)
    assert not (folder / "joined.jsonl").exists()
    return [
        f"{problem.document or problem.file}: {problem.rule} {problem.field or ''}".strip()
        for problem in caught.value.problems
    ]


def test_standoff_holds_no_word_of_the_text() -> None:
    written = encode(standoff(ADA)).decode()
    assert "Ada" not in written
    assert "café" not in written
    assert "Tuesday" not in written
    assert sha256_of("Ada met Bo 😀") in written


def test_standoff_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"standoff\.no-text"):
        standoff(replace(ADA, text=None))


def test_an_article_file_brings_the_document_back(tmp_path: Path) -> None:
    write_documents(tmp_path / "articles.jsonl", [CY.bare(), ADA.bare()])
    assert _hydrated(tmp_path, tmp_path / "articles.jsonl", of=(ADA, CY)) == [ADA, CY]


def test_a_single_article_and_a_text_file_are_copies_too(tmp_path: Path) -> None:
    one = _file(tmp_path / "cy.json", encode(CY.bare()))
    other = _file(tmp_path / "ada.txt", (ADA.text or "") + "\n")
    assert _hydrated(tmp_path, one, other, of=(ADA, CY)) == [ADA, CY]


def _table(path: Path, rows: list[tuple[str, str]], names: tuple[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("url", *names), *(("x", *row) for row in rows)])
    return path


def test_rows_of_a_table_are_copies_whose_paragraphs_a_scrape_broke(tmp_path: Path) -> None:
    assert ADA.title is not None
    body = "\n\n\nOn\u00a0Tuesday\nAda  said: “No.” \n\n\nNobody else came to the café.\n"
    table = _table(tmp_path / "news.csv", [("Cy", "Rests."), (ADA.title, body)], ("title", "text"))
    assert _hydrated(tmp_path, table) == [ADA]


def test_a_changed_row_is_called_by_its_number(tmp_path: Path) -> None:
    assert ADA.title is not None
    body = "On Tuesday Ada said: “No!”\n\nNobody else came to the café."
    table = _table(tmp_path / "news.csv", [("Cy", "Rests."), (ADA.title, body)], ("title", "text"))
    with pytest.raises(InvalidInput) as caught:
        _hydrated(tmp_path, table)
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == ("news.csv, row 2", "paragraph 2")


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "table"),
        (b'url,title,text\n"x', "table"),
        (b"\xff\xfe", "table"),
        (b"url\nx\n", "columns"),
    ],
)
def test_a_table_that_is_none_is_named(tmp_path: Path, raw: bytes, rule: str) -> None:
    table = _file(tmp_path / "news.csv", raw)
    assert _problems(tmp_path, table) == [f"{table}: hydrate.{rule}"]


def test_all_articles_of_the_original_rows_come_back() -> None:
    """Who downloads the scrape that the sample was made from needs nothing else."""
    sample = shared_path("wikinews/articles.jsonl")
    rows = sorted(sample.parent.glob("source/*.csv"))
    titles = {name for table in rows for name in pd.read_csv(table, dtype=str)["title"]}
    told = map(json.loads, sample.read_text(encoding="utf-8").splitlines())
    known = [one for one in told if one["title"] in titles]
    wanted = [
        Document(id=one["id"], title=one["title"], text=f"{one['title']}\n\n{one['text']}")
        for one in known
    ]
    assert len(wanted) == 187
    found = hydrate([standoff(one) for one in wanted], read_copies(rows))
    assert [one.text for one in found] == [one.text for one in wanted]


@pytest.mark.parametrize(
    "page",
    [
        "Share\n\n{}\n\nSubscribe to our letter\n",
        "\ufeff(AGENCY) 1234\r\n{}\r\nAll rights reserved\r\n",
        "  {}\t\n",
    ],
    ids=["boilerplate around", "windows line ends and a byte order mark", "spaces around"],
)
def test_a_page_saved_as_text_is_recognised_by_its_paragraphs(tmp_path: Path, page: str) -> None:
    copy = _file(tmp_path / "page.txt", page.format(ADA.text))
    assert _hydrated(tmp_path, copy) == [ADA]


def test_a_page_with_decomposed_accents_and_doubled_spaces_is_the_same_text(
    tmp_path: Path,
) -> None:
    decomposed = (ADA.text or "").replace("é", "e\u0301").replace("else came", "else\u00a0 came")
    assert _hydrated(tmp_path, _file(tmp_path / "page.txt", decomposed)) == [ADA]


@pytest.mark.parametrize("marker", ["(AGENCY) ", "OSLO, Jan. 6 (Agency) - ", "OSLO — "])
def test_an_agency_marker_before_a_paragraph_does_not_hide_it(tmp_path: Path, marker: str) -> None:
    marked = (ADA.text or "").replace("On Tuesday", f"{marker}On Tuesday")
    assert _hydrated(tmp_path, _file(tmp_path / "page.txt", f"Share\n\n{marked}")) == [ADA]


def test_the_model_page_gives_back_an_article_cut_out_of_it(tmp_path: Path) -> None:
    page = shared_path("articles/menafn-coalition-summit.txt")
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip()]
    first = next(number for number, line in enumerate(lines) if line.startswith("(MENAFN) "))
    body = [lines[first].removeprefix("(MENAFN) "), *lines[first + 1 : first + 4]]
    model = article("\n\n".join([lines[first - 1], *body]), id="model")
    assert [one.text for one in _hydrated(tmp_path, page, of=(model,))] == [model.text]


def test_a_saved_page_is_read_as_ingest_reads_it(tmp_path: Path) -> None:
    title, *body = (ADA.text or "").split("\n\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in ["Share this", *body, "Sign up now"])
    page = f"<!DOCTYPE html><title>x</title><body><h1>{title}</h1>{paragraphs}</body>"
    assert _hydrated(tmp_path, _file(tmp_path / "page.html", page)) == [ADA]


def test_paragraphs_that_were_annotated_on_adjacent_lines_come_back_so(tmp_path: Path) -> None:
    dense = article("Title\n\none line\nand another", id="dense")
    copy = _file(tmp_path / "page.txt", "Title\n\none line\n\nand another\n")
    assert _hydrated(tmp_path, copy, of=(dense,))[0].text == dense.text


def test_one_changed_character_is_named_by_paragraph_and_hash_alone(tmp_path: Path) -> None:
    copy = _file(tmp_path / "page.txt", (ADA.text or "").replace("Nobody", "Nobody,"))
    assert _problems(tmp_path, copy) == ["ada: hydrate.changed-paragraph paragraph 3"]
    with pytest.raises(InvalidInput) as caught:
        _hydrated(tmp_path, copy)
    assert sha256_of("Nobody else came to the café.") in str(caught.value)
    assert "Nobody" not in str(caught.value)


def test_everything_that_is_missing_is_listed(tmp_path: Path) -> None:
    other = replace(CY, id="other", text="Nothing of it\n\nis here.")
    copy = _file(tmp_path / "ada.txt", (ADA.text or "").replace("Tuesday", "Monday"))
    assert _problems(tmp_path, copy, of=(ADA, replace(other, title=None))) == [
        "ada: hydrate.changed-paragraph paragraph 2",
        "other: hydrate.missing-text",
    ]


def test_files_that_are_no_text_are_all_named(tmp_path: Path) -> None:
    copies = (
        _file(tmp_path / "picture.txt", b"\x89PNG\xff\x00"),
        _file(tmp_path / "page.html", b"<!DOCTYPE html><title>x</title>"),
        _file(tmp_path / "broken.jsonl", b"{"),
        _file(tmp_path / "bare.jsonl", encode(standoff(ADA))),
        tmp_path / "nowhere.txt",
    )
    rules = [found.rpartition(": ")[2] for found in _problems(tmp_path, *copies)]
    assert rules == [
        "ingest.page",
        "ingest.page",
        "form.shape",
        "hydrate.no-text",
        "file.unreadable",
    ]


def test_an_empty_copy_is_named_and_a_page_of_something_else_has_nothing(tmp_path: Path) -> None:
    assert _problems(tmp_path, _file(tmp_path / "empty.txt", "")) == ["empty.txt: ingest.page"]
    assert _problems(tmp_path, _file(tmp_path / "x.txt", "x")) == ["ada: hydrate.missing-text"]


def test_paragraphs_in_another_layout_than_the_hash_says_are_refused(tmp_path: Path) -> None:
    odd = article("Title\n\none\n\n\ntwo", id="odd")
    copy = _file(tmp_path / "page.txt", "Share\n\nTitle\n\none\n\ntwo")
    assert _problems(tmp_path, copy, of=(odd,)) == ["odd: hydrate.layout"]


@given(any_document())
def test_standoff_and_an_article_file_lose_nothing(document: Document) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        write_documents(Path(folder) / "a.jsonl", [document.bare()])
        write_documents(Path(folder) / "s.jsonl", [standoff(document)])
        hydrate_file(Path(folder) / "s.jsonl", [Path(folder) / "a.jsonl"], Path(folder) / "o.jsonl")
        assert read_documents(Path(folder) / "o.jsonl", gold=False) == [document]


def test_the_command_says_where_the_documents_are(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(command)
    write_documents(tmp_path / "s.jsonl", [standoff(ADA)])
    copy = _file(tmp_path / "ada.txt", ADA.text or "")
    result = CliRunner().invoke(
        app, [str(tmp_path / "s.jsonl"), "--text", str(copy), "--out", str(tmp_path / "o.jsonl")]
    )
    assert result.output == f"{tmp_path / 'o.jsonl'}: 1 document\n"


def test_the_model_article_joins_to_its_page(tmp_path: Path) -> None:
    if not USER_GOLD.exists():
        pytest.skip("data/gold/user.jsonl is not annotated yet")
    page = shared_path("articles/menafn-coalition-summit.txt")
    hydrate_file(USER_GOLD, [page], tmp_path / "joined.jsonl")
    for document in read_documents(tmp_path / "joined.jsonl", gold=True):
        assert sha256_of(document.text or "") == document.source.sha256


def test_read_copies_keeps_the_order_of_the_files(tmp_path: Path) -> None:
    files = [_file(tmp_path / name, name) for name in ("b.txt", "a.txt")]
    assert [copy.file for copy in read_copies(files)] == ["b.txt", "a.txt"]
