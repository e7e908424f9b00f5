"""`dateline annotate adjudicate` and `dateline annotate history`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

First = Annotated[Path, typer.Argument(help="A pass that `pull` wrote, JSON Lines.")]
Second = Annotated[Path, typer.Argument(help="The other pass over the same articles.")]


def adjudicate(
    first: First,
    second: Second,
    round_: Annotated[str, typer.Option("--round", help="Name of the round.")],
    adjudicator: Annotated[str, typer.Option(help="Who decides; has an account (see up).")],
    names: Annotated[
        str, typer.Option(help="What the page calls the passes: two names with a comma.")
    ] = "a,b",
    data: Annotated[Path, typer.Option(help="Folder of the server's data and accounts.")] = Path(
        ".labelstudio"
    ),
) -> None:
    """Give an adjudicator what two passes differ in, with all that they agree on filled in.

    The adjudicator's project opens each article with the agreed items and both versions of
    every other one (regions such as a.m12 and b.m9), and lists the disagreements beside the
    text. The adjudicator deletes the version that is wrong, or mends one, and submits;
    `pull` of the same round brings the result, `history` says whose version won. Running it
    again adds articles that are new; a task that is there stays as it is.

    Example: dateline annotate adjudicate ann.jsonl ben.jsonl --round seed --adjudicator eve
    """
    from dateline.files import read_documents
    from dateline_annotation.adjudicate import adjudicate as give
    from dateline_annotation.command import _check_client, _running

    _check_client()
    called = _two(names)
    passes = (read_documents(first, gold=True), read_documents(second, gold=True))
    done = give(_running(data), passes, round_, adjudicator, called)
    print(f"{adjudicator}: {len(done.added)} added, {len(done.present)} there already")
    print(f"{done.agreed} items agreed, {len(done.alternatives)} disagreements")
    for document in done.alone:
        print(f"{document}: only one pass has it, left out", file=sys.stderr)


def history(
    first: First,
    second: Second,
    final: Annotated[Path, typer.Argument(help="The adjudicated documents, JSON Lines.")],
    out: Annotated[Path, typer.Option(help="One line for each decision.")],
) -> None:
    """Record whose version won: every item of two passes against the adjudicated ones.

    Each line names the item in the first pass, the second and the final, and the winner:
    first, second, both (they agreed and it stayed) or neither (the adjudicator's own).

    Example: dateline annotate history ann.jsonl ben.jsonl eve.jsonl --out history.jsonl
    """
    from dateline.files import read_documents, write_records
    from dateline_annotation.adjudication_history import history as decide
    from dateline_annotation.adjudication_history import tally_text

    found = decide([read_documents(path, gold=True) for path in (first, second, final)])
    write_records(out, found)
    print(tally_text(found))


def _two(names: str) -> tuple[str, str]:
    from dateline.problems import InvalidInput, Problem

    parts = [one.strip() for one in names.split(",")]
    if len(parts) != 2:
        remedy = "give two names with a comma between: --names ann,ben"
        raise InvalidInput([Problem(rule="adjudicate.names", remedy=remedy, value=names)])
    return parts[0], parts[1]
