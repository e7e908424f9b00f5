"""The sheet: annotation in a line notation that needs no counting of characters.

    m1 p2 "Ada Lund" PERSON NAM e1
    m2 p2 "Tuesday" DATE =2026-01-06
    q1 p2 "“We will go,”" p2 "“but not now.”" direct cue p2 "said" speaker m1
    v1 p3 "met" Consult actual participant=m1 time=m2

A span is a paragraph (a non-empty line of the text, the title is p1), its exact
characters, and `#2` for a second occurrence of them as whole words. A span that
ends inside a word is written `p2 @120:125`, code points counted from the beginning
of the paragraph. `-` stands for a level or entity that is not given. Lines that are
empty or begin with `#` are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote, Span, paragraph_spans
from dateline.ontology import ONTOLOGY
from dateline.problems import InvalidInput, Problem
from dateline.rules import form_problems
from dateline.sheet_tokens import SheetError, Token, occurrences, quoted, tokens_of

__all__ = ["read_sheet", "write_sheet"]

NOT_GIVEN = "-"
NOBODY = "none"
CUE = "cue"
SPEAKER = "speaker"

Item = Mention | Quote | Event


class Numbered(Struct, frozen=True):
    """An item of annotation and the line of the sheet it stands on."""

    line: int
    item: Item


def read_sheet(
    text: str, article: Document, *, file: str | None = None, gold: bool = True
) -> Document:
    """Read the annotation of an article from a sheet.

    Args:
        text: the sheet.
        article: the document that the sheet annotates; it must have a text.
        file: the sheet's name, for messages.
        gold: whether the form rules of gold hold (see `form_problems`).

    Raises:
        InvalidInput: with the line number of everything that is wrong.
    """
    reader = _Reader(article.text or "")
    numbered, problems = reader.read(text)
    items = [entry.item for entry in numbered]
    document = replace(
        article,
        layers=None,
        mentions=tuple(item for item in items if isinstance(item, Mention)),
        quotes=tuple(item for item in items if isinstance(item, Quote)),
        events=tuple(item for item in items if isinstance(item, Event)),
    )
    lines = {entry.item.id: entry.line for entry in numbered}
    problems += [_with_line(found, lines) for found in form_problems(document, gold=gold)]
    if problems:
        raise InvalidInput(replace(problem, document=article.id, file=file) for problem in problems)
    return document


def write_sheet(document: Document) -> str:
    """Write a document's annotation as a sheet that reads back the same.

    Raises:
        InvalidInput: a span crosses a paragraph, which a sheet cannot say.
    """
    writer = _Writer(document.text or "")
    lines = [writer.mention(mention) for mention in document.mentions]
    lines += [writer.quote(quote) for quote in document.quotes]
    lines += [writer.event(event) for event in document.events]
    return "".join(f"{line}\n" for line in lines)


def _with_line(problem: Problem, lines: dict[str, int]) -> Problem:
    parts = (problem.field or "").split(".", 2)
    return replace(problem, line=lines.get(parts[1])) if len(parts) > 1 else problem


class _Reader:
    """Reads lines against the paragraphs of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = paragraph_spans(text)

    def read(self, sheet: str) -> tuple[list[Numbered], list[Problem]]:
        items: list[Numbered] = []
        problems: list[Problem] = []
        for number, raw in enumerate(sheet.removeprefix("\ufeff").split("\n"), start=1):
            line = raw.rstrip("\r").strip(" \t")
            if not line or line.startswith("#"):
                continue
            try:
                items.append(Numbered(number, self._item(line)))
            except SheetError as error:
                problems.append(
                    Problem(rule="sheet.line", remedy=error.remedy, value=error.found, line=number)
                )
        return items, problems

    def _item(self, line: str) -> Item:
        tokens = tokens_of(line)
        name = _word(tokens, "an id")
        spans = list(self._spans(tokens))
        label = _word(tokens, "a type after the span")
        kinds: tuple[tuple[object, Callable[..., Item]], ...] = (
            (ONTOLOGY.mention_types, self._mention),
            (ONTOLOGY.quote_types, self._quote),
            (ONTOLOGY.event_types, self._event),
        )
        for labels, parse in kinds:
            if label in labels:  # type: ignore[operator]  # each is a dict by label
                item = parse(name, spans, label, tokens)
                _nothing_left(tokens)
                return item
        raise SheetError(label, "give a type of mention, quote or event of the ontology")

    def _mention(self, name: str, spans: list[Span], label: str, tokens: list[Token]) -> Mention:
        start, end = _single(spans)
        level = entity = value = None
        if tokens and not tokens[0].text.startswith("="):
            level = _given(tokens.pop(0))
            if not tokens:
                raise SheetError(name, "give an entity after the level, or - for none")
            entity = _given(tokens.pop(0))
        if tokens and tokens[0].text.startswith("="):
            value = tokens.pop(0).text[1:]
        return Mention(name, start, end, label, level, entity, value)

    def _quote(self, name: str, spans: list[Span], label: str, tokens: list[Token]) -> Quote:
        if not spans:
            raise SheetError(name, "give the content as one or more spans")
        cue = None
        if tokens and tokens[0].text == CUE:
            tokens.pop(0)
            cue = _single(list(self._spans(tokens)))
        if _word(tokens, "speaker") != SPEAKER or not tokens:
            raise SheetError(name, "end with `speaker m1 m2` or `speaker none`")
        speakers = [token.text for token in tokens]
        tokens.clear()
        return Quote(
            name, label, tuple(spans), cue, () if speakers == [NOBODY] else tuple(speakers)
        )

    def _event(self, name: str, spans: list[Span], label: str, tokens: list[Token]) -> Event:
        trigger = _single(spans)
        realis = _word(tokens, "realis after the type")
        arguments = tuple(_argument(token.text) for token in tokens)
        tokens.clear()
        return Event(name, trigger, label, realis, arguments)

    def _spans(self, tokens: list[Token]) -> Iterator[Span]:
        while len(tokens) > 1 and _is_paragraph(tokens[0]) and _is_place(tokens[1]):
            number, place = int(tokens.pop(0).text[1:]), tokens.pop(0)
            if not 1 <= number <= len(self.paragraphs):
                raise SheetError(f"p{number}", f"the text has p1 to p{len(self.paragraphs)}")
            yield self._span(self.paragraphs[number - 1], place)

    def _span(self, paragraph: Span, place: Token) -> Span:
        begin, end = paragraph
        if not place.quoted:
            return _counted(place.text, paragraph)
        found = list(occurrences(self.text[begin:end], place.text))
        if not 1 <= place.occurrence <= len(found):
            many = f"it stands there {len(found)} times as whole words"
            raise SheetError(place.text, f"copy the characters of the paragraph; {many}")
        start = begin + found[place.occurrence - 1]
        return start, start + len(place.text)


class _Writer:
    """Writes items with spans named against the paragraphs of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = paragraph_spans(text)

    def mention(self, mention: Mention) -> str:
        parts = [quoted(mention.id), self._span(mention.span), mention.type]
        if mention.level is not None or mention.entity is not None:
            parts += [_or_dash(mention.level), _or_dash(mention.entity)]
        if mention.value is not None:
            parts.append(quoted(f"={mention.value}"))
        return " ".join(parts)

    def quote(self, quote: Quote) -> str:
        parts = [quoted(quote.id), *map(self._span, quote.content), quote.type]
        if quote.cue is not None:
            parts += [CUE, self._span(quote.cue)]
        speakers = [quoted(name, always=name == NOBODY) for name in quote.speakers]
        return " ".join([*parts, SPEAKER, *(speakers or [NOBODY])])

    def event(self, event: Event) -> str:
        parts = [quoted(event.id), self._span(event.trigger), event.type, event.realis]
        return " ".join(parts + [quoted(f"{one.role}={one.mention}") for one in event.arguments])

    def _span(self, span: Span) -> str:
        for number, (begin, end) in enumerate(self.paragraphs, start=1):
            if begin <= span[0] < span[1] <= end:
                return f"p{number} {self._place(self.text[begin:end], span[0] - begin, span)}"
        remedy = "split the span where its paragraph ends"
        raise InvalidInput([Problem(rule="sheet.paragraph", remedy=remedy, value=span)])

    def _place(self, paragraph: str, start: int, span: Span) -> str:
        surface = self.text[slice(*span)]
        found = list(occurrences(paragraph, surface))
        if start not in found:
            return f"@{start}:{start + len(surface)}"
        number = found.index(start) + 1
        return quoted(surface, always=True) + (f"#{number}" if number > 1 else "")


def _word(tokens: list[Token], what: str) -> str:
    if not tokens:
        raise SheetError("the line ends", f"give {what}")
    return tokens.pop(0).text


def _given(token: Token) -> str | None:
    return None if token == Token(NOT_GIVEN) else token.text


def _or_dash(text: str | None) -> str:
    return NOT_GIVEN if text is None else quoted(text, always=text == NOT_GIVEN)


def _single(spans: list[Span]) -> Span:
    if len(spans) != 1:
        raise SheetError(f"{len(spans)} spans", 'give exactly one span, such as p2 "Ada Lund"')
    return spans[0]


def _argument(text: str) -> Argument:
    role, sign, mention = text.partition("=")
    if not (role and sign and mention):
        raise SheetError(text, "give arguments as role=mention, such as participant=m1")
    return Argument(role, mention)


def _nothing_left(tokens: list[Token]) -> None:
    if tokens:
        raise SheetError(tokens[0].text, "end the line before this")


def _is_paragraph(token: Token) -> bool:
    return not token.quoted and token.text[:1] == "p" and token.text[1:].isdecimal()


def _is_place(token: Token) -> bool:
    return token.quoted or token.text.startswith("@")


def _counted(text: str, paragraph: Span) -> Span:
    first, sign, second = text[1:].partition(":")
    if not (sign and first.isdecimal() and second.isdecimal()):
        raise SheetError(text, "give code points of the paragraph as @120:125")
    begin, end = paragraph
    span = begin + int(first), begin + int(second)
    if not begin <= span[0] < span[1] <= end:
        raise SheetError(text, f"the paragraph has @0:{end - begin}")
    return span
