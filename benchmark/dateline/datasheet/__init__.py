"""The datasheet: `DATASHEET.md`, for a researcher who decides whether to use the data.

What comes in are gold, the two blind passes that it was adjudicated from, and the file of
splits; what goes out is one Markdown page whose every number is counted from them. Beside it
go `data/annotations/STATUS.md`, for whoever works on core next, and a picture of core beside
real news, made from articles alone. `plan.toml` says what core is to hold. The room stands
beside the leaderboard and never imports it, nor annotation or systems.
"""
