"""`dateline annotate`: articles to Label Studio, annotators' work back, gold."""

from __future__ import annotations

import sys
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.score.compare.agree_command import agree
from dateline_annotation.adjudicate_command import adjudicate, history
from dateline_annotation.restore_command import restore
from dateline_annotation.train_command import train

if TYPE_CHECKING:
    from dateline_annotation.pull import Pulled
    from dateline_annotation.state import Server
    from dateline_annotation.tasks import Tally

app = typer.Typer(
    help="""Annotate in Label Studio: from articles to passes and gold.

    In this order: up, push, (annotators label), pull, gold, down.

    Example: dateline annotate up --annotators ann,ben
    """
)

INVALID = 2
Data = Annotated[Path, typer.Option(help="Folder of the server's data and accounts.")]
Round = Annotated[str, typer.Option("--round", help="Name of the round.")]
Annotators = Annotated[str, typer.Option(help="Names, with commas between.")]
DATA = Path(".labelstudio")


@app.command()
def up(
    data: Data = DATA,
    port: Annotated[
        int | None,
        typer.Option(help="Port on this machine; else its earlier one, or 8080.", min=1, max=65535),
    ] = None,
    annotators: Annotators = "",
    team: Annotated[
        Path | None, typer.Option(help="File of the people: see annotation/team.example.toml.")
    ] = None,
    url: Annotated[
        str, typer.Option(help="A server that is there already; key in LABEL_STUDIO_API_KEY.")
    ] = "",
    database: Annotated[
        str, typer.Option(help="postgresql://user@host/name; password in PGPASSWORD.")
    ] = "",
) -> None:
    """Start a Label Studio server, or take one elsewhere, and make the annotators' accounts.

    A server started here gets its environment, .venv-labelstudio, first if it is missing
    (1 GB); its work is in SQLite, or in the PostgreSQL that --database names. With --url
    nothing is started: the environment variable LABEL_STUDIO_API_KEY holds the key, a
    legacy token or a personal access token.

    Passwords and tokens are in server.json of the data folder, readable to you alone.
    Running it again changes nothing, but makes accounts that are missing. What --url,
    --port and --database said is remembered.

    Example: dateline annotate up --team annotation/team.example.toml
    """
    _check_client()
    from dateline_annotation.accounts import check_names, with_accounts
    from dateline_annotation.elsewhere import describe, reach_server
    from dateline_annotation.state import locked, save_server
    from dateline_annotation.team import members_of

    names = _names(annotators)
    check_names(names)
    members = members_of(team, names)
    with locked(data):
        reached = reach_server(data, port, url, database)
        server = with_accounts(reached, members, lambda known: save_server(data, known))
    print(f"{describe(server)}; log in with what {data}/server.json says:")
    for account in (server.admin, *server.annotators.values()):
        print(f"  {account.email}")


@app.command()
def down(data: Data = DATA) -> None:
    """Stop the server; its data stay. One that was started elsewhere is left running.

    Example: dateline annotate down
    """
    _check_client()
    from dateline_annotation.server import stop_server
    from dateline_annotation.state import load_server, locked

    if not data.is_dir():
        print(f"there is no folder {data}")
        return
    known = load_server(data)
    if known is not None and known.elsewhere:
        print(f"stopped nothing: {known.url} was not started here")
        return
    with locked(data):
        print("stopped" if stop_server(data) else f"no server of {data} was running")


@app.command()
def status(data: Data = DATA) -> None:
    """Show the server, and every round: tasks of each annotator, and where they stand.

    Example: dateline annotate status
    """
    _check_client()
    from dateline_annotation.elsewhere import describe
    from dateline_annotation.rounds import changed_setup, desks_of
    from dateline_annotation.studio import open_studio
    from dateline_annotation.tasks import seen, tally

    server = _running(data)
    print(describe(server))
    with open_studio(server.url, server.admin.token) as studio:
        for desk in desks_of(studio):
            found = tally(map(seen, studio.tasks(desk.project)))
            place = f"{server.url}/projects/{desk.project.id}"
            counts = f"{len(found)} tasks: {_counts(found)}"
            print(f"{desk.round}\t{desk.annotator}\t{counts}\t{place}")
            for problem in changed_setup(studio, desk):
                print(problem, file=sys.stderr)


@app.command()
def push(
    articles: Annotated[list[Path], typer.Argument(help="Articles: files, or folders of them.")],
    round_: Round,
    annotators: Annotators,
    prelabel: Annotated[
        str | None,
        typer.Option(
            metavar="SYSTEM",
            help="Begin with predictions: of a system (`dateline systems`), or of a file.",
        ),
    ] = None,
    data: Data = DATA,
) -> None:
    """Give articles to annotators, each in a project of their own.

    What an annotator has already is not added again; an article whose text has changed is
    a new task, and is named. With --prelabel, new tasks open with what a system says, marked
    as its; `pull` tells what the annotators kept of it. For a system that learns, give the
    file that `dateline predict` wrote.

    Example: dateline annotate push data/articles/core --round seed --annotators ann,ben
    """
    _check_client()
    from dateline_annotation.prelabels import find_prelabels
    from dateline_annotation.push import push as push_articles
    from dateline_annotation.push import read_articles

    server, given = _running(data), read_articles(articles)
    prelabels = None if prelabel is None else find_prelabels(prelabel, given)
    for one in push_articles(server, given, round_, _names(annotators), prelabels):
        print(f"{one.annotator}: {len(one.added)} added, {one.present} there already")
        if prelabels is not None:
            print(f"{one.annotator}: {one.prelabelled} with pre-labels of {prelabels.system}")
        for document in one.changed:
            print(f"{one.annotator}: {document}: the text has changed, a new task", file=sys.stderr)


@app.command("import-sheets")
def import_sheets(
    folder: Annotated[Path, typer.Argument(help="Folder of <document id>.sheet files.")],
    round_: Round,
    annotator: Annotated[str, typer.Option(help="In whose name they are submitted.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what is submitted already.")
    ] = False,
    data: Data = DATA,
) -> None:
    """Submit sheets on the server as an annotator's own annotations.

    All sheets are checked first; if one is wrong, none is submitted.

    Example: dateline annotate import-sheets sheets/ann --round seed --annotator ann
    """
    _check_client()
    from dateline_annotation.sheets import import_sheets as submit

    done = submit(_running(data), folder, round_, annotator, replace_work=replace)
    print(
        f"{annotator}: {len(done.submitted)} submitted, {len(done.replaced)} replaced, "
        f"{len(done.kept)} left alone"
    )
    for document in done.kept:
        print(f"{document}: submitted already; --replace replaces it", file=sys.stderr)


@app.command()
def pull(
    round_: Round,
    out: Annotated[Path, typer.Option(help="Folder for <annotator>.jsonl.")],
    data: Data = DATA,
) -> None:
    """Write every annotator's submitted work as documents.

    Every defect is listed with its task, and the status is 2 then; tasks without one are
    delivered all the same. Raw exports stay in the server's data folder. Where there were
    pre-labels, <annotator>.prelabels.jsonl says for each document what was kept of them.

    Example: dateline annotate pull --round seed --out data/annotations/seed
    """
    _check_client()
    from dateline_annotation.prelabels import totals
    from dateline_annotation.pull import pull as pull_round

    pulled = pull_round(_running(data), data, round_, out)
    for one in pulled:
        found = one.delivered
        print(f"{one.path}: {found.documents} documents; {_counts(found.tally)}")
        for kind, changes in totals(found.outcomes).items() if found.outcomes else ():
            print(f"{one.annotator}: pre-labels: {kind}: {changes}")
        _list(one)
    if any(one.problems for one in pulled):
        raise typer.Exit(INVALID)


@app.command()
def gold(
    sources: Annotated[
        list[Path], typer.Argument(metavar="PASS…", help="Adjudicated passes, one of each round.")
    ],
    out: Annotated[Path, typer.Option(help="The gold file.")] = Path("data/gold/core.jsonl"),
    errata: Annotated[
        Path, typer.Option(help="What `dateline correct` wrote; such documents stay corrected.")
    ] = Path("data/errata.jsonl"),
) -> None:
    """Make passes gold: checked by the form and the house rules, in order of id.

    Example: dateline annotate gold data/annotations/*/final.jsonl
    """
    from dateline_annotation.gold import write_gold

    print(f"{out}: {write_gold(sources, out, errata)} documents")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _running(data: Path) -> Server:
    from dateline_annotation.server import running_server

    return running_server(data)


def _check_client() -> None:
    from importlib.util import find_spec

    from dateline.problems import InvalidInput, Problem

    if find_spec("label_studio_sdk") is None:
        remedy = "install the client: pip install 'dateline-benchmark[annotation]'"
        raise InvalidInput([Problem(rule="annotation.no-client", remedy=remedy)])


def _counts(tally: Tally) -> str:
    from msgspec.structs import asdict

    return ", ".join(f"{len(documents)} {name}" for name, documents in asdict(tally).items())


def _list(pulled: Pulled) -> None:
    """Work that is not there, and what is wrong with work that is, on standard error."""
    from msgspec.structs import asdict

    for name, documents in asdict(pulled.delivered.tally).items():
        if name != "submitted":
            for document in documents:
                print(f"{pulled.annotator}: {document}: {name}", file=sys.stderr)
    for problem in pulled.problems:
        print(problem, file=sys.stderr)
    if pulled.problems:
        count = len(pulled.problems)
        print(f"{pulled.annotator}: {count} problems; raw export: {pulled.raw}", file=sys.stderr)


# further commands
app.command("agree", help=cleandoc(agree.__doc__ or "").replace("dateline", "dateline annotate"))(
    agree
)
app.command("train")(train)
app.command("adjudicate")(adjudicate)
app.command("history")(history)
app.command("restore")(restore)
