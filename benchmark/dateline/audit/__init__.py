"""Audits: a person reads items drawn at random, and their answers become an error rate.

What comes in is gold or a release of the core tier; what goes out are a sheet to fill in
and, from its answers, the share of wrong labels with an interval. Text of other tiers is
refused: the sheet quotes it. Only the datasheet imports this room; it never changes gold.
"""
