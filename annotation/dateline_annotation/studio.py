"""The part of Label Studio's interface that we use, with its errors as ours.

The SDK repeats a request whose answer was lost, which doubles tasks: no repeats here;
whoever writes looks first what is there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import msgspec
from msgspec import Struct

from dateline.problems import InvalidInput, Problem
from dateline_annotation.convert import Result
from dateline_annotation.exports import Prelabel, Task, TaskData
from dateline_annotation.parts import tasks_in

# The client takes a second to import: whoever only reads exports does without.
if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio
    from label_studio_sdk.core.api_error import ApiError
    from label_studio_sdk.types.all_roles_project_list import AllRolesProjectList
    from label_studio_sdk.types.import_api_request import ImportApiRequest
    from label_studio_sdk.types.prediction import Prediction

__all__ = ["Project", "Studio", "open_studio", "task_url"]

TIMEOUT = 600.0
REFUSED = (401, 403)
SHOWN = 300


class Project(Struct, frozen=True):
    """A project of the server; `description` says what it is for in a fixed form."""

    id: int
    title: str
    description: str


class Studio(Struct, frozen=True):
    """A connection as one user."""

    url: str
    client: LabelStudio

    def projects(self) -> list[Project]:
        """All projects."""
        with _reported(self.url):
            pages: Iterable[AllRolesProjectList] = self.client.projects.list(
                include="id,title,description", page_size=1000
            )
            return [Project(one.id or 0, one.title or "", one.description or "") for one in pages]

    def create_project(
        self, title: str, description: str, config: str, instructions: str = ""
    ) -> Project:
        """Make a project with a labelling setup, and HTML that the page shows on request."""
        with _reported(self.url):
            made = self.client.projects.create(
                title=title, description=description, label_config=config,
                enable_empty_annotation=True, expert_instruction=instructions,
            )  # fmt: skip
        return Project(made.id or 0, title, description)

    def import_tasks(
        self,
        project: Project,
        tasks: Sequence[TaskData],
        prelabels: Mapping[str, Prelabel] | None = None,
    ) -> None:
        """Add tasks, with pre-labels by document id, all of them in one transaction."""
        known = prelabels or {}
        request = [_request(task, known.get(task.document)) for task in tasks]
        with _reported(self.url):
            self.client.projects.import_tasks(project.id, request=request)

    def export(self, project: Project, path: Path) -> None:
        """Write all tasks of a project with their annotations, as the server's JSON."""
        with _reported(self.url), path.open("wb") as handle:
            chunks: Iterable[bytes] = self.client.projects.exports.download_sync(
                project.id, export_type="JSON", download_all_tasks=True
            )
            handle.writelines(chunks)

    def tasks(self, project: Project) -> Iterator[Task]:
        """All tasks of a project, read while they are asked for.

        Raises:
            InvalidInput: the server does not answer, or with no JSON of tasks.
        """
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            path = Path(folder) / "export.json"
            self.export(project, path)
            yield from tasks_in(path)

    def prelabels(self, project: Project) -> dict[int, Prelabel]:
        """The pre-labels of a project's tasks, by the id of the task; of several the first."""
        with _reported(self.url):
            found: Sequence[Prediction] = self.client.predictions.list(project=project.id)
        ordered = sorted(found, key=lambda one: one.id or 0, reverse=True)
        return {one.task: Prelabel(one.model_version or "", one.result) for one in ordered}

    def shown_system(self, project: Project) -> str | None:
        """The system whose pre-labels a project shows; it shows those of one alone."""
        with _reported(self.url):
            return self.client.projects.get(project.id).model_version or None

    def setup(self, project: Project) -> str:
        """The labelling setup of a project, XML."""
        with _reported(self.url):
            return self.client.projects.get(project.id).label_config or ""

    def set_setup(self, project: Project, config: str) -> None:
        """Give a project another labelling setup."""
        with _reported(self.url):
            self.client.projects.update(project.id, label_config=config)

    def submit(self, task: int, result: list[Result]) -> None:
        """Submit an annotation of a task as this user."""
        with _reported(self.url):
            self.client.annotations.create(task, result=result)

    def resubmit(self, annotation: int, result: list[Result]) -> None:
        """Replace a submitted annotation."""
        with _reported(self.url):
            self.client.annotations.update(annotation, result=result, was_cancelled=False)


def _request(task: TaskData, prelabel: Prelabel | None) -> ImportApiRequest:
    from label_studio_sdk.types.import_api_request import ImportApiRequest
    from label_studio_sdk.types.prediction_request import PredictionRequest

    data = msgspec.to_builtins(task)
    if prelabel is None:
        return ImportApiRequest(data=data)
    # The client wants a task's number, which an import has not yet, and the server ignores.
    prediction = PredictionRequest(task=0, model_version=prelabel.system, result=prelabel.result)
    return ImportApiRequest(data=data, predictions=[prediction])


@contextmanager
def open_studio(url: str, token: str) -> Iterator[Studio]:
    """Connect to a server as the user whose token it is, for as long as the block lasts."""
    from label_studio_sdk import LabelStudio

    with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as wire:
        client = LabelStudio(base_url=url, api_key=token, max_retries=0, httpx_client=wire)
        yield Studio(url, client)


def task_url(url: str, project: Project, task: int) -> str:
    """Where a person opens a task of a server."""
    return f"{url}/projects/{project.id}/data?task={task}"


@contextmanager
def _reported(url: str) -> Iterator[None]:
    """Errors of the server, and silence, as a problem with what to do."""
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except ApiError as error:
        raise InvalidInput([_refusal(url, error)]) from error
    except httpx.HTTPError as error:
        remedy = "see whether it runs (dateline annotate status), start it, run this again"
        found = f"{url}: {type(error).__name__}"
        raise InvalidInput([Problem(rule="server.silent", remedy=remedy, value=found)]) from error


def _refusal(url: str, error: ApiError) -> Problem:
    if error.status_code in REFUSED:
        remedy = "the token in server.json is not this server's: restore that file"
    else:
        remedy = "see the server's log"
    found = f"{url}: {error.status_code}: {error.body!s:.{SHOWN}}"
    return Problem(rule="server.refused", remedy=remedy, value=found)
