"""Markup: HTML to a page, with titles and dates in the order in which they are trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dateline.ingest.known import class_reason, known_names, region_reason, stamp_queries
from dateline.ingest.lines import Line, Page, Region, clean, normal

__all__ = ["html_page"]

_LINKED_DATA = 'script[type="application/ld+json"]'
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_CHANGED = re.compile(r"modif|updat|changed", re.IGNORECASE)


class _Place(Struct, frozen=True):
    """Where the text of a node belongs: its block, whether linked, the region around it."""

    block: int
    tag: str
    linked: bool
    region: int


class _Run(Struct, frozen=True):
    """A piece of a block's text."""

    text: str
    place: _Place


def html_page(text: str) -> Page:
    """Read HTML: scripts and styles ignored, entities decoded, blocks as paragraphs."""
    tree = LexborHTMLParser(text)
    titles, dates = tuple(_titles(tree)), tuple(_dates(tree))
    window, site = _window(tree), _content(tree, "property", "og:site_name")
    tree.strip_tags(sorted(known_names("ignored")))
    regions = list[Region]()
    lines = tuple(_lines(tree.body, regions)) if tree.body is not None else ()
    return Page(lines, titles, window, site, dates, tuple(regions))


def _lines(body: LexborNode, regions: list[Region]) -> Iterator[Line]:
    runs: list[_Run] = []
    block = paragraph = 0
    for run in _runs(body, regions):
        breaks = run.text == "\n"
        if not breaks and block not in (0, run.place.block):
            yield from _lines_of(runs, paragraph)
            runs, paragraph = [], paragraph + 1
        block = block if breaks else run.place.block
        runs.append(run)
    yield from _lines_of(runs, paragraph)


def _runs(body: LexborNode, regions: list[Region]) -> Iterator[_Run]:
    """The texts in order; every node's place follows from its parent's, so time is linear."""
    places = {body.mem_id: _Place(body.mem_id, body.tag or "", False, 0)}
    for node in body.traverse(include_text=True):
        around = places.get(node.parent.mem_id) if node.parent is not None else None
        around = around or places[body.mem_id]
        if node.tag == "br":
            yield _Run("\n", around)
        elif node.tag == "-text":
            yield _Run(re.sub(r"\s+", " ", node.text_content or ""), around)
        elif node.mem_id != body.mem_id:
            places[node.mem_id] = _place(node, around, regions)


def _place(node: LexborNode, around: _Place, regions: list[Region]) -> _Place:
    tag = node.tag or ""
    if tag in known_names("inline"):
        linked = around.linked or tag in known_names("apart")
        return _Place(around.block, around.tag, linked, around.region)
    region = _region(node, around.region)
    if region is None:
        return _Place(node.mem_id, tag, False, around.region)
    regions.append(region)
    return _Place(node.mem_id, tag, False, len(regions))


def _region(node: LexborNode, parent: int) -> Region | None:
    attributes = node.attributes
    for name in (node.tag or "", attributes.get("role") or ""):
        if (reason := region_reason(name)) is not None:
            return Region(parent, reason)
        if name in known_names("story"):
            return Region(parent, "")
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    weak = class_reason(named) if named != " " else None
    if weak is not None:
        return Region(parent, weak, sure=False)
    kind = _kind(node)
    return Region(parent, "", sure=False, kind=kind) if kind else None


def _kind(node: LexborNode) -> str:
    """Tag and first class of an element that may set a part off; figures tell no kinds apart."""
    tag = node.tag or ""
    first = (node.attributes.get("class") or "").lower().split()[:1]
    return re.sub(r"\d+", "", ".".join([tag, *first])) if tag in known_names("boxes") else ""


def _lines_of(runs: list[_Run], paragraph: int) -> Iterator[Line]:
    whole = "".join(run.text for run in runs)
    linked = sum(len(run.text.strip()) for run in runs if run.place.linked)
    share = round(min(linked / max(len(whole.strip()), 1), 1.0), 3)
    told = [run.place for run in runs if run.text.strip()]
    for line in whole.split("\n"):
        if shown := normal(re.sub(r"\s+", " ", line)).strip():
            yield Line(shown, paragraph, told[0].tag, share, told[0].region)


def _titles(tree: LexborHTMLParser) -> Iterator[str]:
    """Headlines of the story: linked data first, then what is meant for sharing."""
    for record in _records(tree):
        if isinstance(headline := record.get("headline"), str):
            yield clean(headline)
    if title := _content(tree, "property", "og:title"):
        yield title


def _window(tree: LexborHTMLParser) -> str:
    title = tree.css_first("head > title")
    return clean(title.text()) if title is not None else ""


def _content(tree: LexborHTMLParser, key: str, name: str) -> str:
    meta = tree.css_first(f'meta[{key}="{name}"]')
    return clean(meta.attributes.get("content")) if meta is not None else ""


def _dates(tree: LexborHTMLParser) -> Iterator[str]:
    """Dates of publication: linked data, meta elements, then stamps, the story's own first."""
    for record in _records(tree):
        if isinstance(written := record.get("datePublished"), str):
            yield clean(written)
    for script in tree.css(_LINKED_DATA):
        yield from _PUBLISHED.findall(script.text() or "")
    for name in ("article:published_time", "datePublished", "date", "pubdate"):
        for key in ("property", "name", "itemprop"):
            yield _content(tree, key, name)
    for query in stamp_queries():
        yield from _stamps(tree, query)


def _stamps(tree: LexborHTMLParser, query: str) -> Iterator[str]:
    for element in tree.css(query):
        told = " ".join(element.attributes.get(key) or "" for key in ("class", "itemprop"))
        if not _CHANGED.search(told):
            yield clean(element.attributes.get("datetime"))


def _records(tree: LexborHTMLParser) -> list[dict[str, object]]:
    """Linked data of the page, those with a headline first; what cannot be read is left."""
    records = [one for script in tree.css(_LINKED_DATA) for one in _decoded(script.text() or "")]
    return sorted(records, key=lambda record: "headline" not in record)


def _decoded(text: str) -> list[dict[str, object]]:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return []
    listed = value if isinstance(value, list) else [value]
    records = [one for one in listed if isinstance(one, dict)]
    for one in list(records):
        graph = one.get("@graph")
        inside = graph if isinstance(graph, list) else []
        records += [inner for inner in inside if isinstance(inner, dict)]
    return records
