"""Where gold comes from: the commit that a release can be built from again."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["source_commit"]


def source_commit(gold: Path) -> str | None:
    """The commit that last changed the file of gold; None outside git or before it is committed.

    Not the commit checked out: that would change the bytes of a release whose gold stays.
    None in a shallow clone, too, where git knows no further back than its first commit.
    """
    if _git(gold, "status", "--porcelain") != "" or _is_shallow(gold):
        return None
    return _git(gold, "log", "-1", "--format=%H") or None


def _is_shallow(gold: Path) -> bool:
    return _git(gold, "rev-parse", "--is-shallow-repository") != "false"


def _git(path: Path, *arguments: str) -> str | None:
    about = [] if arguments[0] == "rev-parse" else ["--", path.name]
    command = ["git", *arguments, *about]
    try:
        done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
