"""`dateline release`: build, list, verify and compare releases."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="""Build, list, verify and compare releases of the dataset.

    Example: dateline release build 0.1.0
    """
)

RELEASES = Path("data/releases")


class Format(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"


@app.command()
def build(
    version: Annotated[str, typer.Argument(help="Three numbers, such as 0.1.0.")],
    gold: Annotated[Path, typer.Option(help="Validated gold, JSON Lines.")] = Path(
        "data/gold/core.jsonl"
    ),
    out: Annotated[Path, typer.Option(help="Folder of releases.")] = RELEASES,
    splits: Annotated[Path, typer.Option(help="File that keeps the splits.")] = Path(
        "data/splits/core.json"
    ),
    errata: Annotated[Path, typer.Option(help="Corrections of gold, if there are any.")] = Path(
        "data/errata.jsonl"
    ),
) -> None:
    """Build a release: Parquet per config and split, card, schema, manifest.

    Gold is validated first; building twice gives the same bytes; a document never
    changes its split. CHANGES.md lists the errata that `dateline correct` wrote.

    Example: dateline release build 0.1.0
    """
    from dateline.release.build import build_release

    built = build_release(version, gold=gold, out=out, splits=splits, errata=errata)
    sizes = ", ".join(f"{split} {count}" for split, count in built.documents.items())
    print(f"{built.path}: {sizes}")


@app.command("list")
def list_releases(
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
) -> None:
    """List the releases that can be loaded, and where they are.

    Example: dateline release list
    """
    from dateline.release.load import roots

    for place in [root] if root is not None else roots():
        for manifest in sorted(place.glob("*/MANIFEST.json")):
            print(f"{manifest.parent.name}\t{manifest.parent}")


@app.command()
def verify(
    version: Annotated[str, typer.Argument(help="Version of the release.")],
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
) -> None:
    """Compare every file of a release with its manifest.

    Example: dateline release verify 0.1.0
    """
    from dateline.release.build import verify_release
    from dateline.release.load import find_release

    print(f"{version}: {verify_release(find_release(version, root))} files are as built")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="Version of the earlier release.")],
    after: Annotated[str, typer.Argument(help="Version of the later one.")],
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
    examples: Annotated[int, typer.Option(min=0, help="Changed items to show, a layer.")] = 3,
    format: Annotated[Format, typer.Option(help="For people, or for programs.")] = Format.text,  # noqa: A002
) -> None:
    """Say what changed: documents, splits, and each layer's items by label.

    An item is the same if it stands at the same place: its label may become another (it
    has left one and joined the other), or the rest of it may change. before - removed -
    left + added + joined = after. Where a text changed, places move with its words.

    Example: dateline release diff 0.1.0 0.2.0
    """
    import msgspec

    from dateline.release.diff import diff_releases
    from dateline.release.diff_text import diff_lines

    found = diff_releases(before, after, root=root, examples=examples)
    if format is Format.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        print(*diff_lines(found), sep="\n")


@app.command()
def publish(
    version: Annotated[str, typer.Argument(help="Version of the release.")],
    repo: Annotated[str, typer.Option(metavar="OWNER/NAME", help="Repository on the hub.")],
    root: Annotated[Path | None, typer.Option(help="Folder of releases.")] = None,
) -> None:
    """Put a release on a hub, so that `datasets` loads it by its repository's name.

    The hub is Hugging Face's, or the one in HF_ENDPOINT; the token is taken from HF_TOKEN. All
    files go in one commit, tagged v<version>; what is tagged is never published again.

    Example: dateline release publish 0.1.0 --repo dateline/dateline
    """
    from dateline.release.publish import publish as publish_release

    print(publish_release(version, repo, root=root))
