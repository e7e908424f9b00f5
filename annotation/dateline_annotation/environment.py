"""The server's own environment: a gigabyte that pins other versions than ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage

__all__ = ["find_lock", "server_command"]

FOLDER = ".venv-labelstudio"
LOCK = "requirements-labelstudio.lock"
# Written when pip is through: an environment without it is half made.
STAMP = ".installed"
NEEDED_BYTES = 2_500_000_000
PACKAGES_A_LINE = 40
TAIL = 15


def find_lock() -> Path:
    """The lock file of the server: in the working folder or beside the project.

    Raises:
        InvalidInput: it is in neither.
    """
    for folder in (Path.cwd(), Path(__file__).resolve().parents[2]):
        if (folder / LOCK).is_file():
            return folder / LOCK
    remedy = "run this in a checkout of Dateline, which holds the versions to install"
    raise InvalidInput([Problem(rule="server.no-lock", remedy=remedy, value=LOCK)])


def server_command() -> Path:
    """The program `label-studio`; its environment is made first if it is missing.

    Raises:
        InvalidInput: there is no room, or pip failed.
    """
    lock = find_lock()
    folder = lock.parent / FOLDER
    program = folder / "bin" / "label-studio"
    if not ((folder / STAMP).exists() and program.exists()):
        _check_room(folder.parent)
        _install(folder, lock)
    return program


def _check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        remedy = f"free {NEEDED_BYTES / 1e9:.1f} GB for {folder / FOLDER}"
        found = f"{free / 1e9:.1f} GB free"
        raise InvalidInput([Problem(rule="server.no-room", remedy=remedy, value=found)])


def _install(folder: Path, lock: Path) -> None:
    stage(f"making {folder.name} for the Label Studio server: about 1 GB, some minutes, once")
    python = folder / "bin" / "python"
    _run([sys.executable, "-m", "venv", str(folder)], 0)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-r", str(lock)]
    pins = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    _run(pip, pins)
    (folder / STAMP).touch()


def _run(command: list[str], packages: int) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        last = list(_narrated(process.stdout or (), packages))[-TAIL:]
    if process.returncode:
        remedy = "mend what the last lines say, then run this again: it goes on where it stopped"
        said = "\n".join(last)
        print(said, file=sys.stderr)
        found = f"{' '.join(command[1:4])} ended with status {process.returncode}"
        raise InvalidInput([Problem(rule="server.install", remedy=remedy, value=found)])


def _narrated(lines: Iterable[str], packages: int) -> Iterator[str]:
    collected = 0
    for line in lines:
        if line.startswith("Collecting "):
            collected += 1
            if collected % PACKAGES_A_LINE == 0:
                stage(f"{collected} of about {packages} packages")
        elif line.startswith("Installing collected"):
            stage("unpacking them")
        yield line.rstrip("\n")
