"""Options of the test run."""

from __future__ import annotations

import os
import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """`datasets` keeps what it read for the whole machine: tests have a place of their own."""
    folder = tempfile.TemporaryDirectory(prefix="dateline-tests-")
    os.environ["HF_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make golden` rewrites what is compared, and `git diff` shows what changed."""
    parser.addoption("--golden", action="store_true", help="Rewrite the golden files.")
