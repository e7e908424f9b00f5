"""A newcomer copies the blocks of the README in order: each must run, each number be true."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Older than the stamp of the environment, so that make does not install it again.
LONG_AGO = 1_000_000_000


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it would be cloned, with the environment that is there."""
    folder = tmp_path_factory.mktemp("readme") / "dateline"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
            os.utime(folder / name, (LONG_AGO, LONG_AGO))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def _run(block: str, folder: Path) -> None:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "build" / "hf")}
    done = subprocess.run(
        ["sh", "-eu", "-c", block], cwd=folder, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


@pytest.mark.slow
def test_every_block_runs_in_the_order_of_the_page(checkout: Path) -> None:
    for language, block in BLOCK.findall(README):
        if language == "sh":
            _run(block, checkout)
        else:
            name = block.splitlines()[0].removeprefix("# ")
            (checkout / name).write_text(block, encoding="utf-8")
    board = (checkout / "build" / "site" / "index.html").read_text(encoding="utf-8")
    assert ">mine<" in board
    assert (checkout / "build" / "demo" / "site" / "index.html").exists()


@pytest.mark.parametrize("name", ["README.md", "annotation/GUIDELINES.md"])
def test_the_tables_are_what_their_commands_print(name: str) -> None:
    loader = SourceFileLoader("fill", str(ROOT / "tools" / "fill"))
    spec = spec_from_loader("fill", loader)
    assert spec is not None
    fill = module_from_spec(spec)
    loader.exec_module(fill)
    page = (ROOT / name).read_text(encoding="utf-8")
    assert fill.filled(page, ROOT / ".venv" / "bin") == page, "stale: run `make pages`"
