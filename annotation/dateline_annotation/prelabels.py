"""Pre-labels: what a system predicts, for annotators to begin with, and what they keep of it.

The system is an entry point of the group `dateline.systems`, or a file of predictions.
What it does not answer is absent; that a text names no speaker is never pre-filled, since
a system that finds none has not shown that there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from dateline.document import Document, Event, Mention, Quote, sha256_of
from dateline.files import read_documents
from dateline.problems import InvalidInput, Problem
from dateline.rules import form_problems
from dateline.terminal import stage
from dateline_annotation import controls
from dateline_annotation.convert import results_of
from dateline_annotation.exports import Prelabel
from dateline_annotation.reading import read_result

__all__ = [
    "Changes",
    "Outcome",
    "Prelabels",
    "compare",
    "find_prelabels",
    "outcome_of",
    "totals",
]

GROUP = "dateline.systems"
# A mention stands on the page if one of these is answered, or a quote or event needs it.
MENTION_LAYERS = ("entities", "coref", "dates")
HASH_SHOWN = 12
Kind = TypeVar("Kind", Mention, Quote, Event)


class Prelabels(Struct, frozen=True):
    """What a system, named with its version, says of articles, by document id."""

    system: str
    by_document: dict[str, Prelabel]


class Changes(Struct, frozen=True):
    """How many pre-labels an annotator kept, changed and removed, and how many they added."""

    kept: int = 0
    changed: int = 0
    removed: int = 0
    added: int = 0

    def __add__(self, other: Changes) -> Changes:
        """Both together."""
        return Changes(*(a + b for a, b in zip(_numbers(self), _numbers(other), strict=True)))

    def __str__(self) -> str:
        """The counts with their names."""
        return ", ".join(f"{count} {name}" for name, count in asdict(self).items())


class Outcome(Struct, frozen=True):
    """What became of a document's pre-labels, for each kind of item."""

    document: str
    system: str
    mentions: Changes
    quotes: Changes
    events: Changes


def find_prelabels(wanted: str, articles: Sequence[Document]) -> Prelabels:
    """The pre-labels for articles of a system, or of a file of predictions.

    Raises:
        InvalidInput: there is no such system or file, or with every prediction that is for
            another document or text, or breaks a form rule.
    """
    system, predictions = _predictions(wanted, articles)
    known = {article.id: article for article in articles}
    problems = [one for prediction in predictions for one in _problems(prediction, known)]
    if problems:
        raise InvalidInput(problems)
    return Prelabels(system, {one.id: _prelabel(one, known[one.id], system) for one in predictions})


def _predictions(wanted: str, articles: Sequence[Document]) -> tuple[str, list[Document]]:
    """A system's name and version, and what it predicts; a file's version is its hash."""
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    path = Path(wanted)
    if wanted in offered:
        return _predicted(offered[wanted], articles)
    if path.is_file():
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_SHOWN]
        return f"{path.stem} {version}", read_documents(path, gold=False)
    names = ", ".join(sorted(offered)) or "none is installed"
    remedy = f"name a system ({names}) or a file of predictions"
    raise InvalidInput([Problem(rule="prelabel.unknown-system", remedy=remedy, value=wanted)])


def _predicted(entry: EntryPoint, articles: Sequence[Document]) -> tuple[str, list[Document]]:
    try:
        system = entry.load()()
    except Exception as error:
        remedy = f"mend the package that offers it: {error}"
        problem = Problem(rule="prelabel.system", remedy=remedy, value=entry.name)
        raise InvalidInput([problem]) from error
    if hasattr(system, "fit"):
        remedy = (
            "a system that learns predicts first: dateline predict "
            f"{entry.name} --release VERSION --articles FILE --out FILE; give that file"
        )
        raise InvalidInput([Problem(rule="prelabel.learns", remedy=remedy, value=entry.name)])
    stage(f"predicting {len(articles)} articles with {entry.name}")
    version = entry.dist.version if entry.dist is not None else "of unknown version"
    given = [article.bare().with_hash() for article in articles]
    return f"{entry.name} {version}", list(system.predict(given))


def _problems(prediction: Document, articles: Mapping[str, Document]) -> Iterator[Problem]:
    article = articles.get(prediction.id)
    if article is None:
        remedy = "give the article too, or take its prediction out of the file"
        yield Problem(rule="prelabel.no-article", remedy=remedy, document=prediction.id)
        return
    if _hash_of(prediction) != sha256_of(article.text or ""):
        remedy = "predict this text; `source.sha256` of a prediction is the hash of its text"
        yield Problem(rule="prelabel.other-text", remedy=remedy, document=prediction.id,
                      value=_hash_of(prediction))  # fmt: skip
        return
    yield from form_problems(_joined(prediction, article), gold=False)


def _hash_of(prediction: Document) -> str | None:
    return prediction.source.sha256 if prediction.text is None else sha256_of(prediction.text)


def _joined(prediction: Document, article: Document) -> Document:
    """The prediction as annotation of the article that was given."""
    return replace(
        article, layers=prediction.layers, mentions=prediction.mentions,
        quotes=prediction.quotes, events=prediction.events,
    )  # fmt: skip


def _prelabel(prediction: Document, article: Document, system: str) -> Prelabel:
    items = results_of(_answered(_joined(prediction, article)))
    return Prelabel(system, [one for one in items if one.get("from_name") != controls.NOBODY])


def _answered(document: Document) -> Document:
    """The document without what belongs to layers that it does not answer."""
    quotes = document.quotes if document.answers("quotes") else ()
    events = document.events if document.answers("events") else ()
    needed = {speaker for quote in quotes for speaker in quote.speakers}
    needed |= {argument.mention for event in events for argument in event.arguments}
    every = any(map(document.answers, MENTION_LAYERS))
    mentions = (one for one in document.mentions if every or one.id in needed)
    if not document.answers("coref"):
        mentions = (replace(one, level=None, entity=None) for one in mentions)
    if not document.answers("dates"):
        mentions = (replace(one, value=None) for one in mentions)
    return replace(document, mentions=tuple(mentions), quotes=quotes, events=events)


def outcome_of(prelabel: Prelabel, submitted: Document) -> Outcome:
    """What became of the pre-labels of a task in the work that was submitted for it."""
    said = read_result(msgspec.json.encode(prelabel.result), submitted).document
    return compare(said, submitted, prelabel.system)


def compare(said: Document, submitted: Document, system: str) -> Outcome:
    """Compare pre-labels with submitted work, item by item, by id and then by content.

    What a mention's pre-label leaves open (level, entity, value) may be filled in: the
    mention is kept. A quote is known by the region of its first span.
    """
    return Outcome(
        document=submitted.id,
        system=system,
        mentions=_changes(said.mentions, submitted.mentions, _is_same_mention),
        quotes=_changes(said.quotes, submitted.quotes, _is_same_quote),
        events=_changes(said.events, submitted.events, _is_same_event),
    )


def totals(outcomes: Sequence[Outcome]) -> dict[str, Changes]:
    """The changes of all documents, by kind of item."""
    kinds = ("mentions", "quotes", "events")
    return {kind: sum((getattr(one, kind) for one in outcomes), Changes()) for kind in kinds}


def _changes(
    said: Sequence[Kind], submitted: Sequence[Kind], is_same: Callable[[Kind, Kind], bool]
) -> Changes:
    before = {item.id: item for item in said}
    after = {item.id: item for item in submitted}
    both = before.keys() & after.keys()
    kept = sum(is_same(before[name], after[name]) for name in both)
    return Changes(kept, len(both) - kept, len(before) - len(both), len(after) - len(both))


def _is_same_mention(said: Mention, now: Mention) -> bool:
    fields = ((said.level, now.level), (said.entity, now.entity), (said.value, now.value))
    filled = all(before in (None, after) for before, after in fields)
    return filled and (said.span, said.type) == (now.span, now.type)


def _is_same_quote(said: Quote, now: Quote) -> bool:
    same = (said.type, said.content, said.cue) == (now.type, now.content, now.cue)
    return same and set(said.speakers) == set(now.speakers)


def _is_same_event(said: Event, now: Event) -> bool:
    same = (said.type, said.trigger, said.realis) == (now.type, now.trigger, now.realis)
    return same and set(said.arguments) == set(now.arguments)


def _numbers(changes: Changes) -> tuple[int, int, int, int]:
    return changes.kept, changes.changed, changes.removed, changes.added
