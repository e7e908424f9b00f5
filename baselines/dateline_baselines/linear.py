"""The linear baseline: names and values from a logistic regression over token features.

A recipe in four steps: tokens, features of a token and its neighbours, one classifier
for BIO tags, spans from tags. It learns from the train split in memory each time it is
run; nothing is stored.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from dateline.document import Document, Mention, Span
from dateline.release.tokens import tokenize
from dateline_baselines.rules.lexicon import words

__all__ = ["LinearSystem", "spans_of", "tags_of"]

OUTSIDE = "O"
_LISTS = ("countries", "places", "nationalities", "organisation_words", "location_words",
          "facility_words", "titles", "calendar")  # fmt: skip

# Tokens whose features are held in memory at once, some kilobytes each.
_AT_ONCE = 10_000

Features = dict[str, str | bool]


class LinearSystem:
    """Names and values by token classification (scikit-learn)."""

    name = "linear"
    summary = "logistic regression over token features, learnt from train"
    layers: tuple[str, ...] | None = ("entities",)

    def __init__(self) -> None:
        self._model: Pipeline | None = None

    def fit(self, documents: Sequence[Document]) -> None:
        """Learn the BIO tags of names and values."""
        rows: list[Features] = []
        tags: list[str] = []
        for document in documents:
            tokens = tokenize(document.text or "")
            rows += _features(document.text or "", tokens, range(len(tokens)))
            tags += tags_of(document, tokens)
        if len(set(tags)) < 2:
            self._model = None
            return
        model = make_pipeline(DictVectorizer(), LogisticRegression(C=20, max_iter=1000))
        self._model = model.fit(rows, tags)

    def predict(self, articles: Iterable[Document]) -> Iterator[Document]:
        """Annotate names and values; without anything learnt, none."""
        for article in articles:
            text = article.text or ""
            tokens = tokenize(text)
            found = spans_of(self._tags(text, tokens), tokens)
            mentions = tuple(
                Mention(f"m{number}", *span, kind)
                for number, (span, kind) in enumerate(found, start=1)
            )
            yield replace(article, layers=self.layers, mentions=mentions)

    def _tags(self, text: str, tokens: Sequence[Span]) -> list[str]:
        if self._model is None or not tokens:
            return [OUTSIDE] * len(tokens)
        tags: list[str] = []
        for first in range(0, len(tokens), _AT_ONCE):
            rows = _features(text, tokens, range(first, min(first + _AT_ONCE, len(tokens))))
            tags += map(str, self._model.predict(rows))
        return tags


def tags_of(document: Document, tokens: Sequence[Span]) -> list[str]:
    """BIO tags of a document's names and values, one for each token."""
    tags = [OUTSIDE] * len(tokens)
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    for mention in document.mentions:
        if not (mention.is_value or mention.is_name):
            continue
        inside = range(bisect_left(starts, mention.start), bisect_right(ends, mention.end))
        for place in inside:
            tags[place] = f"{'B' if place == inside[0] else 'I'}-{mention.type}"
    return tags


def spans_of(tags: Sequence[str], tokens: Sequence[Span]) -> list[tuple[Span, str]]:
    """Spans with their types; an I that follows another type begins a span."""
    found: list[tuple[Span, str]] = []
    previous = OUTSIDE
    for tag, (start, end) in zip(tags, tokens, strict=True):
        part, _, kind = tag.partition("-")
        if part == "I" and previous.partition("-")[2] == kind:
            (begin, _), _ = found[-1]
            found[-1] = ((begin, end), kind)
        elif kind:
            found.append(((start, end), kind))
        previous = tag
    return found


def _features(text: str, tokens: Sequence[Span], places: range) -> list[Features]:
    """Features of the tokens at these places and of their two neighbours on either side."""
    near = tokens[max(places.start - 2, 0) : places.stop + 2]
    own = [_own_features(text[start:end]) for start, end in near]
    shift = max(places.start - 2, 0)
    return [_in_context(own, place - shift, text, near) for place in places]


def _own_features(token: str) -> Features:
    features: Features = {
        "lower": token.casefold(),
        "shape": _shape(token),
        "ending": token[-3:].casefold(),
        "beginning": token[:3].casefold(),
    }
    features.update((f"in {name}", True) for name in _LISTS if token in words(name))
    return features


def _in_context(own: Sequence[Features], place: int, text: str, tokens: Sequence[Span]) -> Features:
    features: Features = dict(own[place])
    for shift in (-2, -1, 1, 2):
        if 0 <= place + shift < len(own):
            beside = own[place + shift]
            features |= {f"{shift} {name}": value for name, value in beside.items()}
        else:
            features[f"{shift} edge"] = True
    before = tokens[place][0]
    while before and text[before - 1].isspace():
        before -= 1
    features["begins sentence"] = before == 0 or text[before - 1] in ".!?:"
    return features


def _shape(token: str) -> str:
    """Runs of upper, lower, digit and other characters: Xx for Paris, 0 for 2026."""
    kinds = {"Lu": "X", "Ll": "x", "Nd": "0"}
    shape = [kinds.get(unicodedata.category(character), "_") for character in token]
    return "".join(
        kind for place, kind in enumerate(shape) if place == 0 or kind != shape[place - 1]
    )
