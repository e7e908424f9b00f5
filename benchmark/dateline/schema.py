"""The JSON Schema of a document, made from the structs and the ontology."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from dateline.document import SCHEMA, Document
from dateline.ontology import ONTOLOGY

__all__ = ["json_schema", "schema_text"]


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a document; labels are enumerated.

    What a schema cannot say (ids that resolve, spans in the text) the form rules say.
    """
    (reference,), parts = msgspec.json.schema_components([Document], ref_template="#/$defs/{name}")
    for struct, field, labels in _enumerations():
        parts[struct]["properties"][field]["enum"] = labels
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA}
    return {**head, **reference, "$defs": parts}


def schema_text() -> str:
    """The schema as it is published: indented JSON, one line end at the end."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _enumerations() -> tuple[tuple[str, str, list[str | None]], ...]:
    return (
        ("Document", "schema", [SCHEMA]),
        ("Mention", "type", list(ONTOLOGY.mention_types)),
        ("Mention", "level", [None, *sorted(ONTOLOGY.level_names)]),
        ("Quote", "type", list(ONTOLOGY.quote_types)),
        ("Event", "type", list(ONTOLOGY.event_types)),
        ("Event", "realis", [realis.name for realis in ONTOLOGY.realis]),
        ("Argument", "role", list(ONTOLOGY.role_by_name)),
    )
