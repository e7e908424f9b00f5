"""`dateline schema`: the published JSON Schema of a document."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of a document, with the labels of the ontology.

    Example: dateline schema > dateline-1.schema.json
    """
    from dateline.schema import schema_text

    typer.echo(schema_text(), nl=False)
