"""What a push has to do, worked out from what the server has: pure, without network.

The state of a push is on the server and nowhere else: a task is known by its `doc_key`, so that a push that was broken
off at any point is finished by doing what is still missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .protocol import ServerProject, ServerTask
from .queues import Queue, each_of, with_each

PageStep = Literal["make", "keep", "change"]


@dataclass(frozen=True)
class DesiredState:
    """What a queue should have: its articles by id with the hashes of their texts, which of them have a layer.

    `models` has the model versions of an article's predictions.
    """

    articles: Mapping[str, str]
    layers: frozenset[str] = frozenset()
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class QueuePlan:
    """What a queue's project has and what a push has to do there.

    `send` are articles without a task, `present` tasks of an unchanged text, of which some still need a layer
    (`annotate`) or a prediction (`predict`); `changed` are tasks of another text than the article's, `gone` those of
    no article of the queue. `duplicates` are tasks that arrived twice, `conflicting` those of one article of which
    several were worked on, `begun` those of another text of which somebody has a draft. `each` is how many annotators
    an article gets, to be remembered with the queue; None if that stays as it is. In an adjudicator's queue `outdated`
    are tasks that nobody has begun and whose layers have changed, `left` those that somebody has begun.
    """

    queue: Queue
    project: ServerProject | None
    page: PageStep
    send: tuple[str, ...] = ()
    present: tuple[ServerTask, ...] = ()
    annotate: tuple[ServerTask, ...] = ()
    predict: tuple[ServerTask, ...] = ()
    changed: tuple[ServerTask, ...] = ()
    gone: tuple[ServerTask, ...] = ()
    duplicates: tuple[ServerTask, ...] = ()
    conflicting: tuple[tuple[ServerTask, ...], ...] = ()
    begun: tuple[ServerTask, ...] = ()
    each: int | None = None
    outdated: tuple[ServerTask, ...] = ()
    left: tuple[ServerTask, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        steps = (self.send, self.annotate, self.predict, self.to_send, self.duplicates, self.conflicting)
        return self.page == "keep" and not any(steps) and not self.is_each_new

    @property
    def description(self) -> str:
        """What the project's description is to be."""
        return with_each(self.queue.description if self.project is None else self.project.description, self.each)

    @property
    def annotations_per_task(self) -> int:
        """How many annotations a task of the project gets: one, unless the annotators share it."""
        return (self.each or 2) if self.queue.is_shared else 1

    @property
    def is_each_new(self) -> bool:
        """Whether the project there has another number of annotators of an article, or none."""
        return self.project is not None and self.each not in (None, each_of(self.project.description))

    @property
    def to_send(self) -> list[str]:
        """The articles whose tasks are sent: those without one, and those whose text or layers have changed."""
        return [*self.send, *(task.doc_key for task in (*self.changed, *self.outdated))]


def queue_projects(
    projects: Iterable[ServerProject], corpus_id: str, *, adjudicates: bool = False
) -> tuple[dict[Queue, ServerProject], list[str]]:
    """Return the projects that are queues of a corpus, and what is wrong among them: two projects of one queue.

    They are the annotators' queues, or those of adjudicators.
    """
    project_of: dict[Queue, ServerProject] = {}
    problems: list[str] = []
    for project in sorted(projects, key=lambda project: project.number):
        queue = Queue.of(project.description)
        if queue is None or (queue.corpus_id, queue.adjudicates) != (corpus_id, adjudicates):
            continue
        if queue in project_of:
            problems.append(
                f"projects {project_of[queue].number} and {project.number} are both the queue {queue.name}: "
                "delete the one without work, or the first line of its description"
            )
        else:
            project_of[queue] = project
    return project_of, problems


def duplicate_tasks(tasks: Iterable[ServerTask]) -> list[tuple[ServerTask, ...]]:
    """Return the tasks that share an article, the oldest of each first."""
    by_article: dict[str, list[ServerTask]] = {}
    for task in sorted(tasks, key=lambda task: task.number):
        by_article.setdefault(task.doc_key, []).append(task)
    return [tuple(group) for key, group in by_article.items() if key and len(group) > 1]


def is_missing(task: ServerTask, model: str) -> bool:
    """Return whether a task has no prediction of a model version."""
    return model not in task.models


def plan_queue(
    queue: Queue, project: ServerProject | None, tasks: Iterable[ServerTask], desired: DesiredState, page: str
) -> QueuePlan:
    """Return what a push has to do for a queue, from its project's tasks as the server has them, without duplicates."""
    if project is None:
        return QueuePlan(queue, None, "make", send=tuple(desired.articles))
    by_article = {task.doc_key: task for task in tasks}
    ours = {key: task for key, task in by_article.items() if key in desired.articles}
    same = {key: task for key, task in ours.items() if task.text_sha256 == desired.articles[key]}
    return QueuePlan(
        queue,
        project,
        "keep" if project.page.strip() == page.strip() else "change",
        send=tuple(key for key in desired.articles if key not in ours),
        present=tuple(same.values()),
        annotate=tuple(t for k, t in same.items() if k in desired.layers and not t.annotations and not t.skipped),
        predict=tuple(t for k, t in same.items() if any(is_missing(t, name) for name in desired.models.get(k, ()))),
        changed=tuple(task for key, task in ours.items() if key not in same),
        gone=tuple(task for key, task in by_article.items() if key not in desired.articles),
    )


def blockers(plans: Iterable[QueuePlan], *, replace_changed: bool, migrate: bool) -> list[str]:
    """Return why a push may not begin, each with what to do; nothing is sent while there are any."""
    reasons: list[str] = []
    for plan in plans:
        where = plan.queue.title
        for task in plan.changed:
            if task.annotations or task.skipped:
                reasons.append(
                    f"{where}: the text of {task.doc_key} is not that of task {task.number}, which was worked on: "
                    "pull first, then delete the task on the server"
                )
            elif task in plan.begun:
                reasons.append(
                    f"{where}: the text of {task.doc_key} is not that of task {task.number}, of which somebody has a "
                    "draft: have it submitted and pull, or discarded, then delete the task on the server"
                )
            elif not replace_changed:
                reasons.append(
                    f"{where}: the text of {task.doc_key} is not that of task {task.number}: "
                    "--replace-changed sends it again"
                )
        for tasks in plan.conflicting:
            numbers = ", ".join(str(task.number) for task in tasks)
            reasons.append(
                f"{where}: {tasks[0].doc_key} was worked on in several tasks ({numbers}): look at them in Label "
                "Studio and delete all but one"
            )
        if plan.page == "change" and plan.project is not None and plan.project.annotations and not migrate:
            reasons.append(
                f"{where}: the labelling page has changed, and {plan.project.annotations} annotations were made with "
                "the old one: --migrate changes it if none of them is lost"
            )
    return reasons
