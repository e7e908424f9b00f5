"""Label Studio results read back as documents, with every defect found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote
from dateline.ontology import ONTOLOGY
from dateline.problems import Problem
from dateline.rules import form_problems
from dateline_annotation import controls, defects
from dateline_annotation.regions import Region, Regions, Relation, sort_items
from dateline_annotation.typed_links import add_typed_links

__all__ = ["Reading", "read_result"]

# What each relation joins, one end and the other.
ENDS = {
    controls.SPEAKER_RELATION: (controls.QUOTE, controls.MENTION),
    controls.CUE_RELATION: (controls.QUOTE, controls.CUE),
    controls.PART_RELATION: (controls.QUOTE, controls.QUOTE),
}
ROLE_ENDS = (controls.TRIGGER, controls.MENTION)
DEFAULT_REALIS = next(one.name for one in ONTOLOGY.realis if one.default)


class Reading(Struct, frozen=True):
    """A document read from a result, as far as it can be, and all that is wrong with it."""

    document: Document
    problems: tuple[Problem, ...]


class Link(Struct, frozen=True, gc=False):
    """A relation turned so that it leads away from the quote or the event."""

    source: Region
    target: Region
    label: str


def read_result(result: bytes, article: Document) -> Reading:
    """Read a result (JSON, a list of items) as annotation of an article.

    The form rules of gold are checked, and that nothing is left open: levels and
    entities, time values, speakers. Realis not chosen means the ontology's default.
    """
    sorted_ = sort_items(result, article.text or "")
    if sorted_.typed:
        add_typed_links(sorted_, article.text or "")
    reader = _Reader(sorted_)
    document = replace(
        article,
        layers=None,
        mentions=tuple(reader.mentions()),
        quotes=tuple(reader.quotes()),
        events=tuple(map(reader.event, sorted_.of(controls.TRIGGER))),
    )
    problems = [*sorted_.problems, *reader.problems, *_open_ends(document)]
    problems += form_problems(document, gold=True)
    return Reading(document, tuple(replace(one, document=article.id) for one in problems))


class _Reader:
    """Puts regions, fields and links together."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.problems: list[Problem] = []
        self.links: dict[str, list[Link]] = defaultdict(list)
        for relation in regions.relations:
            self._add(relation)
        self.heads = self._heads()

    def mentions(self) -> Iterator[Mention]:
        answers = self.regions.answers
        levels, entities = answers[controls.LEVEL].get, answers[controls.ENTITY].get
        values = answers[controls.TIME_VALUE].get
        for one in self.regions.of(controls.MENTION):
            name, (start, end) = one.id, one.span
            yield Mention(name, start, end, one.label, levels(name), entities(name), values(name))

    def event(self, region: Region) -> Event:
        realis = self.regions.answer(region, controls.REALIS) or DEFAULT_REALIS
        arguments = tuple(Argument(one.label, one.target.id) for one in self.links[region.id])
        return Event(region.id, region.span, region.label, realis, arguments)

    def quotes(self) -> Iterator[Quote]:
        groups: dict[str, list[Region]] = defaultdict(list)
        for region in self.regions.of(controls.QUOTE):
            groups[self.heads[region.id]].append(region)
        for region in self.regions.of(controls.QUOTE):
            if region.id in groups:
                yield self._quote(region, groups[region.id])
        used = {link.target.id for links in self.links.values() for link in links}
        for cue in self.regions.of(controls.CUE):
            if cue.id not in used:
                self.problems.append(defects.LOOSE_CUE.at(f"regions.{cue.id}"))

    def _quote(self, head: Region, parts: list[Region]) -> Quote:
        place = f"quotes.{head.id}"
        if len({part.label for part in parts}) > 1:
            self.problems.append(defects.PARTS_DIFFER.at(place, [part.label for part in parts]))
        links = [link for part in parts for link in self.links[part.id]]
        cues = [link.target for link in links if link.label == controls.CUE_RELATION]
        if len(cues) > 1:
            self.problems.append(defects.SECOND_CUE.at(place, [cue.span for cue in cues]))
        speakers = tuple(
            link.target.id for link in links if link.label == controls.SPEAKER_RELATION
        )
        nobody = any(self.regions.answer(part, controls.NOBODY) for part in parts)
        self._check_speakers(place, speakers, nobody)
        content = tuple(sorted(part.span for part in parts))
        return Quote(head.id, head.label, content, cues[0].span if cues else None, speakers)

    def _check_speakers(self, place: str, speakers: tuple[str, ...], nobody: bool) -> None:
        if not speakers and not nobody:
            self.problems.append(defects.MISSING_SPEAKER.at(place))
        if speakers and nobody:
            self.problems.append(defects.SPEAKER_AND_NONE.at(place, speakers))

    def _add(self, relation: Relation) -> None:
        role = relation.label in ONTOLOGY.role_by_name
        ends = ENDS.get(relation.label, ROLE_ENDS if role else None)
        if ends is None:
            self.problems.append(defects.UNKNOWN_RELATION.at(_place(relation), relation.label))
            return
        for source, target in (
            (relation.first, relation.second),
            (relation.second, relation.first),
        ):
            if (source.control, target.control) == ends:
                self.links[source.id].append(Link(source, target, relation.label))
                return
        found = (relation.first.control, relation.label, relation.second.control)
        self.problems.append(defects.WRONG_ENDS.at(_place(relation), found))

    def _heads(self) -> dict[str, str]:
        """For every region of a quote the one that stands first in the text."""
        quotes = {region.id: region for region in self.regions.of(controls.QUOTE)}
        group = {name: {name} for name in quotes}
        for links in self.links.values():
            for link in links:
                if link.label == controls.PART_RELATION:
                    joined = group[link.source.id] | group[link.target.id]
                    group.update(dict.fromkeys(joined, joined))
        return {
            name: min(members, key=lambda member: quotes[member].span)
            for name, members in group.items()
        }


def _place(relation: Relation) -> str:
    return f"relations.{relation.first.id}.{relation.second.id}"


def _open_ends(document: Document) -> Iterator[Problem]:
    for mention in document.mentions:
        if not _is_whole(mention):
            yield from _missing(mention)


def _is_whole(mention: Mention) -> bool:
    if mention.type in ONTOLOGY.value_types:
        return bool(mention.value) or mention.type not in ONTOLOGY.timex_types
    # What a mention of an unknown type should have is not known; the form rules name it.
    return bool(mention.level and mention.entity) or mention.type not in ONTOLOGY.mention_types


def _missing(mention: Mention) -> Iterator[Problem]:
    place = f"mentions.{mention.id}"
    if not mention.is_value and mention.level is None:
        yield defects.MISSING_LEVEL.at(place, mention.span)
    if not mention.is_value and mention.entity is None:
        yield defects.MISSING_ENTITY.at(place, mention.span)
    if mention.type in ONTOLOGY.timex_types and mention.value is None:
        yield defects.MISSING_VALUE.at(place, mention.span)
