"""The rules baseline: shape, lists and order of words, for every layer.

Each module reads the text and what the modules before it found: `names` and `dates`
the text alone, `quotes` and `events` the mentions too, `coref` joins mentions. Nothing
is learned; the lists stand in `lexicon.toml`.
"""

from dateline_baselines.rules.system import RulesSystem

__all__ = ["RulesSystem"]
