"""What may be wrong in an exported task: each kind of problem with its id and what to do, and the task to fix it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

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
    "claim-marked-as-part": "nothing: it stays a claim; draw the part if one is meant",
    "label-unknown": "give it one of the page's labels",
    "region-empty": "delete it, or select the words that are meant",
    "region-outside-text": "delete it and select the words that are meant",
    "words-differ": "delete it and select the words that are meant, or make its offsets and its `text` agree",
    # a part
    "part-without-claim": "select it, press Alt+R and click its claim in the text or in the list; or delete it",
    "part-left-over": "nothing, unless it is still needed: relate it to its claim then",
    "part-of-wrong-claim": "relate it to a claim whose label has such a part, or delete it",
    "part-refused": "fix that region first; the claim is then read with it",
    "pieces-overlap": "shorten one of the pieces, or delete it",
    # a relation
    "relation-dangling": "relate it to a region that exists, or delete the relation",
    "relation-unclear": "draw it from the inner claim to the outer one, and give it the label that is meant",
    "relation-reversed": "draw it the other way round, from the inner claim to the outer one, or delete it",
    "claim-named-twice": "keep one relation of that label",
    # a claim
    "claim-twice": "delete one of the two, or change what is wrong in it",
    "part-greater": "draw the relation the other way round, from the part to the whole, or fix the numbers",
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
        "claim-marked-as-part",
        "part-left-over",
        "relation-reversed",
        "review-outdated",
        "layer-of-other",
    }
)
"""Kinds of problems in which nothing was refused that could be fixed in the task."""


SHOWN_WORDS = 40
"""The code points of a text that a message shows at most of the words of a region."""


def quoted(words: str) -> str:
    """Return words as a message shows them: in one line, between quotation marks, and not more of them than needed."""
    line = " ".join(words.split())
    line = line if len(line) <= SHOWN_WORDS else f"{line[: SHOWN_WORDS - 1].rstrip()}…"
    return line if line[0] in '“„«"' and line[-1] in '”“»"' and len(line) > 1 else f"“{line}”"


@dataclass(frozen=True)
class TaskProblem:
    """Something in an exported task that could not be read as it is. `str()` is the line that is printed.

    `region` is the id of a region, for programs; people know it by its label and words, which `words` has. `link` is
    the page of the server that shows it.
    """

    problem_id: str
    task: str
    annotation: str | None
    region: str | None
    message: str
    advice: str
    words: str | None = None
    link: str | None = None

    def __str__(self) -> str:
        """Return task, annotation, what region, kind, what was found, what to do, where to open it."""
        where = [f"{kind} {name}" for kind, name in (("task", self.task), ("annotation", self.annotation)) if name]
        where += [self.words] if self.words else []
        line = with_short_words(f"{', '.join(where)}: {self.problem_id}: {self.message}; {self.advice}")
        return f"{line}: {self.link}" if self.link else line


@dataclass(frozen=True)
class TaskPage:
    """Where a server shows a task; `address` is that of its project's tasks. A file of tasks has no such place."""

    address: str
    task: int

    def link(self, annotation: str | None = None) -> str:
        """Return the address that opens the task, at an annotation of it.

        Label Studio 1.23 reads a region in an address too, but shows and selects nothing by it.
        """
        is_number = annotation is not None and annotation.isdecimal()
        return f"{self.address}?{urlencode({'task': self.task} | ({'annotation': annotation} if is_number else {}))}"


@dataclass
class Findings:
    """The problems of one task or annotation as they are found; `names` are its regions as people know them, by id."""

    task: str
    annotation: str | None = None
    problems: list[TaskProblem] = field(default_factory=list)
    page: TaskPage | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def add(self, problem_id: str, message: str, region: str | None = None) -> None:
        """Add a problem; its advice is that of its kind."""
        name = self.names.get(region) if region is not None else None
        link = None if self.page is None else self.page.link(self.annotation)
        advice = ADVICE[problem_id]
        self.problems.append(TaskProblem(problem_id, self.task, self.annotation, region, message, advice, name, link))


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
