"""Tags a token a line (BIO), read as spans of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from msgspec.structs import replace

from dateline.problems import InvalidInput, Problem

__all__ = ["columns_of", "read_bio", "spans_of_tags", "unlike_sequences"]

Spans = tuple[list[str], list[int], list[int], list[str]]
Found = tuple[int, int, str]

OUTSIDE = "O"
_FIRST = 5


def spans_of_tags(tags: Sequence[str], *, repair: bool) -> list[Found]:
    """Spans of one sequence of BIO (IOB2) tags: first token, token behind the last, type.

    Args:
        tags: `O`, `B-TYPE` or `I-TYPE`, one a token.
        repair: whether an I tag that follows no tag of its type begins a span, as in
            conlleval; else it is refused.

    Raises:
        ValueError: a tag is none of these, or an I tag begins a span without `repair`.
    """
    spans: list[Found] = []
    previous = ""
    for place, tag in enumerate(tags):
        part, _, kind = tag.partition("-")
        _check(tag, part, kind)
        if part == "I" and kind == previous:
            start, _, _ = spans[-1]
            spans[-1] = (start, place + 1, kind)
        elif kind:
            if part == "I" and not repair:
                raise ValueError(f"{tag} at token {place} continues nothing; repair begins a span")
            spans.append((place, place + 1, kind))
        previous = kind
    return spans


def read_bio(path: Path, *, repair: bool) -> Spans:
    """Documents, starts, ends and types of a file of tags.

    The tag is the last column; an empty line ends a sequence, and sequences are numbered.
    Comments (`#` and a blank) and `-DOCSTART-` lines are passed over.

    Raises:
        InvalidInput: with every sequence that is no BIO.
    """
    lines, sequences = list[int](), list[list[str]]()
    for line, tags in _sequences(path):
        lines.append(line)
        sequences.append(tags)
    try:
        return columns_of(sequences, repair=repair)
    except InvalidInput as error:
        raise InvalidInput(
            replace(one, file=path.name, line=lines[one.line or 0]) for one in error.problems
        ) from error


def columns_of(sequences: Iterable[Sequence[str]], *, repair: bool) -> Spans:
    """Documents (one a sequence, numbered), starts, ends and types of sequences of tags.

    Raises:
        InvalidInput: with every sequence that is no BIO; `line` is its number from 0.
    """
    rows: list[tuple[str, int, int, str]] = []
    problems: list[Problem] = []
    for number, tags in enumerate(sequences):
        try:
            found = spans_of_tags(tags, repair=repair)
        except ValueError as error:
            remedy = "write IOB2 tags, or let such I tags begin spans (repair)"
            problems.append(
                Problem(rule="spans.tags", remedy=remedy, line=number, value=str(error))
            )
            continue
        rows += [(f"{number:09}", *one) for one in found]
    if problems:
        raise InvalidInput(problems)
    return (
        [document for document, *_ in rows],
        [start for _, start, _, _ in rows],
        [end for _, _, end, _ in rows],
        [kind for *_, kind in rows],
    )


def unlike_sequences(gold: Path, predicted: Path) -> list[Problem]:
    """What keeps two files of tags from being over the same tokens; the first five places."""
    remedy = f"tag the same tokens in the same sequences as {gold.name}"
    problems = []
    for (line, many), (other, found) in zip_longest(
        _lengths(gold), _lengths(predicted), fillvalue=(0, 0)
    ):
        if many != found:
            value = f"{found} tokens, {many} at line {line} of {gold.name}"
            problems.append(Problem(rule="spans.sequences", remedy=remedy, file=predicted.name,
                                    line=other or None, value=value))  # fmt: skip
    return problems[:_FIRST]


def _lengths(path: Path) -> Iterator[tuple[int, int]]:
    return ((line, len(tags)) for line, tags in _sequences(path))


def _check(tag: str, part: str, kind: str) -> None:
    if tag != OUTSIDE and (part not in ("B", "I") or not kind):
        raise ValueError(f"{tag!r} is no BIO tag")


def _sequences(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The line of each sequence's first token, and its tags."""
    tags: list[str] = []
    begun = 0
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            columns = line.split()
            if columns and not _is_aside(columns):
                begun = begun if tags else number
                tags.append(columns[-1])
            elif tags and not columns:
                yield begun, tags
                tags = []
    if tags:
        yield begun, tags


def _is_aside(columns: list[str]) -> bool:
    return columns[0] in ("#", "-DOCSTART-")
