"""A server that keeps its work in a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.build import annotated
from support.needs import needs_label_studio
from support.postgres import PASSWORD, free_port, postgres
from support.studio import Desktop

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

PLAIN = annotated("Troops left Arle", "", id="plain")


def test_work_is_in_the_database_and_is_there_again_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_label_studio()
    desk = Desktop(tmp_path / "data", free_port())
    with postgres() as url:
        monkeypatch.setenv("PGPASSWORD", "wrong")
        refused = desk.run("up", "--port", str(desk.port), "--database", f"{url}-mistyped")
        assert refused.status == 2
        assert "FATAL" in refused.err

        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        started = desk.run("up", "--database", url, "--annotators", "ann")
        assert started.status == 0, started.err
        file = desk.articles(tmp_path, [PLAIN])
        pushed = desk.run("push", file, "--round", "one", "--annotators", "ann")
        assert "1 added" in pushed.out, pushed.err
        assert not list(desk.data.glob("*.sqlite3"))
        assert desk.secrets()["database"] == url

        assert "stopped" in desk.run("down").out
        again = desk.run("up")
        assert again.status == 0, again.err
        assert "one\tann\t1 tasks" in desk.run("status").out
        assert desk.run("down").status == 0
        for name in ("server.json", "server.log"):
            assert PASSWORD not in (desk.data / name).read_text(encoding="utf-8")
