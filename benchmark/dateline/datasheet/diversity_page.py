"""The comparison with real news, read, drawn and written: one picture, and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.datasheet.diversity import BINS, FIGURES, ORDERS, POINTS, Comparison, compare_texts
from dateline.files import atomic_write, gather_documents, write_text
from dateline.lines import read_lines
from dateline.problems import InvalidInput, Problem
from dateline.templates import templates_of

__all__ = ["diversity_text", "drawing", "figures", "read_comparison", "write_comparison"]

TEMPLATE = "diversity.svg.j2"


class _Real(Struct, frozen=True):
    """A line of the real sample; what else it holds is not looked at."""

    id: str
    text: str


def read_comparison(articles: Path, real: Path) -> Comparison:
    """Compare the articles of a folder with a file of real ones, JSON Lines with id and text.

    Raises:
        InvalidInput: with every problem of every file, or where one side has no word.
    """
    problems = list[Problem]()
    core, other = _core(articles, problems), _real(real, problems)
    for path, texts in ((articles, core), (real, other)):
        if not problems and not any(text.split() for text in texts):
            remedy = "give articles with a text"
            problems.append(Problem(rule="diversity.empty", remedy=remedy, file=str(path)))
    if problems:
        raise InvalidInput(problems)
    return compare_texts(core, other)


def _core(articles: Path, problems: list[Problem]) -> list[str]:
    found, wrong = gather_documents(sorted(articles.glob("*.json")), gold=False)
    problems += wrong
    return [(one.text or "").partition("\n\n")[2] for one in found]


def _real(path: Path, problems: list[Problem]) -> list[str]:
    decoder, texts = msgspec.json.Decoder(_Real), list[str]()
    for number, line in read_lines(path):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        try:
            texts.append(decoder.decode(line).text)
        except msgspec.DecodeError as error:
            problems.append(_unreadable(path, number, error))
    return texts


def _unreadable(path: Path, number: int, error: msgspec.DecodeError) -> Problem:
    remedy = "write one article a line, with id and text"
    return Problem(rule="diversity.shape", remedy=remedy, file=str(path), line=number,
                   value=str(error))  # fmt: skip


def figures(comparison: Comparison) -> bytes:
    """All that was measured, as JSON."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n"


def drawing(comparison: Comparison) -> str:
    """The comparison as SVG that needs no network and no fonts of its own."""
    pages = templates_of("dateline.datasheet", final_newline=True)
    steps = [comparison.size * part // POINTS for part in range(1, POINTS + 1)]
    return pages.get_template(TEMPLATE).render(
        comparison=comparison,
        shares=[one for one in FIGURES if not _is_large(comparison, one.name)],
        orders=ORDERS,
        steps=steps,
        lengths=[*(f"≤{most}" for most in BINS), f">{BINS[-1]}"],
        polyline=_polyline,
    )


def _is_large(comparison: Comparison, name: str) -> bool:
    return max(comparison.core.high[name] + comparison.real.high[name]) > 1


def _polyline(values: Sequence[float], most: float, width: float, height: float) -> str:
    """Points of a line through the values, evenly spaced, the largest at the top."""
    step = width / (len(values) - 1)
    return " ".join(f"{at * step:.1f},{height * (1 - one / most):.1f}"
                    for at, one in enumerate(values))  # fmt: skip


def diversity_text(comparison: Comparison) -> str:
    """A table of the figures, and whether core is as varied as the real sample's middle."""
    lines = [f"{comparison.size:,} words of each, median of {comparison.draws} draws",
             f"{'':22}{'core':>9}{'real':>9}  real, lowest to highest"]  # fmt: skip
    for one in FIGURES:
        core, real = comparison.core.middle[one.name][0], comparison.real.middle[one.name][0]
        low, high = comparison.real.low[one.name][0], comparison.real.high[one.name][0]
        less = one.more is not None and core != real and (core > real) is not one.more
        lines.append(f"{one.name:22}{core:>9,.4g}{real:>9,.4g}  {low:,.4g} to {high:,.4g}"
                     f"  {one.what}{' (core is less varied)' if less else ''}")  # fmt: skip
    return "\n".join(lines)


def write_comparison(comparison: Comparison, out: Path) -> None:
    """Write the picture, and the figures beside it as JSON.

    Raises:
        InvalidInput: a file cannot be written.
    """
    write_text(out, drawing(comparison))
    with atomic_write(out.with_suffix(".json")) as beside:
        beside.write_bytes(figures(comparison))
