"""Systems that annotate: the given baselines, and the door for everybody else's.

What comes in are articles without annotation; what goes out are documents. The
package imports the core (`dateline`) and never the annotation workflow
(`dateline_annotation`).
"""
