"""Layers collected from exports: which of them counts, and what of the layers in the repository they may replace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...errors import LabelStudioError
from ...schema import STANDARD_QUESTIONS, Annotation, Article, Questions
from ..lines import LayerLine
from ..progress import Advance, ignore
from ..tasks.problems import ADVICE, TaskPage, TaskProblem, refused_task
from ..tasks.read import AnnotationSource, TaskReading, Users, article_id_of, read_task
from ..tasks.refused import is_as_written
from .answers import TOOL, Fix, TwoAnswers, date_of, submitted_at
from .exports import tasks_in
from .moments import KeptMoments
from .queues import Queue

NAMED = 5
"""How many articles a notice names before it stops."""


@dataclass(frozen=True)
class ExportOrigin:
    """Where the layers of an export come from: the queue, the export's hash, and the tool unless they name another.

    The queue of a file that somebody imports has no annotator. `file` is the export itself, if it is kept, and
    `earlier` are the hashes of others that are kept.
    """

    queue: Queue
    export_sha256: str
    tool: str
    file: Path | None = None
    earlier: frozenset[str] = frozenset()

    @property
    def is_of_queue(self) -> bool:
        """Whether the export is one that a server has made of a queue."""
        return bool(self.queue.annotator_id)


@dataclass(frozen=True)
class LayerSource:
    """Where a layer was read: the file of the export, the place of the task in it, and the annotation."""

    file: Path | None
    task: int
    annotation: AnnotationSource


Fixes = Mapping[str, Sequence[Fix]]
"""Layers by their ids as files of refused tasks have them, with the annotations that were fixed there."""

NO_FIXES: Fixes = {}
NO_MOMENTS = KeptMoments()


@dataclass
class PulledLayers:
    """What was read from the exports of some queues: layers by id, who made them, problems, what was refused.

    A layer that may not replace the one in the repository is that one. `notices` are what people should know of
    although nothing has to be fixed; `sources` says where the layers were read. `by_others` has the articles of a queue
    that somebody else has annotated there, and its annotator has not.
    """

    layers: dict[str, LayerLine] = field(default_factory=dict)
    problems: list[TaskProblem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    tasks: int = 0
    notices: list[str] = field(default_factory=list)
    sources: dict[str, LayerSource] = field(default_factory=dict)
    by_others: dict[tuple[Queue, str], list[str]] = field(default_factory=dict)
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
        accept_older: Collection[str] = (),
        moments: KeptMoments = NO_MOMENTS,
    ) -> None:
        """Add what was read from a queue's export; of two layers with one id the one of the annotator's queue counts.

        `stored` are the layers in the repository. One stays as it is there if it is the same except for the export it
        was read from, or the version of Label Studio; if the same answer was fixed by hand since, among others in
        `fixes`; if it is of a later answer; or if the annotation is an unchanged copy of it, made by somebody else. Of
        a file that somebody imports an older answer is refused, unless its task, by its number, is in `accept_older`;
        so is another one of the same second, unless `moments` tells that it is no earlier one.
        """
        for number, reading in enumerate(readings):
            self.tasks += 1
            self._note_others(origin, reading)
            self.problems += reading.problems
            self.refused += reading.refused
            for layer in reading.layers:
                held = stored.get(layer.annotation_id)
                source = reading.sources.get(layer.annotation_id)
                line, too_old = _line(layer, origin, held, source), None
                if held is not None and source is not None and line != held:
                    exports = {origin.export_sha256, *origin.earlier}
                    given = TwoAnswers(held, line, source, exports, is_export=origin.is_of_queue)
                    if given.is_tie:
                        read_from = json.loads(held.json).get("source_sha256")
                        given = replace(given, held_exactly=moments.latest(read_from, layer.article_id, source))
                    line = self._may_replace(given, fixes.get(layer.annotation_id, ()))
                    if line == given.line and given.is_older_file and source.number not in accept_older:
                        too_old = _older(given)
                if self._add(origin, layer, line) and source is not None:
                    self.sources[layer.annotation_id] = LayerSource(origin.file, number, source)
                    if too_old is not None:
                        self.refuse(layer.annotation_id, [too_old], stored)
            advance(1)
        self._tell_others(origin.queue)

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

    def _may_replace(self, given: TwoAnswers, fixes: Iterable[Fix]) -> LayerLine:
        """Return the line that a layer gets: its own, or that of the layer in the repository if it must stay."""
        held, line, source = given.held, given.line, given.source
        if source.author not in (None, line.annotator_id):
            message = f"{source.author} completed a copy of {line.annotation_id}, which differs from it by now"
            self.problems.append(annotation_problem("layer-of-other", source, message))
            return held
        verdict = given.verdict(fixes)
        told = given.told(verdict)
        self.notices += [told] if told else []
        if verdict.startswith("take"):
            return line
        self._without_refused(source)
        own = set(map(id, source.problems))
        self.problems = [problem for problem in self.problems if id(problem) not in own]
        return held

    def _note_others(self, origin: ExportOrigin, reading: TaskReading) -> None:
        """Remember what somebody else has annotated in a queue, and its annotator has not."""
        owner = origin.queue.annotator_id
        if owner and not origin.queue.is_shared and all(layer.annotator_id != owner for layer in reading.layers):
            for layer in reading.layers:
                self.by_others.setdefault((origin.queue, layer.annotator_id), []).append(layer.article_id)

    def _tell_others(self, queue: Queue) -> None:
        for (of_queue, annotator_id), articles in self.by_others.items():
            if of_queue == queue:
                self.notices.append(others_line(queue, annotator_id, articles))

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
    advice = advice or ADVICE[problem_id]
    return TaskProblem(problem_id, source.task, source.annotation, None, message, advice, link=source.link)


def _older(given: TwoAnswers) -> TaskProblem:
    """Return the problem of an answer in a file that was submitted before the one in the repository."""
    if given.held_moment != given.moment:
        other = f"a later one, of {given.held_moment}"
    elif given.is_older:
        other = "a later one of the same second"
    else:
        other = "another one of the same second, and which of the two is later cannot be told"
    message = (
        f"{given.line.annotation_id}: the file has the answer of {given.moment}, and the repository {other}; it stays "
        "as it is in the repository"
    )
    meant = "older one" if given.is_older else "one in the file"
    advice = f"if the {meant} is meant, read it again with --accept-older {given.source.number}"
    return annotation_problem("layer-older", given.source, message, advice)


def others_line(queue: Queue, annotator_id: str, articles: Sequence[str]) -> str:
    """Return what is told of articles that somebody has annotated in somebody else's queue, with what to do."""
    named = ", ".join(articles[:NAMED]) + (", ..." if articles[NAMED:] else "")
    owner = queue.annotator_id
    return (
        f"queue {queue.name}: {annotator_id} has annotated {len(articles)} of its articles ({named}), and {owner} has "
        f"not: the layers are {annotator_id}'s. A task takes one annotation: so that {owner} gets it again, pull, then "
        f"delete {annotator_id}'s in Label Studio; the layer stays in the repository"
    )


def _line(
    layer: Annotation, origin: ExportOrigin, stored: LayerLine | None, source: AnnotationSource | None
) -> LayerLine:
    """Return a layer's line, with the batch and the export of one that was made or changed in Label Studio.

    One that is as it was sent stays so, unless the layer in the repository is another answer of Label Studio: then the
    annotator, or a file, has gone back to it, and this is an answer like any other.
    """
    known = stored.batch if stored is not None and not origin.is_of_queue else None
    facts = {"batch": layer.batch or origin.queue.batch or known, "source_sha256": origin.export_sha256}
    is_as_sent = layer.tool != origin.tool
    if is_as_sent:
        sent = LayerLine.of(layer)
        if stored is None or stored == sent or source is None or not date_of(json.loads(stored.json)):
            return sent
        facts |= {"tool": origin.tool, "date": submitted_at(source) or layer.date}
    line = LayerLine.of(layer.model_copy(update=facts))
    if stored is None:
        return line
    # read again from a later export, or under a later version, a layer has only these fields changed
    neutral = {"source_sha256", "tool"} | ({"date"} if is_as_sent else set())
    old, new = (
        {name: value for name, value in json.loads(one.json).items() if name not in neutral} for one in (stored, line)
    )
    return stored if old == new and json.loads(stored.json)["tool"].startswith(TOOL) else line


def fixes_in(
    files: Iterable[Path],
    articles: Mapping[str, Article],
    annotator_of: Users,
    tool: str,
    questions: Questions = STANDARD_QUESTIONS,
) -> Fixes:
    """Return what is in those of some files of refused tasks that somebody has changed.

    A file is read as far as it is one list of tasks.
    """
    fixes: dict[str, list[tuple[AnnotationSource, Annotation]]] = {}
    for file in files:
        with contextlib.suppress(LabelStudioError):
            readings = read_export(file, articles, annotator_of, tool, questions=questions)
            for reading in () if is_as_written(file) else readings:
                for layer in reading.layers:
                    fixes.setdefault(layer.annotation_id, []).append((reading.sources[layer.annotation_id], layer))
    return fixes


def read_export(
    path: Path,
    articles: Mapping[str, Article],
    annotator_of: Users,
    tool: str,
    address: str | None = None,
    *,
    questions: Questions = STANDARD_QUESTIONS,
) -> Iterator[TaskReading]:
    """Yield what is in each task of an export; `address` and `questions` are as for `read_task`.

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
            yield read_task(task, articles[key], annotator_of, tool=tool, address=address, questions=questions)
            continue
        reading = TaskReading()
        if task.get("annotations"):
            message = f"the corpus has no article {key!r}" if key else "it is not a task of claimwire"
            advice = "it was not made by a push of this corpus: delete it, or ingest its article first"
            name = str(task.get("id", "?"))
            task_id = task.get("id")
            link = TaskPage(address, task_id).link() if address is not None and isinstance(task_id, int) else None
            problem = TaskProblem("task-without-article", name, None, None, message, advice, link=link)
            reading.problems.append(problem)
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
