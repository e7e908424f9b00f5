"""Dateline: who, said what, and what happened, on the same news text.

This package is the core: the document schema and its rules, the readers and
writers, the release builder, the scorers and the leaderboard. Data flows one way
through it, from `document` to `leaderboard`; it imports neither the annotation
workflow (`dateline_annotation`) nor the systems (`dateline_baselines`).
"""

__version__ = "0.1.0"
