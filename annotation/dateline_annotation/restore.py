"""Labelling setups of a round put back as they were made."""

from __future__ import annotations

from dateline_annotation.adjudicate import MODEL, adjudication_config
from dateline_annotation.config import label_config
from dateline_annotation.rounds import Desk, changed_setup, find_desks
from dateline_annotation.state import Server
from dateline_annotation.studio import open_studio

__all__ = ["restore"]


def restore(server: Server, round_: str) -> list[Desk]:
    """Put back the setups that were changed; returns whose they are.

    Raises:
        InvalidInput: there is no such round, or the server refuses: work stands under what
            was added by hand.
    """
    with open_studio(server.url, server.admin.token) as studio:
        changed = [desk for desk in find_desks(studio, round_) if changed_setup(studio, desk)]
        for desk in changed:
            adjudicates = studio.shown_system(desk.project) == MODEL
            studio.set_setup(desk.project, adjudication_config() if adjudicates else label_config())
    return changed
