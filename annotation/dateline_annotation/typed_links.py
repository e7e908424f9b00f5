"""Relations that are typed instead of drawn: words looked up among the regions of a result.

What comes in are the regions and the lines that were typed about quotes and events; what
goes out are the relations that arrows would have made, and what is wrong with the others.
Words mean the region that consists of them, or else begins or ends with them; of several,
one in the same sentence, or else the same paragraph, and there the last before the quote
or event. Whatever this leaves open is a defect.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from dateline.document import Span, paragraph_spans
from dateline.ontology import ONTOLOGY
from dateline.sheet_tokens import occurrences
from dateline_annotation import controls
from dateline_annotation.defects import TYPED_AMBIGUOUS, TYPED_FORM, TYPED_NOTHING, TYPED_ROLE
from dateline_annotation.regions import Region, Regions, Relation
from dateline_annotation.typed_notation import TypedError, TypedLink, Words, read_line

__all__ = ["add_typed_links"]

# The relations of a quote in the order of their slots, and what they lead to.
SLOTS = {
    controls.SPEAKER_RELATION: controls.MENTION,
    controls.CUE_RELATION: controls.CUE,
    controls.PART_RELATION: controls.QUOTE,
}
FIELDS = {controls.TRIGGER: controls.ARGUMENTS, controls.QUOTE: controls.ATTRIBUTION}
# Where a sentence ends: not after a capitalised word of up to four letters (Mr., U.S., Gov.).
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})"
                           r"(?<!\b[A-Z][a-z]{3})[.!?…]+[\"'”’»)\]]*\s+")  # fmt: skip
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
# Keyboards lack these; each gives one character, so that offsets stay.
_TYPED_AS = str.maketrans("‘’ʼ“”„«»\u00a0\u202f\u2009\t\n", '\'\'\'"""""     ')
_OUTER = re.compile(r"^\W+|\W+$")
EQUAL, ALIKE, PARTIAL, UNLIKE = range(4)
# Scopes: 0 is the sentence, 1 the paragraph.
ELSEWHERE = 2


class Candidate(Struct, frozen=True):
    """A region that words may mean: how like them it is, and in which scope (0 is nearest)."""

    region: Region
    likeness: int
    scope: int


def add_typed_links(regions: Regions, text: str) -> None:
    """Add the relations that were typed to those that were drawn.

    One that was drawn as well is not added. A line or a link that says nothing definite
    becomes a problem; the other links of its line are added.
    """
    finder, found = _Finder(regions, text), list[Relation]()
    for source, line in regions.typed:
        try:
            links = read_line(line)
        except TypedError as error:
            _report(regions, source, error)
            continue
        for link in links:
            try:
                found.append(finder.relation(source, link))
            except TypedError as error:
                _report(regions, source, error)
    _join(regions, found)


def _report(regions: Regions, source: Region, error: TypedError) -> None:
    place = f"regions.{source.id}.{FIELDS[source.control]}"
    regions.problems.append(error.defect.at(place, error.found))


def _join(regions: Regions, typed: list[Relation]) -> None:
    """Add what is new; the parts of a quote come first, since they are one with it."""
    typed.sort(key=lambda relation: relation.label != controls.PART_RELATION)
    wholes = _wholes([*regions.relations, *typed])
    known = {_key(relation, wholes) for relation in regions.relations}
    for relation in typed:
        key = _key(relation, wholes)
        if key not in known:
            known.add(key)
            regions.relations.append(relation)


def _wholes(relations: Iterable[Relation]) -> dict[str, str]:
    """For every region that is part of a quote of several, one that stands for all of them."""
    groups = dict[str, set[str]]()
    for relation in relations:
        if relation.label == controls.PART_RELATION:
            first, second = relation.first.id, relation.second.id
            joined = groups.get(first, {first}) | groups.get(second, {second})
            groups.update(dict.fromkeys(joined, joined))
    return {name: min(joined) for name, joined in groups.items()}


def _key(relation: Relation, wholes: dict[str, str]) -> Hashable:
    """What two relations that say the same have in common, whichever end came first."""
    if relation.label == controls.PART_RELATION:
        wholes = {}
    ends = (
        end.span if end.control == controls.CUE else wholes.get(end.id, end.id)
        for end in (relation.first, relation.second)
    )
    return relation.label, frozenset(ends)


class _Finder:
    """Finds what words mean among the regions over one text."""

    def __init__(self, regions: Regions, text: str) -> None:
        self.regions = regions
        self.text = text
        self.paragraphs = paragraph_spans(text)

    def relation(self, source: Region, link: TypedLink) -> Relation:
        """The relation that a link typed about a region means.

        Raises:
            TypedError: its name or its words mean nothing here, or several things.
        """
        label = _label(source, link)
        target = SLOTS.get(label) if source.control == controls.QUOTE else controls.MENTION
        if target == controls.CUE:
            return Relation(source, self._cue(source, link.words), label)
        others = [one for one in self.regions.of(str(target)) if one is not source]
        return Relation(source, self._region(source, link.words, others), label)

    def _region(self, source: Region, words: Words, regions: Sequence[Region]) -> Region:
        if not words.is_placed:
            return self._nearest(source, words, regions)
        span = self._span(source, words)
        equal = [one for one in regions if one.span == span]
        sharing = (one for one in regions if _shares_end(one.span, span))
        return _only(words, equal or list(sharing), self.text)

    def _nearest(self, source: Region, words: Words, regions: Sequence[Region]) -> Region:
        """The region that words mean which do not say where they stand."""
        like = list(self._candidates(source, words, regions))
        likest = min((one.likeness for one in like), default=UNLIKE)
        scope = min((one.scope for one in like if one.likeness == likest), default=ELSEWHERE)
        pool = [one.region for one in like if (one.likeness, one.scope) == (likest, scope)]
        surfaces = {_plain(self.text[slice(*one.span)]) for one in pool}
        # A nearer one that is less like the words could be meant as well.
        if len(surfaces) > 1 or any(one.scope < scope for one in like):
            raise _ambiguous(words, [one.region for one in like], self.text)
        before = [one for one in pool if one.span < source.span]
        last = max((one.span[0] for one in before), default=None)
        return _only(words, [one for one in before if one.span[0] == last] or pool, self.text)

    def _candidates(
        self, source: Region, words: Words, regions: Sequence[Region]
    ) -> Iterator[Candidate]:
        paragraph = self._paragraph(source.span[0])
        scopes = self._sentence(source.span, paragraph), paragraph
        # Nobody is the speaker of words that name them.
        held = source.span if source.control == controls.QUOTE else (0, 0)
        for region in (one for one in regions if not _holds(held, one.span)):
            likeness = _likeness(self.text[slice(*region.span)], words.text)
            if likeness != UNLIKE:
                holding = (n for n, one in enumerate(scopes) if _holds(one, region.span))
                yield Candidate(region, likeness, next(holding, ELSEWHERE))

    def _cue(self, source: Region, words: Words) -> Region:
        """The region of a cue, or one made for it where none was drawn."""
        cues = list(self.regions.of(controls.CUE))
        if words.is_placed:
            return _cue_at(self._span(source, words), cues)
        near = self._nearest_spans(source, words.text)
        if not near:
            return self._nearest(source, words, cues)
        if len(near) > 1:
            raise TypedError(TYPED_AMBIGUOUS, (words.text, *near))
        equal = [one for one in cues if one.span == near[0]]
        longer = [one for one in cues if _shares_end(one.span, near[0])]
        return _only(words, longer, self.text) if longer and not equal else _cue_at(near[0], cues)

    def _nearest_spans(self, source: Region, words: str) -> list[Span]:
        """Where words stand in the paragraph of a quote outside of it, as near as possible."""
        begin, end = source.span
        spans = self._occurrences(self._paragraph(begin), words)
        gaps = {span: max(begin - span[1], span[0] - end) for span in spans}
        least = min((gap for gap in gaps.values() if gap >= 0), default=None)
        return [span for span, gap in gaps.items() if gap == least]

    def _span(self, source: Region, words: Words) -> Span:
        """The span of words that say where they stand."""
        paragraph = self._paragraph(source.span[0])
        if words.paragraph is not None:
            if not 1 <= words.paragraph <= len(self.paragraphs):
                raise TypedError(TYPED_NOTHING, f"p{words.paragraph}")
            paragraph = self.paragraphs[words.paragraph - 1]
        if words.counted is not None:
            return paragraph[0] + words.counted[0], paragraph[0] + words.counted[1]
        found, number = self._occurrences(paragraph, words.text), words.occurrence or 1
        if not 1 <= number <= len(found):
            raise TypedError(TYPED_NOTHING, (words.text, f"#{number}"))
        return found[number - 1]

    def _occurrences(self, paragraph: Span, words: str) -> list[Span]:
        """Where words stand in a paragraph as in sheets, or else in other letters and marks."""
        inside = self.text[slice(*paragraph)]
        found = list(occurrences(inside, words))
        if not found:
            found = list(occurrences(_plain(inside), _plain(words)))
        starts = (paragraph[0] + start for start in found)
        return [(start, start + len(words)) for start in starts]

    def _paragraph(self, at: int) -> Span:
        """The paragraph around a place; an empty one where there is none."""
        return next((one for one in self.paragraphs if one[0] <= at < one[1]), (at, at))

    def _sentence(self, span: Span, paragraph: Span) -> Span:
        """The sentence around a span; that of a quote has what follows its full stop, too."""
        begin, end = paragraph
        ends = [begin + one.end() for one in _SENTENCE_END.finditer(self.text[begin:end])]
        first = max((one for one in ends if one <= span[0]), default=begin)
        after = [one for one in ends if one > span[1]]
        return first, [*after, end, end][int(bool(_STOPPED.search(self.text, *span)))]


def _cue_at(span: Span, cues: Iterable[Region]) -> Region:
    made = Region("", controls.CUE, controls.CUE_LABEL, span)
    return next((one for one in cues if one.span == span), made)


def _label(source: Region, link: TypedLink) -> str:
    """The relation of a link: from its name or a beginning of it, or from its slot."""
    if source.control == controls.QUOTE:
        own: Sequence[str] = tuple(SLOTS)
        others: Sequence[str] = ()
    else:
        own, others = ONTOLOGY.roles_of.get(source.label, ()), tuple(ONTOLOGY.role_by_name)
    if not link.name:
        if source.control != controls.QUOTE or link.slot >= len(own):
            raise TypedError(TYPED_FORM, link.words.text)
        return own[link.slot]
    # A role that this event may not have is read all the same: the form rules name it.
    exact = [link.name] if link.name in others else []
    found = exact or _begun(link.name, own) or _begun(link.name, others)
    if len(found) != 1:
        raise TypedError(TYPED_ROLE, (link.name, *(found or own)))
    return found[0]


def _begun(name: str, names: Sequence[str]) -> list[str]:
    """Those of the names that are this one, or else those that begin with it."""
    small = name.casefold()
    equal = [one for one in names if one.casefold() == small]
    return equal or [one for one in names if one.casefold().startswith(small)]


def _likeness(surface: str, words: str) -> int:
    """How like a region's characters are to words that were typed."""
    if _decapitalised(surface) == _decapitalised(words):
        return EQUAL
    surface, words = _bare(surface), _bare(words)
    if surface == words:
        return ALIKE
    # Only whole words: `Lund` is no beginning of `Lundgren`.
    if not words or not (surface.startswith(words) or surface.endswith(words)):
        return UNLIKE
    ends = {0, len(surface) - len(words)}
    return UNLIKE if ends.isdisjoint(occurrences(surface, words)) else PARTIAL


# Every link of a document asks for the same surfaces.
@lru_cache(maxsize=4096)
def _decapitalised(text: str) -> str:
    """Without what the beginning of a sentence, a keyboard and a line end change."""
    plain = " ".join(text.translate(_TYPED_AS).split())
    return plain[:1].lower() + plain[1:]


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return _OUTER.sub("", " ".join(_plain(text).split()))


def _plain(text: str) -> str:
    """In small letters and with the marks of a keyboard, each character in its place."""
    small = (typed := text.translate(_TYPED_AS)).lower()
    if len(small) == len(typed):
        return small
    return "".join(low if len(low := one.lower()) == 1 else one for one in typed)


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shares_end(region: Span, span: Span) -> bool:
    """Whether the region begins or ends with the span."""
    return _holds(region, span) and (region[0] == span[0] or region[1] == span[1])


def _only(words: Words, found: list[Region], text: str) -> Region:
    if not found:
        raise TypedError(TYPED_NOTHING, words.text or words.counted)
    if len(found) > 1:
        raise _ambiguous(words, found, text)
    return found[0]


def _ambiguous(words: Words, found: list[Region], text: str) -> TypedError:
    shown = (f"{text[slice(*one.span)]} {one.span[0]}:{one.span[1]}" for one in found)
    return TypedError(TYPED_AMBIGUOUS, (words.text or words.counted, *shown))
