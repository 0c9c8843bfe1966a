"""What a push has to do, worked out from what the server holds: pure, without network.

The state of a push lies on the server and nowhere else: a task is known by its `doc_key`, so that a push that was
broken off at any point is finished by doing what is still missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...schema import Annotation
from .protocol import ServerProject, ServerTask
from .queues import Queue

PageStep = Literal["make", "keep", "change"]


@dataclass(frozen=True)
class QueuePlan:
    """What a queue's project holds and what a push has to do there.

    `send` are articles without a task, `present` tasks of an unchanged text, of which some still need a layer
    (`annotate`) or a prediction (`predict`); `changed` are tasks of another text than the article's, `gone` those of
    no article of the queue. `surplus` are tasks that arrived twice, `rivals` those of one article of which several
    were worked on.
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
    surplus: tuple[ServerTask, ...] = ()
    rivals: tuple[tuple[ServerTask, ...], ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        steps = (self.send, self.annotate, self.predict, self.changed, self.surplus, self.rivals)
        return self.page == "keep" and not any(steps)


@dataclass(frozen=True)
class Wanted:
    """What a queue should hold: articles by id with the hashes of their texts, and what is known of them already."""

    articles: Mapping[str, str]
    layers: frozenset[str] = frozenset()
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def queue_projects(
    projects: Iterable[ServerProject], corpus_id: str, *, adjudicates: bool = False
) -> tuple[dict[Queue, ServerProject], list[str]]:
    """Return the projects that are queues of a corpus, and what is wrong among them: two projects of one queue.

    They are the annotators' queues, or those of adjudicators.
    """
    found: dict[Queue, ServerProject] = {}
    problems: list[str] = []
    for project in sorted(projects, key=lambda project: project.number):
        queue = Queue.of(project.description)
        if queue is None or (queue.corpus_id, queue.adjudicates) != (corpus_id, adjudicates):
            continue
        if queue in found:
            problems.append(
                f"projects {found[queue].number} and {project.number} are both the queue {queue.name}: "
                "delete the one without work, or the first line of its description"
            )
        else:
            found[queue] = project
    return found, problems


def duplicates(tasks: Iterable[ServerTask]) -> list[tuple[ServerTask, ...]]:
    """Return the tasks that share an article, the oldest of each first."""
    by_article: dict[str, list[ServerTask]] = {}
    for task in sorted(tasks, key=lambda task: task.number):
        by_article.setdefault(task.doc_key, []).append(task)
    return [tuple(found) for key, found in by_article.items() if key and found[1:]]


def plan(
    queue: Queue, project: ServerProject | None, tasks: Iterable[ServerTask], wanted: Wanted, page: str
) -> QueuePlan:
    """Return what a push has to do for a queue, from its project's tasks as the server has them, none of them twice."""
    if project is None:
        return QueuePlan(queue, None, "make", send=tuple(wanted.articles))
    by_article = {task.doc_key: task for task in tasks}
    ours = {key: task for key, task in by_article.items() if key in wanted.articles}
    same = {key: task for key, task in ours.items() if task.text_sha256 == wanted.articles[key]}
    return QueuePlan(
        queue,
        project,
        "keep" if project.page.strip() == page.strip() else "change",
        send=tuple(key for key in wanted.articles if key not in ours),
        present=tuple(same.values()),
        annotate=tuple(t for k, t in same.items() if k in wanted.layers and not t.annotations and not t.skipped),
        predict=tuple(t for k, t in same.items() if any(name not in t.models for name in wanted.models.get(k, ()))),
        changed=tuple(task for key, task in ours.items() if key not in same),
        gone=tuple(task for key, task in by_article.items() if key not in wanted.articles),
    )


def obstacles(plans: Iterable[QueuePlan], *, replace_changed: bool, migrate: bool) -> list[str]:
    """Return why a push may not begin, each with what to do; nothing is sent while there are any."""
    found: list[str] = []
    for item in plans:
        place = item.queue.title
        for task in item.changed:
            if task.annotations or task.skipped:
                found.append(
                    f"{place}: the text of {task.doc_key} is another than that of task {task.number}, which was worked "
                    "on: pull first, then delete the task on the server"
                )
            elif not replace_changed:
                found.append(
                    f"{place}: the text of {task.doc_key} is another than that of task {task.number}: "
                    "--replace-changed sends it anew"
                )
        for rivals in item.rivals:
            numbers = ", ".join(str(task.number) for task in rivals)
            found.append(
                f"{place}: {rivals[0].doc_key} was worked on in several tasks ({numbers}): look at them in Label "
                "Studio and delete all but one"
            )
        if item.page == "change" and item.project is not None and item.project.annotations and not migrate:
            found.append(
                f"{place}: the labelling page is another one, and {item.project.annotations} annotations were made "
                "with it: --migrate changes it if none of them is lost"
            )
    return found


@dataclass(frozen=True)
class LayerChange:
    """How a layer on the server compares with the one in the repository."""

    layer_id: str
    kind: Literal["new", "changed", "same", "not there"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def details(self) -> dict[str, tuple[str, ...]]:
        """Return what differs, by how it differs."""
        found = {"claims added": self.added, "removed": self.removed, "changed": self.altered, "facts": self.facts}
        return {name: values for name, values in found.items() if values}


def compared(layer_id: str, before: Annotation | None, after: Annotation | None) -> LayerChange:
    """Return how a layer of the server, `after`, compares with the standing one: claims by id, other facts by name."""
    if before is None or after is None:
        return LayerChange(layer_id, "not there" if after is None else "new")
    claims, others = ({claim.claim_id: claim for claim in layer.claims} for layer in (before, after))
    names = [name for name in Annotation.model_fields if name != "claims"]
    return LayerChange(
        layer_id,
        "same" if before == after else "changed",
        added=tuple(sorted(others.keys() - claims.keys())),
        removed=tuple(sorted(claims.keys() - others.keys())),
        altered=tuple(sorted(key for key in claims.keys() & others.keys() if claims[key] != others[key])),
        facts=tuple(name for name in names if getattr(before, name) != getattr(after, name)),
    )
