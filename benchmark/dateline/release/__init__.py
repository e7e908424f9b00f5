"""Releases: from gold to versioned files that load in one line, and back.

What comes in is validated gold; what goes out are Parquet files per config and split, a
card, a manifest, and the documents read back from them. Scores, leaderboard,
annotation and systems build on this room; it imports none of them.
"""
