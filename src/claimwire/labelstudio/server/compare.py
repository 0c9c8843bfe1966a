"""How what a server has compares with the repository: how far each queue is, and in what its layers differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Literal

from ...schema import Annotation, Article
from ..lines import LayerLine, text_hashes
from ..page.config import label_config
from .plan import DesiredState, duplicate_tasks, plan_queue
from .protocol import Remote, ServerProject
from .queues import Queue


@dataclass(frozen=True)
class QueueStatus:
    """How far a queue is, in tasks; `changed` are those whose article has another text by now, or is gone."""

    queue: Queue
    tasks: int
    done: int
    skipped: int
    changed: int
    twice: int
    has_current_page: bool

    @property
    def open(self) -> int:
        """How many tasks nobody has submitted or skipped."""
        return self.tasks - self.done - self.skipped


def queue_statuses(
    remote: Remote, queues: Mapping[Queue, ServerProject], articles: Mapping[str, Article]
) -> Iterator[QueueStatus]:
    """Yield how far each queue is, in their order; `articles` are those of the corpus."""
    desired = DesiredState(text_hashes(articles))
    for queue, project in sorted(queues.items()):
        tasks = remote.tasks(project.number)
        plan = plan_queue(queue, project, tasks, desired, label_config())
        yield QueueStatus(
            queue,
            len(tasks),
            done=sum(bool(task.annotations) for task in tasks),
            skipped=sum(bool(task.skipped) and not task.annotations for task in tasks),
            changed=len(plan.changed) + len(plan.gone),
            twice=len(duplicate_tasks(tasks)),
            has_current_page=plan.page == "keep",
        )


@dataclass(frozen=True)
class LayerChange:
    """How a layer on the server compares with the one in the repository: ids of claims, names of other fields."""

    layer_id: str
    kind: Literal["new", "changed", "same", "not there"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the line that is printed: + for a new layer, - for one that is not there, ~ for another."""
        names = {"claims added": self.added, "removed": self.removed, "changed": self.changed, "facts": self.facts}
        details = "; ".join(f"{name}: {' '.join(values)}" for name, values in names.items() if values)
        sign = {"new": "+", "not there": "-"}.get(self.kind, "~")
        return f"{sign} {self.layer_id} {details}".strip()


def layer_change(layer_id: str, before: Annotation | None, after: Annotation | None) -> LayerChange:
    """Return how a layer on the server, `after`, compares with the one in the repository."""
    if before is None or after is None:
        return LayerChange(layer_id, "not there" if after is None else "new")
    old, new = ({claim.claim_id: claim for claim in layer.claims} for layer in (before, after))
    names = [name for name in Annotation.model_fields if name != "claims"]
    return LayerChange(
        layer_id,
        "same" if before == after else "changed",
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
        facts=tuple(name for name in names if getattr(before, name) != getattr(after, name)),
    )


def layer_changes(
    stored: Mapping[str, LayerLine], pulled: Mapping[str, LayerLine], annotators: Set[str]
) -> Iterator[LayerChange]:
    """Yield every difference between the layers in the repository and those of some annotators on a server, by id."""
    for layer_id in sorted(stored.keys() | pulled.keys()):
        before, after = stored.get(layer_id), pulled.get(layer_id)
        if before == after or (after is None and before is not None and before.annotator_id not in annotators):
            continue
        change = layer_change(
            layer_id, None if before is None else before.layer, None if after is None else after.layer
        )
        if change.kind != "same":
            yield change
