"""What slow tests need from the machine: found, or the test is skipped with how to get it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
# With this set, as in CI, a test that cannot run fails.
NO_SKIP = "DATELINE_NO_SKIP"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def needs_chromium() -> str:
    """The path of a Chromium."""
    for name in BROWSERS:
        if (path := shutil.which(name)) is not None:
            return path
    return missing("no Chromium: run `make chromium` as root, or apt-get install chromium")


def needs_label_studio() -> None:
    """An installed Label Studio server."""
    if not (ROOT / ".venv-labelstudio" / ".installed").exists():
        missing("no Label Studio server: run `make label-studio` (1 GB, some minutes)")


def missing(how_to_get_it: str) -> NoReturn:
    if os.environ.get(NO_SKIP):
        pytest.fail(how_to_get_it)
    pytest.skip(how_to_get_it)
