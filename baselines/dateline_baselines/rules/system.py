"""The rules baseline as a system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from dateline.document import Document, Mention, Quote
from dateline_baselines.rules.coref import find_pronouns, join_mentions
from dateline_baselines.rules.dates import find_dates
from dateline_baselines.rules.events import find_events
from dateline_baselines.rules.names import Found, find_names, find_values
from dateline_baselines.rules.quotes import find_quotes

__all__ = ["RulesSystem", "annotate"]

# A text without a date has its relative dates counted from here, wrongly but legally.
_UNKNOWN = date(2026, 1, 1)


class RulesSystem:
    """Names, dates, coreference, quotes and events by rule; nothing is learned."""

    name = "rules"
    summary = "shape, lists and order of words"
    layers: tuple[str, ...] | None = None

    def predict(self, articles: Iterable[Document]) -> Iterator[Document]:
        """Annotate every layer of each article."""
        return map(annotate, articles)


def annotate(article: Document) -> Document:
    """One article with every layer."""
    text = article.text or ""
    published = date.fromisoformat(article.published) if article.published else _UNKNOWN
    values = [*find_dates(text, published), *find_values(text)]
    spans = _disjoint([*values, *find_names(text)])
    named = [_mention(found) for found in spans]
    free = [one for one in find_pronouns(text) if not _covered(one, named)]
    joined = join_mentions(text, [*named, *free])
    mentions = [replace(one, id=f"m{number}") for number, one in enumerate(joined, start=1)]
    quotes = tuple(
        Quote(
            f"q{number}", one.type, one.content, one.cue, (one.speaker.id,) if one.speaker else ()
        )
        for number, one in enumerate(find_quotes(text, mentions), start=1)
    )
    return replace(
        article,
        layers=None,
        mentions=tuple(mentions),
        quotes=quotes,
        events=tuple(find_events(text, mentions)),
    )


def _mention(found: Found) -> Mention:
    bare = Mention("", *found.span, found.type, value=found.value)
    return bare if bare.is_value else replace(bare, level="NAM")


def _disjoint(found: list[Found]) -> list[Found]:
    """What does not overlap something listed earlier."""
    kept: list[Found] = []
    for one in found:
        if not any(one.span[0] < k.span[1] and k.span[0] < one.span[1] for k in kept):
            kept.append(one)
    return kept


def _covered(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.start < one.end and one.start < mention.end for one in others)
