"""Who installs the wheel can load the newest release without a checkout; or without one, build."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[3]
PARTS = ("pyproject.toml", "README.md", "tools", "benchmark", "annotation", "baselines")

pytestmark = pytest.mark.slow


def _checkout(folder: Path) -> Path:
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    return folder


def _wheel_names(checkout: Path) -> set[str]:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"],
        cwd=checkout, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (checkout / "out").glob("*.whl")
    return set(ZipFile(wheel).namelist())


def test_a_checkout_without_a_release_builds_a_wheel_without_one(tmp_path: Path) -> None:
    names = _wheel_names(_checkout(tmp_path / "checkout"))
    assert "dateline/ontology.toml" in names
    assert not any(name.startswith("dateline/_releases") for name in names)


def test_the_wheel_carries_the_newest_release_and_no_other(tmp_path: Path) -> None:
    checkout = _checkout(tmp_path / "checkout")
    for version in ("0.9.0", "0.10.0", "0.2.1", "draft"):
        folder = checkout / "data" / "releases" / version
        folder.mkdir(parents=True)
        (folder / "MANIFEST.json").write_text("{}", encoding="utf-8")
    names = _wheel_names(checkout)
    assert {name for name in names if name.startswith("dateline/_releases")} == {
        "dateline/_releases/0.10.0/MANIFEST.json"
    }
