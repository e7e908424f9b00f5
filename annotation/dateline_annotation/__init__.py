"""Annotation in Label Studio: from articles to each annotator's pass, and to gold.

What comes in are articles and sheets; what goes out are documents. The package
drives a real Label Studio server through its client; it imports the core
(`dateline`) and never the systems (`dateline_baselines`).
"""
