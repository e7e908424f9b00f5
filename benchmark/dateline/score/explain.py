"""The documentation of metrics, section by section: what `dateline explain` prints.

It is `docs/metrics.md`: the file beside this module is a link to it, which a wheel holds
as a file.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib import resources

from dateline.problems import InvalidInput, Problem

__all__ = ["SHARED", "explained", "meanings", "sections"]

# The name of the section on what all metrics share, which stands first.
SHARED = "shared"
NEAR = 0.4


def sections() -> dict[str, str]:
    """The sections of the documentation by metric id, in order; `SHARED` is the first."""
    text = resources.files("dateline.score").joinpath("metrics.md").read_text(encoding="utf-8")
    found = re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", text, flags=re.MULTILINE)
    (title, opening), *metrics = found
    return {SHARED: f"## {title}\n{opening}"} | {
        name: f"## {name}\n{body}" for name, body in metrics
    }


def meanings() -> dict[str, str]:
    """What each metric means, in the sentence that its section begins with."""
    return {
        name: " ".join(section.split("\n\n")[1].split())
        for name, section in sections().items()
        if name != SHARED
    }


def explained(metric: str) -> str:
    """The section of a metric, or the one that they share.

    Raises:
        InvalidInput: there is no such metric; the problem names the nearest ones.
    """
    known = sections()
    if metric in known:
        return known[metric].rstrip()
    near = get_close_matches(metric, known, cutoff=NEAR)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    remedy = f"{hint}`dateline explain` lists all metrics"
    raise InvalidInput([Problem(rule="explain.unknown-metric", remedy=remedy, value=metric)])
