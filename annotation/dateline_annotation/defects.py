"""What can be wrong with work that comes from a server, each with its remedy."""

from __future__ import annotations

from msgspec import Struct

from dateline.problems import Problem
from dateline_annotation import controls

__all__ = ["Defect"]


class Defect(Struct, frozen=True):
    """A kind of defect: a rule's id and what to do about it."""

    rule: str
    remedy: str

    def at(self, field: str | None = None, value: object = None) -> Problem:
        """The defect at a place of a task."""
        return Problem(rule=f"annotation.{self.rule}", remedy=self.remedy, field=field, value=value)


SHAPE = Defect("shape", "mend or delete this item in the task; it is no region, field or relation")
UNKNOWN_CONTROL = Defect("unknown-control", "restore the project's labelling setup")
UNKNOWN_LABEL = Defect("unknown-label", "restore the labelling setup, then choose again")
REPEATED_REGION = Defect("repeated-region", "give a region one label, another region another id")
SURFACE = Defect("surface", "draw the region again: its characters are not those of the text")
LOOSE_FIELD = Defect("loose-field", "delete it: the region it belongs to is not there")
ONE_ANSWER = Defect("one-answer", "give exactly one answer")
WHITE_SPACE = Defect("white-space", "type the answer without white space around it")
UNLABELLED = Defect("unlabelled-relation", "choose one label for the relation, or delete it")
DANGLING = Defect("dangling-relation", "delete the relation: it leads to no region")
UNKNOWN_RELATION = Defect("unknown-relation", "use a relation of the labelling setup")
WRONG_ENDS = Defect(
    "relation-ends",
    f"{controls.SPEAKER_RELATION}: quote and mention; {controls.CUE_RELATION}: quote and cue; "
    f"{controls.PART_RELATION}: two quotes; a role: event and mention",
)
PARTS_DIFFER = Defect("parts-differ", "give all parts of a quote the same type")
LOOSE_CUE = Defect("loose-cue", "join the cue to its quote, or delete it")
SECOND_CUE = Defect("second-cue", "keep one cue")
MISSING_LEVEL = Defect("missing-level", "choose the mention's level")
MISSING_ENTITY = Defect("missing-entity", "name the entity that the mention refers to")
MISSING_VALUE = Defect("missing-value", "give the TIMEX3 value")
MISSING_SPEAKER = Defect(
    "missing-speaker", f"join the quote to its speakers, or choose “{controls.NOBODY_SAID}”"
)
SPEAKER_AND_NONE = Defect("speaker-and-none", "keep the speaker or the choice that there is none")
TYPED_FORM = Defect(
    "typed-form", 'type role=words, on a quote speaker; cue; words with , ; = or # as "words"'
)
TYPED_ROLE = Defect("typed-role", "type the role, or a beginning that no other role here has")
TYPED_NOTHING = Defect(
    "typed-nothing",
    "type the words of a region, or those that it begins or ends with (of a cue: as they stand "
    'in this paragraph); p3 "words" is in the third paragraph, the title being p1',
)
TYPED_AMBIGUOUS = Defect(
    "typed-ambiguous",
    'type all words of the region, or which one: "words" #2 is the second in this paragraph, '
    'p3 "words" the first in the third, the title being p1; or draw the arrow',
)
BOTH_VERSIONS = Defect("both-versions", "delete one of the two, or mend one and delete the other")
TASK_DATA = Defect("task-data", "delete the task and push the article again")
TEXT_CHANGED = Defect("text-changed", "delete the task and push the article again")
OLDER_TASK = Defect(
    "older-task", "move this work to the newer task of this document, or delete this task"
)
SECOND_SUBMISSION = Defect("second-submission", "keep one submitted annotation")
FOREIGN = Defect("foreign-submission", "delete it: it is by somebody else than the annotator")
