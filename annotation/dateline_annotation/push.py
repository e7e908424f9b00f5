"""Articles to the server, once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from dateline.document import Document
from dateline.files import gather_documents
from dateline.problems import InvalidInput, Problem
from dateline_annotation.accounts import check_names
from dateline_annotation.prelabels import Prelabels
from dateline_annotation.rounds import Desk, add_tasks, open_desk, task_data, tasks_present
from dateline_annotation.state import Server, account_of
from dateline_annotation.studio import Studio, open_studio

__all__ = ["Pushed", "push", "read_articles"]

# Beside articles lie maps from raw pages to them.
NOT_ARTICLES = ".map.json"


class Pushed(Struct, frozen=True):
    """What a push did for an annotator; `changed` are documents whose text is another now."""

    annotator: str
    added: tuple[str, ...]
    present: int
    changed: tuple[str, ...]
    prelabelled: int = 0


def read_articles(paths: Sequence[Path]) -> list[Document]:
    """Read articles from files, and from folders the `.json` files in them.

    Raises:
        InvalidInput: with everything that is no article, has no text, or comes twice.
    """
    documents, problems = gather_documents(_files(paths), gold=False)
    articles = [document.bare() for document in documents]
    problems += _unfit(articles)
    if problems:
        raise InvalidInput(problems)
    return articles


def push(
    server: Server,
    articles: Sequence[Document],
    round_: str,
    annotators: Sequence[str],
    prelabels: Prelabels | None = None,
) -> list[Pushed]:
    """Give every annotator the articles that they do not have yet.

    A task is known by document id and text hash. What a broken-off push has stored is
    found there by the next one. Pre-labels come with new tasks only.

    Raises:
        InvalidInput: an annotator has no account or pre-labels of another system in this
            round, or the server refuses.
    """
    check_names([round_])
    check_names(annotators)
    if not annotators:
        remedy = "name the annotators: --annotators ann,ben"
        raise InvalidInput([Problem(rule="annotation.no-annotators", remedy=remedy)])
    for annotator in annotators:
        account_of(server, annotator)
    with open_studio(server.url, server.admin.token) as studio:
        desks = [open_desk(studio, round_, annotator) for annotator in annotators]
        if prelabels is not None:
            _check_one_system(studio, desks, prelabels.system)
        return [_push_to(studio, articles, desk, prelabels) for desk in desks]


def _check_one_system(studio: Studio, desks: Sequence[Desk], system: str) -> None:
    """The page shows the pre-labels of one system: those of a second would never be seen."""
    shown = ((desk, studio.shown_system(desk.project)) for desk in desks)
    remedy = "push to another round: this one has the pre-labels of another system or version"
    problems = [
        Problem(rule="prelabel.second-system", remedy=remedy, field=desk.annotator, value=name)
        for desk, name in shown
        if name not in (None, system)
    ]
    if problems:
        raise InvalidInput(problems)


def _push_to(
    studio: Studio, articles: Sequence[Document], desk: Desk, prelabels: Prelabels | None
) -> Pushed:
    known_labels = prelabels.by_document if prelabels else {}
    present = tasks_present(studio, desk)
    wanted = [task_data(article) for article in articles]
    new = [data for data in wanted if (data.document, data.sha256) not in present]
    add_tasks(studio, desk, new, known_labels)
    known = {document for document, _ in present}
    return Pushed(
        annotator=desk.annotator,
        added=tuple(data.document for data in new),
        present=len(wanted) - len(new),
        changed=tuple(data.document for data in new if data.document in known),
        prelabelled=sum(data.document in known_labels for data in new),
    )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.json"))
            yield from (one for one in found if not one.name.endswith(NOT_ARTICLES))
        else:
            yield path


def _unfit(articles: Sequence[Document]) -> Iterator[Problem]:
    seen: set[str] = set()
    for article in articles:
        if article.text is None:
            remedy = "give it with its text (`dateline hydrate` joins standoff to a copy)"
            yield Problem(rule="annotation.no-text", remedy=remedy, document=article.id)
        if article.id in seen:
            yield Problem(rule="annotation.repeated-id", remedy="give each article once",
                          document=article.id)  # fmt: skip
        seen.add(article.id)
    if not articles:
        yield Problem(rule="annotation.no-articles", remedy="name files or folders of articles")
