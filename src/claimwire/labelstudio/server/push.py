"""A push: articles become tasks in the queues of their annotators, each once, wherever an earlier push broke off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from ...errors import LabelStudioError
from ...schema import STANDARD_QUESTIONS, Article, Questions
from ..lines import LayerLine, text_hashes
from ..page.config import label_config
from ..progress import Advance, Log, ignore
from ..tasks.marks import Marks
from ..tasks.write import make_task
from .accounts import Account
from .migrate import migrate_page
from .plan import DesiredState, QueuePlan, duplicate_tasks, is_missing, plan_queue, queue_projects
from .predicting import PredictedLine
from .protocol import OutcomeUnknownError, Remote, ServerProject, ServerTask
from .queues import Queue

BATCH = 100
"""Tasks per request: with more the server's time per task no longer falls, and a broken request costs little."""

ATTEMPTS = 5
"""How often a batch is sent if the server leaves open what became of it, each time without what has arrived."""

LayerOfArticle = Mapping[str, LayerLine]
"""An annotator's own layers by article."""


@dataclass(frozen=True)
class TaskSource:
    """What tasks are made of: articles, the layers of each queue's annotator, the predictions for each article.

    Layers and predictions stay lines until their task is made. `user_of` has the annotators' accounts, `marks` what a
    queue of the second pass begins from, by article.
    """

    articles: Mapping[str, Article]
    guideline_version: str
    layers: Mapping[Queue, LayerOfArticle]
    predictions: Mapping[str, Sequence[PredictedLine]]
    user_of: Mapping[str, Account]
    marks: Mapping[Queue, Mapping[str, Marks]] = field(default_factory=dict)
    questions: Questions = STANDARD_QUESTIONS

    def page(self, queue: Queue) -> str:
        """Return the labelling page of a queue."""
        return label_config(step=queue.step, questions=self.questions)

    def desired(self, queue: Queue, article_ids: Iterable[str]) -> DesiredState:
        """Return what a queue should have, if these are its articles."""
        hashes, marks = text_hashes(self.articles), self.marks.get(queue, {})
        models = {key: [line.model_version for line in lines] for key, lines in self.predictions.items()}
        return DesiredState(
            {article_id: hashes[article_id] for article_id in article_ids},
            frozenset(self.layers.get(queue, {})),
            {
                key: (*models.get(key, ()), *(marks[x].model_version for x in (key,) if x in marks))
                for key in models.keys() | marks.keys()
            },
        )

    def task(self, queue: Queue, article_id: str) -> dict[str, Any]:
        """Return an article as a task of a queue, with the annotator's own layer if there is one."""
        own, marks = self.layers.get(queue, {}).get(article_id), self.marks.get(queue, {}).get(article_id)
        task = make_task(
            self.articles[article_id],
            () if own is None else (own.layer,),
            [line.shown for line in self.predictions.get(article_id, ())],
            guideline_version=self.guideline_version,
            user_of=self.user_of,
            step=queue.step,
            questions=self.questions,
        )
        # Label Studio begins a new annotation from the prediction that comes last
        return task if marks is None else task | {"predictions": [*task["predictions"], marks.prediction]}


def plan_queues(
    remote: Remote,
    source: TaskSource,
    articles_of: Mapping[Queue, Sequence[str]],
    existing: Mapping[Queue, ServerProject],
    each: int | None = None,
) -> list[QueuePlan]:
    """Return what a push has to do for every queue, from what the server has now; `existing` are its queues.

    `each` is how many annotators an article gets, to be remembered with the queues.
    """
    plans = (_plan(remote, source, queue, existing.get(queue), ids) for queue, ids in articles_of.items())
    return [replace(plan, each=each) for plan in plans]


def _plan(
    remote: Remote, source: TaskSource, queue: Queue, project: ServerProject | None, article_ids: Iterable[str]
) -> QueuePlan:
    tasks = remote.tasks(project.number) if project is not None and project.tasks else []
    duplicates: list[ServerTask] = []
    conflicting: list[tuple[ServerTask, ...]] = []
    for group in duplicate_tasks(tasks):
        worked_on = [task for task in group if _was_worked_on(remote, source, queue, task)]
        if len(worked_on) > 1:
            conflicting.append(tuple(worked_on))
        kept = worked_on or [group[0]]
        duplicates += [task for task in group if task not in kept]
    single = [task for task in tasks if task not in duplicates]
    plan = plan_queue(queue, project, single, source.desired(queue, article_ids), source.page(queue))
    begun = tuple(task for task in plan.changed if remote.draft_count(task.number))
    return replace(plan, duplicates=tuple(duplicates), conflicting=tuple(conflicting), begun=begun)


def _was_worked_on(remote: Remote, source: TaskSource, queue: Queue, task: ServerTask) -> bool:
    """Return whether a task has any draft, or any annotation beside the one it was sent with."""
    if remote.draft_count(task.number):
        return True
    results = remote.task_results(task.number)
    if not results or task.doc_key not in source.articles:
        return bool(results)
    sent = [annotation["result"] for annotation in source.task(queue, task.doc_key)["annotations"]]
    return any(result not in sent for result in results)


def push_queue(
    remote: Remote,
    source: TaskSource,
    plan: QueuePlan,
    advance: Advance = ignore,
    log: Log = ignore,
    batch: int = BATCH,
) -> ServerProject:
    """Do what a plan says and return the queue's project; `advance` gets the number of tasks of each request.

    Raises `LabelStudioError` if the server refuses something, or if the page cannot be changed without loss, and
    `OutcomeUnknownError` if it does not answer for long. Whatever is raised, another push finishes the work.
    """
    batches = _task_batches(source, plan, batch)
    with ThreadPoolExecutor(max_workers=1) as maker:
        # the first tasks are made while the server makes the project
        first: Future[Mapping[str, str]] = maker.submit(next, batches, {})
        project = plan.project or _create_project(remote, plan, source.page(plan.queue))
    if plan.is_each_new:
        remote.set_description(project.number, plan.description)
        if plan.queue.is_shared:
            remote.set_annotations_per_task(project.number, plan.annotations_per_task)
    if plan.page == "change":
        migrate_page(remote, project, source.page(plan.queue), log)
    _remove(remote, source, plan.queue, (*plan.changed, *plan.outdated, *plan.duplicates), log)
    _send(remote, project.number, chain([first.result()], batches), advance, log)
    _complete(remote, source, plan, project, batch)
    removed = (*plan.changed, *plan.outdated, *plan.duplicates)
    expected = (plan.project.tasks if plan.project else 0) - len(removed)
    expected += len(plan.to_send)
    if remote.task_count(project.number) > expected:
        # a batch that was thought lost arrived after all, beside the one that was sent in its place
        again = _plan(remote, source, plan.queue, replace(project, tasks=expected), plan.to_send)
        _remove(remote, source, plan.queue, again.duplicates, log)
    return project


def _remove(remote: Remote, source: TaskSource, queue: Queue, tasks: Sequence[ServerTask], log: Log) -> None:
    """Remove tasks that nobody has worked on; raises `LabelStudioError` if somebody has begun since."""
    for task in tasks:
        if _was_worked_on(remote, source, queue, task):
            raise LabelStudioError(f"{queue.title}: somebody has begun to work on task {task.number}; pull first")
        remote.delete_task(task.number)
    if tasks:
        removed = "a task that was" if len(tasks) == 1 else f"{len(tasks)} tasks that were"
        log(f"{queue.title}: removed {removed} there twice, or had another text or older layers")


def _complete(remote: Remote, source: TaskSource, plan: QueuePlan, project: ServerProject, batch: int) -> None:
    """Add the layers and predictions that tasks sent earlier do not have yet."""
    for task in plan.annotate:
        for annotation in source.task(plan.queue, task.doc_key)["annotations"]:
            remote.add_annotation(task.number, annotation)
    missing = [
        {"task": task.number, **prediction}
        for task in plan.predict
        for prediction in source.task(plan.queue, task.doc_key)["predictions"]
        if is_missing(task, prediction["model_version"])
    ]
    for begin in range(0, len(missing), batch):
        remote.add_predictions(project.number, missing[begin : begin + batch])


def _create_project(remote: Remote, plan: QueuePlan, page: str) -> ServerProject:
    """Return the queue's project, made now, also if the server made it without saying so."""
    queue = plan.queue
    try:
        return remote.create_project(queue.title, plan.description, page, plan.annotations_per_task)
    except OutcomeUnknownError:
        remote.wait()
    project_of, _ = queue_projects(remote.projects(), queue.corpus_id, adjudicates=queue.adjudicates)
    if queue not in project_of:
        raise OutcomeUnknownError(f"{remote.url} did not make the project {queue.title!r}; push again")
    return project_of[queue]


def _task_batches(source: TaskSource, plan: QueuePlan, size: int) -> Iterator[Mapping[str, str]]:
    """Yield what is to be sent to a queue in batches, tasks as JSON by article; each is made when it is asked for."""
    for begin in range(0, len(plan.to_send), size):
        ids = plan.to_send[begin : begin + size]
        yield {key: json.dumps(source.task(plan.queue, key), ensure_ascii=False) for key in ids}


def _send(remote: Remote, project: int, batches: Iterable[Mapping[str, str]], advance: Advance, log: Log) -> None:
    """Send batches of tasks; the next one is made while the server works on the last one."""

    def request(tasks: Mapping[str, str]) -> int:
        _deliver(remote, project, tasks, log)
        return len(tasks)

    with ThreadPoolExecutor(max_workers=1) as sender:
        under_way: Future[int] | None = None
        for tasks in filter(None, batches):
            if under_way is not None:
                advance(under_way.result())
            under_way = sender.submit(request, tasks)
        if under_way is not None:
            advance(under_way.result())


def _deliver(remote: Remote, project: int, tasks: Mapping[str, str], log: Log) -> None:
    """Send a batch; if the server leaves open what became of it, look, and send again only what is not there."""
    missing = dict(tasks)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            remote.import_tasks(project, list(missing.values()))
            return
        except OutcomeUnknownError as error:
            if attempt == ATTEMPTS:
                raise
            log(f"{error}; looking for what has arrived")
            remote.wait()
            arrived = {task.doc_key for task in remote.tasks(project)}
            missing = {key: task for key, task in missing.items() if key not in arrived}
            if not missing:
                return
