"""Tables of spans in files: Parquet, CSV, and tags a token a line (BIO)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from dateline.problems import InvalidInput, Problem
from dateline.score.flat.bio import read_bio, unlike_sequences
from dateline.score.flat.span_tables import (
    COLUMNS,
    SCHEMA,
    Corpus,
    make_corpus,
    problem,
    require_columns,
)

__all__ = ["read_corpus"]

NAMES = ("doc", "type")
TEXTS = (pa.string(), pa.large_string())


def read_corpus(gold: Path, predicted: Path, *, repair: bool) -> Corpus:
    """Read and check both files, by the endings of their names.

    Args:
        gold: a table with the columns doc, start, end, type, or tags.
        predicted: the same, of the same documents.
        repair: whether an I tag that follows no tag of its type begins a span.

    Raises:
        InvalidInput: with everything that is wrong with either file.
    """
    tables, problems = list[pa.Table](), list[Problem]()
    for path in (gold, predicted):
        try:
            tables.append(_read(path, repair))
        except InvalidInput as error:
            problems += error.problems
    if not problems and _is_tagged(gold) and _is_tagged(predicted):
        problems = unlike_sequences(gold, predicted)
    if problems:
        raise InvalidInput(problems)
    return make_corpus(tables[0], tables[1], (gold.name, predicted.name))


def _read(path: Path, repair: bool) -> pa.Table:
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        remedy = f"name a file that ends in {', '.join(_READERS)}"
        raise InvalidInput([problem(path.name, "format", remedy)])
    try:
        return reader(path, repair)
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        remedy = f"give a readable {path.suffix} file with the columns {', '.join(COLUMNS)}"
        raise InvalidInput([problem(path.name, "unreadable", remedy, str(error))]) from error


def _parquet(path: Path, repair: bool) -> pa.Table:  # noqa: ARG001 - for tags only
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        require_columns(path.name, schema.names)
        texts = [
            name for name in NAMES if schema.field(name).type in (pa.string(), pa.large_string())
        ]
    return pq.read_table(path, columns=list(COLUMNS), read_dictionary=texts)


def _csv(path: Path, repair: bool) -> pa.Table:  # noqa: ARG001 - for tags only
    from pyarrow import csv

    # Only an empty field is none: "NA" and "null" may be names.
    options = csv.ConvertOptions(column_types=SCHEMA, null_values=[""])
    table = csv.read_csv(path, convert_options=options)
    require_columns(path.name, table.column_names)
    return table.select(list(COLUMNS))


def _bio(path: Path, repair: bool) -> pa.Table:
    columns = read_bio(path, repair=repair)
    return pa.table(dict(zip(COLUMNS, columns, strict=True)), schema=SCHEMA)


_READERS: dict[str, Callable[[Path, bool], pa.Table]] = {
    ".parquet": _parquet, ".csv": _csv, ".bio": _bio, ".conll": _bio, ".iob": _bio,
}  # fmt: skip


def _is_tagged(path: Path) -> bool:
    return _READERS[path.suffix.casefold()] is _bio
