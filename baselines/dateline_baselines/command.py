"""`dateline predict` and `dateline systems`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.document import Document


def predict(
    system: Annotated[str, typer.Argument(help="Name of a system (`dateline systems`).")],
    out: Annotated[Path, typer.Option(help="File for the predictions, JSON Lines.")],
    release: Annotated[str | None, typer.Option(help="Version of the release.")] = None,
    split: Annotated[str | None, typer.Option(help="Split to predict (test).")] = None,
    articles: Annotated[
        Path | None, typer.Option(help="Predict these articles instead of a split.")
    ] = None,
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
    folds: Annotated[
        int | None,
        typer.Option(min=2, help="Predict --articles, which are gold, by cross-fitting."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Which stories share a fold.")] = 0,
) -> None:
    """Annotate articles with a system; one that learns is fitted on the train split first.

    With --folds, it is fitted on gold instead: each article is predicted by a system that has
    not seen its story (`dateline audit suspects` wants that).

    Example: dateline predict rules --release 0.1.0 --split test --out rules.jsonl
    """
    from dateline.files import read_documents
    from dateline.problems import InvalidInput, Problem
    from dateline.release.load import documents
    from dateline_baselines.discover import make_system
    from dateline_baselines.protocol import Trainable
    from dateline_baselines.running import predict_articles, write_predictions

    if folds is not None:
        count = write_predictions(out, _cross_fitted(system, articles, folds, seed))
        print(f"{out}: {count} documents")
        return
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


def _cross_fitted(system: str, gold: Path | None, folds: int, seed: int) -> Iterator[Document]:
    from dateline.files import read_documents
    from dateline.problems import InvalidInput, Problem
    from dateline_baselines.folds import predict_folds

    if gold is None:
        remedy = "name the gold to fit on and to predict: --articles data/gold/core.jsonl"
        raise InvalidInput([Problem(rule="predict.request", remedy=remedy, value=system)])
    documents = read_documents(gold, gold=True)
    try:
        yield from predict_folds(system, documents, folds, seed)
    except ValueError as error:
        remedy = "ask for fewer folds, or give more articles"
        problem = Problem(rule="predict.folds", remedy=remedy, file=gold.name, value=str(error))
        raise InvalidInput([problem]) from error


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
