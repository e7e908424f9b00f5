"""Annotators' accounts, made by the invitation that the open-source edition has."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence

import httpx
from msgspec import Struct
from msgspec.structs import replace

from dateline.problems import InvalidInput, Problem
from dateline_annotation.keys import headers_for, opens
from dateline_annotation.server import DOMAIN
from dateline_annotation.state import Account, Server, is_ready

__all__ = ["NAME", "NAME_REMEDY", "Member", "check_names", "with_accounts"]

# Titles of projects hold at most 50 characters: a round, an annotator.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,22}")
NAME_REMEDY = "give 1 to 23 letters, digits, dots, dashes, beginning with a letter or digit"
TIMEOUT = 60


class Member(Struct, frozen=True):
    """A person of the team; without an e-mail address one is made up. The role tells people."""

    name: str
    email: str = ""
    role: str = "annotator"


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


def with_accounts(
    server: Server, members: Sequence[Member], save: Callable[[Server], None]
) -> Server:
    """The server with accounts for these people; those it has are kept.

    A password is saved before it is used, and each account as soon as it is there: what is
    cut off in between is finished the next time.

    Raises:
        InvalidInput: the server refuses one.
    """
    missing = [member for member in members if not is_ready(server, member.name)]
    if not missing:
        return server
    headers = headers_for(server.url, server.admin.token)
    with httpx.Client(base_url=server.url, headers=headers, timeout=TIMEOUT) as admin:
        invitation = _checked(admin.get("/api/invite")).json()["invite_url"]
        for member in missing:
            server = _with_account(server, member, invitation, save)
        if not server.elsewhere:
            # The invitation stands in the server's log by now: let it open nothing. On a
            # server of others it stays, for they may have sent it to people.
            _checked(admin.post("/api/invite/reset-token"))
    return server


def _with_account(
    server: Server, member: Member, invitation: str, save: Callable[[Server], None]
) -> Server:
    account = _begun(server, member)
    save(replace(server, annotators={**server.annotators, member.name: account}))
    try:
        account = _sign_up(server.url, invitation, account)
    except InvalidInput:
        save(server)
        raise
    server = replace(server, annotators={**server.annotators, member.name: account})
    save(server)
    return server


def _begun(server: Server, member: Member) -> Account:
    """The account whose making was cut off, or one to be made."""
    email = (member.email or f"{member.name}@{DOMAIN}").lower()
    begun = server.annotators.get(member.name)
    if begun is not None and begun.email == email:
        return begun
    return Account(email, secrets.token_urlsafe(12), token="")


def _sign_up(url: str, invitation: str, account: Account) -> Account:
    with httpx.Client(base_url=url, timeout=TIMEOUT) as visitor:
        answer = _posted(visitor, invitation, account, allow_newsletters="false")
        if answer.status_code != httpx.codes.FOUND:
            _log_in(visitor, account)
        token = _token(visitor, url)
        user = _checked(visitor.get("/api/current-user/whoami")).json()["id"]
    return replace(account, token=token, id=user)


def _posted(visitor: httpx.Client, page: str, account: Account, **more: str) -> httpx.Response:
    """Fill in a page's form with address and password."""
    _checked(visitor.get(page))
    form = {"email": account.email, "password": account.password,
            "csrfmiddlewaretoken": visitor.cookies["csrftoken"], **more}  # fmt: skip
    return visitor.post(page, data=form, headers={"Referer": str(visitor.base_url)})


def _log_in(visitor: httpx.Client, account: Account) -> None:
    """Who cannot sign up has perhaps done so, in a call that was cut off."""
    if _posted(visitor, "/user/login/", account).status_code != httpx.codes.FOUND:
        remedy = (
            "is there such an account already? give another e-mail in a team file (--team), "
            "name another annotator, or use the data folder that the account is in"
        )
        raise InvalidInput([Problem(rule="server.sign-up", remedy=remedy, value=account.email)])


def _token(visitor: httpx.Client, url: str) -> str:
    """The user's legacy token, or a personal one where the server takes no legacy ones."""
    legacy = str(_checked(visitor.get("/api/current-user/token")).json()["token"])
    if opens(url, legacy):
        return legacy
    headers = {"Referer": url, "X-CSRFToken": visitor.cookies["csrftoken"]}
    return str(_checked(visitor.post("/api/token/", headers=headers)).json()["token"])


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        remedy = "see the server's log"
        found = f"{answer.request.url.path}: {answer.status_code}"
        raise InvalidInput([Problem(rule="server.refused", remedy=remedy, value=found)])
    return answer
