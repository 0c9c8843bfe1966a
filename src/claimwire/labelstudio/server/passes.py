"""From the first pass to the second: what was marked in queues of spans becomes what queues of slots begin from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import LabelStudioError
from ...schema import Article
from ..page.passes import Pass
from ..tasks.marks import Marks, read_marks
from ..tasks.problems import TaskProblem
from ..tasks.read import article_id_of
from .accounts import Account
from .exports import tasks_in
from .making import download_export
from .protocol import Remote, ServerProject
from .queues import Queue

NAMED = 5
"""How many articles a notice names before it stops."""


@dataclass
class SettledMarks:
    """The marks that are settled, by the queue of slots they are for and by article, and what is to be told."""

    of_queue: dict[Queue, dict[str, Marks]] = field(default_factory=dict)
    problems: list[TaskProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def settled_marks(
    remote: Remote,
    queues: Sequence[Queue],
    existing: Mapping[Queue, ServerProject],
    articles: Mapping[str, Article],
    annotator_of: Mapping[Account, str],
    marked_by: str = "",
) -> SettledMarks:
    """Return what queues of slots begin from: what their own annotators have marked, or `marked_by` for all of them.

    `existing` are the queues on the server. Raises `LabelStudioError` if there is no queue of spans to take them from.
    """
    settled = SettledMarks()
    read: dict[Queue, list[Marks]] = {}
    for queue in queues:
        annotator_id = marked_by or queue.annotator_id
        spans = Queue(queue.corpus_id, annotator_id, queue.batch, step=Pass.SPANS)
        if spans not in existing:
            raise LabelStudioError(
                f"{annotator_id} has no queue of spans on {remote.url}: the first pass comes first, with "
                f"`push {queue.corpus_id} -a {annotator_id} --pass spans`"
            )
        if spans not in read:
            read[spans] = list(_marks_in(remote, existing[spans], articles, annotator_of, annotator_id))
            settled.problems += [problem for marks in read[spans] for problem in marks.problems]
            settled.notices += _notices(spans, read[spans])
        settled.of_queue[queue] = {marks.article_id: marks for marks in read[spans] if marks.settled}
    return settled


def _marks_in(
    remote: Remote,
    project: ServerProject,
    articles: Mapping[str, Article],
    annotator_of: Mapping[Account, str],
    annotator_id: str,
) -> Iterator[Marks]:
    """Yield what an annotator has submitted in a queue of spans, from an export of it that is not kept."""
    accounts = frozenset(account for account, name in annotator_of.items() if name == annotator_id)
    with tempfile.TemporaryDirectory() as folder:
        kept = download_export(remote, project, Path(folder), "spans")
        for task in tasks_in(kept.path):
            key = article_id_of(task)
            if key is not None and key in articles:
                marks = read_marks(task, articles[key], annotator_id, accounts)
                if marks is not None:
                    yield marks


def _notices(queue: Queue, read: Sequence[Marks]) -> list[str]:
    waiting = [marks.article_id for marks in read if not marks.settled]
    if not waiting:
        return []
    named = ", ".join(waiting[:NAMED]) + (", ..." if waiting[NAMED:] else "")
    return [
        f"queue {queue.name}: {len(waiting)} of {len(read)} articles do not go on to the second pass yet ({named}): "
        "not every sentence is considered, or something in them cannot be read"
    ]
