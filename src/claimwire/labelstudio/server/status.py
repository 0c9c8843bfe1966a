"""How far the annotators' queues are: what is done, skipped, begun or open, and what somebody else did in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...schema import Article
from ..lines import text_hashes
from ..page.config import label_config
from .accounts import Account
from .plan import DesiredState, duplicate_tasks, plan_queue
from .protocol import Remote, ServerProject, ServerTask
from .queues import Queue, each_of


@dataclass(frozen=True)
class QueueStatus:
    """How far a queue is, in tasks; `changed` are those whose article has another text by now, or is gone.

    `done` and `skipped` are those that the queue's annotator has submitted or skipped, `drafts` those of the others of
    which somebody has a draft. `by_others` has the articles that the annotator has neither done nor skipped, but
    somebody else has done, by who did: an annotator, or the number of an account that is nobody's.
    """

    queue: Queue
    tasks: int
    done: int
    skipped: int
    drafts: int
    changed: int
    twice: int
    has_current_page: bool
    by_others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """How many tasks the annotator has neither submitted nor skipped, and nobody has begun."""
        return self.tasks - self.done - self.skipped - self.drafts

    @property
    def others(self) -> int:
        """How many tasks of which the annotator has nothing are done by somebody else."""
        return len({article_id for ids in self.by_others.values() for article_id in ids})

    @property
    def needs_somebody(self) -> bool:
        """Whether there is anything left to do in the queue."""
        return bool(self.open or self.drafts or self.skipped or self.changed or self.twice)


def queue_statuses(
    remote: Remote,
    queues: Mapping[Queue, ServerProject],
    articles: Mapping[str, Article],
    annotator_of: Mapping[Account, str],
) -> Iterator[QueueStatus]:
    """Yield how far each queue is, in their order.

    `articles` are those of the corpus, `annotator_of` has the annotators by the numbers of their accounts.
    """
    desired = DesiredState(text_hashes(articles))
    for queue, project in sorted(queues.items()):
        tasks = remote.tasks(project.number)
        plan = plan_queue(queue, project, tasks, desired, label_config(step=queue.step))
        doers = {task.number: _doers(remote, task, annotator_of) for task in tasks}
        done = {task.number for task in tasks if _is_done(queue, project, task, doers[task.number])}
        skipped = {t.number for t in tasks if t.skipped and queue.annotator_id in _names(t.annotators, annotator_of)}
        left = [task for task in tasks if task.number not in done | skipped]
        yield QueueStatus(
            queue,
            len(tasks),
            done=len(done),
            skipped=len(skipped - done),
            drafts=sum(_has_draft(remote, task) for task in left),
            changed=len(plan.changed) + len(plan.gone),
            twice=len(duplicate_tasks(tasks)),
            has_current_page=plan.page == "keep",
            by_others={} if queue.is_shared else _by_others(left, doers),
        )


def _is_done(queue: Queue, project: ServerProject, task: ServerTask, doers: set[str] | None) -> bool:
    """Return whether a task has what it needs: its annotator's annotation, or as many as a shared queue asks for."""
    if queue.is_shared:
        return task.annotations >= (each_of(project.description) or 2)
    return doers is None or queue.annotator_id in doers


def _doers(remote: Remote, task: ServerTask, annotator_of: Mapping[Account, str]) -> set[str] | None:
    """Return who has submitted a task; None if somebody has, and the server does not say who.

    A list of tasks does not tell who submitted from who skipped: where there is both, the task itself is asked for.
    """
    if not task.annotations:
        return set()
    accounts = remote.submitters(task.number) if task.skipped and len(task.annotators) > 1 else task.annotators
    return _names(accounts, annotator_of) or None


def _names(accounts: Iterable[int], annotator_of: Mapping[Account, str]) -> set[str]:
    """Return whose accounts some are; the number of one that is nobody's."""
    return {annotator_of.get(number, f"account {number}") for number in accounts}


def _has_draft(remote: Remote, task: ServerTask) -> bool:
    """Return whether somebody has a draft of a task; it is asked for alone only if lists do not say."""
    return bool(remote.draft_count(task.number)) if task.has_draft is None else task.has_draft


def _by_others(tasks: Iterable[ServerTask], doers: Mapping[int, set[str] | None]) -> dict[str, tuple[str, ...]]:
    """Return the articles of tasks by who has done them."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        for name in sorted(doers[task.number] or ()):
            found.setdefault(name, []).append(task.doc_key or f"task {task.number}")
    return {name: tuple(ids) for name, ids in found.items()}
