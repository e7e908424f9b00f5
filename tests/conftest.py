"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make golden` rewrites what is compared, and `git diff` shows what changed."""
    parser.addoption("--golden", action="store_true", help="Rewrite the golden files.")
