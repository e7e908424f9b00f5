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
from dateline_baselines.rules.spans import Taken

__all__ = ["RulesSystem", "annotate"]


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
    published = date.fromisoformat(article.published) if article.published else None
    values = [*find_dates(text, published), *find_values(text)]
    taken = Taken(text)
    named = [_mention(found) for found in _disjoint([*values, *find_names(text)], taken)]
    free = [one for one in find_pronouns(text) if not taken.touches(one.span)]
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


def _disjoint(found: list[Found], taken: Taken) -> Iterator[Found]:
    """What does not overlap something listed earlier."""
    for one in found:
        if not taken.touches(one.span):
            taken.add(one.span)
            yield one
