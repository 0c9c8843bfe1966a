"""Layers collected from exports, and put into the corpus; what could not be read is kept to be fixed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...checks.guard import guard_of
from ...corpus.lock import WAIT
from ...corpus.transaction import editing
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ...schema import Annotation, Article
from ..lines import LayerLine
from ..progress import Advance, ignore
from ..tasks.problems import TaskProblem, has_refusals, write_refused
from ..tasks.read import TaskReading, Users, article_id_of, read_task
from .exports import tasks_in
from .queues import Queue
from .session import require_known

TOOL = "label-studio"
"""The name of the tool of layers that were made in Label Studio; its version follows."""

Prepare = Callable[[dict[str, Any]], dict[str, Any]]
"""Changes an exported task before it is read."""


def as_it_is(exported_task: dict[str, Any]) -> dict[str, Any]:
    """Return an exported task unchanged: the default of every `Prepare`."""
    return exported_task


@dataclass(frozen=True)
class ExportOrigin:
    """Where the layers of an export come from: the queue, the export's hash, and the tool unless they name another."""

    queue: Queue
    export_sha256: str
    tool: str


@dataclass
class PulledLayers:
    """What was read from the exports of some queues: layers by id, who made them, problems, what was refused."""

    layers: dict[str, LayerLine] = field(default_factory=dict)
    problems: list[TaskProblem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    tasks: int = 0

    @property
    def annotators(self) -> set[str]:
        """Everybody who made one of the layers."""
        return {line.annotator_id for line in self.layers.values()}

    def collect(
        self,
        origin: ExportOrigin,
        readings: Iterable[TaskReading],
        stored: Mapping[str, LayerLine],
        advance: Advance = ignore,
    ) -> None:
        """Add what was read from a queue's export; of two layers with one id the one of the annotator's queue counts.

        `stored` are the layers in the repository: one that is the same except for the export it was read from, or the
        version of Label Studio, stays as it is there.
        """
        for reading in readings:
            self.tasks += 1
            self.problems += reading.problems
            self.refused += reading.refused
            for layer in reading.layers:
                self._add(origin, layer, _line(layer, origin, stored.get(layer.annotation_id)))
            advance(1)

    def _add(self, origin: ExportOrigin, layer: Annotation, line: LayerLine) -> None:
        earlier = self.layers.setdefault(layer.annotation_id, line)
        if earlier == line:
            return
        message = f"{layer.annotator_id} annotated {layer.article_id} in several tasks"
        advice = "the layer of the annotator's own queue was read; delete the other annotation in Label Studio"
        problem = TaskProblem("layer-twice", layer.article_id, layer.annotation_id, None, message, advice)
        self.problems.append(problem)
        if layer.annotator_id == origin.queue.annotator_id:
            self.layers[layer.annotation_id] = line


def _line(layer: Annotation, origin: ExportOrigin, stored: LayerLine | None) -> LayerLine:
    """Return a layer's line, with the batch and the export of one that was made or changed in Label Studio."""
    if layer.tool != origin.tool:
        return LayerLine.of(layer)
    batch = layer.batch or origin.queue.batch or None
    line = LayerLine.of(layer.model_copy(update={"batch": batch, "source_sha256": origin.export_sha256}))
    if stored is None:
        return line
    old, new = json.loads(stored.json), json.loads(line.json)
    # read again from a later export, or under a later version, a layer has only these two fields changed
    is_same = old | {name: new[name] for name in ("source_sha256", "tool")} == new
    return stored if is_same and str(old.get("tool", "")).startswith(TOOL) else line


def read_export(
    path: Path, articles: Mapping[str, Article], annotator_of: Users, tool: str, prepare: Prepare = as_it_is
) -> Iterator[TaskReading]:
    """Yield what is in each task of an export, once it is prepared; a task of no article of the corpus is a problem.

    Raises `LabelStudioError` if an entry is not a task with its annotations.
    """
    for task in tasks_in(path):
        if "data" not in task or "annotations" not in task:
            raise LabelStudioError(
                f"{path} has an entry without data or annotations; export as JSON: JSON_MIN and CSV lose regions"
            )
        key = article_id_of(task)
        if key is not None and key in articles:
            yield read_task(prepare(task), articles[key], annotator_of, tool=tool)
            continue
        reading = TaskReading()
        if task.get("annotations"):
            message = f"the corpus has no article {key!r}" if key else "it is not a task of claimwire"
            advice = "it was not made by a push of this corpus: delete it, or ingest its article first"
            number = str(task.get("id", "?"))
            reading.problems.append(TaskProblem("task-without-article", number, None, None, message, advice))
        yield reading


@dataclass(frozen=True)
class StoredLayers:
    """What became of layers that were read: the annotations file, and how many of them are new or changed there.

    `refused_file` has what could not be read, to be fixed; None if everything could.
    """

    pulled: PulledLayers
    file: Path
    is_file_changed: bool
    new_or_changed: int
    refused_file: Path | None

    @property
    def needs_fixing(self) -> bool:
        """Whether something was refused."""
        return has_refusals(self.pulled.problems)


def store_layers(
    workspace: Workspace,
    file: Path,
    pulled: PulledLayers,
    stored: Mapping[str, LayerLine],
    refused_file: Path | None,
    *,
    dry_run: bool = False,
    wait: float = WAIT,
) -> StoredLayers:
    """Put layers into an annotations file, and what was refused into a file to fix it in, if one is named.

    With `dry_run` the annotations file stays as it is. Raises `LabelStudioError`, and writes nothing, if an annotator
    is not described in the repository, `LockedError` if others write the corpus for longer than `wait` seconds, and
    `RecordError` if the corpus has lines that are not valid or a layer would bring a problem into it.
    """
    require_known(workspace, pulled.annotators)
    if pulled.refused and refused_file is not None:
        write_refused(refused_file, pulled.refused)
    changed = [line for layer_id, line in pulled.layers.items() if stored.get(layer_id) != line]
    is_changed = bool(changed) and not dry_run
    if is_changed:
        with editing(file.parent, wait=wait, guard=guard_of(workspace)) as edit:
            edit.merge("annotations", (line.layer for line in changed))
    return StoredLayers(pulled, file, is_changed, len(changed), refused_file if pulled.refused else None)
