"""What is known of a server: its address, process and accounts, in a file for the owner."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct, field

from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage

__all__ = ["Account", "Server", "account_of", "is_ready", "load_server", "locked", "save_server"]

NAME = "server.json"
LOCK = "server.lock"


class Account(Struct, frozen=True):
    """A user of the server: the e-mail address is the login, `token` opens the API.

    Without a token the account is not known to be made yet.
    """

    email: str
    password: str
    token: str
    id: int = 0


class Server(Struct, frozen=True):
    """A server, as `<data>/server.json` (mode 0600) keeps it.

    One on this machine has the process `pid` (0 when stopped) and perhaps a PostgreSQL
    `database`. One that is `elsewhere` was started by others: `admin` is then the user of
    the key that we were given, without a password.
    """

    url: str
    pid: int
    admin: Account
    annotators: dict[str, Account] = field(default_factory=dict)
    elsewhere: bool = False
    database: str = ""


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """The data folder, private and for one starting or stopping command at a time.

    Raises:
        InvalidInput: the folder cannot be made or written to.
    """
    _make_private(data)
    with (data / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stage(f"waiting for another command that starts or stops the server of {data}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_private(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
    except OSError as error:
        remedy = "name a folder that you may write to, with --data"
        problem = Problem(rule="server.data", remedy=remedy, file=str(data), value=error.strerror)
        raise InvalidInput([problem]) from error


def load_server(data: Path) -> Server | None:
    """The server of a data folder, or None if none was ever started there.

    Raises:
        InvalidInput: the file is not readable.
    """
    path = data / NAME
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Server)
    except (OSError, msgspec.DecodeError) as error:
        remedy = "restore the file, or name another data folder"
        problem = Problem(rule="server.file", remedy=remedy, file=str(path), value=str(error))
        raise InvalidInput([problem]) from error


def save_server(data: Path, server: Server) -> None:
    """Keep the server's address and secrets, readable by the owner alone."""
    descriptor, name = tempfile.mkstemp(dir=data, prefix=f".{NAME}.", suffix=".tmp")
    with os.fdopen(descriptor, "wb") as handle:  # mkstemp makes it with mode 0600
        handle.write(msgspec.json.format(msgspec.json.encode(server)) + b"\n")
    Path(name).replace(data / NAME)


def is_ready(server: Server, annotator: str) -> bool:
    """Whether the annotator has an account, and not one whose making was cut off."""
    account = server.annotators.get(annotator)
    return account is not None and bool(account.token)


def account_of(server: Server, annotator: str) -> Account:
    """The account of an annotator.

    Raises:
        InvalidInput: there is none.
    """
    if is_ready(server, annotator):
        return server.annotators[annotator]
    known = ", ".join(sorted(server.annotators)) or "none"
    remedy = f"make the account: dateline annotate up --annotators {annotator} (known: {known})"
    raise InvalidInput([Problem(rule="server.unknown-annotator", remedy=remedy, value=annotator)])
