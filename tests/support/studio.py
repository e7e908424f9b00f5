"""A real Label Studio server for tests, begun from a database that is migrated already."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from label_studio_sdk import LabelStudio
from msgspec import Struct
from playwright.sync_api import Page

from dateline.document import Document
from dateline.files import write_documents
from support.needs import ROOT, needs_label_studio

LOCK = ROOT / "requirements-labelstudio.lock"
# The first start migrates an empty database, which takes most of a minute.
MIGRATED = ROOT / "build" / "labelstudio"


class Ran(Struct, frozen=True):
    """What a run of the command gave."""

    status: int
    out: str
    err: str


class Desktop(Struct, frozen=True):
    """A server's folder, and the command `dateline annotate` over it."""

    data: Path
    port: int

    def run(self, command: str, *arguments: str | Path) -> Ran:
        """Run `dateline annotate COMMAND … --data` in a process of its own."""
        return self.bare(command, *arguments, "--data", self.data)

    def bare(self, command: str, *arguments: str | Path) -> Ran:
        """The same for a command that needs no server."""
        program = (str(Path(sys.executable).with_name("dateline")), "annotate", command)
        done = subprocess.run(
            [*program, *map(str, arguments)], capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def up(self, annotators: str) -> Ran:
        """Start the server, with accounts."""
        return self.run("up", "--port", str(self.port), "--annotators", annotators)

    def secrets(self) -> Any:
        """What `server.json` says."""
        return json.loads((self.data / "server.json").read_text(encoding="utf-8"))

    @contextmanager
    def client(self, annotator: str) -> Iterator[LabelStudio]:
        """The client of the server, as an annotator."""
        said = self.secrets()
        token = said["annotators"][annotator]["token"]
        with httpx.Client(timeout=60) as wire:
            yield LabelStudio(base_url=said["url"], api_key=token, httpx_client=wire)

    def log_in(self, page: Page, annotator: str) -> None:
        """Log an annotator in, by the form."""
        said = self.secrets()
        account = said["annotators"][annotator]
        page.goto(f"{said['url']}/user/login/")
        page.fill("#email", account["email"])
        page.fill("#password", account["password"])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/user/login" not in url)

    def articles(self, folder: Path, documents: list[Document]) -> Path:
        """A file of articles without annotation."""
        path = folder / "articles.jsonl"
        write_documents(path, [one.bare() for one in documents])
        return path


def project_of(client: LabelStudio, round_: str, annotator: str) -> int:
    """The id of an annotator's project in a round."""
    projects: Iterable[Any] = client.projects.list()
    (found,) = [one for one in projects if one.title == f"{round_}: {annotator}"]
    return int(found.id)


@contextmanager
def running(folder: Path, annotators: str) -> Iterator[Desktop]:
    """A server in a folder, with accounts of these annotators, for as long as the block lasts."""
    needs_label_studio()
    found = desktop(folder)
    started = found.up(annotators)
    assert started.status == 0, started.err
    yield found
    found.run("down")


def desktop(folder: Path) -> Desktop:
    """A folder with a migrated database, which is made first if there is none yet."""
    kept = MIGRATED / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if not kept.exists():
        _migrate(folder / "first", kept)
    data = folder / "data"
    shutil.copytree(kept, data)
    return Desktop(data, _free_port())


def _migrate(first: Path, kept: Path) -> None:
    fresh = Desktop(first, _free_port())
    started = fresh.up("")
    assert started.status == 0, started.err
    assert fresh.run("down").status == 0
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(first, kept)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
