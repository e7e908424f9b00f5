"""Every annotator's submitted work as documents, and every defect in it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.files import atomic_write, write_records
from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage
from dateline_annotation.accounts import check_names
from dateline_annotation.delivery import Delivered, Source, deliver, look_over
from dateline_annotation.rounds import Desk, changed_setup, find_desks
from dateline_annotation.state import Server
from dateline_annotation.studio import Studio, open_studio, task_url
from dateline_annotation.tasks import Tally

__all__ = ["Pulled", "pull"]

# Raw exports hold the text: they stay in the server's folder, out of any repository.
RAW = "exports"
NOTHING = Delivered(0, Tally(), (), ())


class Pulled(Struct, frozen=True):
    """What was pulled of an annotator's work: delivered to `path`, raw export in `raw`.

    `problems` are those of the tasks and of the project's labelling setup.
    """

    annotator: str
    path: Path
    raw: Path
    delivered: Delivered
    problems: tuple[Problem, ...]


class Download(Struct, frozen=True):
    """A desk's work as it came; it takes its place, `raw`, when all has been read."""

    desk: Desk
    raw: Path
    source: Source
    setup: list[Problem]


def pull(server: Server, data: Path, round_: str, out: Path) -> list[Pulled]:
    """Write `<out>/<annotator>.jsonl` for every annotator of a round.

    Nothing is written before everybody's work has arrived. Tasks without a defect are
    delivered; the problems of the others come back with the link of the task in `file`.
    What became of pre-labels, where there were any, is written beside, as
    `<annotator>.prelabels.jsonl`.

    Raises:
        InvalidInput: there is no such round, or the server does not answer.
    """
    check_names([round_])
    with open_studio(server.url, server.admin.token) as studio, ExitStack() as files:
        downloads = []
        for desk in find_desks(studio, round_):
            stage(f"pulling {desk.project.title}")
            raw = data / RAW / desk.round / f"{desk.annotator}.json"
            # Two people may pull at once: each reads a file of their own.
            beside = files.enter_context(atomic_write(raw))
            source = _download(server, studio, desk, beside)
            downloads.append(Download(desk, raw, source, changed_setup(studio, desk)))
        return [_deliver(one, out) for one in downloads]


def _download(server: Server, studio: Studio, desk: Desk, path: Path) -> Source:
    studio.export(desk.project, path)
    account = server.annotators.get(desk.annotator)
    link = partial(task_url, server.url, desk.project)
    return Source(path, account.id if account else None, link, studio.prelabels(desk.project))


def _deliver(download: Download, out: Path) -> Pulled:
    annotator, source = download.desk.annotator, download.source
    path = out / f"{annotator}.jsonl"
    try:
        survey = look_over(source.path)
    except InvalidInput as error:
        problems = tuple(replace(one, file=str(download.raw)) for one in error.problems)
        return Pulled(annotator, path, download.raw, NOTHING, problems)
    delivered = deliver(source, survey, path)
    if source.prelabels:
        write_records(out / f"{annotator}.prelabels.jsonl", delivered.outcomes)
    problems = (*download.setup, *delivered.problems)
    return Pulled(annotator, path, download.raw, delivered, problems)
