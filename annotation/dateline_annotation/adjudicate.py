"""The adjudicator's project: two passes merged, each disagreement as two alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from msgspec import Struct
from msgspec.structs import asdict

from dateline.document import Document
from dateline.problems import InvalidInput, Problem
from dateline_annotation.accounts import check_names
from dateline_annotation.adjudication import Alternative, Merged, merge
from dateline_annotation.config import label_config
from dateline_annotation.convert import results_of
from dateline_annotation.exports import Prelabel, TaskData
from dateline_annotation.rounds import Desk, add_tasks, open_desk, task_data, tasks_present
from dateline_annotation.state import Server, account_of
from dateline_annotation.studio import Studio, open_studio

__all__ = ["Adjudication", "adjudicate", "adjudication_config"]

MODEL = "dateline-adjudication"
SHOWN = "$disagreements"
STYLE = " .disagreements * {white-space: pre-line !important; font-size: 13px}"


class Case(TaskData, frozen=True):
    """A task of the adjudicator: the article, and what the passes differ in.

    `disagreements` says it in words; `alternatives` are ids of which only one may stay.
    """

    disagreements: str = ""
    alternatives: tuple[tuple[str, str], ...] = ()


class Adjudication(Struct, frozen=True):
    """What became of the documents: ids added and there already, and in one pass alone."""

    added: tuple[str, ...]
    present: tuple[str, ...]
    alone: tuple[str, ...]
    agreed: int
    alternatives: tuple[Alternative, ...]


def adjudicate(
    server: Server,
    passes: tuple[Sequence[Document], Sequence[Document]],
    round_: str,
    adjudicator: str,
    names: tuple[str, str],
) -> Adjudication:
    """Give the adjudicator a task for each document of both passes, where there is none yet.

    Raises:
        InvalidInput: with every name that cannot be one and document that cannot be merged;
            or the adjudicator has no account or an annotator's project in this round, or
            the server refuses.
    """
    check_names([round_])
    check_names(names)
    account_of(server, adjudicator)
    first, second = ({one.id: one for one in documents} for documents in passes)
    both = [(one, second[name]) for name, one in first.items() if name in second]
    problems = [problem for one, two in both for problem in _unfit(one, two)]
    if problems:
        raise InvalidInput(problems)
    merged = [merge(one, two, names) for one, two in both]
    with open_studio(server.url, server.admin.token) as studio:
        desk = _desk(studio, round_, adjudicator)
        new = _import(studio, desk, merged)
    return Adjudication(
        added=tuple(one.document.id for one in new),
        present=tuple(one.document.id for one in merged if one not in new),
        alone=tuple(sorted(first.keys() ^ second.keys())),
        agreed=sum(one.agreed for one in merged),
        alternatives=tuple(found for one in merged for found in one.alternatives),
    )


def adjudication_config() -> str:
    """The labelling page with the list of disagreements above the calendar."""
    view = fromstring(label_config())
    style = view.find("Style")
    if style is not None:
        style.text = (style.text or "") + STYLE
    shown = Element("View", className="disagreements")
    # A header shows nothing where a task has no such field; a text would be an error.
    SubElement(shown, "Header", value=SHOWN, size="6")
    _beside(view).insert(0, shown)
    return tostring(view, encoding="unicode") + "\n"


def _beside(view: Element) -> Element:
    """The column with the calendar, or else the page."""
    columns = (one for one in view.iter() if one.find("./View[@className='calendar']") is not None)
    return next(columns, view)


def _desk(studio: Studio, round_: str, adjudicator: str) -> Desk:
    desk = open_desk(studio, round_, adjudicator, adjudication_config())
    _check_page(studio, desk)
    return desk


def _check_page(studio: Studio, desk: Desk) -> None:
    """Who annotated in the round has a project without the list: the two must not mix."""
    shows_list = SHOWN in studio.setup(desk.project)
    if studio.shown_system(desk.project) not in (None, MODEL) or not shows_list:
        remedy = "name a round of its own for the adjudication, such as seed-final"
        raise InvalidInput([Problem(rule="adjudicate.annotator", remedy=remedy,
                                    value=desk.project.title)])  # fmt: skip


def _import(studio: Studio, desk: Desk, merged: Sequence[Merged]) -> list[Merged]:
    """Import what is not there yet; a task is known by document id and text hash."""
    present = tasks_present(studio, desk)
    cases = [(one, _case(one)) for one in merged]
    new = [(one, case) for one, case in cases if (case.document, case.sha256) not in present]
    filled = {one.document.id: Prelabel(MODEL, results_of(one.document)) for one, _ in new}
    add_tasks(studio, desk, [case for _, case in new], filled)
    return [one for one, _ in new]


def _case(merged: Merged) -> Case:
    lines = [one.differs for one in merged.alternatives] or ["The passes agree in everything."]
    pairs = ((one.first, one.second) for one in merged.alternatives)
    both = tuple((first, second) for first, second in pairs if first and second)
    told = "\n".join(lines)
    return Case(**asdict(task_data(merged.document)), disagreements=told, alternatives=both)


def _unfit(first: Document, second: Document) -> Iterator[Problem]:
    if first.text is None or second.text is None:
        remedy = "join both passes to their texts first: dateline hydrate"
        yield Problem(rule="adjudicate.no-text", remedy=remedy, document=first.id)
    elif first.text != second.text:
        remedy = "both passes must be over the same text: annotate the newer one again"
        yield Problem(rule="adjudicate.other-text", remedy=remedy, document=first.id)
    if first.layers != second.layers:
        remedy = "adjudicate passes that answer the same layers"
        yield Problem(rule="adjudicate.layers", remedy=remedy, document=first.id,
                      value=(first.layers, second.layers))  # fmt: skip
