"""Ingest: six layouts of our own, the model page, and pages that are no pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.document import Document
from dateline.files import read_documents
from dateline.ingest.article import Ingested, ingest_pages
from dateline.ingest.page import page_text
from dateline.problems import InvalidInput
from support.shared import shared_path

DATELINE = Path(sys.executable).parent / "dateline"
TITLE = "Ferry firm in Hald loses night licence"
FIRST = "HALD, March 3 - The board took the night licence from Sund Ferries on Tuesday, it said."
SECOND = "“We share nothing with the press and subscribe to no theory,” Kaia Moe, the owner, said."
SHORT = "Why now?"
LAST = "The board meets again on Thursday, when two captains and the night mechanic will be heard."
BODY = (FIRST, SECOND, SHORT, LAST)
HTML_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)

LAYOUTS = {
    "marker-and-id.txt": f"""Explore all our channels!

{TITLE}

(NORDWIRE) {FIRST}

{SECOND}

{SHORT}

{LAST}

NORDWIRE03032026000011112222ID900100

Legal Disclaimer:
NORDWIRE gives this text as is, without warranty or promise of any kind whatsoever.

Share us
SIGN UP FOR FREE TODAY
""",
    "release.txt": f"""{TITLE}

NEWS PROVIDED BY Sund Board
March 3, 2026, 09:00 ET

{FIRST}

{SECOND}

{SHORT}

{LAST}

SOURCE Hald Harbour Board

Related Links
""",
    "copied.txt": f"""Menu
Log in
{TITLE}
By Ove Lind
Published: 3 March 2026

{FIRST}

{SECOND}

{SHORT}

{LAST}

© 2026 Hald Post. All rights reserved.
Most read
A list of other stories that nobody asked to see here today.
""",
    "article.html": f"""<!doctype html><html><head><title>{TITLE} | Hald Post</title>
<meta property="article:published_time" content="2026-03-03T08:00:00Z">
<style>p {{ color: red }}</style><script>var a = "<p>not text at all, in here.</p>";</script>
</head><body><nav><ul><li><a href="/">Home page</a></li><li><a href="/s">Our sport desk</a></li>
</ul></nav><article><h1>{TITLE}</h1>{HTML_BODY}</article>
<div><a href="/1">Another story that one may click on</a> <a href="/2">And another one</a></div>
<footer>© 2026 Hald Post</footer></body></html>""",
    "ld.html": f"""<html><body><script type="application/ld+json">
{{"@type": "NewsArticle", "datePublished": "2026-03-03"}}</script>
<div class=x><div><h1>{TITLE}</h1><div>Share this article</div>{HTML_BODY}
<div>We use cookies to see who you are.</div></div></div></body></html>""",
    "time.html": f"""<body><header><h2>Kystnytt</h2></header><h1>{TITLE}</h1>
<time datetime="2026-03-03">a while ago</time><section>{HTML_BODY}</section>
<p>###</p><p>Our contact is the desk, which may be reached on any weekday but Sunday.</p></body>""",
}  # fmt: skip


def _ingest(folder: Path, name: str, page: str | bytes) -> Ingested:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (found,) = ingest_pages([path])
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_article(tmp_path: Path, name: str) -> None:
    article = _ingest(tmp_path, name, LAYOUTS[name]).article
    assert article.title == TITLE
    assert article.text == "\n\n".join((TITLE, *BODY))
    assert article.published == "2026-03-03"


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_line_is_kept_or_cut_with_a_reason(tmp_path: Path, name: str) -> None:
    found = _ingest(tmp_path, name, LAYOUTS[name])
    lines = [line for line in page_text(LAYOUTS[name].encode(), name).split("\n") if line]
    assert [one.line.text for one in found.decisions] == lines
    assert all(one.reason is None or one.reason for one in found.decisions)


def test_the_model_page_is_cut_to_its_story() -> None:
    page = shared_path("articles/menafn-coalition-summit.txt")
    (found,) = ingest_pages([page])
    article = found.article
    assert article.title is not None
    assert article.title.startswith("Zelensky meets Macron")
    assert (article.published, article.source.marker) == ("2026-01-07", "MENAFN")
    assert article.source.wire_id == "MENAFN07012026000045017281ID1110566172"
    text = article.text or ""
    assert text.count("\n\n") == 5
    assert text.endswith("implemented.")
    for foreign in ("MENAFN", "EIN Presswire", "SIGN UP", "Share us", "Explore more"):
        assert foreign not in text


def test_an_agency_leaves_the_dateline_and_the_place_stays(tmp_path: Path) -> None:
    page = f"{TITLE}\n\n{FIRST.replace('March 3 -', 'March 3 (Nordwire) -')}\n\n{LAST}"
    article = _ingest(tmp_path, "agency.txt", page).article
    assert article.text == f"{TITLE}\n\n{FIRST}\n\n{LAST}"
    assert article.source.marker == "Nordwire"


def test_what_pages_of_a_source_have_in_common_is_cut(tmp_path: Path) -> None:
    boiler = "The Hald Post has told the coast what happened to it since it was founded."
    for number, own in enumerate((FIRST, SECOND)):
        (tmp_path / f"{number}.txt").write_text(f"Title of story {number}\n\n{own}\n\n{boiler}")
    found = ingest_pages([tmp_path / "0.txt", tmp_path / "1.txt"])
    assert [one.article.text for one in found] == [
        f"Title of story 0\n\n{FIRST}",
        f"Title of story 1\n\n{SECOND}",
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_line_ends_and_encodings_of_other_systems_change_nothing(
    tmp_path: Path, encoding: str
) -> None:
    page = LAYOUTS["release.txt"].replace("\n", "\r\n").encode(encoding)
    assert _ingest(tmp_path, "release.txt", page).article.text == "\n\n".join((TITLE, *BODY))


@pytest.mark.parametrize(
    "page", [b"", b"\n \n", b"\x00\x01\x02" * 9, b"<html><body></body></html>", b"One line"]
)
def test_a_page_without_an_article_is_a_problem(tmp_path: Path, page: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"page\.html"):
        _ingest(tmp_path, "page.html", page)


def test_every_bad_page_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(LAYOUTS["copied.txt"], encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    command: list[str | Path] = [DATELINE, "ingest", "good.txt", "empty.txt",
               "absent.txt", ".", "--out", "out.jsonl"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "3 problems" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_the_command_explains_its_cuts(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(LAYOUTS["copied.txt"], encoding="utf-8")
    command: list[str | Path] = [DATELINE, "ingest", "good.txt", "--out",
               "out.jsonl", "--explain"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "[byline] By Ove Lind" in done.stdout
    (article,) = read_documents(tmp_path / "out.jsonl", gold=False)
    assert isinstance(article, Document)


def _run(folder: Path, *pages: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [DATELINE, "ingest", *pages, "--out", "out.jsonl"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_cuts_of_a_page_without_an_article_are_shown(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("Home\nSport desk\n\nShare\nSubscribe now\n\nThe Hald Post")
    done = _run(tmp_path, "bare.txt", "--explain")
    assert done.returncode == 2
    assert "[before the title] Sport desk" in done.stdout
    assert "ingest.no-article" in done.stderr
    assert _run(tmp_path, "bare.txt").stdout == ""


BOILER = "The mill at Grimsund ground no flour for a week, because its wheel had lost a paddle."


def test_pages_with_one_article_are_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(LAYOUTS["copied.txt"], encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"Another title\n\n{BOILER}", encoding="utf-8")
    done = _run(tmp_path, "a.txt", "b.txt", "c.txt")
    assert done.stderr.count("same article") == 1
    assert "a.txt and b.txt hold the same article" in done.stderr
    assert "a.txt is given twice" in _run(tmp_path, "a.txt", "a.txt").stderr
    assert "same article" not in _run(tmp_path, "a.txt", "c.txt").stderr


BRIEF = ("The ferry left at nine.", "Nobody was on board.", "It came back at ten.",
         "“We wait,” said Moe.", "The quay is closed on Friday.")  # fmt: skip


def test_a_few_words_of_a_page_are_no_article(tmp_path: Path) -> None:
    page = "Hald Post\n\nPage not found\n\nIt may have been moved.\n\nTry the front page."
    with pytest.raises(InvalidInput, match="no-article"):
        _ingest(tmp_path, "absent.txt", page)


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_short_sentences_below_a_title_are_an_article(tmp_path: Path, parted: str) -> None:
    page = f"Menu\nLog in\n\n{TITLE}\n\n3 March 2026\n\n{parted.join(BRIEF)}"
    article = _ingest(tmp_path, "brief.txt", page).article
    assert article.text == f"{TITLE}\n\n{parted.join(BRIEF)}"
    assert article.published == "2026-03-03"


def test_a_page_of_ten_megabytes_is_read_whole(tmp_path: Path) -> None:
    page = f"<html><body><h1>{TITLE}</h1>{HTML_BODY * 34_000}</body></html>"
    assert len(page) > 10_000_000
    text = _ingest(tmp_path, "long.html", page).article.text or ""
    assert text.count("\n\n") == len(BODY) * 34_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, page: bytes) -> None:
    try:
        found = _ingest(tmp_path_factory.mktemp("bytes"), "any.html", page)
    except InvalidInput:
        return
    assert found.article.text
