"""What is wrong with an `ontology.toml`, all of it at once, before any code asks it.

First the shape of the tables, key by key; then what the labels must be together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from dateline.problems import Problem

if TYPE_CHECKING:
    from dateline.ontology import Ontology

__all__ = ["RELATIONS", "label_problems", "pruned", "shape_problems"]

# Relations of the labelling page that are no roles: a role of the same name would be lost.
RELATIONS = ("speaker", "cue", "part")

_VERSION = re.compile(r"[A-Za-z][\w.+-]*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Bare in a line of a sheet, in a list of the labelling page, and in a table of Markdown.
_LABEL = re.compile(r'(?!p\d+$)(?!-$)[^\s"#\\=,|]+')


def shape_problems(table: dict[str, Any], kind: type[Struct], at: str = "") -> Iterator[Problem]:
    """Keys that are unknown or missing, and values of the wrong type, in all tables."""
    known = {field.encode_name: field for field in fields(kind)}
    for key in sorted(table.keys() - known.keys()):
        yield _problem("unknown-key", f"remove it; keys here: {', '.join(known)}", at, key)
    for key, field in known.items():
        if key in table:
            yield from _value_problems(table[key], field.type, f"{at}.{key}" if at else key)
        elif field.required:
            yield _problem("missing-key", f"give {key}", at or None, key)


def pruned(table: dict[str, Any], kind: type[Struct]) -> dict[str, Any]:
    """The table without unknown keys: what else is wrong with it can be told, too."""
    known = {field.encode_name: field for field in fields(kind)}
    return {
        key: _pruned_value(value, known[key].type) for key, value in table.items() if key in known
    }


def label_problems(ontology: Ontology, layers: tuple[str, ...], *, own: bool) -> Iterator[Problem]:
    """What the labels of an ontology must be together.

    Args:
        ontology: of right shape.
        layers: the names that the metrics know.
        own: whether somebody brought it, so that its version must tell it from Dateline's.
    """
    if own and not _VERSION.fullmatch(ontology.version):
        remedy = "give a name of your own and a version, such as sports-1.0.0"
        yield _problem("version", remedy, "version", ontology.version)
    if ontology.layer_names != layers:
        remedy = f"the metrics know these, in this order: {', '.join(layers)}"
        yield _problem("layers", remedy, "layer", ontology.layer_names)
    yield from _name_problems(ontology)
    yield from _page_problems(ontology)
    yield from _flag_problems(ontology)
    yield from _role_problems(ontology)
    yield from _timex_problems(ontology)


def _groups(ontology: Ontology) -> dict[str, list[str]]:
    groups: dict[str, Iterable[Any]] = {
        "mention": ontology.mentions, "level": ontology.levels, "quote": ontology.quotes,
        "realis": ontology.realis, "role": ontology.roles, "event": ontology.events,
    }  # fmt: skip
    return {key: [one.name for one in group] for key, group in groups.items()}


def _name_problems(ontology: Ontology) -> Iterator[Problem]:
    groups = _groups(ontology)
    for key, names in groups.items():
        for name in _repeated(names):
            yield _problem("double-label", "give each label of a group once", key, name)
        for name in dict.fromkeys(names):
            if not (_LABEL.fullmatch(name) and name.isprintable()):
                remedy = 'a label has no white space, none of "#\\=,| and is neither - nor p1'
                yield _problem("label", remedy, key, name)
    # A line of a sheet says what it is by its label alone.
    kinds = [name for key in ("mention", "quote", "event") for name in set(groups[key])]
    for name in _repeated(kinds):
        remedy = "types of mention, quote and event share no name: a sheet tells them by it"
        yield _problem("shared-label", remedy, None, name)


def _page_problems(ontology: Ontology) -> Iterator[Problem]:
    """What the labelling page cannot show: colours, and keys that mean two things."""
    for key, group in (
        ("mention", ontology.mentions), ("quote", ontology.quotes), ("event", ontology.events)
    ):  # fmt: skip
        for one in group:
            if not _COLOR.fullmatch(one.color):
                place = f"{key}.{one.name}.color"
                yield _problem("color", "give a colour as #rrggbb", place, one.color)
    keyed: tuple[Any, ...] = (
        *ontology.mentions, *ontology.levels, *ontology.quotes, *ontology.realis
    )  # fmt: skip
    for hotkey in _repeated(one.hotkey for one in keyed):
        names = ", ".join(one.name for one in keyed if one.hotkey == hotkey)
        yield _problem("double-hotkey", "all keys are on one page: give each once", names, hotkey)


def _flag_problems(ontology: Ontology) -> Iterator[Problem]:
    named = [level.name for level in ontology.levels if level.named]
    if len(named) != 1:
        yield _problem("named-level", "set named = true on one level", "level", named)
    default = [realis.name for realis in ontology.realis if realis.default]
    if len(default) != 1:
        yield _problem("default-realis", "set default = true on one realis", "realis", default)
    for mention in ontology.mentions:
        if mention.timex and not mention.value:
            place = f"mention.{mention.name}.value"
            yield _problem("timex-value", "a timex type is a value type: value = true", place)


def _role_problems(ontology: Ontology) -> Iterator[Problem]:
    roles = [role.name for role in ontology.roles]
    types = {mention.name for mention in ontology.mentions}
    for role in ontology.roles:
        if role.name in RELATIONS:
            remedy = f"call it otherwise: quotes use {', '.join(RELATIONS)}"
            yield _problem("reserved-role", remedy, "role", role.name)
        for name in sorted(role.takes - types):
            yield _problem("unknown-mention", "add the mention", f"role.{role.name}.takes", name)
    general = [role.name for role in ontology.roles if role.general]
    for event in ontology.events:
        place = f"event.{event.name}.roles"
        for name in dict.fromkeys(event.roles):
            if name not in roles:
                yield _problem("unknown-role", f"one of {', '.join(roles)}", place, name)
        for name in _repeated((*event.roles, *general)):
            yield _problem("double-role", "once; a general role goes with all", place, name)


def _timex_problems(ontology: Ontology) -> Iterator[Problem]:
    for form in ontology.timex:
        place = f"timex.{form.name}"
        try:
            re.compile(form.pattern)
        except re.error as error:
            remedy = f"give a regular expression: {error}"
            yield _problem("pattern", remedy, f"{place}.pattern", form.pattern)
            continue
        upper = form.example.strip().upper()
        if upper != form.example or not re.fullmatch(form.pattern, form.example):
            remedy = "give an example, in upper case, that the pattern matches"
            yield _problem("example", remedy, f"{place}.example", form.example)


def _value_problems(value: object, kind: Any, at: str) -> Iterator[Problem]:
    item = _table_type(kind)
    if item is not None and isinstance(value, list):
        for number, one in enumerate(value, start=1):
            name = one.get("name", number) if isinstance(one, dict) else number
            if isinstance(one, dict):
                yield from shape_problems(one, item, f"{at}.{name}")
            else:
                yield _problem("shape", "give a table", f"{at}.{name}", one)
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield _problem("shape", str(error), at, value)


def _pruned_value(value: object, kind: Any) -> object:
    item = _table_type(kind)
    if item is None or not isinstance(value, list):
        return value
    return [pruned(one, item) if isinstance(one, dict) else one for one in value]


def _table_type(kind: Any) -> type[Struct] | None:
    """The struct of an array of tables; None for any other type."""
    first = get_args(kind)[:1]
    is_table = first and isinstance(first[0], type) and issubclass(first[0], Struct)
    return first[0] if is_table else None


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _problem(rule: str, remedy: str, field: str | None, value: object = None) -> Problem:
    return Problem(rule=f"ontology.{rule}", remedy=remedy, field=field or None, value=value)
