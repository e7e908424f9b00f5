"""Phenomena of a wire, found in gold itself: what an article declares of itself counts nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from dateline.datasheet.facts import quote_inside
from dateline.datasheet.plan import PLAN
from dateline.document import Document, Event, Mention, Quote, Span, paragraph_spans
from dateline.ontology import ONTOLOGY

__all__ = ["FAR", "PHENOMENA", "Article", "Occurrence", "Phenomenon", "occurrences_of"]

# A speaker is far when no name of theirs stands in the quote's sentences or so many beside them.
FAR = 2
CURLY = frozenset("“”‘’„«»")
STRAIGHT = frozenset("\"'")
DOUBLE = frozenset('“”„"«»')
_INNER_SINGLE = re.compile(r"(?<!\w)[‘'‚].+?[’'](?!\w)", re.DOTALL)
_INNER_DOUBLE = re.compile(r"[“\"„«].+?[”\"“»]", re.DOTALL)
# An end, perhaps closing marks, white space, and what begins a sentence; no initial or title.
_SENTENCE_END = re.compile(
    r"(?<![ .][A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)[.!?…][\"”’')]*\s+"
    r"(?=[\"“‘'(]?[A-Z0-9])|\n+"
)


class Article(Struct, frozen=True, dict=True):
    """An annotated article, looked at in the ways that phenomena need."""

    document: Document

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self.document.text or ""

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """Mentions by id."""
        return self.document.mention_by_id()

    @cached_property
    def clusters(self) -> dict[str, tuple[Mention, ...]]:
        """Mentions of each entity, by its id."""
        found: dict[str, list[Mention]] = {}
        for one in self.document.mentions:
            if one.entity is not None:
                found.setdefault(one.entity, []).append(one)
        return {entity: tuple(mentions) for entity, mentions in found.items()}

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where each paragraph begins; the title is the first."""
        return [start for start, _ in paragraph_spans(self.text)]

    @cached_property
    def sentences(self) -> list[int]:
        """Where each sentence begins."""
        return [0, *(end.end() for end in _SENTENCE_END.finditer(self.text))]

    def surface(self, span: Span) -> str:
        """What stands there."""
        return self.text[slice(*span)]

    def paragraph(self, position: int) -> int:
        """The number of the paragraph that a position lies in, from 1."""
        return bisect_right(self.paragraphs, position)

    def sentence(self, position: int) -> int:
        """The number of the sentence that a position lies in, from 1."""
        return bisect_right(self.sentences, position)

    def cluster(self, mention: Mention) -> tuple[Mention, ...]:
        """All mentions of its entity; itself where it has none."""
        return (mention,) if mention.entity is None else self.clusters[mention.entity]

    def names(self, mention: Mention) -> list[Mention]:
        """The names of its entity in the text."""
        return [one for one in self.cluster(mention) if one.is_name]

    def speakers(self, quote: Quote) -> list[Mention]:
        """The mentions that speak it."""
        return [self.mentions[name] for name in quote.speakers]


class Phenomenon(Struct, frozen=True):
    """A way of quoting, naming or telling; `count` says how many of it an article has."""

    name: str
    what: str
    count: Callable[[Article], int]


class Occurrence(Struct, frozen=True):
    """In how many articles something occurs, and how many times in all."""

    name: str
    what: str
    articles: int
    items: int

    @property
    def enough(self) -> bool:
        """Whether so many articles have it as are planned."""
        return self.articles >= PLAN.each.articles


def occurrences_of(documents: Sequence[Document]) -> tuple[Occurrence, ...]:
    """How often each phenomenon occurs, in the order of `PHENOMENA`."""
    articles = [Article(one) for one in documents]
    return tuple(_occurrence(one, articles) for one in PHENOMENA)


def _occurrence(one: Phenomenon, articles: Sequence[Article]) -> Occurrence:
    counts = [one.count(article) for article in articles]
    return Occurrence(one.name, one.what, sum(map(bool, counts)), sum(counts))


def _quotes(name: str, what: str, holds: Callable[[Article, Quote], bool]) -> Phenomenon:
    """A phenomenon whose items are quotes."""

    def count(article: Article) -> int:
        return sum(holds(article, quote) for quote in article.document.quotes)

    return Phenomenon(name, what, count)


def _spoken(name: str, what: str, holds: Callable[[Article, Mention], bool]) -> Phenomenon:
    """A phenomenon whose items are quotes with a speaker of some kind."""

    def holds_of_one(article: Article, quote: Quote) -> bool:
        return any(holds(article, one) for one in article.speakers(quote))

    return _quotes(name, what, holds_of_one)


def _interrupted(article: Article, quote: Quote) -> bool:
    return len({article.paragraph(start) for start, _ in quote.content}) < len(quote.content)


def _multi_paragraph(article: Article, quote: Quote) -> bool:
    return len({article.paragraph(start) for start, _ in quote.content}) > 1


def _nested(article: Article, quote: Quote) -> bool:
    return _marks_inside(article, quote) or any(
        quote_inside(quote, other) for other in article.document.quotes
    )


def _marks_inside(article: Article, quote: Quote) -> bool:
    """Whether marks of the other kind stand inside a quote that stands in marks itself."""
    if ONTOLOGY.quote_types[quote.type].marks != "all":
        return False
    return any(_holds_marks(article.surface(span)) for span in quote.content)


def _holds_marks(surface: str) -> bool:
    inner = _INNER_SINGLE if surface[0] in DOUBLE else _INNER_DOUBLE
    return inner.search(surface[1:-1]) is not None


def _in_headline(article: Article, quote: Quote) -> bool:
    return any(article.paragraph(start) == 1 for start, _ in quote.content)


def _far(article: Article, quote: Quote) -> bool:
    return any(_far_from(article, quote, one) for one in article.speakers(quote))


def _far_from(article: Article, quote: Quote, speaker: Mention) -> bool:
    first = article.sentence(quote.content[0][0])
    last = article.sentence(quote.content[-1][1] - 1)
    named = [article.sentence(one.start) for one in article.names(speaker)]
    return bool(named) and all(max(first - at, at - last) > FAR for at in named)


def _joint(article: Article, quote: Quote) -> bool:
    return len({one.entity or one.id for one in article.speakers(quote)}) > 1


def _pronoun(_: Article, speaker: Mention) -> bool:
    return speaker.level in PLAN.labels.pronouns


def _anonymous(article: Article, speaker: Mention) -> bool:
    if article.names(speaker) or _collective(article, speaker):
        return False
    return any(one.type in PLAN.labels.persons for one in article.cluster(speaker))


def _collective(article: Article, speaker: Mention) -> bool:
    """Whether a people or party speaks, or persons whom the text names by no name."""
    if speaker.type not in PLAN.labels.persons:
        return speaker.type in PLAN.labels.people
    return not article.names(speaker) and any(
        _is_many(article.surface(one.span)) for one in article.cluster(speaker)
    )


def _is_many(surface: str) -> bool:
    """Whether a nominal or pronoun tells of several: its first words, or its head's plural."""
    words = re.findall(
        r"[\w’'-]+",
        re.split(r" (?:of|in|at|who|from|with|near|for|on|to|by|that|whose)\b|,", surface)[0],
    )
    lowered = [word.casefold() for word in words]
    plural = bool(words) and re.search(r"[^sui’']s$", lowered[-1]) is not None
    return plural or bool(PLAN.words.many.intersection(lowered))


def _governed_speaks(_: Article, speaker: Mention) -> bool:
    return speaker.is_name and speaker.type in PLAN.labels.governed


def _metonymy(article: Article) -> int:
    """Names of places that speak, and those that fill the role of who does it."""
    said = sum(
        _governed_speaks(article, one)
        for quote in article.document.quotes
        for one in article.speakers(quote)
    )
    return said + sum(_governed_speaks(article, one) for one in _doers(article))


def _doers(article: Article) -> Iterator[Mention]:
    for event in article.document.events:
        for one in event.arguments:
            if one.role in PLAN.labels.doing:
                yield article.mentions[one.mention]


def _marked(marks: frozenset[str]) -> Callable[[Article, Quote], bool]:
    def holds(article: Article, quote: Quote) -> bool:
        return any(marks.intersection(article.surface(span)[:: max(1, span[1] - span[0] - 1)])
                   for span in quote.content)  # fmt: skip

    return holds


def _relative_dates(article: Article) -> int:
    return sum(_is_relative(article, one) for one in article.document.mentions)


def _is_relative(article: Article, mention: Mention) -> bool:
    """Whether a date has a calendar value and its words name neither number nor month."""
    if not (mention.value or "")[:4].isdecimal():
        return False
    words = re.findall(r"\w+", article.surface(mention.span).casefold())
    numbered = any(word[0].isdecimal() or word in PLAN.words.months for word in words)
    return "ago" in words or not numbered


def _namesakes(article: Article) -> int:
    """Pairs of people of whom one has a name whose words are all in a name of the other."""
    names = [found for one in article.clusters.values() if (found := _person_names(article, one))]
    return sum(
        any(a <= b or b <= a for a in one for b in other) for one, other in combinations(names, 2)
    )


def _person_names(article: Article, cluster: Sequence[Mention]) -> list[frozenset[str]]:
    persons = PLAN.labels.persons
    return [_name(article, one) for one in cluster if one.is_name and one.type in persons]


def _name(article: Article, mention: Mention) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", article.surface(mention.span).casefold()))


def _aliases(article: Article) -> int:
    """Entities with two names of one type that share no word."""
    return sum(_has_alias(article, cluster) for cluster in article.clusters.values())


def _has_alias(article: Article, cluster: Sequence[Mention]) -> bool:
    names = {(one.type, _name(article, one)) for one in cluster if one.is_name}
    pairs = combinations(names, 2)
    return any(kind == other and not one & two for (kind, one), (other, two) in pairs)


def _events(name: str) -> Callable[[Article], int]:
    def holds(event: Event) -> bool:
        return event.realis == name

    return lambda article: sum(map(holds, article.document.events))


PHENOMENA: tuple[Phenomenon, ...] = (
    _quotes("interrupted quote", "several spans in one paragraph", _interrupted),
    _quotes("multi-paragraph quote", "spans in several paragraphs", _multi_paragraph),
    _quotes("nested quote", "inside another, or with marks inside its marks", _nested),
    _quotes("headline quote", "in the title", _in_headline),
    _quotes("without cue", "no verb or noun tells of the speech", lambda _, one: one.cue is None),
    _quotes("far speaker", "the speaker has a name, but not within two sentences", _far),
    _quotes("joint speakers", "several entities say it together", _joint),
    _spoken("pronoun speaker", "the speaker's mention is a pronoun", _pronoun),
    _spoken("institutional speaker", "a body speaks",
            lambda _, one: one.type in PLAN.labels.bodies),
    _spoken("anonymous speaker", "one person who has no name in the text", _anonymous),
    _spoken("collective speaker", "a group: plural without a name, or a people or party",
            _collective),
    _spoken("document speaks", "a letter, report or law speaks",
            lambda _, one: one.type in PLAN.labels.documents),
    _quotes("curly marks", "a quote begins or ends with curly marks", _marked(CURLY)),
    _quotes("straight marks", "a quote begins or ends with straight marks", _marked(STRAIGHT)),
    Phenomenon("relative date", "a calendar date whose words give neither number nor month",
               _relative_dates),
    *(Phenomenon(f"{one.name} event", f"{one.name} by its realis", _events(one.name))
      for one in ONTOLOGY.realis if not one.default),
    Phenomenon("in a story", "other articles report the same happenings",
               lambda one: int(one.document.source.story is not None)),
    Phenomenon("namesakes", "one person's name is all in another person's", _namesakes),
    Phenomenon("alias", "an entity with two names that share no word", _aliases),
    Phenomenon("place as government", "the name of a country or town speaks or acts", _metonymy),
)  # fmt: skip
