"""Hydrating: standoff annotation joined to a user's own copy of the text.

A copy is recognised by the hash of its whole text, else by the hashes of its paragraphs,
in whatever else they stand. Nothing is guessed: what differs by a character is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from dateline.document import Document, sha256_of
from dateline.files import read_documents, write_documents
from dateline.problems import InvalidInput, Problem
from dateline.release.copies import Copy, read_copies
from dateline.release.standoff import paragraphs_of
from dateline.rules import form_problems

__all__ = ["hydrate", "hydrate_file"]

# Between title and body, and between the paragraphs of the body.
AFTER_TITLE = "\n\n"
BETWEEN = ("\n\n", "\n")


def hydrate_file(annotation: Path, texts: Sequence[Path], out: Path) -> int:
    """Join a file of standoff annotation to copies of its texts; returns how many.

    Raises:
        InvalidInput: with every file that is no text and every text or paragraph that no
            copy has; nothing is written then.
    """
    problems: list[Problem] = []
    documents, copies = list[Document](), list[Copy]()
    try:
        documents = read_documents(annotation, gold=False)
    except InvalidInput as error:
        problems += error.problems
    try:
        copies = read_copies(texts)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return write_documents(out, hydrate(documents, copies))


def hydrate(documents: Sequence[Document], copies: Sequence[Copy]) -> list[Document]:
    """Documents with title and text again; those that have a text stay as they are.

    Raises:
        InvalidInput: with every text and paragraph that is missing, by its hash.
    """
    hydrated: list[Document] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            hydrated.append(_joined(document, copies))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return hydrated


def _joined(document: Document, copies: Sequence[Copy]) -> Document:
    if document.text is not None:
        return document
    text = _whole(document, copies) or _pieced(document, copies)
    source = replace(document.source, sha256=sha256_of(text), title_sha256=None, paragraphs=None)
    joined = replace(document, title=_title(document, text), text=text, source=source)
    problems = form_problems(joined, gold=False)
    if problems:
        raise InvalidInput(problems)
    return joined


def _whole(document: Document, copies: Sequence[Copy]) -> str | None:
    known = document.source.sha256
    found = (copy.texts[known] for copy in copies if known in copy.texts)
    return next(found, None)


def _pieced(document: Document, copies: Sequence[Copy]) -> str:
    """The text put together from its paragraphs in the copy that has most of them."""
    hashes = document.source.paragraphs or ()
    copy = _nearest(hashes, copies)
    if copy is None:
        remedy = "give the file that holds this text"
        raise InvalidInput([_problem(document, "hydrate.missing-text", remedy)])
    problems = list(_changed(document, hashes, copy))
    if problems:
        raise InvalidInput(problems)
    paragraphs = [copy.lines[one] for one in hashes]
    for text in _layouts(paragraphs):
        if document.source.sha256 in (None, sha256_of(text)):
            return text
    remedy = "give the article as JSON, its paragraphs apart as they were annotated"
    raise InvalidInput([_problem(document, "hydrate.layout", remedy)])


def _nearest(hashes: Sequence[str], copies: Sequence[Copy]) -> Copy | None:
    """The copy with most of the paragraphs, if that is half of them or more."""
    shared = Counter({n: sum(h in copy.lines for h in hashes) for n, copy in enumerate(copies)})
    best = max(shared, key=lambda number: (shared[number], -number), default=None)
    if best is None or shared[best] == 0 or 2 * shared[best] < len(hashes):
        return None
    return copies[best]


def _changed(document: Document, hashes: Sequence[str], copy: Copy) -> Iterator[Problem]:
    for number, known in enumerate(hashes, start=1):
        if known not in copy.lines:
            yield Problem(
                rule="hydrate.changed-paragraph",
                remedy="get the edition that was annotated; yours has no such paragraph",
                file=copy.file,
                document=document.id,
                field=f"paragraph {number}",
                value=f"sha256 {known}",
            )


def _layouts(paragraphs: Sequence[str]) -> Iterator[str]:
    title, body = paragraphs[0], paragraphs[1:]
    for between in BETWEEN:
        yield AFTER_TITLE.join([title, between.join(body)]) if body else title


def _title(document: Document, text: str) -> str | None:
    known = document.source.title_sha256
    if known is None:
        return None
    title = next(iter(paragraphs_of(text)), "")
    if sha256_of(title) != known:
        remedy = "let the first paragraph be the title that was annotated"
        raise InvalidInput([_problem(document, "hydrate.title", remedy)])
    return title


def _problem(document: Document, rule: str, remedy: str) -> Problem:
    found = None if document.source.sha256 is None else f"sha256 {document.source.sha256}"
    return Problem(rule=rule, remedy=remedy, document=document.id, value=found)
