"""What may be wrong in an exported task: each kind of problem with its id and what to do, and the task to fix it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ...terminal import with_short_words

ADVICE: Mapping[str, str] = {
    # the task or annotation
    "text-changed": "its offsets are of another text: push the article again and annotate that task",
    "offsets-converted": "nothing, unless a claim has other words than the page shows",
    "draft-unsubmitted": "the annotator has not submitted it: ask for it, or leave it",
    "annotations-unreadable": "the export is damaged: export it again",
    "annotation-unreadable": "the export is damaged: export it again",
    "annotation-skipped": "give the task to another annotator, or ask why it was skipped",
    "annotator-unknown": "say who it is: --user ANNOTATOR=ACCOUNT, with an id from annotations/annotators.jsonl",
    "layer-invalid": "fix the field in the file of refused tasks, or push the article again and annotate that task",
    "layer-twice": "delete one of the two in Label Studio; the later one was read",
    "layer-of-other": "who completed it counts as its annotator, and the layer it was made from stays as it is",
    # a result
    "result-unreadable": "delete it in the page and enter it again",
    "control-unknown": "it comes from another version of the page: enter it again with the current one",
    "slot-of-other-label": "the region's label does not have this slot: change the label or leave the slot out",
    "note-in-region-info": "write it into the claim's comment; notes in the region's info are not read",
    # a region
    "region-unlabelled": "give it a label or delete it",
    "region-two-labels": "keep only the label that is meant",
    "label-unknown": "give it one of the page's labels",
    "region-empty": "delete it, or select the words that are meant",
    "region-outside-text": "delete it and select the words that are meant",
    "words-differ": "delete it and select the words that are meant, or make its offsets and its `text` agree",
    # a part
    "part-without-claim": "select it, press Alt+R and click the claim it belongs to, or delete it",
    "part-of-wrong-claim": "relate it to a claim whose label has such a part, or delete it",
    "part-refused": "fix that region first; the claim is then read with it",
    "pieces-overlap": "shorten one of the pieces, or delete it",
    # a relation
    "relation-dangling": "relate it to a region that exists, or delete the relation",
    "relation-unclear": "draw it from the inner claim to the outer one, and give it the label that is meant",
    "claim-named-twice": "keep one relation of that label",
    # a claim
    "slot-missing": "fill in the slot",
    "choice-twice": "keep one of them",
    "choice-unknown": "choose one of the page's values",
    "answer-twice": "keep one of them",
    "number-not-whole": "enter a whole number of people, 0 or more",
    "date-not-edtf": "fix the date, or leave the slot out",
    "claim-invalid": "fix the slot",
    "review-outdated": "the claim was changed, so its review was left out: compare it with the evidence again",
    "names-refused-claim": "fix that claim first; both are then read",
}
"""What to do about each kind of problem."""

NOTICES = frozenset(
    {
        "offsets-converted",
        "draft-unsubmitted",
        "annotation-skipped",
        "note-in-region-info",
        "review-outdated",
        "layer-of-other",
    }
)
"""Kinds of problems in which nothing was refused that could be fixed in the task."""


@dataclass(frozen=True)
class TaskProblem:
    """Something in an exported task that could not be read as it is. `str()` is the line that is printed."""

    problem_id: str
    task: str
    annotation: str | None
    region: str | None
    message: str
    advice: str

    def __str__(self) -> str:
        """Return task, annotation, region, kind, what was found, what to do."""
        parts = (("task", self.task), ("annotation", self.annotation), ("region", self.region))
        where = ", ".join(f"{kind} {name}" for kind, name in parts if name is not None)
        return with_short_words(f"{where}: {self.problem_id}: {self.message}; {self.advice}")


@dataclass
class Findings:
    """The problems of one task or annotation as they are found."""

    task: str
    annotation: str | None = None
    problems: list[TaskProblem] = field(default_factory=list)

    def add(self, problem_id: str, message: str, region: str | None = None) -> None:
        """Add a problem; its advice is that of its kind."""
        self.problems.append(TaskProblem(problem_id, self.task, self.annotation, region, message, ADVICE[problem_id]))


def has_refusals(problems: Iterable[TaskProblem]) -> bool:
    """Return whether something was refused because of any of the problems."""
    return any(problem.problem_id not in NOTICES for problem in problems)


def refused_task(exported_task: Mapping[str, Any], annotations: Any, problems: Iterable[TaskProblem]) -> dict[str, Any]:
    """Return a task with those of its annotations that were refused in part, and the problems of these.

    `annotations` are a list of them, or what a damaged export has in its place.
    """
    kept = {name: exported_task[name] for name in ("id", "data") if name in exported_task}
    return kept | {"annotations": annotations, "problems": [_as_json(problem) for problem in problems]}


def _as_json(problem: TaskProblem) -> dict[str, Any]:
    return {name: value for name, value in asdict(problem).items() if value is not None}
