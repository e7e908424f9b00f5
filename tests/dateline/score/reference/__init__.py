"""A second scorer: slow, exact and obvious, to hold the fast one against.

Written from DESIGN §6 and the papers it names, in sets, fractions and the trying of every
matching. It shares nothing with `dateline.score` but the document and the ontology, so that
an error has to be made twice, in two ways of thinking, before it goes unseen.
"""

from __future__ import annotations

from .cases import Case, draw_case, draw_passes
from .corpus import ALONE, Score, left_out, scores, tallies

__all__ = ["ALONE", "Case", "Score", "draw_case", "draw_passes", "left_out", "scores", "tallies"]
