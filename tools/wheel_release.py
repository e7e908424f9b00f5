"""A step of the wheel's build: the newest core release goes into the package.

Where no release is built yet the wheel has none, and `dateline.load` says so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RELEASES = Path("data/releases")
INSIDE = "dateline/_releases"


class ReleaseHook(BuildHookInterface[Any]):
    """Adds the newest release to a wheel; an editable install reads the checkout's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it writes the wheel."""
        newest = newest_release(Path(self.root) / RELEASES)
        if version == "standard" and newest is not None:
            build_data["force_include"][str(newest)] = f"{INSIDE}/{newest.name}"


def newest_release(folder: Path) -> Path | None:
    """The release with the highest version, 0.10.0 after 0.9.0."""
    found = (manifest.parent for manifest in folder.glob("*/MANIFEST.json"))
    releases = [path for path in found if re.fullmatch(r"\d+\.\d+\.\d+", path.name)]
    return max(releases, key=lambda path: tuple(map(int, path.name.split("."))), default=None)
