"""Where a server that we start keeps its work: SQLite in its folder, or PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from dateline.problems import InvalidInput, Problem

__all__ = ["check_database", "database_environment"]

SCHEMES = ("postgresql", "postgres")
PORT = 5432
FORM = "give postgresql://user@host/database, or postgresql://user@host:5432/database"
NAME = re.compile(r"/[^/]+")
SECRET = "leave it out: put it into PGPASSWORD, or into ~/.pgpass, and change it if others saw it"


def check_database(url: str) -> None:
    """Check the address of a PostgreSQL database; a password in it is not repeated.

    Raises:
        InvalidInput: with everything that is wrong with it.
    """
    problems = list(_problems(url))
    if problems:
        raise InvalidInput(problems)


def database_environment(url: str) -> dict[str, str]:
    """What tells Label Studio to use this database; SQLite if there is no address.

    The password is left empty: PostgreSQL's own library then takes it from PGPASSWORD or
    ~/.pgpass of whoever starts the server, and we keep none.
    """
    if not url:
        return {"LABEL_STUDIO_DJANGO_DB": "sqlite"}
    parts = urlsplit(url)
    return {
        "LABEL_STUDIO_DJANGO_DB": "default",
        "LABEL_STUDIO_POSTGRE_NAME": unquote(parts.path[1:]),
        "LABEL_STUDIO_POSTGRE_USER": unquote(parts.username or ""),
        "LABEL_STUDIO_POSTGRE_PASSWORD": "",
        "LABEL_STUDIO_POSTGRE_HOST": parts.hostname or "",
        "LABEL_STUDIO_POSTGRE_PORT": str(parts.port or PORT),
    }


def _problems(url: str) -> Iterator[Problem]:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        yield Problem(rule="server.database", remedy=FORM, value=str(error))
        return
    if parts.password is not None:
        found = "a password stands in --database"
        yield Problem(rule="server.database-password", remedy=SECRET, value=found)
    for found in _faults(parts):
        yield Problem(rule="server.database", remedy=FORM, value=found)


def _faults(parts: SplitResult) -> Iterator[str]:
    if parts.scheme not in SCHEMES:
        yield f"it begins with {parts.scheme!r}" if parts.scheme else "it is no address"
    if not parts.username:
        yield "no user"
    if not parts.hostname:
        yield "no host"
    if not NAME.fullmatch(parts.path):
        yield "no name of a database"
    if parts.query or parts.fragment:
        yield "something follows the name of the database"
    if not _port_is_good(parts):
        yield "its port is no number up to 65535"


def _port_is_good(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False
