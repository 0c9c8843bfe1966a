"""What may be wrong in an exported task: each kind of problem with its id and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Something in an exported task that could not be taken as it is. `str()` is the line that is printed."""

    problem_id: str
    task: str
    annotation: str | None
    region: str | None
    message: str
    advice: str

    def __str__(self) -> str:
        """Return task, annotation, region, kind, what was found, what to do."""
        parts = (("task", self.task), ("annotation", self.annotation), ("region", self.region))
        place = ", ".join(f"{kind} {name}" for kind, name in parts if name is not None)
        return f"{place}: {self.problem_id}: {self.message}; {self.advice}"


ADVICE: Mapping[str, str] = {
    # the task or annotation
    "text-changed": "its offsets are of another text: push the article anew and annotate that task",
    "draft-unsubmitted": "the annotator has not submitted it: ask for it, or leave it",
    "annotation-skipped": "give the task to another annotator, or ask why it was skipped",
    "annotator-unknown": "say who that is: --user ANNOTATOR=ACCOUNT, with an id of annotations/annotators.jsonl",
    "layer-twice": "delete one of the two in Label Studio; the later one was taken",
    # a result
    "result-unreadable": "delete it in the page and enter it again",
    "control-unknown": "it comes from another version of the page: enter it again with the present one",
    "slot-of-other-label": "the region's label does not have this slot: change the label or leave the slot out",
    "note-in-region-info": "write it into the claim's comment; notes in the region's info are not read",
    # a region
    "region-unlabelled": "give it a label or delete it",
    "region-two-labels": "leave it the label that is meant",
    "label-unknown": "give it a label of the page",
    "region-empty": "delete it, or select the words that are meant",
    "region-outside-text": "delete it and select the words that are meant",
    # a part
    "part-without-claim": "select it, press Alt+R and click the claim it belongs to, or delete it",
    "part-of-wrong-claim": "tie it to a claim whose label has such a part, or delete it",
    "part-refused": "mend that region first; the claim is read with it then",
    "pieces-overlap": "shorten one of the pieces, or delete it",
    # a relation
    "relation-dangling": "tie it to a region that is there, or delete it",
    "relation-unclear": "make it from the inner claim to the outer one, and give it the label that is meant",
    "claim-named-twice": "keep one relation of that label",
    # a claim
    "slot-missing": "fill in the slot",
    "choice-twice": "leave one of them",
    "choice-unknown": "choose one of the page's values",
    "answer-twice": "leave one of them",
    "number-not-whole": "give a whole number of people, 0 or more",
    "bound-without-inclusive": "say of every bound whether it is inclusive, and of no other",
    "date-not-edtf": "mend the date, or leave the slot out",
    "claim-invalid": "mend the slot",
    "review-outdated": "the claim was changed, so its review was left out: hold it against the evidence again",
    "names-refused-claim": "mend that one first; both are read then",
}
"""What to do about each kind of problem."""


NOTICES = frozenset({"draft-unsubmitted", "annotation-skipped", "note-in-region-info", "review-outdated"})
"""Kinds of problems in which nothing was refused that could be mended in the task."""


@dataclass
class Findings:
    """The problems of one task or annotation as they are found."""

    task: str
    annotation: str | None = None
    problems: list[Problem] = field(default_factory=list)

    def add(self, problem_id: str, message: str, region: str | None = None) -> None:
        """Add a problem; its advice is that of its kind."""
        self.problems.append(Problem(problem_id, self.task, self.annotation, region, message, ADVICE[problem_id]))


def refusing(problems: Iterable[Problem]) -> bool:
    """Tell whether some of the problems stand for a part that was refused."""
    return any(problem.problem_id not in NOTICES for problem in problems)


def as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as it stands in a file to repair."""
    return {name: value for name, value in asdict(problem).items() if value is not None}
