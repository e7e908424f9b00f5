"""A PostgreSQL of its own for a test, with a password, stopped and deleted afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.needs import missing

# Debian keeps the programs of a version here, and not on the path.
DEBIAN = Path("/usr/lib/postgresql")
USER = "desk"
PASSWORD = "only-for-a-test"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database, without its password, which is `PASSWORD`."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="dateline-pg-") as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
        port, data = free_port(), str(folder / "data")
        _run(programs / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256",
             "--pwfile", str(folder / "password"))  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", f"{data}/log", "-w", "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _programs() -> Path:
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).parent] if on_path else sorted(DEBIAN.glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    return missing("no PostgreSQL: run `make postgresql` as root, or apt-get install postgresql")


def _run(program: Path, *arguments: str) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run([program, *arguments], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)
