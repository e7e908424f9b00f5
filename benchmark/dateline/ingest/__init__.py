"""Ingest: raw pages of news, saved or copied, to articles.

What comes in are bytes of HTML or text; what goes out are documents without annotation,
and for every line of the page whether it was kept, and why not. Every signal is general
(position, links, repetition, form), but for the phrases in `phrases.toml`. This room
imports documents and files, nothing above them.
"""
