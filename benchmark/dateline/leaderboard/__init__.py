"""The leaderboard: from result records to one static site.

What comes in are the records under `data/results`; what goes out is a folder of pages
that need no server and no network. Results measured on different documents, splits,
inputs or evaluators never share a table. Nothing else in Dateline imports this room.
"""
