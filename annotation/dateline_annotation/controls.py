"""Names of our own in a Label Studio project: controls, and relations that are no role.

Labels, levels and roles are the ontology's; these are ours alone, and what the
labelling page (`config`) and the results on the server (`convert`) agree on.
"""

from __future__ import annotations

__all__ = [
    "ARGUMENTS",
    "ATTRIBUTION",
    "CUE",
    "CUE_LABEL",
    "CUE_RELATION",
    "ENTITY",
    "LEVEL",
    "MENTION",
    "NOBODY",
    "NOBODY_SAID",
    "PART_RELATION",
    "QUOTE",
    "REALIS",
    "SPEAKER_RELATION",
    "TEXT",
    "TIME_VALUE",
    "TRIGGER",
]

# The text, and the controls that label spans of it.
TEXT = "text"
MENTION = "ent"
QUOTE = "quo"
CUE = "cue"
TRIGGER = "evt"

# Controls that say something about one region.
LEVEL = "level"
ENTITY = "entity"
TIME_VALUE = "timex"
REALIS = "realis"
NOBODY = "nobody"

# Controls in which relations are typed: those of an event, those of a quote.
ARGUMENTS = "arguments"
ATTRIBUTION = "attribution"

# A quote says that the text names no speaker: silence could mean that one was forgotten.
NOBODY_SAID = "no speaker in the text"
CUE_LABEL = "cue word"

# Relations from a quote: to its speakers, to its cue, and to further parts of its content.
SPEAKER_RELATION = "speaker"
CUE_RELATION = "cue"
PART_RELATION = "part"
