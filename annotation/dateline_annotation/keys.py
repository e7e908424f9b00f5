"""Keys that open a server's API: the legacy token, and the personal access token."""

from __future__ import annotations

import re
from typing import TypeVar

import httpx
import msgspec
from msgspec import Struct

from dateline.problems import InvalidInput, Problem

__all__ = ["PERSONAL", "VARIABLE", "Who", "check_shape", "headers_for", "opens", "who"]

# Never an option: a command line is readable to everybody on the machine.
VARIABLE = "LABEL_STUDIO_API_KEY"
LEGACY = re.compile(r"[!-~]{8,100}")
PERSONAL = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
TIMEOUT = 60
T = TypeVar("T")
REFUSED = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
GET_ANOTHER = (
    f"put a key of this server that is valid into {VARIABLE} (in Label Studio: your picture,"
    " Account & Settings, Personal Access Token) and run dateline annotate up again"
)


class Who(Struct, frozen=True):
    """The user whom a key opens the server for."""

    id: int
    email: str


def check_shape(key: str) -> None:
    """Check that a text can be a key at all; the problem does not repeat it.

    Raises:
        InvalidInput: it is neither kind of key.
    """
    if not (LEGACY.fullmatch(key) or PERSONAL.fullmatch(key)):
        found = f"{VARIABLE} is neither a legacy token nor a personal access token"
        raise InvalidInput([Problem(rule="server.key", remedy=GET_ANOTHER, value=found)])


def headers_for(url: str, key: str) -> dict[str, str]:
    """What a request carries to be let in; a personal token is exchanged for a short one.

    Raises:
        InvalidInput: the server does not take the key, or does not answer.
    """
    if not PERSONAL.fullmatch(key):
        return {"Authorization": f"Token {key}"}
    answer = _asked("POST", f"{url}/api/token/refresh/", json={"refresh": key})
    return {"Authorization": f"Bearer {_decoded(answer, url, dict[str, str])['access']}"}


def who(url: str, key: str) -> Who:
    """The user whom the key opens the server for.

    Raises:
        InvalidInput: it opens nothing: wrong, expired, or of a kind that is switched off.
    """
    headers = headers_for(url, key)
    return _decoded(_asked("GET", f"{url}/api/current-user/whoami", headers=headers), url, Who)


def opens(url: str, key: str) -> bool:
    """Whether the server takes the key."""
    try:
        who(url, key)
    except InvalidInput:
        return False
    return True


def _asked(method: str, url: str, **said: dict[str, str]) -> httpx.Response:
    try:
        answer = httpx.request(method, url, timeout=TIMEOUT, **said)  # type: ignore[arg-type]
    except httpx.HTTPError as error:
        remedy = "see whether the server runs, and that this machine reaches it; run this again"
        found = f"{url}: {type(error).__name__}"
        raise InvalidInput([Problem(rule="server.silent", remedy=remedy, value=found)]) from error
    if answer.status_code in REFUSED:
        found = f"{answer.status_code}: {_reason(answer)}"
        raise InvalidInput([Problem(rule="server.key", remedy=GET_ANOTHER, file=url, value=found)])
    return answer


def _reason(answer: httpx.Response) -> str:
    try:
        return (
            msgspec.json.decode(answer.content, type=dict[str, object]).get("detail", "").__str__()
        )
    except msgspec.DecodeError:
        return answer.reason_phrase


def _decoded(answer: httpx.Response, url: str, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.DecodeError as error:
        remedy = "give the address of a Label Studio, as the browser shows it, without its pages"
        found = f"{url}: {answer.status_code}, no answer of a Label Studio"
        raise InvalidInput([Problem(rule="server.foreign", remedy=remedy, value=found)]) from error
