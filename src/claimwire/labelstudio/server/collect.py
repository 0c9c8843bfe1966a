"""Layers collected from exports: which of them counts, and what of the layers in the repository they may replace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import LabelStudioError
from ...schema import Annotation, Article
from ..lines import LayerLine
from ..progress import Advance, ignore
from ..tasks.problems import ADVICE, TaskProblem, refused_task
from ..tasks.read import AnnotationSource, TaskReading, Users, article_id_of, read_task
from ..tasks.refused import is_as_written
from .exports import hash_in_name, tasks_in
from .queues import Queue

TOOL = "label-studio"
"""The name of the tool of layers that were made in Label Studio; its version follows."""

Prepare = Callable[[dict[str, Any]], dict[str, Any]]
"""Changes an exported task before it is read."""


def as_it_is(exported_task: dict[str, Any]) -> dict[str, Any]:
    """Return an exported task unchanged: the default of every `Prepare`."""
    return exported_task


@dataclass(frozen=True)
class ExportOrigin:
    """Where the layers of an export come from: the queue, the export's hash, and the tool unless they name another.

    `file` is the export itself, if it is kept.
    """

    queue: Queue
    export_sha256: str
    tool: str
    file: Path | None = None


@dataclass(frozen=True)
class LayerSource:
    """Where a layer was read: the file of the export, the place of the task in it, and the annotation."""

    file: Path | None
    task: int
    annotation: AnnotationSource


Fixes = Mapping[str, Sequence[tuple[AnnotationSource, Annotation]]]
"""Layers by their ids as files of refused tasks have them, with the annotations that were fixed there."""

NO_FIXES: Fixes = {}


@dataclass
class PulledLayers:
    """What was read from the exports of some queues: layers by id, who made them, problems, what was refused.

    A layer that may not replace the one in the repository is that one. `notices` are what people should know of
    although nothing has to be fixed; `sources` says where the layers were read.
    """

    layers: dict[str, LayerLine] = field(default_factory=dict)
    problems: list[TaskProblem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    tasks: int = 0
    notices: list[str] = field(default_factory=list)
    sources: dict[str, LayerSource] = field(default_factory=dict)
    _refused_late: list[tuple[LayerSource, list[TaskProblem]]] = field(default_factory=list)

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
        fixes: Fixes = NO_FIXES,
    ) -> None:
        """Add what was read from a queue's export; of two layers with one id the one of the annotator's queue counts.

        `stored` are the layers in the repository. One stays as it is there if it is the same except for the export it
        was read from, or the version of Label Studio; if it was fixed by hand since the annotation was refused in part,
        among others in `fixes`; or if the annotation is an unchanged copy of it, made by somebody else.
        """
        for number, reading in enumerate(readings):
            self.tasks += 1
            self.problems += reading.problems
            self.refused += reading.refused
            for layer in reading.layers:
                held = stored.get(layer.annotation_id)
                line = _line(layer, origin, held)
                source = reading.sources.get(layer.annotation_id)
                if held is not None and source is not None and line != held:
                    line = self._may_replace(origin, held, line, source, fixes.get(layer.annotation_id, ()))
                if self._add(origin, layer, line) and source is not None:
                    self.sources[layer.annotation_id] = LayerSource(origin.file, number, source)
            advance(1)

    def refuse(self, layer_id: str, problems: Sequence[TaskProblem], stored: Mapping[str, LayerLine]) -> None:
        """Leave a layer as it is in the repository, because of problems that are not in its annotation alone."""
        self.problems += problems
        del self.layers[layer_id]
        if layer_id in stored:
            self.layers[layer_id] = stored[layer_id]
        source = self.sources.pop(layer_id, None)
        if source is not None:
            self._without_refused(source.annotation)
            self._refused_late.append((source, [*source.annotation.problems, *problems]))

    def refused_tasks(self) -> list[dict[str, Any]]:
        """Return the tasks to fix, each with one annotation and its problems.

        Raises `LabelStudioError` if an export has changed since it was read.
        """
        tasks = list(self.refused)
        for file in sorted({source.file for source, _ in self._refused_late if source.file is not None}):
            late = {(s.task, s.annotation.place): found for s, found in self._refused_late if s.file == file}
            for number, task in enumerate(tasks_in(file)):
                places = sorted(place for of_task, place in late if of_task == number)
                try:
                    tasks += [refused_task(task, [task["annotations"][x]], late[number, x]) for x in places]
                except (LookupError, TypeError) as error:
                    raise LabelStudioError(f"{file} was changed while it was read; run the command again") from error
        return tasks

    def _may_replace(
        self,
        origin: ExportOrigin,
        held: LayerLine,
        line: LayerLine,
        source: AnnotationSource,
        fixes: Iterable[tuple[AnnotationSource, Annotation]],
    ) -> LayerLine:
        """Return the line that a layer gets: its own, or that of the layer in the repository if it must stay."""
        if source.author not in (None, line.annotator_id):
            message = f"{source.author} completed a copy of {line.annotation_id}, which differs from it by now"
            self.problems.append(annotation_problem("layer-of-other", source, message))
            return held
        is_fixed = _is_read_from_fix(origin, held, line) or any(_is_fix(fix, source, held) for fix in fixes)
        if source.refused is not None and not source.is_fix and is_fixed:
            self._without_refused(source)
            own = set(map(id, source.problems))
            self.problems = [problem for problem in self.problems if id(problem) not in own]
            self.notices.append(
                f"{line.annotation_id} stays as it is: it was fixed by hand, and the annotation on the server, which "
                "cannot be read whole, has not changed since"
            )
            return held
        return line

    def _without_refused(self, source: AnnotationSource) -> None:
        self.refused = [task for task in self.refused if task is not source.refused]

    def _add(self, origin: ExportOrigin, layer: Annotation, line: LayerLine) -> bool:
        """Add a layer and return whether it counts."""
        earlier = self.layers.setdefault(layer.annotation_id, line)
        if earlier is line:
            return True
        if earlier == line:
            return False
        message = f"{layer.annotator_id} annotated {layer.article_id} in several tasks"
        advice = "the layer of the annotator's own queue was read; delete the other annotation in Label Studio"
        problem = TaskProblem("layer-twice", layer.article_id, layer.annotation_id, None, message, advice)
        self.problems.append(problem)
        if layer.annotator_id != origin.queue.annotator_id:
            return False
        self.layers[layer.annotation_id] = line
        return True


def annotation_problem(problem_id: str, source: AnnotationSource, message: str, advice: str = "") -> TaskProblem:
    """Return a problem of a whole annotation; its advice is that of its kind unless another is given."""
    return TaskProblem(problem_id, source.task, source.annotation, None, message, advice or ADVICE[problem_id])


def _is_fix(fix: tuple[AnnotationSource, Annotation], source: AnnotationSource, held: LayerLine) -> bool:
    """Return whether a layer in the repository is what somebody made of an annotation in a file of refused tasks."""
    fixed, layer = fix
    is_of_source = (fixed.number, fixed.annotation, fixed.moment) == (source.number, source.annotation, source.moment)
    return is_of_source and (held.layer.claims, held.layer.complete) == (layer.claims, layer.complete)


def _is_read_from_fix(origin: ExportOrigin, held: LayerLine, line: LayerLine) -> bool:
    """Return whether a layer in the repository is the same answer of Label Studio, read from a file of refused tasks.

    The same answer has the same date. What was read from an export has the hash of this one or of a kept one.
    """
    old, new = json.loads(held.json), json.loads(line.json)
    is_same_answer = "date" in new and old.get("date") == new["date"] and old["tool"].startswith(TOOL)
    is_read_otherwise = any(old.get(name) != new.get(name) for name in ("claims", "complete"))
    kept = origin.file.parent.glob("*.json.gz") if origin.file is not None else ()
    exports = {origin.export_sha256, *map(hash_in_name, kept)}
    return is_same_answer and is_read_otherwise and old.get("source_sha256") not in exports


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


def fixes_in(files: Iterable[Path], articles: Mapping[str, Article], annotator_of: Users, tool: str) -> Fixes:
    """Return what is in those of some files of refused tasks that somebody has changed.

    A file is read as far as it is one list of tasks.
    """
    fixes: dict[str, list[tuple[AnnotationSource, Annotation]]] = {}
    for file in files:
        with contextlib.suppress(LabelStudioError):
            for reading in () if is_as_written(file) else read_export(file, articles, annotator_of, tool):
                for layer in reading.layers:
                    fixes.setdefault(layer.annotation_id, []).append((reading.sources[layer.annotation_id], layer))
    return fixes


def read_export(
    path: Path, articles: Mapping[str, Article], annotator_of: Users, tool: str, prepare: Prepare = as_it_is
) -> Iterator[TaskReading]:
    """Yield what is in each task of an export, once it is prepared.

    A task of no article of the corpus is a problem, as is an entry that is no task. Raises `LabelStudioError` if the
    entries are objects and none of them has data and annotations.
    """
    is_lacking, is_export = False, False
    for number, task in enumerate(tasks_in(path), start=1):
        if not isinstance(task, dict) or "data" not in task or "annotations" not in task:
            is_lacking |= isinstance(task, dict)
            yield TaskReading(problems=[_no_task(number, task)])
            continue
        is_export = True
        key = article_id_of(task)
        if key is not None and key in articles:
            yield read_task(prepare(task), articles[key], annotator_of, tool=tool)
            continue
        reading = TaskReading()
        if task.get("annotations"):
            message = f"the corpus has no article {key!r}" if key else "it is not a task of claimwire"
            advice = "it was not made by a push of this corpus: delete it, or ingest its article first"
            name = str(task.get("id", "?"))
            reading.problems.append(TaskProblem("task-without-article", name, None, None, message, advice))
        yield reading
    if is_lacking and not is_export:
        raise LabelStudioError(
            f"{path} has no entry with data and annotations; export as JSON: JSON_MIN and CSV lose regions"
        )


def _no_task(number: int, entry: Any) -> TaskProblem:
    """Return the problem of an entry of an export that is no task."""
    lacking = [name for name in ("data", "annotations") if isinstance(entry, dict) and name not in entry]
    found = f"it has no {' and no '.join(lacking)}" if lacking else f"it is {entry!r:.60}, not an object"
    advice = "the export is damaged: export it again; the other tasks were read"
    return TaskProblem("task-unreadable", f"on place {number} of the file", None, None, found, advice)
