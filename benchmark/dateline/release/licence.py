"""The notice that goes with the data: under which licence, and how to name its makers."""

from __future__ import annotations

__all__ = ["ATTRIBUTION", "LICENCE_URL", "licence_text"]

ATTRIBUTION = "The Dateline developers"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def licence_text() -> str:
    """The notice: a summary in our words, which takes nothing from the licence itself."""
    return f"""\
The articles of the core tier, their pages, and all annotation in this folder are licensed
under Creative Commons Attribution 4.0 International (CC BY 4.0).

Summary: {LICENCE_URL}
Licence: {LICENCE_URL}legalcode

You may use, share and change them, for any purpose, if you name who made them, link the
licence, and say what you changed. For example:

    Dateline (release 0.0.0), {ATTRIBUTION},
    CC BY 4.0, {LICENCE_URL}

Put the number of the release that you used for 0.0.0, and keep the canary string where you
pass the data on. The text of other tiers is not here and is not ours; its own licences hold.
The code of the project is licensed under Apache-2.0.
"""
