"""The published JSON Schema accepts our documents and refuses what is not one."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given

from dateline.document import Document
from dateline.files import encode
from dateline.schema import json_schema, schema_text
from support.build import annotated
from support.generate import documents

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_is_itself_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@given(documents())
def test_legal_documents_obey_the_schema(document: Document) -> None:
    VALIDATOR.validate(json.loads(encode(document)))


@pytest.mark.parametrize("field", ["type", "level"])
def test_an_unknown_label_breaks_the_schema(field: str) -> None:
    record = json.loads(encode(annotated("Ada left", 'm1 p1 "Ada" PERSON NAM e1')))
    record["mentions"][0][field] = "HERO"
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(record)
