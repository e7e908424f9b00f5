"""Labels of gold that systems contradict, the most surprising first: what to read again.

After Wang et al. (2019, CrossWeigh): systems are fitted on some folds of gold and asked
about the others, several times; labels that they keep contradicting are often wrong.
Here a contradiction weighs the more, the rarer the system contradicts gold in that kind
of thing: minus the logarithm of the share of its comparisons that differ. The weights of
all files are added up, which takes the systems for independent, and only ranks.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from dateline.audit.items import context
from dateline.document import Document, Span
from dateline.files import write_text
from dateline.problems import InvalidInput, Problem
from dateline.score.compare.contrasting import contrast_documents
from dateline.score.compare.disagreements import Contrast, Disagreements, Side
from dateline.score.submission import read_submission

__all__ = ["Suspect", "find_suspects", "write_suspects"]

COLUMNS = ("rank", "weight", "against", "document", "items", "kind", "gold", "systems", "before",
           "text", "verdict", "note")  # fmt: skip
ALL = 1_000_000


class Suspect(Struct, frozen=True, kw_only=True):
    """A label that is contradicted, or an item that is missed.

    Attributes:
        weight: how surprising the contradictions are, all together.
        against: how many files contradict it.
        document: id of the document.
        items: mentions, quotes or events.
        kind: what of it, such as boundary, type or missing.
        spans: where, in code points of the text.
        gold: what gold says; None where it has nothing.
        said: what most of these files say; None where they have nothing.
    """

    weight: float
    against: int
    document: str
    items: str
    kind: str
    spans: tuple[Span, ...]
    gold: str | None
    said: str | None


class About(Struct, frozen=True):
    """What a contradiction is about."""

    document: str
    items: str
    kind: str
    spans: tuple[Span, ...]


class Vote(Struct, frozen=True):
    """One contradiction of a file, and its weight."""

    contrast: Contrast
    weight: float


def find_suspects(gold: Sequence[Document], predictions: Sequence[Path]) -> list[Suspect]:
    """Hold predictions against gold, and rank what they contradict.

    Args:
        gold: documents with text.
        predictions: files over the same documents, all or some of them.

    Raises:
        InvalidInput: with everything that is wrong in any file.
    """
    problems = list[Problem]()
    votes: dict[About, list[Vote]] = defaultdict(list)
    for path in predictions:
        try:
            found = read_submission(path, gold, missing_ok=True)
        except InvalidInput as error:
            problems += error.problems
            continue
        for key, vote in _votes(found.gold, found.predictions):
            votes[key].append(vote)
    if problems:
        raise InvalidInput(problems)
    suspects = (_suspect(key, found) for key, found in votes.items())
    return sorted(suspects, key=lambda one: (-one.weight, one.document, one.spans, one.kind))


def _votes(
    gold: Sequence[Document], predictions: Sequence[Document]
) -> Iterator[tuple[About, Vote]]:
    """Every contradiction of a file, by what it is about."""
    differences = Disagreements()
    for told, found in zip(gold, predictions, strict=True):
        contrast_documents(told, found, differences)
    for one in differences.by_kind(examples=ALL):
        for contrast in one.examples:
            weight = -log(one.count / max(one.compared, one.count))
            side = contrast.first or contrast.second
            spans = () if side is None else side.spans
            yield About(contrast.document, one.items, one.kind, spans), Vote(contrast, weight)


def _suspect(about: About, votes: Sequence[Vote]) -> Suspect:
    said = Counter(_told(vote.contrast.second) for vote in votes)
    return Suspect(
        **asdict(about),
        weight=sum(vote.weight for vote in votes),
        against=len(votes),
        gold=_told(votes[0].contrast.first),
        said=said.most_common(1)[0][0],
    )


def _told(side: Side | None) -> str | None:
    return None if side is None else f"‹{' … '.join(side.surface)}› {side.says}".strip()


def write_suspects(path: Path, gold: Sequence[Document], suspects: Sequence[Suspect]) -> None:
    """Write suspects with their text as tab-separated lines, verdict and note to be filled in.

    Raises:
        InvalidInput: the file cannot be written.
    """
    texts = {one.id: one.text or "" for one in gold}
    written = io.StringIO()
    table = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    table.writerow(COLUMNS)
    for rank, one in enumerate(suspects, 1):
        before, text = context(texts[one.document], one.spans)
        told = (one.gold or "nothing", one.said or "nothing")
        facts = (one.document, one.items, one.kind, *told, before, text)
        table.writerow((rank, f"{one.weight:.2f}", one.against, *facts, "", ""))
    write_text(path, written.getvalue())
