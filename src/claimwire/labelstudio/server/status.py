"""How far the annotators' queues are: what is done, skipped, begun or open, and what somebody else did in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...schema import STANDARD_QUESTIONS, Article, Questions
from ..lines import text_hashes
from ..page.config import label_config
from ..tasks.read import article_id_of, read_task
from .accounts import Account
from .plan import DesiredState, duplicate_tasks, plan_queue
from .protocol import Remote, ServerProject, ServerTask
from .queues import Queue, each_of


@dataclass(frozen=True)
class QueueStatus:
    """How far a queue is, in tasks; `changed` are those whose article has another text by now, or is gone.

    `done` and `skipped` are those that the queue's annotator has submitted or skipped, `drafts` those of the others of
    which somebody has a draft. `by_others` has the articles that the annotator has neither done nor skipped, but
    somebody else has done, by who did: an annotator, or the number of an account that is nobody's. Whoever gets the
    layer when the queue is pulled has done a task, also where they changed what somebody else had submitted.
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
    questions: Questions = STANDARD_QUESTIONS,
) -> Iterator[QueueStatus]:
    """Yield how far each queue is, in their order.

    `articles` are those of the corpus, `annotator_of` has the annotators by the numbers of their accounts.
    """
    desired = DesiredState(text_hashes(articles))
    for queue, project in sorted(queues.items()):
        tasks = remote.tasks(project.number)
        plan = plan_queue(queue, project, tasks, desired, label_config(step=queue.step, questions=questions))
        doers = {task.number: _doers(remote, queue, task, articles, annotator_of, questions) for task in tasks}
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


def _doers(
    remote: Remote,
    queue: Queue,
    task: ServerTask,
    articles: Mapping[str, Article],
    annotator_of: Mapping[Account, str],
    questions: Questions,
) -> set[str] | None:
    """Return who has done a task; None if somebody has, and the server does not say who.

    A list of tasks does not tell who submitted from who skipped, nor whose an annotation is that somebody else has
    changed since: where there is both, or an editor who has submitted nothing, the task itself is asked for.
    """
    if not task.annotations:
        return set()
    is_edited = queue.step.fills and not set(task.editors) <= set(task.annotators)
    if not is_edited and not (task.skipped and len(task.annotators) > 1):
        return _names(task.annotators, annotator_of) or None
    exported = remote.exported_task(task.number)
    owners = _owners(exported, articles, annotator_of, questions) if is_edited else {}
    submitted = {place: x for place, x in enumerate(exported["annotations"]) if not x.get("was_cancelled")}
    completed = (x.get("completed_by") for place, x in submitted.items() if place not in owners)
    numbers = [x.get("id") if isinstance(x, dict) else x for x in completed]
    return set(owners.values()) | _names((x for x in numbers if isinstance(x, int)), annotator_of)


def _owners(
    exported_task: Mapping[str, Any],
    articles: Mapping[str, Article],
    annotator_of: Mapping[Account, str],
    questions: Questions,
) -> dict[int, str]:
    """Return whose layers a pull would make of the annotations of a task, by their places; none of what is refused."""
    article_id = article_id_of(exported_task)
    if article_id is None or article_id not in articles:
        return {}
    reading = read_task(exported_task, articles[article_id], annotator_of, questions=questions)
    return {reading.sources[layer.annotation_id].place: layer.annotator_id for layer in reading.layers}


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
