"""A push: articles become tasks in the queues of their annotators, each once, wherever an earlier push broke off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from ..errors import LabelStudioError
from ..schema import Annotation, Article
from .migrate import migrated
from .page import label_config
from .queues import Queue
from .remote import Remote, ServerProject, UnsureError
from .sync import QueuePlan, Wanted, plan, queue_projects
from .tasks import task

BATCH = 200
"""Tasks a request: the server's time a task no longer falls with more, and a broken request costs little."""

ATTEMPTS = 5
"""How often a batch is sent whose fate the server leaves open, each time without what has arrived."""

Said = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """What tasks are made of."""

    articles: Mapping[str, Article]
    guideline_version: str
    layers: Mapping[Queue, Mapping[str, Annotation]]
    predictions: Mapping[str, Sequence[Annotation]]
    user_of: Mapping[str, str | int]

    def wanted(self, queue: Queue, article_ids: Iterable[str]) -> Wanted:
        """Return what a queue should hold."""
        return Wanted(
            {article_id: self.articles[article_id].text_sha256 for article_id in article_ids},
            frozenset(self.layers.get(queue, {})),
            {article_id: tuple(map(model_version, layers)) for article_id, layers in self.predictions.items()},
        )

    def task(self, queue: Queue, article_id: str) -> dict[str, Any]:
        """Return an article as a task of a queue, with the annotator's own layer where there is one."""
        layer = self.layers.get(queue, {}).get(article_id)
        return task(
            self.articles[article_id],
            () if layer is None else (layer,),
            self.predictions.get(article_id, ()),
            guideline_version=self.guideline_version,
            user_of=self.user_of,
        )


def plans(remote: Remote, material: Material, queues: Mapping[Queue, Sequence[str]]) -> list[QueuePlan]:
    """Return what a push has to do for every queue, from what the server holds now."""
    corpus_id = next(iter(queues)).corpus_id
    projects, problems = queue_projects(remote.projects(), corpus_id)
    if problems:
        raise LabelStudioError("; ".join(problems))
    found = []
    for queue, article_ids in queues.items():
        project = projects.get(queue)
        tasks = remote.tasks(project.number) if project is not None and project.tasks else ()
        found.append(plan(queue, project, tasks, material.wanted(queue, article_ids), label_config()))
    return found


def push(
    remote: Remote,
    material: Material,
    item: QueuePlan,
    sent: Callable[[int], None] = lambda _: None,
    say: Said = lambda _: None,
    batch: int = BATCH,
) -> ServerProject:
    """Do what a plan says and return the queue's project; `sent` is told how many tasks each request added.

    Raises `LabelStudioError` where the server refuses something, or where the page cannot be changed without loss, and
    `UnsureError` where it does not answer for long. Whatever is raised, another push finishes the work.
    """
    project = item.project or _made(remote, item.queue)
    if item.page == "change":
        migrated(remote, project, label_config(), say)
    untouched = [*item.changed, *(other for duplicate in item.duplicates for other in duplicate.others)]
    for old in untouched:
        if not remote.is_untouched(old.number):
            raise LabelStudioError(f"{item.queue.title}: somebody has begun to work on task {old.number}; pull first")
        remote.delete_task(old.number)
    if untouched:
        say(f"removed {len(untouched)} tasks that nobody had worked on")
    send = [*item.send, *(old.doc_key for old in item.changed)]
    _send(remote, material, item.queue, project.number, send, sent, say, batch)
    for standing in item.annotate:
        made = material.task(item.queue, standing.doc_key)
        for annotation in made["annotations"]:
            remote.add_annotation(standing.number, annotation)
    for standings in batched(item.predict, batch):
        made = [(standing, material.task(item.queue, standing.doc_key)["predictions"]) for standing in standings]
        missing = [
            {"task": standing.number, **prediction}
            for standing, predictions in made
            for prediction in predictions
            if prediction["model_version"] not in standing.models
        ]
        remote.add_predictions(project.number, missing)
    expected = (item.project.tasks if item.project else 0) - len(untouched) + len(send)
    if remote.task_count(project.number) > expected:
        _settle(remote, material, item, replace(project, tasks=expected), send, say)
    return project


def _made(remote: Remote, queue: Queue) -> ServerProject:
    """Return the queue's project, made now; one that was made although the server did not say so is taken."""
    try:
        remote.create_project(queue.title, queue.description, label_config())
    except UnsureError:
        remote.wait()
    found, _ = queue_projects(remote.projects(), queue.corpus_id)
    if queue not in found:
        raise UnsureError(f"{remote.url} did not make the project {queue.title!r}; push again")
    return found[queue]


def _send(
    remote: Remote,
    material: Material,
    queue: Queue,
    project: int,
    article_ids: Sequence[str],
    sent: Callable[[int], None],
    say: Said,
    batch: int,
) -> None:
    """Send tasks in batches; the next batch is made while the server works on the last one."""

    def request(tasks: Mapping[str, dict[str, Any]]) -> int:
        _deliver(remote, project, tasks, say)
        return len(tasks)

    with ThreadPoolExecutor(max_workers=1) as sender:
        under_way: Future[int] | None = None
        for ids in batched(article_ids, batch):
            tasks = {article_id: material.task(queue, article_id) for article_id in ids}
            if under_way is not None:
                sent(under_way.result())
            under_way = sender.submit(request, tasks)
        if under_way is not None:
            sent(under_way.result())


def _deliver(remote: Remote, project: int, tasks: Mapping[str, dict[str, Any]], say: Said) -> None:
    """Send a batch; where the server leaves open what became of it, look, and send again only what is not there."""
    missing = dict(tasks)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            remote.import_tasks(project, list(missing.values()))
            return
        except UnsureError as error:
            if attempt == ATTEMPTS:
                raise
            say(f"{error}; looking what has arrived")
            remote.wait()
            there = {standing.doc_key for standing in remote.tasks(project)}
            missing = {key: made for key, made in missing.items() if key not in there}
            if not missing:
                return


def _settle(
    remote: Remote, material: Material, item: QueuePlan, project: ServerProject, send: Sequence[str], say: Said
) -> None:
    """Remove the tasks that arrived twice: a request that was given up earlier was still at work on the server."""
    wanted = material.wanted(item.queue, send)
    found = plan(item.queue, project, remote.tasks(project.number), wanted, project.page)
    removed = 0
    for duplicate in found.duplicates:
        for other in duplicate.others:
            if remote.is_untouched(other.number):
                remote.delete_task(other.number)
                removed += 1
    say(f"removed {removed} tasks that had arrived twice")


def model_version(layer: Annotation) -> str:
    """Return the model version that a layer has as a prediction."""
    return f"{layer.annotator_id} ({layer.tool})"


def batches(article_ids: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield the articles of each request."""
    return batched(article_ids, size)
