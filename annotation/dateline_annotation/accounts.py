"""Annotators' accounts, made by the invitation that the open-source edition has."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

import httpx
from msgspec.structs import replace

from dateline.problems import InvalidInput, Problem
from dateline_annotation.server import DOMAIN
from dateline_annotation.state import Account, Server

__all__ = ["check_names", "with_accounts"]

# Titles of projects hold at most 50 characters: a round, an annotator.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,22}")
NAME_REMEDY = "give 1 to 23 letters, digits, dots, dashes, beginning with a letter or digit"
TIMEOUT = 60


def check_names(names: Sequence[str]) -> None:
    """Check names of annotators and rounds.

    Raises:
        InvalidInput: with every name that cannot be one, or is there twice.
    """
    wrong = [name for name in names if not NAME.fullmatch(name)]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems = [Problem(rule="annotation.name", remedy=NAME_REMEDY, value=name) for name in wrong]
    problems += [Problem(rule="annotation.name-twice", remedy="name each once", value=name)
                 for name in twice]  # fmt: skip
    if problems:
        raise InvalidInput(problems)


def with_accounts(server: Server, annotators: Sequence[str]) -> Server:
    """The server with accounts for these annotators; those it has are kept.

    Raises:
        InvalidInput: the server refuses one.
    """
    missing = [name for name in annotators if name not in server.annotators]
    if not missing:
        return server
    accounts = dict(server.annotators)
    headers = {"Authorization": f"Token {server.admin.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=TIMEOUT) as admin:
        invitation = _checked(admin.get("/api/invite")).json()["invite_url"]
        for name in missing:
            accounts[name] = _sign_up(server.url, invitation, name)
        # The invitation stands in the server's log by now: let it open nothing.
        _checked(admin.post("/api/invite/reset-token"))
    return replace(server, annotators=accounts)


def _sign_up(url: str, invitation: str, name: str) -> Account:
    email, password = f"{name.lower()}@{DOMAIN}", secrets.token_urlsafe(12)
    with httpx.Client(base_url=url, timeout=TIMEOUT) as visitor:
        _checked(visitor.get(invitation))
        form = {"email": email, "password": password, "allow_newsletters": "false",
                "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}  # fmt: skip
        answer = visitor.post(invitation, data=form, headers={"Referer": url})
        if answer.status_code != httpx.codes.FOUND:
            remedy = "is there such an account already? name another annotator or data folder"
            raise InvalidInput([Problem(rule="server.sign-up", remedy=remedy, value=email)])
        token = _checked(visitor.get("/api/current-user/token")).json()["token"]
        user = _checked(visitor.get("/api/current-user/whoami")).json()["id"]
    return Account(email, password, token, user)


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        remedy = "see the server's log"
        found = f"{answer.request.url.path}: {answer.status_code}"
        raise InvalidInput([Problem(rule="server.refused", remedy=remedy, value=found)])
    return answer
