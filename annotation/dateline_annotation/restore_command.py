"""`dateline annotate restore`: labelling setups that were changed by hand, put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["restore"]


def restore(
    round_: Annotated[str, typer.Option("--round", help="Name of the round.")],
    data: Annotated[Path, typer.Option(help="Folder of the server's data and accounts.")] = Path(
        ".labelstudio"
    ),
) -> None:
    """Put back the labelling setups of a round, where somebody has changed them.

    `pull` and `status` name the projects. No work is touched; but where a field was missing,
    look again at what was submitted meanwhile. The server refuses while work stands under a
    label that was added by hand: change that work first.

    Example: dateline annotate restore --round seed
    """
    from dateline_annotation.restore import restore as restore_round
    from dateline_annotation.server import running_server

    restored = restore_round(running_server(data), round_)
    for desk in restored:
        print(f"{desk.annotator}: the labelling setup is put back")
    if not restored:
        print(f"{round_}: every labelling setup is as it should be")
