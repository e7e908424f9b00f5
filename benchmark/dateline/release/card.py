"""The texts of a release: its card, whose YAML lists the configs, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dateline.document import Document
from dateline.release.correct import Erratum
from dateline.release.features import CONFIGS

__all__ = ["HONESTY", "card_text", "changes_text"]

Parts = Mapping[str, Sequence[Document]]

HONESTY = """\
The articles were written and annotated by a language model under the guidelines, in
passes that measure consistency rather than human agreement and share errors. No human has
verified the gold. Scores on core do not estimate scores on real news."""


def card_text(
    version: str, parts: Parts, canary: str, rows: Mapping[str, str] | None = None
) -> str:
    """The dataset card: YAML that `load_dataset` reads, then what a user should know.

    Args:
        version: of the release.
        parts: its documents by split.
        canary: the string that marks it.
        rows: a hash of the rows of each config. `load_dataset` keeps what it read under the
            name of the folder and this YAML; without a hash in it, a folder with other rows
            would give the earlier ones.
    """
    return f"""---
license: cc-by-4.0
language: [en]
pretty_name: Dateline {version}
task_categories: [token-classification]
configs:
{_configs_yaml(parts, rows or {})}---

# Dateline {version}

{HONESTY}

Who, said what, and what happened: entities with coreference, dates with values, quotes
with their speakers, and events with their arguments, over the same wire-style articles.
Offsets are half open and count Unicode code points of `text`.

| split | {" | ".join(_MEASURES)} |
|---|{"--:|" * len(_MEASURES)}
{_size_rows(parts)}
Configs, by what a row is:

{_config_list()}
A story's articles, and articles that share text, stand in the same split.

Canary: `{canary}`. Do not train on the validation and test splits.
"""


def changes_text(version: str, parts: Parts, errata: Sequence[Erratum] = ()) -> str:
    """The documents of each split, to compare two releases by eye, and the errata so far."""
    lists = "\n".join(
        f"\n{split}: {', '.join(one.id for one in part) or 'none'}" for split, part in parts.items()
    )
    return f"# Documents of {version}\n{lists}\n{_errata_list(errata)}"


def _errata_list(errata: Sequence[Erratum]) -> str:
    """Corrections of gold up to this release, with their reasons, each on a line."""
    lines = [f"- {one.date} {one.document}: {' '.join(one.reason.split())}\n" for one in errata]
    return "".join(["\n## Errata so far\n\n", *lines]) if lines else ""


def _configs_yaml(parts: Parts, rows: Mapping[str, str]) -> str:
    return "".join(
        f"- config_name: {config.name}\n"
        + ("  default: true\n" if config is CONFIGS[0] else "")
        + (f"  description: rows {rows[config.name]}\n" if config.name in rows else "")
        + "  data_files:\n"
        + "".join(
            f"  - split: {split}\n    path: {config.name}/{split}.parquet\n"
            for split, part in parts.items()
            if part
        )
        for config in CONFIGS
    )


_MEASURES: dict[str, Callable[[Sequence[Document]], int]] = {
    "documents": len,
    "words": lambda part: sum(len((one.text or "").split()) for one in part),
    "mentions": lambda part: sum(len(one.mentions) for one in part),
    "quotes": lambda part: sum(len(one.quotes) for one in part),
    "events": lambda part: sum(len(one.events) for one in part),
}


def _size_rows(parts: Parts) -> str:
    return "".join(
        f"| {split} | {' | '.join(str(measure(part)) for measure in _MEASURES.values())} |\n"
        for split, part in parts.items()
    )


def _config_list() -> str:
    return "".join(f"- `{config.name}`: {config.gloss}\n" for config in CONFIGS)
