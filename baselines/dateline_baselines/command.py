"""`dateline predict` and `dateline systems`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def predict(
    system: Annotated[str, typer.Argument(help="Name of a system (`dateline systems`).")],
    out: Annotated[Path, typer.Option(help="File for the predictions, JSON Lines.")],
    release: Annotated[str | None, typer.Option(help="Version of the release.")] = None,
    split: Annotated[str | None, typer.Option(help="Split to predict (test).")] = None,
    articles: Annotated[
        Path | None, typer.Option(help="Predict these articles instead of a split.")
    ] = None,
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
) -> None:
    """Annotate articles with a system; one that learns is fitted on the train split first.

    Example: dateline predict rules --release 0.1.0 --split test --out rules.jsonl
    """
    from dateline.files import read_documents
    from dateline.problems import InvalidInput, Problem
    from dateline.release.load import documents
    from dateline_baselines.discover import make_system
    from dateline_baselines.protocol import Trainable
    from dateline_baselines.running import predict_articles, write_predictions

    if articles is not None and split is not None:
        remedy = "give --split or --articles, not both"
        raise InvalidInput([Problem(rule="predict.request", remedy=remedy, value=split)])
    chosen = make_system(system)
    learns = isinstance(chosen, Trainable)
    if release is None and (articles is None or learns):
        remedy = "give --release VERSION" + (" to learn from" if learns else " or --articles FILE")
        raise InvalidInput([Problem(rule="predict.request", remedy=remedy, value=system)])
    train = documents(release, "train", root=root) if release is not None and learns else []
    if articles is not None:
        given = read_documents(articles, gold=False)
    else:
        given = documents(str(release), split or "test", root=root)
    count = write_predictions(out, predict_articles(chosen, given, train))
    print(f"{out}: {count} documents")


def systems() -> None:
    """List the systems that can be run, with the layers that each answers.

    Example: dateline systems
    """
    from dateline.problems import InvalidInput
    from dateline_baselines.discover import make_system, offered

    for name in offered():
        try:
            system = make_system(name)
        except InvalidInput as error:
            typer.echo(str(error), err=True)
            continue
        layers = "all layers" if system.layers is None else ", ".join(system.layers)
        print(f"{name:12} {system.summary} ({layers})")
