"""A release on a hub is the release, to the byte, and a published version never changes.

The client is the real one; the hub is a stand-in on loopback that keeps what it is sent.
The command runs as a process of its own, since the client reads its settings once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.hub import Hub, running_hub
from support.needs import ROOT

RELEASE = ROOT / "data" / "releases" / "0.1.0"
TOKEN = "hf_of_a_test"  # of the stand-in on loopback


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running_hub(TOKEN) as found:
        yield found


def _publish(hub: Hub, home: Path, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("dateline"))
    settings = {"HF_ENDPOINT": hub.url, "HF_TOKEN": token, "HF_HOME": str(home),
                "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}  # fmt: skip
    return subprocess.run(
        [program, "release", "publish", "0.1.0", "--repo", "o/n", "--root", str(RELEASE.parent)],
        env=os.environ | settings, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _files() -> dict[str, bytes]:
    return {
        str(path.relative_to(RELEASE)): path.read_bytes()
        for path in RELEASE.rglob("*")
        if path.is_file()
    }


def test_the_hub_holds_the_release_and_nothing_else(hub: Hub, tmp_path: Path) -> None:
    hub.files["old.parquet"] = b"of an earlier release"
    ran = _publish(hub, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert hub.files == _files()
    assert (hub.tags, hub.commits) == (["v0.1.0"], ["Release 0.1.0"])
    assert ran.stdout.strip() == f"{hub.url}/datasets/o/n/tree/v0.1.0"
    assert TOKEN not in ran.stdout + ran.stderr


def test_what_is_published_is_not_published_again(hub: Hub, tmp_path: Path) -> None:
    """Whoever cites a version must find what was cited."""
    assert _publish(hub, tmp_path).returncode == 0
    ran = _publish(hub, tmp_path)
    assert ran.returncode == 2
    assert "publish.present" in ran.stderr
    assert len(hub.commits) == 1


def test_a_publication_that_was_cut_off_is_completed(hub: Hub, tmp_path: Path) -> None:
    hub.refuses["/tag/"] = 500
    ran = _publish(hub, tmp_path)
    assert ran.returncode == 2
    assert "second run completes" in ran.stderr
    assert "Traceback" not in ran.stderr
    hub.refuses.clear()
    assert _publish(hub, tmp_path).returncode == 0
    assert (hub.files, hub.tags) == (_files(), ["v0.1.0"])


def test_a_wrong_token_is_told_without_showing_it(hub: Hub, tmp_path: Path) -> None:
    ran = _publish(hub, tmp_path, "hf_wrong")
    assert ran.returncode == 2
    assert "HF_TOKEN" in ran.stderr
    assert "hf_wrong" not in ran.stderr
    assert not hub.files


def test_a_hub_that_is_not_there_is_told(tmp_path: Path) -> None:
    ran = _publish(Hub(TOKEN, "http://127.0.0.1:9"), tmp_path)
    assert ran.returncode == 2
    assert "publish.silent" in ran.stderr
    assert "Traceback" not in ran.stderr
