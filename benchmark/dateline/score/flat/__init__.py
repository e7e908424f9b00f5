"""Spans of any corpus: the entity metrics for whoever has spans, and no documents of ours.

What comes in are tables of spans (document, start, end, type), from files or memory; what
goes out are scores, in all and by type. The counting itself (`spans`, `credit`, `pairing`)
lies below, where `dateline score` counts names with it, too; no metric imports this room.
"""
