"""`dateline explain`: how a metric is defined."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    metric: Annotated[
        str | None, typer.Argument(help="Id of a metric; `shared` for what they share.")
    ] = None,
) -> None:
    """Print what a metric means, its formula and a worked example; without an id, list all.

    Example: dateline explain quotes.attributed
    """
    from dateline.score.explain import explained, meanings

    if metric is not None:
        typer.echo(explained(metric))
        return
    for name, meaning in meanings().items():
        typer.echo(f"{name:20} {meaning}")
