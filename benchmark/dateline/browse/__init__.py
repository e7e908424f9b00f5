"""Articles with their layers, to read: pages in a folder, no server, no network.

This room turns documents into pages and counts what stands in them. It judges and
scores nothing, and imports neither the scores nor the leaderboard.
"""
