"""A push: articles become tasks in the queues of their annotators, each once, wherever an earlier push broke off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from ...errors import LabelStudioError
from ...schema import Annotation, Article
from ..page.config import label_config
from ..tasks.article_lines import text_hashes
from ..tasks.write import model_version, task
from .migrate import migrated
from .plan import QueuePlan, Wanted, duplicates, plan, queue_projects
from .protocol import Remote, ServerProject, ServerTask, UnsureError
from .queues import Queue

BATCH = 100
"""Tasks a request: the server's time a task no longer falls with more, and a broken request costs little."""

ATTEMPTS = 5
"""How often a batch is sent whose fate the server leaves open, each time without what has arrived."""

Said = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """What tasks are made of; layers are lines of JSON, which need little memory, until their task is made."""

    articles: Mapping[str, Article]
    guideline_version: str
    layers: Mapping[Queue, Mapping[str, str]]
    predictions: Mapping[str, Sequence[str]]
    user_of: Mapping[str, str | int]

    def wanted(self, queue: Queue, article_ids: Iterable[str]) -> Wanted:
        """Return what a queue should hold."""
        hashes = text_hashes(self.articles)
        return Wanted(
            {article_id: hashes[article_id] for article_id in article_ids},
            frozenset(self.layers.get(queue, {})),
            {article_id: tuple(map(_model_version, lines)) for article_id, lines in self.predictions.items()},
        )

    def task(self, queue: Queue, article_id: str) -> dict[str, Any]:
        """Return an article as a task of a queue, with the annotator's own layer where there is one."""
        own = self.layers.get(queue, {}).get(article_id)
        return task(
            self.articles[article_id],
            () if own is None else (Annotation.model_validate_json(own),),
            [Annotation.model_validate_json(line) for line in self.predictions.get(article_id, ())],
            guideline_version=self.guideline_version,
            user_of=self.user_of,
        )


def _model_version(line: str) -> str:
    return model_version(Annotation.model_validate_json(line))


def plans(
    remote: Remote, material: Material, queues: Mapping[Queue, Sequence[str]], standing: Mapping[Queue, ServerProject]
) -> list[QueuePlan]:
    """Return what a push has to do for every queue, from what the server holds now; `standing` are its queues."""
    return [_plan(remote, material, queue, standing.get(queue), ids) for queue, ids in queues.items()]


def _plan(
    remote: Remote, material: Material, queue: Queue, project: ServerProject | None, article_ids: Iterable[str]
) -> QueuePlan:
    wanted = material.wanted(queue, article_ids)
    tasks = remote.tasks(project.number) if project is not None and project.tasks else []
    surplus: list[ServerTask] = []
    rivals: list[tuple[ServerTask, ...]] = []
    for group in duplicates(tasks):
        worked_on = [standing for standing in group if _was_worked_on(remote, material, queue, standing)]
        if worked_on[1:]:
            rivals.append(tuple(worked_on))
        kept = (worked_on or list(group))[0]
        surplus += [standing for standing in group if standing not in (kept, *worked_on)]
    single = [standing for standing in tasks if standing not in surplus]
    return replace(plan(queue, project, single, wanted, label_config()), surplus=tuple(surplus), rivals=tuple(rivals))


def _was_worked_on(remote: Remote, material: Material, queue: Queue, standing: ServerTask) -> bool:
    """Tell whether a task holds any annotation or draft beside the one it was sent with."""
    answers = remote.answers(standing.number)
    if not answers or standing.doc_key not in material.articles:
        return bool(answers)
    own = [annotation["result"] for annotation in material.task(queue, standing.doc_key)["annotations"]]
    return any(answer not in own for answer in answers)


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
    _remove(remote, material, item, (*item.changed, *item.surplus), say)
    send = [*item.send, *(old.doc_key for old in item.changed)]
    _send(remote, material, item.queue, project.number, send, sent, say, batch)
    _complete(remote, material, item, project, batch)
    expected = (item.project.tasks if item.project else 0) - len(item.changed) - len(item.surplus) + len(send)
    if remote.task_count(project.number) > expected:
        twice = _plan(remote, material, item.queue, replace(project, tasks=expected), send)
        _remove(remote, material, item, twice.surplus, say)
    return project


def _remove(remote: Remote, material: Material, item: QueuePlan, tasks: Sequence[ServerTask], say: Said) -> None:
    """Remove tasks that nobody has worked on; raises `LabelStudioError` where somebody has begun since."""
    for old in tasks:
        if _was_worked_on(remote, material, item.queue, old):
            raise LabelStudioError(f"{item.queue.title}: somebody has begun to work on task {old.number}; pull first")
        remote.delete_task(old.number)
    if tasks:
        say(f"{item.queue.title}: removed {len(tasks)} tasks that were there twice or had another text")


def _complete(remote: Remote, material: Material, item: QueuePlan, project: ServerProject, batch: int) -> None:
    """Add the layers and predictions that tasks sent earlier do not have yet."""
    for standing in item.annotate:
        for annotation in material.task(item.queue, standing.doc_key)["annotations"]:
            remote.add_annotation(standing.number, annotation)
    missing = [
        {"task": standing.number, **prediction}
        for standing in item.predict
        for prediction in material.task(item.queue, standing.doc_key)["predictions"]
        if prediction["model_version"] not in standing.models
    ]
    for begin in range(0, len(missing), batch):
        remote.add_predictions(project.number, missing[begin : begin + batch])


def _made(remote: Remote, queue: Queue) -> ServerProject:
    """Return the queue's project, made now; one that was made although the server did not say so is taken."""
    try:
        return remote.create_project(queue.title, queue.description, label_config())
    except UnsureError:
        remote.wait()
    found, _ = queue_projects(remote.projects(), queue.corpus_id, adjudicates=queue.adjudicates)
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

    def request(tasks: Mapping[str, str]) -> int:
        _deliver(remote, project, tasks, say)
        return len(tasks)

    with ThreadPoolExecutor(max_workers=1) as sender:
        under_way: Future[int] | None = None
        for ids in _batches(article_ids, batch):
            tasks = {key: json.dumps(material.task(queue, key), ensure_ascii=False) for key in ids}
            if under_way is not None:
                sent(under_way.result())
            under_way = sender.submit(request, tasks)
        if under_way is not None:
            sent(under_way.result())


def _batches(article_ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the articles in batches; the first is a quarter, as the server has nothing to do until it is made."""
    begin, end = 0, size // 4 or size
    while begin < len(article_ids):
        yield article_ids[begin:end]
        begin, end = end, end + size


def _deliver(remote: Remote, project: int, tasks: Mapping[str, str], say: Said) -> None:
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
