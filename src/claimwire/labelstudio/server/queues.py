"""Who annotates what: a queue of tasks for each annotator, which is a project of its own on the server.

The open-source Label Studio has no queue for a second annotator: in one project whoever comes second sees the first
one's work, and anybody may take any task. With one project per annotator, "Label All Tasks" is the annotator's own
list, nobody meets another's layer, and the number of annotators per article is exact. A project is known by the first
line of its description, so that its title may be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...corpus.records import sha256_text
from ...errors import LabelStudioError
from ..page.passes import Pass

TITLE_LENGTH = 50
"""The longest project title that Label Studio accepts."""

EACH_LINE = re.compile(r"^claimwire each ([1-9][0-9]{0,5})[ \t]*$", re.MULTILINE)
"""The line of a project's description that says how many annotators an article gets, if a push was told."""

EVERYBODY = "everybody"
"""Stands for the annotator of a queue that all annotators share."""

KINDS = {"queue": Pass.WHOLE, "spans": Pass.SPANS, "slots": Pass.SLOTS, "adjudication": Pass.WHOLE}
"""What the first line of a project's description calls a queue, and what is annotated there."""

FIRST_LINE = re.compile(rf"claimwire ({'|'.join(KINDS)}) ([a-z0-9_]+)/([a-z0-9_]+)(?:/([a-z0-9_]+))?\s*(?:\n|$)")


@dataclass(frozen=True, order=True)
class Queue:
    """The tasks of one annotator in one corpus, or in one batch of it if the work is divided into batches.

    A queue that `adjudicates` is an adjudicator's: what is submitted there becomes decisions and never a layer. One of
    the first pass (`step`) has claims without slots, which go on to one of the second. `EVERYBODY` is the annotator of
    a queue that is shared.
    """

    corpus_id: str
    annotator_id: str
    batch: str = ""
    adjudicates: bool = False
    step: Pass = Pass.WHOLE

    @property
    def is_shared(self) -> bool:
        """Whether all annotators work in the queue."""
        return self.annotator_id == EVERYBODY

    @property
    def kind(self) -> str:
        """What the queue is called in the first line of its project's description."""
        whole = "adjudication" if self.adjudicates else "queue"
        return whole if self.step is Pass.WHOLE else self.step.value

    @property
    def _purpose(self) -> str:
        return "" if self.kind == "queue" else self.kind

    @property
    def name(self) -> str:
        """What people call the queue beside its corpus: the annotator, the batch if there is one, what it is for."""
        return ".".join(part for part in (self.annotator_id, self.batch, self._purpose) if part)

    @property
    def title(self) -> str:
        """The title of the project; if the ids are long, cut and with a hash of them."""
        parts = ("claimwire", self._purpose, self.corpus_id, self.batch, self.annotator_id)
        title = " ".join(part for part in parts if part)
        if len(title) <= TITLE_LENGTH:
            return title
        return f"{title[: TITLE_LENGTH - 9]} {sha256_text(title)[:8]}"

    @property
    def description(self) -> str:
        """The description of the project; the queue is recognised by its first line."""
        ids = "/".join(part for part in (self.corpus_id, self.annotator_id, self.batch) if part)
        return (
            f"claimwire {self.kind} {ids}\n"
            f"The articles of {self.corpus_id} for {self.annotator_id}. Keep the first line: push and pull go by it."
        )

    @classmethod
    def of(cls, description: str) -> Queue | None:
        """Return the queue that a project's description names; None if the project is not a queue of claimwire."""
        match = FIRST_LINE.match(description)
        if match is None:
            return None
        return cls(match[2], match[3], match[4] or "", match[1] == "adjudication", KINDS[match[1]])


def each_of(description: str) -> int | None:
    """Return how many annotators an article gets, as a project's description says; None if it does not."""
    match = EACH_LINE.search(description)
    return int(match[1]) if match else None


def with_each(description: str, each: int | None) -> str:
    """Return the description of a queue's project with the number of annotators of an article; all else stays."""
    if each is None:
        return description
    line = f"claimwire each {each}"
    if EACH_LINE.search(description):
        return EACH_LINE.sub(line, description, count=1)
    first, _, rest = description.partition("\n")
    return f"{first}\n{line}\n{rest}".rstrip("\n")


def assigned(
    article_ids: Sequence[str], annotators: Sequence[str], each: int, existing: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """Return the articles of every annotator, in the order given, so that each article has `each` annotators.

    `existing` has the articles that annotators have already: those are kept and count. The others are assigned in
    turn, so that the work is even and, for two of three annotators, every pair of annotators shares articles.

    Raises `LabelStudioError` if there are fewer annotators than an article is to have.
    """
    if not 1 <= each <= len(annotators):
        raise LabelStudioError(
            f"an article cannot have {each} of {len(annotators)} annotators ({', '.join(annotators)})"
        )
    articles_of = {name: set(existing.get(name, ())) for name in annotators}
    annotators_of = {key: {name for name, ids in existing.items() if key in ids} for key in article_ids}
    for turn, article_id in enumerate(article_ids):
        for step in range(len(annotators)):
            if len(annotators_of[article_id]) >= each:
                break
            name = annotators[(turn + step) % len(annotators)]
            annotators_of[article_id].add(name)
            articles_of[name].add(article_id)
    return {name: [article_id for article_id in article_ids if article_id in articles_of[name]] for name in annotators}
