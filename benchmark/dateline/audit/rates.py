"""Error rates: of the items of a layer, the share that the auditor found wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import NormalDist

from msgspec import Struct

from dateline.audit.items import LAYERS, Layer
from dateline.audit.sheet import Answer, Answered

__all__ = ["LEVEL", "Rate", "Report", "report_on", "wilson"]

LEVEL = 0.95


class Rate(Struct, frozen=True, kw_only=True):
    """A layer's error rate with its interval; `of` is how many items the layer has."""

    layer: str
    of: int
    judged: int
    wrong: int
    rate: float
    interval: tuple[float, float]
    parts: dict[str, int]


class Report(Struct, frozen=True, kw_only=True):
    """What an audit found, and in what."""

    answers: str
    source: str
    sha256: str
    seed: int
    level: float
    rates: tuple[Rate, ...]
    wrong: tuple[Answer, ...]

    def lines(self) -> Iterator[str]:
        """The report as text."""
        yield f"Label error rates of {self.source} (documents {self.sha256[:12]})"
        yield f"drawn at random with seed {self.seed}, judged in {self.answers}"
        yield ""
        yield f"{'layer':<10}{'items':>7}{'judged':>8}{'wrong':>7}{'rate':>8}  {LEVEL:.0%} interval"
        for one in self.rates:
            low, high = one.interval
            counts = f"{one.layer:<10}{one.of:>7}{one.judged:>8}{one.wrong:>7}"
            yield f"{counts}{one.rate:>8.1%}  {low:.1%} to {high:.1%}"
        for one in self.rates:
            if one.parts:
                found = ", ".join(f"{name} {count}" for name, count in one.parts.items())
                yield f"\nwrong in {one.layer}: {found}"
        yield from (
            f"  {one.key}: {', '.join(one.wrong)} ({one.label}) {one.note}".rstrip()
            for one in self.wrong
        )
        yield "\nItems that gold lacks are not counted: they cannot be drawn from it."


def report_on(answered: Answered, answers: str) -> Report:
    """The error rate of each layer that has items.

    Args:
        answered: the sheet, every line of it answered.
        answers: the name of its file.
    """
    drawn = answered.drawn
    return Report(
        answers=answers, source=drawn.source, sha256=drawn.sha256, seed=drawn.seed, level=LEVEL,
        rates=tuple(_rates(answered)),
        wrong=tuple(one for one in answered.answers if one.wrong),
    )  # fmt: skip


def wilson(wrong: int, judged: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval of a proportion (1927): fit for few items and rates near zero."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = wrong / judged, z * z / judged
    middle = share + spread / 2
    reach = z * (share * (1 - share) / judged + spread / (4 * judged)) ** 0.5
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    # At the ends the formula gives 0 and 1 but for rounding.
    return (low if wrong else 0.0), (high if wrong < judged else 1.0)


def _rates(answered: Answered) -> Iterator[Rate]:
    for layer in LAYERS:
        judged = [one for one in answered.answers if one.layer == layer.name]
        if judged:
            yield _rate(layer, judged, answered.drawn.sizes.get(layer.name, len(judged)))


def _rate(layer: Layer, judged: list[Answer], of: int) -> Rate:
    wrong = [one for one in judged if one.wrong]
    parts = Counter(part for one in wrong for part in one.wrong)
    return Rate(
        layer=layer.name, of=of, judged=len(judged), wrong=len(wrong),
        rate=len(wrong) / len(judged), interval=wilson(len(wrong), len(judged)),
        parts={part: parts[part] for part in layer.parts if parts[part]},
    )  # fmt: skip
