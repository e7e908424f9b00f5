"""Hypothesis strategies for documents: any text, any legal annotation over it."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from dateline.document import Argument, Document, Event, Mention, Quote, Span
from dateline.ontology import ONTOLOGY
from support.build import article

# Letters that join, marks that combine, an astral character, white space of all kinds.
ALPHABET = "aAb Bc_1.,'\"“”\\\t\u00a0é\u0301😀\u05d0#@=-"
PARAGRAPHS = st.lists(
    st.text(ALPHABET, min_size=1, max_size=30).filter(lambda line: line.strip() != ""),
    min_size=1,
    max_size=4,
)
IDS = st.text('abm1_"#= -', min_size=1, max_size=4)


@st.composite
def articles(draw: st.DrawFn) -> Document:
    """An article with one to four paragraphs."""
    return article(unicodedata.normalize("NFC", "\n\n".join(draw(PARAGRAPHS))))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A legal document whose spans stay in their paragraphs."""
    bare = draw(articles())
    text = bare.text or ""
    mentions = draw(_mentions(text))
    names = [mention.id for mention in mentions]
    return Document(
        id=bare.id,
        title=bare.title,
        published=bare.published,
        text=text,
        source=bare.source,
        mentions=tuple(mentions),
        quotes=tuple(draw(_quotes(text, names))),
        events=tuple(draw(_events(text, names))),
    )


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    lines = [line for line in text.split("\n") if line]
    number = draw(st.integers(0, len(lines) - 1))
    begin = 0
    for line in lines[:number]:
        begin = text.index(line, begin) + len(line)
    begin = text.index(lines[number], begin)
    start = draw(st.integers(0, len(lines[number]) - 1))
    end = draw(st.integers(start + 1, len(lines[number])))
    return begin + start, begin + end


@st.composite
def _mentions(draw: st.DrawFn, text: str) -> list[Mention]:
    places = draw(
        st.lists(
            st.tuples(_spans(text), st.sampled_from(list(ONTOLOGY.mention_types))),
            max_size=5,
            unique=True,
        )
    )
    return [
        Mention(
            f"m{number}",
            *span,
            kind,
            draw(st.sampled_from([None, *sorted(ONTOLOGY.level_names)])),
            draw(st.none() | IDS),
            draw(st.none() | st.sampled_from(["2026-01-06", "P2Y", "a b", '"'])),
        )
        for number, (span, kind) in enumerate(places)
    ]


@st.composite
def _quotes(draw: st.DrawFn, text: str, names: list[str]) -> list[Quote]:
    found = draw(st.lists(_spans(text), max_size=3, unique=True))
    speakers = st.lists(st.sampled_from(names), unique=True) if names else st.just([])
    return [
        Quote(
            f"q{number}",
            draw(st.sampled_from(list(ONTOLOGY.quote_types))),
            (span,),
            draw(st.none() | _spans(text)),
            tuple(draw(speakers)),
        )
        for number, span in enumerate(found)
    ]


@st.composite
def _events(draw: st.DrawFn, text: str, names: list[str]) -> list[Event]:
    found = draw(st.lists(_spans(text), max_size=3, unique=True))
    return [draw(_event(f"v{number}", span, names)) for number, span in enumerate(found)]


@st.composite
def _event(draw: st.DrawFn, name: str, trigger: Span, names: list[str]) -> Event:
    kind = draw(st.sampled_from(list(ONTOLOGY.event_types)))
    roles = st.sampled_from(ONTOLOGY.roles_of[kind])
    links = st.tuples(roles, st.sampled_from(names)) if names else st.nothing()
    arguments = draw(st.lists(links, max_size=3, unique=True)) if names else []
    realis = draw(st.sampled_from(sorted(ONTOLOGY.realis_names)))
    return Event(name, trigger, kind, realis, tuple(Argument(*link) for link in arguments))
