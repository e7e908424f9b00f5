"""The datasheet: `DATASHEET.md`, for a researcher who decides whether to use the data.

What comes in are gold, the two blind passes that it was adjudicated from, and the file of
splits; what goes out is one Markdown page whose every number is counted from them. The
room stands beside the leaderboard and never imports it, nor annotation or systems.
"""
