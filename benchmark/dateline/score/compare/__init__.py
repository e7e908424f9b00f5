"""Scores held against each other: systems, passes of annotation, slices of the data.

What comes in are evaluations, or the documents behind them; what goes out are paired tests,
ranges of ranks, disagreements by kind, and scores by property. This room builds on the metrics
and their counts; no metric imports it.
"""
