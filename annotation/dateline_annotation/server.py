"""Starting and stopping a Label Studio server on this machine."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from msgspec.structs import replace

from dateline.problems import SHOWN, InvalidInput, Problem
from dateline.terminal import stage
from dateline_annotation.database import check_database, database_environment
from dateline_annotation.environment import server_command
from dateline_annotation.keys import who
from dateline_annotation.state import Account, Server, load_server, save_server

__all__ = ["DOMAIN", "answers", "running_server", "start_server", "stop_server"]

HOST = "127.0.0.1"
DOMAIN = "dateline.example"
LOG = "server.log"
LOG_TAIL = SHOWN
LOG_WIDTH = 110
# The first start migrates an empty database: 80 s measured, more on a busy machine.
PATIENCE = 600.0
PATIENCE_WITH_OLD = 120.0
PORT = 8080
STOPPING = 15.0
BETWEEN_LINES = 10.0
BETWEEN_LOOKS = 0.3


def start_server(data: Path, port: int | None, database: str = "") -> Server:
    """Start a server on a data folder (hold `locked`), or find it running; waits for its answer.

    Args:
        data: the folder.
        port: on this machine; None for the one it had, or 8080.
        database: address of a PostgreSQL; "" for the one it had, or SQLite in the folder.

    Raises:
        InvalidInput: the port is taken, the server died, or runs and does not answer; the
            database is none, or another than before.
    """
    known = load_server(data)
    if database:
        check_database(database)
        _check_same(known, database)
    if known is None or not _is_ours(known.pid):
        launched = _launch(known, data, port or _port_of(known) or PORT, database)
        _wait(launched, data / LOG, PATIENCE)
        return launched
    if port not in (None, _port_of(known)):
        stage(f"it runs at {known.url} already; to move it: dateline annotate down, then up")
    if not answers(known.url):
        stage(f"process {known.pid} runs and does not answer yet (dateline annotate down stops it)")
    _wait(known, data / LOG, PATIENCE_WITH_OLD)
    return known


def running_server(data: Path) -> Server:
    """The server of a data folder, which must be answering.

    Raises:
        InvalidInput: it was never started, or does not answer; or it is elsewhere, and
            does not take our key any more.
    """
    server = load_server(data)
    if server is None or not answers(server.url):
        remedy = f"start it: dateline annotate up --data {data}"
        if server is not None and server.elsewhere:
            remedy = "it is not ours to start: see whether it runs, and run this again"
        found = "no server was started here" if server is None else f"{server.url} is silent"
        raise InvalidInput([Problem(rule="server.down", remedy=remedy, value=found)])
    if server.elsewhere:
        who(server.url, server.admin.token)
    return server


def stop_server(data: Path) -> bool:
    """Stop the server of a data folder; returns whether one was running."""
    server = load_server(data)
    if server is None or not _is_ours(server.pid):
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        os.killpg(server.pid, number)
        if _comes_true(lambda: not _is_ours(server.pid), STOPPING):
            break
    save_server(data, replace(server, pid=0))
    return True


def answers(url: str) -> bool:
    """Whether a Label Studio server says that it is well."""
    try:
        return httpx.get(f"{url}/health", timeout=10).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _port_of(server: Server | None) -> int | None:
    return None if server is None else httpx.URL(server.url).port


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            remedy = "stop what listens there, or give another with --port"
            problem = Problem(rule="server.port", remedy=remedy, value=f"{port}: {error.strerror}")
            raise InvalidInput([problem]) from error


def _new_admin() -> Account:
    password, token = secrets.token_urlsafe(18), secrets.token_hex(20)
    return Account(f"admin@{DOMAIN}", password, token)


def _check_same(known: Server | None, database: str) -> None:
    """Check that no work is left behind: without accounts there is none (a start that failed)."""
    if known is None or known.database == database:
        return
    if known.annotators or _is_ours(known.pid):
        remedy = "leave --database out, or name another data folder with --data"
        found = f"the work of this folder is in {known.database or 'SQLite'}"
        raise InvalidInput([Problem(rule="server.database-other", remedy=remedy, value=found)])


def _launch(known: Server | None, data: Path, port: int, database: str) -> Server:
    _check_port(port)
    program = server_command()
    url = f"http://{HOST}:{port}"
    server = (
        Server(url, 0, _new_admin(), database=database)
        if known is None
        else replace(known, url=url, database=database or known.database)
    )
    server = replace(server, pid=_spawn(program, data, port, server))
    save_server(data, server)
    usual = "a minute or two the first time" if known is None else "about ten seconds"
    stage(f"starting Label Studio at {server.url} ({usual})")
    return server


def _spawn(program: Path, data: Path, port: int, server: Server) -> int:
    """Secrets go by the environment: a command line is readable to everybody."""
    admin = server.admin
    environment = {
        **os.environ,
        **database_environment(server.database),
        "LABEL_STUDIO_BASE_DATA_DIR": str(data.resolve()),
        "LABEL_STUDIO_USERNAME": admin.email,
        "LABEL_STUDIO_PASSWORD": admin.password,
        "LABEL_STUDIO_USER_TOKEN": admin.token,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    command = [str(program), "start", "-b", "-p", str(port), "--internal-host", HOST]
    descriptor = os.open(data / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=descriptor, stderr=subprocess.STDOUT,
            env=environment, cwd=data, start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(descriptor)
    process.returncode = 0  # it outlives us on purpose
    return process.pid


def _wait(server: Server, log: Path, patience: float) -> None:
    """Wait until the server answers; a broken-off call may have started it just before."""
    begun = said = time.monotonic()
    while not answers(server.url):
        now = time.monotonic()
        if not _is_ours(server.pid):
            raise _dead(log, "it ended before it answered")
        if now - begun > patience:
            raise _dead(log, f"process {server.pid} did not answer in {patience:.0f} s")
        if now - said > BETWEEN_LINES:
            said = now
            stage(f"still starting ({now - begun:.0f} s)")
        time.sleep(BETWEEN_LOOKS)


def _dead(log: Path, found: str) -> InvalidInput:
    tail = [Problem(rule="server.log", remedy="see the whole log", file=str(log), value=part)
            for part in _last_parts(log)]  # fmt: skip
    remedy = f"read the end of {log}, stop it (dateline annotate down), mend it, start again"
    return InvalidInput([Problem(rule="server.died", remedy=remedy, value=found), *tail])


def _last_parts(log: Path) -> list[str]:
    """The end of a log, in parts as short and as few as a list of problems shows in full."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL:]
    return [part for line in lines for part in textwrap.wrap(line, LOG_WIDTH)][-LOG_TAIL:]


def _comes_true(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(BETWEEN_LOOKS)
    return condition()


def _is_ours(pid: int) -> bool:
    """Whether a Label Studio runs under this number, which may have gone to another program."""
    if pid <= 0:
        return False
    listed = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        # Of a dead process that nobody has waited for yet the line is empty.
        return listed.exists() and b"label-studio" in listed.read_bytes()
    done = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "label-studio" in done.stdout
