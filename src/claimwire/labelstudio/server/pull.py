"""A pull: a queue's annotations become layers, read task by task from an export that is kept as it came."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ...corpus.atomic import write_text
from ...corpus.records import json_lines, record_json
from ...errors import LabelStudioError, RecordError
from ...schema import Annotation, Article
from ..tasks import read as results
from ..tasks.problems import Problem
from .exports import KeptExport, keep, tasks_in
from .protocol import Remote, ServerProject, UnsureError
from .queues import Queue

TOOL = "label-studio"
"""The name of the tool of layers that were made in Label Studio; its version follows."""

TRANSFERS = 3
"""How often an export is downloaded whose bytes do not arrive as the server hashed them."""


@dataclass
class Pulled:
    """What was read from the exports of some queues; layers are kept as lines of JSON, which need little memory."""

    layers: dict[str, str] = field(default_factory=dict)
    annotators: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    tasks: int = 0


def kept_export(remote: Remote, project: ServerProject, folder: Path, name: str) -> KeptExport:
    """Return a project's export, kept in a folder, whole as the server hashed it; the server's own copy is removed.

    Raises `UnsureError` where it does not arrive whole.
    """
    snapshot = remote.snapshot(project.number)
    try:
        for attempt in range(1, TRANSFERS + 1):
            try:
                kept = keep(remote.download(project.number, snapshot), folder, name)
            except UnsureError:
                if attempt == TRANSFERS:
                    raise
                remote.wait()
                continue
            if snapshot.md5 in ("", kept.md5):
                return kept
            kept.path.unlink()
        raise UnsureError(f"{remote.url}: the export of {project.title} did not arrive whole; pull again")
    finally:
        with contextlib.suppress(UnsureError):
            remote.discard(project.number, snapshot)


def read_export(
    path: Path,
    articles: Mapping[str, Article],
    annotator_of: Mapping[str | int, str],
    tool: str,
    prepared: Callable[[dict[str, Any]], dict[str, Any]] = lambda task: task,
) -> Iterator[results.Read]:
    """Yield what each task of an export holds, once it is prepared; a task of no article of the corpus is a problem.

    Raises `LabelStudioError` where an entry is no task with its annotations.
    """
    for task in tasks_in(path):
        if "data" not in task or "annotations" not in task:
            raise LabelStudioError(
                f"{path} holds something without data and annotations; export as JSON: JSON_MIN and CSV lose regions"
            )
        key = results.article_id_of(task)
        if key is not None and key in articles:
            yield results.layers(prepared(task), articles[key], annotator_of, tool=tool)
            continue
        read = results.Read()
        if task.get("annotations"):
            message = f"the corpus has no article {key!r}" if key else "it is no task of claimwire"
            advice = "it was not made by a push of this corpus: delete it, or ingest its article first"
            read.problems.append(Problem("task-without-article", str(task.get("id", "?")), None, None, message, advice))
        yield read


@dataclass(frozen=True)
class Origin:
    """Where layers come from: the queue, the hash of its export, and the tool they were made with if not before."""

    queue: Queue
    export_sha256: str
    tool: str


def collect(
    pulled: Pulled, origin: Origin, reads: Iterable[results.Read], standing: Mapping[str, str], step: Callable[[], None]
) -> None:
    """Add what was read from a queue's export; of two layers with one id that of the annotator's own queue is taken.

    `standing` are the layers' lines as the repository has them: a layer that is the same but for the export it was
    read from, or the version of Label Studio, stays as it stands.
    """
    for read in reads:
        pulled.tasks += 1
        pulled.problems += read.problems
        pulled.refused += read.refused
        for layer in read.layers:
            line = _line(layer, origin, standing.get(layer.annotation_id))
            earlier = pulled.layers.setdefault(layer.annotation_id, line)
            pulled.annotators.add(layer.annotator_id)
            if earlier != line:
                message = f"{layer.annotator_id} annotated {layer.article_id} in several tasks"
                advice = "the layer of the annotator's own queue was taken; delete the other annotation in Label Studio"
                pulled.problems.append(
                    Problem("layer-twice", layer.article_id, layer.annotation_id, None, message, advice)
                )
                if layer.annotator_id == origin.queue.annotator_id:
                    pulled.layers[layer.annotation_id] = line
        step()


def _line(layer: Annotation, origin: Origin, standing: str | None) -> str:
    """Return a layer's line, with the batch and the export of one that was made or changed in Label Studio."""
    if layer.tool != origin.tool:
        return record_json(layer)
    batch = layer.batch or origin.queue.batch or None
    line = record_json(layer.model_copy(update={"batch": batch, "source_sha256": origin.export_sha256}))
    if standing is None:
        return line
    old, new = json.loads(standing), json.loads(line)
    same = old | {name: new[name] for name in ("source_sha256", "tool")} == new
    return standing if same and str(old.get("tool", "")).startswith(TOOL) else line


def require_known(annotators: Iterable[str], known: Iterable[str]) -> None:
    """Raise `LabelStudioError` where an annotator is not described in the repository."""
    missing = sorted(set(annotators) - set(known))
    if missing:
        line = json.dumps({"annotator_id": missing[0], "annotator_kind": "human", "description": "..."})
        raise LabelStudioError(
            f"annotations/annotators.jsonl does not know {', '.join(missing)}; add a line such as {line}, "
            "or name whose account it is with --user ANNOTATOR=EMAIL"
        )


class LayerKeys(NamedTuple):
    """What a layer is found by, in the order in which a file of layers is sorted."""

    article_id: str
    annotator_id: str
    annotation_id: str
    batch: str | None


def layer_lines(path: Path) -> Iterator[tuple[LayerKeys, str]]:
    """Yield the layers of an annotations file as lines of JSON; none where there is no file.

    Raises `RecordError` where a line holds no layer.
    """
    for number, line in json_lines(path) if path.is_file() else ():
        try:
            yield _keys(line), line
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"{path}:{number}: this is no layer; `claimwire check` tells more") from error


def standing_layers(path: Path) -> dict[str, str]:
    """Return the lines of an annotations file by the id of their layer; raises as `layer_lines` does."""
    return {keys.annotation_id: line for keys, line in layer_lines(path)}


def merge_into(path: Path, layers: Mapping[str, str]) -> bool:
    """Put layers, lines of JSON by id, in their place in an annotations file; return whether it changed.

    The file is written whole or not at all, sorted by article, annotator and layer, as `layers.merged` sorts.
    """
    kept = [(keys, line) for keys, line in layer_lines(path) if keys.annotation_id not in layers]
    new = [(_keys(line), line) for line in layers.values()]
    text = "".join(f"{line}\n" for _, line in sorted([*kept, *new], key=lambda item: item[0][:3]))
    if path.is_file() and path.read_bytes() == text.encode("utf-8"):
        return False
    write_text(path, text)
    return True


def parsed(line: str | None) -> Annotation | None:
    """Return the layer that a line holds."""
    return None if line is None else Annotation.model_validate_json(line)


def _keys(line: str) -> LayerKeys:
    record = json.loads(line)
    return LayerKeys(record["article_id"], record["annotator_id"], record["annotation_id"], record.get("batch"))
