"""The command `dateline`: groups from every installed package, found by entry points.

A command module is imported when it is needed to show help or to run; it must
import heavy libraries inside its functions.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

import typer

from dateline import __version__
from dateline.problems import InvalidInput, Problem, count_problems, summary

__all__ = ["build_app", "main"]

GROUP = "dateline.commands"
INVALID = 2
EVERY = "DATELINE_ALL_PROBLEMS"

HELP = """Who, said what, and what happened: build, load and score the Dateline dataset.

From a raw page to the leaderboard:

  ingest, annotate, release build, predict, score, leaderboard build

Try: dateline release build 0.1.0; dateline predict rules --release 0.1.0
--split test --out rules.jsonl; dateline score rules.jsonl --release 0.1.0
--split test
"""


def main() -> None:
    """Run the command line; problems with input are listed, and the status is 2."""
    try:
        # Every command needs the labels: with a bad file of them even help tells what is wrong.
        import_module("dateline.ontology")
        build_app()()
    except InvalidInput as error:
        report(error.problems)
        sys.exit(INVALID)
    except KeyboardInterrupt:
        print("dateline: interrupted; nothing half written", file=sys.stderr)
        sys.exit(130)


def build_app() -> typer.Typer:
    """The application with every command that the installed packages offer."""
    app = typer.Typer(
        help=HELP,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        _add(app, entry)
    return app


def report(problems: tuple[Problem, ...]) -> None:
    """List the problems on standard error, five of each rule or all, and how many there are."""
    every = bool(os.environ.get(EVERY))
    lines = list(map(str, problems) if every else summary(problems))
    total = count_problems(problems)
    hint = "" if every or len(lines) == total else "; dateline --all-problems … lists them"
    noun = "problem" if total == 1 else "problems"
    print(*lines, f"dateline: {total:,} {noun}{hint}", sep="\n", file=sys.stderr)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"dateline {__version__}")
        raise typer.Exit


def _show_every(wanted: bool) -> None:
    """Kept in the environment: problems are reported when the command has ended."""
    if wanted:
        os.environ[EVERY] = "1"


def _options(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
    every: bool = typer.Option(
        False,
        "--all-problems",
        callback=_show_every,
        is_eager=True,
        help="List every problem with input, not five of each rule (also DATELINE_ALL_PROBLEMS=1).",
    ),
) -> None:
    """Options of the command itself."""


def _add(app: typer.Typer, entry: EntryPoint) -> None:
    try:
        command = entry.load()
    except ImportError as error:
        print(f"dateline: the command {entry.name!r} is left out: {error}", file=sys.stderr)
        return
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=entry.name)
    else:
        app.command(entry.name)(command)
