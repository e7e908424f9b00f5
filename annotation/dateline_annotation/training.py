"""A newcomer's pass against known gold: what went wrong, by the rule of the guidelines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Document, Span, paragraph_spans
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.score.compare.agreement import Agreement, agreement
from dateline.score.compare.disagreements import Contrast, Side
from dateline.score.compare.passes import read_passes

__all__ = ["GOALS", "HEADINGS", "Feedback", "Score", "Training", "train", "training_text"]

# What a trained annotator reaches: the goals between two blind passes. Those name none for
# types and cues of quotes, without which somebody with all of them wrong would pass.
GOALS = {
    "entities.strict": 0.98,
    "coref.mention": 0.95,
    "coref.conll": 0.95,
    "dates.value": 0.95,
    "quotes.content": 0.96,
    "quotes.type": 0.95,
    "quotes.cue": 0.95,
    "quotes.attributed": 0.95,
    "events.tc": 0.95,
    "events.realis": 0.93,
    "events.arguments": 0.90,
}

_MENTIONS = "1. Mentions"
_NAMES = "1.1 Names"
_VALUES = "1.2 Values"
_NOMINALS = "1.3 Nominals and pronouns"
_ENTITIES = "1.4 Entities"
_QUOTES = "2. Quotes"
_EVENTS = "3. Events"
_TRIGGERS = "3.1 Triggers"
_REALIS = "3.2 Realis"
_ARGUMENTS = "3.3 Arguments"

# Headings of annotation/GUIDELINES.md, in its order.
HEADINGS = (
    _MENTIONS, _NAMES, _VALUES, _NOMINALS, _ENTITIES, _QUOTES, _EVENTS, _TRIGGERS, _REALIS,
    _ARGUMENTS,
)  # fmt: skip

# The rule that a difference belongs to; of a mention that is not here its label decides.
_RULES = {
    ("mentions", "level"): _NOMINALS,
    ("mentions", "value"): _VALUES,
    ("mentions", "entity"): _ENTITIES,
    ("events", "type"): _EVENTS,
    ("events", "trigger"): _TRIGGERS,
    ("events", "missing"): _TRIGGERS,
    ("events", "realis"): _REALIS,
    ("events", "argument"): _ARGUMENTS,
}
_ALONE = ("missing", "argument")


class Feedback(Struct, frozen=True, kw_only=True):
    """One difference from gold, with the text around.

    `kind` is missed, spurious or what differs (boundary, type, speaker …); `gold` and
    `yours` are None on the side that has nothing. `paragraph` counts as in a sheet.
    """

    document: str
    items: str
    kind: str
    rule: str
    paragraph: int
    text: str
    gold: str | None
    yours: str | None


class Score(Struct, frozen=True, kw_only=True):
    """F1 of a metric, None where the round has nothing of it, and what is to be reached."""

    metric: str
    f1: float | None
    goal: float

    @property
    def reached(self) -> bool:
        """Whether the goal is reached; what does not occur cannot be missed."""
        return self.f1 is None or self.f1 >= self.goal


class Training(Struct, frozen=True, kw_only=True):
    """A round's result: `rules` says how many differences each cost, the dearest first.

    `feedback` stands in the order of `rules`, then of the text.
    """

    documents: int
    passed: bool
    scores: tuple[Score, ...]
    rules: dict[str, int]
    feedback: tuple[Feedback, ...]


def train(source: Path, gold: Path, *, pass_at: float | None = None) -> Training:
    """Compare a newcomer's pass with gold over the same texts.

    Args:
        source: the pass, as pulled.
        gold: gold of the same documents.
        pass_at: the F1 to reach in every metric; None for `GOALS`.

    Raises:
        InvalidInput: with everything wrong with either file, every document that one of
            them lacks, and every text that differs.
    """
    known, given = read_passes([gold, source])
    found = _compared(known, given)
    scores = _scores(found, pass_at)
    feedback = _feedback(found, {one.id: one for one in [*given, *known] if one.text})
    rules = _dearest_first(feedback)
    order = list(rules)
    return Training(
        documents=found.documents,
        passed=all(score.reached for score in scores),
        scores=scores,
        rules=rules,
        feedback=tuple(sorted(feedback, key=lambda one: order.index(one.rule))),
    )


def training_text(result: Training) -> str:
    """The result as a newcomer reads it: verdict, scores, then rule by rule."""
    verdict = "passed" if result.passed else "not passed yet"
    many = "1 document" if result.documents == 1 else f"{result.documents} documents"
    lines = [f"{verdict}: {many}, {len(result.feedback)} differences from gold", ""]
    lines += map(_score_line, result.scores)
    for rule, count in result.rules.items():
        lines += ["", f"{rule} (annotation/GUIDELINES.md): {count}"]
        lines += [_feedback_line(one) for one in result.feedback if one.rule == rule]
    return "\n".join(lines)


def _compared(known: Sequence[Document], given: Sequence[Document]) -> Agreement:
    """Every metric, and every difference; gold is the first side."""
    try:
        return agreement(known, given, resamples=0, examples=sys.maxsize)
    except InvalidInput as error:
        lacking = {one.id for one in known} - {one.id for one in given}
        raise InvalidInput(_as_training(one, lacking) for one in error.problems) from error


def _as_training(problem: Problem, lacking: set[str]) -> Problem:
    """A document that one of two passes lacks, said to a newcomer."""
    if problem.rule != "agree.missing-document":
        return problem
    if problem.document in lacking:
        remedy = "annotate it and pull again, or take it out of the gold of this round"
        return replace(problem, rule="train.not-annotated", remedy=remedy)
    remedy = "give gold that has it, or take it out of the pass"
    return replace(problem, rule="train.no-gold", remedy=remedy)


def _scores(found: Agreement, pass_at: float | None) -> tuple[Score, ...]:
    return tuple(
        Score(
            metric=metric,
            f1=found.metrics[metric].f1,
            goal=goal if pass_at is None else pass_at,
        )
        for metric, goal in GOALS.items()
    )


def _feedback(found: Agreement, documents: dict[str, Document]) -> list[Feedback]:
    """Every difference, in the order of the text."""
    told = [
        (contrast.document, _begin(contrast), _told(one.items, one.kind, contrast, documents))
        for one in found.disagreements
        for contrast in one.examples
    ]
    return [feedback for *_, feedback in sorted(told, key=lambda row: row[:2])]


def _told(items: str, kind: str, contrast: Contrast, documents: dict[str, Document]) -> Feedback:
    number, text = _paragraph(documents[contrast.document].text or "", _begin(contrast))
    return Feedback(
        document=contrast.document,
        items=items,
        kind=_kind(kind, contrast),
        rule=_rule(items, kind, contrast),
        paragraph=number,
        text=text,
        gold=_answer(contrast.first),
        yours=_answer(contrast.second),
    )


def _begin(contrast: Contrast) -> int:
    spans = _spans(contrast)
    return spans[0][0] if spans else 0


def _spans(contrast: Contrast) -> tuple[Span, ...]:
    side = contrast.first or contrast.second
    return () if side is None else side.spans


def _paragraph(text: str, place: int) -> tuple[int, str]:
    """The number and the text of the paragraph around a place."""
    for number, (begin, end) in enumerate(paragraph_spans(text), start=1):
        if begin <= place < end:
            return number, text[begin:end]
    return 0, ""


def _kind(kind: str, contrast: Contrast) -> str:
    """Of what one side lacks: who lacks it. A missing item is missed or spurious."""
    if kind not in _ALONE or (contrast.first and contrast.second):
        return kind
    how = "missed" if contrast.second is None else "spurious"
    return how if kind == "missing" else f"{how} {kind}"


def _rule(items: str, kind: str, contrast: Contrast) -> str:
    if items == "quotes":
        return _QUOTES
    side = contrast.first or contrast.second
    return _RULES.get((items, kind)) or _rule_of_label("" if side is None else side.says)


def _rule_of_label(says: str) -> str:
    """The rule of a mention that is told as its type, with its level where it has one."""
    label, _, level = says.partition(" ")
    if label in ONTOLOGY.value_types:
        return _VALUES
    if not level:
        return _MENTIONS
    return _NAMES if level == ONTOLOGY.named_level else _NOMINALS


def _answer(side: Side | None) -> str | None:
    """What a side has: its text, and what it says of it."""
    if side is None:
        return None
    return f"{' … '.join(f'[{surface}]' for surface in side.surface)} {side.says}"


def _dearest_first(feedback: Sequence[Feedback]) -> dict[str, int]:
    """How many differences belong to each rule; of equals the first of the guidelines first."""
    counted = Counter(one.rule for one in feedback)
    ordered = sorted(counted, key=lambda rule: (-counted[rule], HEADINGS.index(rule)))
    return {rule: counted[rule] for rule in ordered}


def _score_line(score: Score) -> str:
    if score.f1 is None:
        return f"  {score.metric:<20}    none in these texts"
    sign = "" if score.reached else "   below"
    return f"  {score.metric:<20} {100 * score.f1:6.1f} of {100 * score.goal:.1f}{sign}"


def _feedback_line(one: Feedback) -> str:
    return "\n".join(_feedback_lines(one))


def _feedback_lines(one: Feedback) -> Iterator[str]:
    yield f"  {one.document} p{one.paragraph} {one.items} {one.kind}"
    yield f"    gold:  {one.gold or 'nothing'}"
    yield f"    yours: {one.yours or 'nothing'}"
    yield f"    text:  {one.text}"
