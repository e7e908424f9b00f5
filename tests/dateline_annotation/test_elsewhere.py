"""A team's accounts, and a server that others started, on a real Label Studio."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from dateline.files import read_documents
from dateline_annotation.convert import results_of
from dateline_annotation.keys import VARIABLE
from support.build import annotated
from support.needs import ROOT, needs_label_studio
from support.studio import Desktop, Ran, desktop

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

EXAMPLE = ROOT / "annotation" / "team.example.toml"
PLAIN = annotated("Troops left Arle", 'm1 p1 "Troops" PERSON NOM e1', id="plain")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server started by others; the first test looks at how it was started."""
    needs_label_studio()
    found = desktop(tmp_path_factory.mktemp("host"))
    started = found.run(
        "up", "--port", str(found.port), "--team", EXAMPLE, "--annotators", "dan,ann"
    )
    assert started.status == 0, started.err
    yield found
    found.run("down")


@pytest.fixture
def far(host: Desktop, tmp_path: Path) -> Desktop:
    """A folder that knows of no server yet."""
    return Desktop(tmp_path / "far", host.port)


@pytest.fixture(scope="module")
def personal(host: Desktop) -> str:
    """A personal access token of the server's first user, who can have one only."""
    made = httpx.post(f"{_url(host)}/api/token/", headers=_admin(host), timeout=60)
    return str(made.json()["token"])


def _url(host: Desktop) -> str:
    return str(host.secrets()["url"])


def _admin(host: Desktop) -> dict[str, str]:
    return {"Authorization": f"Token {_legacy(host)}"}


def _legacy(host: Desktop) -> str:
    return str(host.secrets()["admin"]["token"])


def _connect(
    far: Desktop, host: Desktop, key: str, monkeypatch: pytest.MonkeyPatch, *more: str
) -> Ran:
    monkeypatch.setenv(VARIABLE, key)
    ran = far.run("up", "--url", f"{_url(host)}/", *more)
    monkeypatch.delenv(VARIABLE)
    assert not key or key not in ran.out + ran.err
    return ran


@contextmanager
def _without_legacy_tokens(host: Desktop, personal: str) -> Iterator[None]:
    """The server as it is by default since 1.17."""
    url = _url(host)

    def switch(legacy: bool) -> None:
        access = httpx.post(f"{url}/api/token/refresh/", json={"refresh": personal}, timeout=60)
        headers = {"Authorization": f"Bearer {access.json()['access']}"}
        settings = {"api_tokens_enabled": True, "legacy_api_tokens_enabled": legacy}
        done = httpx.post(f"{url}/api/jwt/settings", json=settings, headers=headers, timeout=60)
        assert done.is_success, done.text

    switch(legacy=False)
    try:
        yield
    finally:
        switch(legacy=True)


def _goes_round(far: Desktop, round_: str, annotator: str, folder: Path) -> None:
    """An article is pushed, annotated with the annotator's own token, and pulled."""
    file = far.articles(folder, [PLAIN])
    pushed = far.run("push", file, "--round", round_, "--annotators", annotator)
    assert pushed.status == 0, pushed.err
    with far.client(annotator) as client:
        listed: Any = client.projects.list()
        (project,) = [one for one in listed if one.title == f"{round_}: {annotator}"]
        tasks: Any = client.tasks.list(project=project.id)
        (task,) = tasks
        client.annotations.create(task.id, result=results_of(PLAIN))
    pulled = far.run("pull", "--round", round_, "--out", folder / "passes")
    assert pulled.status == 0, pulled.err
    assert read_documents(folder / "passes" / f"{annotator}.jsonl", gold=True) == [PLAIN]


def test_a_team_file_makes_accounts_that_open_the_server(host: Desktop) -> None:
    people = host.secrets()["annotators"]
    assert {name: one["email"] for name, one in people.items()} == {
        "ann": "ann@dateline.example",
        "ben": "ben@newsroom.example",
        "cleo": "cleo@newsroom.example",
        "dan": "dan@dateline.example",
    }
    with httpx.Client(base_url=_url(host), timeout=60) as visitor:
        visitor.get("/user/login/")
        form = {"email": people["ben"]["email"], "password": people["ben"]["password"],
                "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}  # fmt: skip
        visitor.post("/user/login/", data=form)
        assert visitor.get("/api/current-user/whoami").json()["id"] == people["ben"]["id"]
    assert host.run("up", "--team", EXAMPLE).status == 0
    assert host.secrets()["annotators"] == people
    assert f"(process {host.secrets()['pid']}, Label Studio 1." in host.run("status").out


def test_a_wrong_team_file_starts_nothing(far: Desktop, tmp_path: Path) -> None:
    team = tmp_path / "team.toml"
    team.write_text('[[annotator]]\nname = "a b"\nmail = "a@b.example"\n', encoding="utf-8")
    ran = far.run("up", "--team", team)
    assert ran.status == 2
    assert "team.name" in ran.err
    assert "team.unknown-key" in ran.err
    assert not far.data.exists()


def test_a_legacy_token_opens_a_server_elsewhere_and_down_leaves_it_running(
    host: Desktop, far: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _connect(far, host, _legacy(host), monkeypatch, "--annotators", "eva")
    assert ran.status == 0, ran.err
    said = far.secrets()
    assert (said["pid"], said["elsewhere"], said["url"]) == (0, True, _url(host))
    assert (far.data / "server.json").stat().st_mode & 0o077 == 0
    assert "(elsewhere, Label Studio 1." in far.run("status").out
    _goes_round(far, "legacy", "eva", tmp_path)

    assert "stopped nothing" in far.run("down").out
    assert httpx.get(f"{_url(host)}/health", timeout=60).is_success
    # Neither address nor key is needed again, and an account that is there stays.
    assert far.run("up", "--annotators", "eva").status == 0
    assert far.secrets() == said


def test_an_invitation_that_others_have_sent_stays_good(
    host: Desktop, far: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def invitation() -> str:
        asked = httpx.get(f"{_url(host)}/api/invite", headers=_admin(host), timeout=60)
        return str(asked.json()["invite_url"])

    before = invitation()
    ran = _connect(far, host, _legacy(host), monkeypatch, "--annotators", "gil")
    assert ran.status == 0, ran.err
    assert invitation() == before


def test_an_account_whose_making_was_cut_off_is_finished(host: Desktop) -> None:
    assert host.run("up", "--annotators", "hal,ida").status == 0
    whole = host.secrets()
    cut = host.secrets()
    # hal is on the server, and the answer was lost; kim's password was saved and not used yet.
    cut["annotators"]["hal"] |= {"token": "", "id": 0}
    cut["annotators"]["kim"] = {"email": "kim@dateline.example", "password": "not-used-yet-1",
                                "token": ""}  # fmt: skip
    (host.data / "server.json").write_text(json.dumps(cut), encoding="utf-8")
    ran = host.run("import-sheets", "none", "--round", "one", "--annotator", "hal")
    assert "server.unknown-annotator" in ran.err
    again = host.run("up", "--annotators", "hal,ida,kim")
    assert again.status == 0, again.err
    people = host.secrets()["annotators"]
    assert people["hal"] == whole["annotators"]["hal"]
    assert people["kim"]["password"] == "not-used-yet-1"
    assert people["kim"]["token"]


def test_an_address_that_is_taken_is_named_and_those_before_it_are_kept(
    host: Desktop, far: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _connect(far, host, _legacy(host), monkeypatch, "--annotators", "jon,dan")
    assert ran.status == 2
    assert "server.sign-up" in ran.err
    assert "dan@dateline.example" in ran.err
    assert list(far.secrets()["annotators"]) == ["jon"]


def test_a_personal_token_does_where_legacy_tokens_are_off(
    host: Desktop, far: Desktop, personal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _without_legacy_tokens(host, personal):
        ran = _connect(far, host, personal, monkeypatch, "--annotators", "fay")
        assert ran.status == 0, ran.err
        assert far.secrets()["annotators"]["fay"]["token"].startswith("ey")
        _goes_round(far, "personal", "fay", tmp_path)


def test_a_key_that_opens_no_longer_is_named_and_another_mends_it(
    host: Desktop, far: Desktop, personal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _connect(far, host, _legacy(host), monkeypatch).status == 0
    with _without_legacy_tokens(host, personal):
        refused = far.run("status")
        assert refused.status == 2
        assert "legacy token" in refused.err
        assert VARIABLE in refused.err
        monkeypatch.setenv(VARIABLE, personal)
        assert far.run("up").status == 0
        assert far.run("status").status == 0


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("", "server.no-key"),
        ("0" * 40, "server.key"),
        ("eyJh.eyJl.c2ln", "server.key"),
        ("two words", "server.key"),
        ("schlüssel", "server.key"),
    ],
)
def test_a_key_that_opens_nothing_is_a_problem_that_names_the_variable(
    host: Desktop, far: Desktop, key: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _connect(far, host, key, monkeypatch)
    assert ran.status == 2, ran.err
    assert f"{rule}" in ran.err
    assert VARIABLE in ran.err
    assert not (far.data / "server.json").exists()


def test_a_folder_belongs_to_one_server(host: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = host.secrets()
    ran = _connect(host, host, "0" * 40, monkeypatch, "--port", "1234")
    assert ran.status == 2
    assert "server.other" in ran.err
    assert "server.options" in ran.err
    ran = host.run("up", "--database", "postgresql://ed@db.example/news")
    assert ran.status == 2
    assert "server.database-other" in ran.err
    assert host.secrets() == before


class _Foreign(BaseHTTPRequestHandler):
    """A web server that finds a page for every address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<p>welcome</p>")

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *arguments: object, **named: object) -> None:
        """Nothing."""


@pytest.mark.parametrize("key", ["0" * 40, "eyJh.eyJl.c2ln"])
def test_another_web_server_is_told_from_a_label_studio(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, key)
    with HTTPServer(("127.0.0.1", 0), _Foreign) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        far = Desktop(tmp_path / "far", server.server_port)
        ran = far.run("up", "--url", f"http://127.0.0.1:{far.port}")
        server.shutdown()
    assert ran.status == 2, ran.err
    assert "server.foreign" in ran.err
    silent = far.run("up", "--url", f"http://127.0.0.1:{far.port}")
    assert "server.silent" in silent.err
    for address in ("ftp://x", "newsroom", "https://me:hunter2@host", "http://[x"):
        wrong = far.run("up", "--url", address)
        assert (wrong.status, "server.url" in wrong.err) == (2, True), wrong.err
        assert "hunter2" not in wrong.err
