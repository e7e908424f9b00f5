"""The pages: an index with plots, and one page for each article."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from dateline import __version__
from dateline.browse.counts import distributions
from dateline.browse.frames import beside
from dateline.browse.segments import paragraphs
from dateline.document import Document
from dateline.folders import Site, replaced_folder
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.templates import templates_of

__all__ = ["write_pages"]

INDEX = "index.html"
ARTICLES = "articles"
MADE_BY = '<meta name="generator" content="dateline browse">'
SITE = Site("browse", INDEX, MADE_BY, (ARTICLES,))


def write_pages(documents: Sequence[Document], out: Path, name: str) -> Path:
    """Write the pages into a folder; returns the first one.

    Args:
        documents: with their texts.
        out: a folder that is absent, empty, or was written by this before.
        name: what the documents are, for the headings.

    Raises:
        InvalidInput: a document has no text, there is none, or `out` holds something else;
            it stays as it was.
    """
    problems = list(_unfit(documents))
    if problems:
        raise InvalidInput(problems)
    with replaced_folder(out, SITE) as folder:
        for path, page in _pages(documents, name):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(page, encoding="utf-8", newline="\n")
    return out / INDEX


def _unfit(documents: Sequence[Document]) -> Iterator[Problem]:
    if not documents:
        yield Problem(rule="browse.nothing", remedy="name a file that holds documents")
    remedy = "join it to your copy of the text first: dateline hydrate"
    for document in documents:
        if document.text is None:
            yield Problem(rule="browse.no-text", remedy=remedy, document=document.id)


def _pages(documents: Sequence[Document], name: str) -> Iterator[tuple[str, str]]:
    pages = _environment()
    names = _file_names(documents)
    given = {"name": name, "version": __version__, "made_by": Markup(MADE_BY), "names": names}
    index = pages.get_template("index.html.j2")
    yield INDEX, index.render(documents=documents, plots=distributions(documents), **given)
    article = pages.get_template("article.html.j2")
    for number, document in enumerate(documents):
        around = {
            "before": documents[number - 1] if number else None,
            "after": documents[number + 1] if number + 1 < len(documents) else None,
        }
        yield f"{ARTICLES}/{names[document.id]}", article.render(
            document=document, paragraphs=paragraphs(document), beside=beside(document),
            **around, **given,
        )  # fmt: skip


def _file_names(documents: Sequence[Document]) -> dict[str, str]:
    """A name of a file for each document; an id may hold what no file name may."""
    return {
        one.id: f"{number:04}-{re.sub(r'[^A-Za-z0-9-]+', '-', one.id)[:80]}.html"
        for number, one in enumerate(documents, 1)
    }


def _environment() -> Environment:
    pages = templates_of("dateline.browse")
    sources = pages.loader
    assert sources is not None
    script, style = (sources.get_source(pages, one)[0] for one in ("browse.js", "browse.css"))
    pages.globals |= {
        "ontology": ONTOLOGY, "script": Markup(script), "style": Markup(style),
        "script_hash": _hash(script), "articles": ARTICLES, "index": INDEX,
    }  # fmt: skip
    return pages


def _hash(script: str) -> str:
    """What the content security policy knows our own script by; no other may run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
