"""A Label Studio that is there already, started by others: found and remembered."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
from msgspec.structs import replace

from dateline.problems import InvalidInput, Problem
from dateline.terminal import stage
from dateline_annotation.keys import PERSONAL, VARIABLE, check_shape, who
from dateline_annotation.server import answers, start_server
from dateline_annotation.state import Account, Server, load_server, save_server

__all__ = ["describe", "reach_server"]

OTHER_FOLDER = "name another folder with --data"
HOST = re.compile(r"[\w.:-]+")
LOCAL = ("localhost", "127.0.0.1", "::1")


def reach_server(data: Path, port: int | None, url: str, database: str) -> Server:
    """The server at `url`, or the one that the folder knows, or one started now.

    Hold `locked` of the folder.

    Raises:
        InvalidInput: options that do not go together, or no server that lets us in.
    """
    known = load_server(data)
    problems = list(_conflicts(known, port, url.rstrip("/"), database))
    if problems:
        raise InvalidInput(problems)
    if url or (known is not None and known.elsewhere):
        return _connect(known, data, url.rstrip("/"))
    return start_server(data, port, database)


def describe(server: Server) -> str:
    """A line on a server that answers: where, whose, and of which version."""
    whose = "elsewhere" if server.elsewhere else f"process {server.pid}"
    return f"{server.url} ({whose}, Label Studio {_version(server.url)})"


def _conflicts(
    known: Server | None, port: int | None, url: str, database: str
) -> Iterator[Problem]:
    elsewhere = known is not None and known.elsewhere
    for option, given in (("--port", port is not None), ("--database", bool(database))):
        if given and (url or elsewhere):
            remedy = "leave it out: it is for a server that is started here"
            yield Problem(rule="server.options", remedy=remedy, value=f"{option} with --url")
    if known is not None and url and (not elsewhere or known.url != url):
        found = f"the folder belongs to the server at {known.url}"
        yield Problem(rule="server.other", remedy=OTHER_FOLDER, value=found)


def _connect(known: Server | None, data: Path, url: str) -> Server:
    url = url or (known.url if known else "")
    key = os.environ.get(VARIABLE, "").strip() or (known.admin.token if known else "")
    _check_address(url, key)
    user = who(url, key)
    admin = Account(user.email, "", key, user.id)
    server = replace(known, admin=admin) if known else Server(url, 0, admin, elsewhere=True)
    if server != known:
        save_server(data, server)
    return server


def _check_address(url: str, key: str) -> None:
    """Check address and key before the key goes out.

    Raises:
        InvalidInput: the address is none, no key is there, or nothing answers.
    """
    where = _parsed(url)
    if not key:
        remedy = f"put the server's API key into the environment variable {VARIABLE}"
        raise InvalidInput([Problem(rule="server.no-key", remedy=remedy)])
    check_shape(key)
    if PERSONAL.fullmatch(key) and where.path.strip("/"):
        remedy = "use a legacy token: the client asks for personal ones at the root of the host"
        raise InvalidInput([Problem(rule="server.path", remedy=remedy, value=url)])
    if where.scheme == "http" and where.host not in LOCAL:
        stage(f"{url} is not encrypted: whoever listens on the way reads the key")
    if not answers(url):
        remedy = "see whether it runs, and give its address as the browser shows it, without pages"
        raise InvalidInput([Problem(rule="server.silent", remedy=remedy, value=url)])


def _parsed(url: str) -> httpx.URL:
    try:
        where = httpx.URL(url)
    except httpx.InvalidURL:
        where = httpx.URL()
    more = where.userinfo or where.query or where.fragment
    if where.scheme not in ("http", "https") or not HOST.fullmatch(where.host) or more:
        remedy = "give --url https://host or http://host:port, without name, password or question"
        raise InvalidInput([Problem(rule="server.url", remedy=remedy)])
    return where


def _version(url: str) -> str:
    try:
        return str(httpx.get(f"{url}/api/version/", timeout=10).json()["release"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return "of unknown version"
