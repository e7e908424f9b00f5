"""How varied core is beside real news, at equal size: figures only, never a word of either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random
from statistics import fmean, median, pstdev

from msgspec import Struct

from dateline.datasheet.plan import PLAN

__all__ = ["BINS", "DRAWS", "FIGURES", "ORDERS", "POINTS", "Comparison", "Side", "compare_texts"]

# Each side is put in so many random orders and cut to the size of the smaller one.
DRAWS = 20
SEED = 0
# The curve has so many points; sentence lengths are counted by so many words.
POINTS = 20
BINS = (5, 10, 15, 20, 25, 30, 35, 40, 50)
OPENINGS = 5
GRAM = 4
ORDERS = ("quote, verb, name", "quote, name, verb", "name, verb, quote", "no verb near")

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\n+")
_QUOTED = re.compile(r"“[^“”\n]+”|\"[^\"\n]+\"")
_BREAK = re.compile(r"[.!?\n“”\"]")

Series = tuple[float, ...]
Measured = Mapping[str, Series]


class Figure(Struct, frozen=True):
    """One number of a sample; `more` says whether a higher one is more varied."""

    name: str
    what: str
    more: bool | None


class Side(Struct, frozen=True):
    """A sample: its whole size, and the median, lowest and highest of each series over draws."""

    articles: int
    words: int
    middle: Measured
    low: Measured
    high: Measured


class Comparison(Struct, frozen=True):
    """Both samples, measured at `size` words in `draws` random orders."""

    size: int
    draws: int
    core: Side
    real: Side


FIGURES = (
    Figure("types", "different words", True),
    Figure("article openings", "articles that begin with one of the five commonest words", False),
    Figure("paragraph openings", "paragraphs that begin with one of the five commonest words",
           False),
    Figure("sentence mean", "words a sentence, mean", None),
    Figure("sentence deviation", "words a sentence, standard deviation", True),
    Figure("distinct four-grams", "runs of four words that are different ones", True),
    Figure("shared four-grams", "runs of four words that stand in another article too", False),
    Figure("first frame", "quotes that have the most frequent order and verb", False),
    Figure("first verb", "quotes with a verb that have the most frequent one", False),
)  # fmt: skip


def compare_texts(core: Sequence[str], real: Sequence[str]) -> Comparison:
    """Measure both, in whatever order they come.

    Args:
        core: the articles' texts without titles, at least one with a word.
        real: the same of the real sample.
    """
    size = min(_size(core), _size(real))
    return Comparison(size=size, draws=DRAWS, core=_side(core, size), real=_side(real, size))


def _size(texts: Sequence[str]) -> int:
    return sum(len(_words(text)) for text in texts)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _side(texts: Sequence[str], size: int) -> Side:
    random = Random(SEED)
    draws = [_measured(_drawn(sorted(texts), size, random)) for _ in range(DRAWS)]
    return Side(len(texts), _size(texts), *(_over(draws, how) for how in (median, min, max)))


def _drawn(texts: list[str], size: int, random: Random) -> list[str]:
    """Texts in random order, cut to so many words."""
    random.shuffle(texts)
    drawn = list[str]()
    for text in texts:
        words = list(_WORD.finditer(text))[:size]
        if words:
            drawn.append(text[: words[-1].end()] if len(words) == size else text)
        size -= len(words)
    return drawn


def _over(draws: Sequence[Measured], how: Callable[[Series], float]) -> Measured:
    return {
        name: tuple(round(how(at), 4) for at in zip(*(one[name] for one in draws), strict=True))
        for name in draws[0]
    }


def _measured(texts: Sequence[str]) -> Measured:
    words = [_words(text) for text in texts]
    flat = [word for one in words for word in one]
    curve = _curve(flat)
    lengths = [len(found) for text in texts for part in _SENTENCE.split(text)
               if (found := _words(part))]  # fmt: skip
    return {
        "curve": curve,
        "types": curve[-1:],
        "article openings": (_first([one[0] for one in words], OPENINGS),),
        "paragraph openings": (_first(list(_openings(texts)), OPENINGS),),
        "sentence lengths": _histogram(lengths),
        "sentence mean": (fmean(lengths),),
        "sentence deviation": (pstdev(lengths),),
        **_grams(words),
        **_frames(texts),
    }


def _curve(words: Sequence[str]) -> Series:
    """How many different words there are after each part of the text."""
    first = {word: at for at, word in reversed(list(enumerate(words)))}
    grown = list(accumulate(int(first[word] == at) for at, word in enumerate(words)))
    return tuple(float(grown[len(grown) * part // POINTS - 1]) for part in range(1, POINTS + 1))


def _openings(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (words[0] for line in text.split("\n") if (words := _words(line)))


def _first(found: Sequence[object], many: int) -> float:
    """The share of the most frequent ones; 0 of none."""
    top = Counter(found).most_common(many)
    return sum(count for _, count in top) / len(found) if found else 0.0


def _histogram(lengths: Sequence[int]) -> Series:
    """The share of sentences up to each length, and of longer ones."""
    edges = (0, *BINS, max(*lengths, *BINS))
    pairs = zip(edges, (*edges[1:-1], edges[-1] + 1), strict=False)
    return tuple(sum(low < one <= high for one in lengths) / len(lengths) for low, high in pairs)


def _grams(words: Sequence[Sequence[str]]) -> dict[str, Series]:
    grams = [list(zip(*(one[at:] for at in range(GRAM)), strict=False)) for one in words]
    articles = Counter(gram for one in grams for gram in set(one))
    total = sum(map(len, grams)) or 1
    shared = sum(articles[gram] > 1 for one in grams for gram in one)
    return {
        "distinct four-grams": (len(articles) / total,),
        "shared four-grams": (shared / total,),
    }


def _frames(texts: Sequence[str]) -> dict[str, Series]:
    frames = [_frame(text, found) for text in texts for found in _QUOTED.finditer(text)]
    orders = Counter(order for order, _ in frames)
    framed = [one for one in frames if one[1]]
    total = len(frames) or 1
    return {
        "orders": tuple(orders[one] / total for one in ORDERS),
        "first frame": (_first(framed, 1) * len(framed) / total,),
        "first verb": (_first([verb for _, verb in framed], 1),),
    }


def _frame(text: str, quoted: re.Match[str]) -> tuple[str, str]:
    """The order of quote, name and verb of saying, and the verb; none in a clause beside it."""
    # A full stop before the closing mark ends the sentence; a comma would go on with it.
    ended = quoted[0][-2] in ".…"
    after = [] if ended else _words(_BREAK.split(text[quoted.end() :], maxsplit=1)[0])[:4]
    before = _words(_BREAK.split(text[: quoted.start()])[-1])[-4:]
    if after and after[0] in PLAN.words.say:
        return ORDERS[0], after[0]
    for order, words in ((ORDERS[1], after), (ORDERS[2], before[::-1])):
        for word in words:
            if word in PLAN.words.say:
                return order, word
    return ORDERS[3], ""
