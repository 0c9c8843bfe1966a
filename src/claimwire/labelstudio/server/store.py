"""Pulled layers put into a corpus: what they would lose or break is refused or reported, and can be fixed in a file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...corpus.lock import WAIT
from ...corpus.transaction import editing, trying
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ..lines import LayerLine, layers_by_id
from ..tasks.problems import TaskProblem, has_refusals
from ..tasks.refused import write_refused
from .collect import PulledLayers, annotation_problem
from .compare import change_lines
from .session import require_known

if TYPE_CHECKING:
    from ...checks.findings import Problem
    from ...checks.guard import NewProblem


@dataclass(frozen=True)
class StoredLayers:
    """What became of layers that were read: the annotations file, and how many of them are new or changed there.

    `changes` are the lines about the layers that are new or changed, as `change_lines` has them. `refused_file` has
    what could not be read, to be fixed; None if everything could, or if nothing was to be written.
    """

    pulled: PulledLayers
    file: Path
    is_file_changed: bool
    new_or_changed: int
    changes: tuple[str, ...]
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
    refused_file: Path,
    *,
    accept_empty: Collection[str] = (),
    dry_run: bool = False,
    wait: float = WAIT,
) -> StoredLayers:
    """Put layers into an annotations file, and what was refused into a file to fix it in.

    A layer that would be emptied, or have far fewer claims, is refused unless its task, by its number in the export, is
    in `accept_empty`, and one that would bring problems of check levels 1 to 3 is refused too; all others are stored.
    With `dry_run` nothing is written.

    Raises `LabelStudioError`, and writes nothing, if an annotator is not described in the repository or a layer was
    changed by others since `stored` was read; `LockedError` if others write the corpus for longer than `wait` seconds;
    `RecordError` if the corpus has lines that are not valid.
    """
    require_known(workspace, pulled.annotators)
    refuse_far_fewer(pulled, stored, accept_empty)
    _store(workspace, file, pulled, stored, dry_run=dry_run, wait=wait)
    changed = _changed(pulled, stored)
    refused = [] if dry_run else pulled.refused_tasks()
    return StoredLayers(
        pulled,
        file,
        bool(changed) and not dry_run,
        len(changed),
        tuple(change_lines(stored, changed)),
        write_refused(refused_file, refused) if refused else None,
    )


def load_checks() -> None:
    """Import what `store_layers` holds layers against, which takes half a second; `push` and `status` do without."""
    from ...checks import guard  # noqa: F401


def is_far_fewer(before: int, after: int) -> bool:
    """Return whether fewer than half of some claims are left."""
    return 2 * after < before


def refuse_far_fewer(pulled: PulledLayers, stored: Mapping[str, LayerLine], accepted: Collection[str] = ()) -> None:
    """Keep layers that would lose most of their claims as they are in the repository, except those of accepted tasks.

    These are layers that would be left with fewer than half as many claims as they have, among them those that would
    have none, and those that have none and would no longer be complete.
    """
    for layer_id, line in _changed(pulled, stored).items():
        source = pulled.sources.get(layer_id)
        if layer_id not in stored or source is None or source.annotation.number in accepted:
            continue
        before, after = json.loads(stored[layer_id].json), json.loads(line.json)
        old, new = (len(layer.get("claims", ())) for layer in (before, after))
        if is_far_fewer(old, new) or (old == new == 0 and before["complete"] > after["complete"]):
            finished = ", finished" if before["complete"] else ""
            few = ", fewer than half" if new else ""
            message = f"{layer_id}: {old} claims{finished} -> {new} claims{few}; it stays as it is in the repository"
            number, left = source.annotation.number, "so few claims" if new else "no claim"
            advice = f"if it is meant to have {left}, read it again with --accept-empty {number}"
            problem = annotation_problem("layer-shrunk" if new else "layer-emptied", source.annotation, message, advice)
            pulled.refuse(layer_id, [problem], stored)


def _changed(pulled: PulledLayers, stored: Mapping[str, LayerLine]) -> dict[str, LayerLine]:
    return {layer_id: line for layer_id, line in pulled.layers.items() if stored.get(layer_id) != line}


def _store(
    workspace: Workspace,
    file: Path,
    pulled: PulledLayers,
    stored: Mapping[str, LayerLine],
    *,
    dry_run: bool,
    wait: float,
) -> None:
    """Put what has changed into the annotations file, or only try it; refuse the layers that would bring problems."""
    from ...checks.guard import NewProblemsError, guard_of

    folder, guard = file.parent, guard_of(workspace)
    while changed := _changed(pulled, stored):
        try:
            with trying(folder, guard=guard) if dry_run else editing(folder, wait=wait, guard=guard) as edit:
                _require_unchanged(file, changed, stored)
                edit.merge_lines("annotations", changed.values())
            return
        except NewProblemsError as error:
            problems_of = _by_layer(error.problems, changed)
            if not problems_of:
                raise
            for layer_id, problems in problems_of.items():
                pulled.refuse(layer_id, [_task_problem(pulled, layer_id, problem) for problem in problems], stored)


def _require_unchanged(file: Path, changed: Mapping[str, LayerLine], stored: Mapping[str, LayerLine]) -> None:
    """Raise `LabelStudioError` if somebody has changed one of some layers since they were read."""
    now = layers_by_id(file)
    for layer_id, line in changed.items():
        if now.get(layer_id) not in (stored.get(layer_id), line):
            raise LabelStudioError(f"{layer_id} was changed by another command meanwhile; run this one again")


def _by_layer(new: Iterable[NewProblem], changed: Mapping[str, LayerLine]) -> dict[str, list[Problem]]:
    """Return the problems of each layer that brings some: those of its own records, or of others of its article."""
    layer_of = {layer_id: layer_id for layer_id in changed}
    layers_of_article: dict[str, list[str]] = {}
    for layer_id, line in changed.items():
        layer_of |= {claim["claim_id"]: layer_id for claim in json.loads(line.json).get("claims", ())}
        layers_of_article.setdefault(line.article_id, []).append(layer_id)
    problems_of: dict[str, list[Problem]] = {}
    for found in new:
        own = layer_of.get(found.problem.record_id or "")
        for layer_id in [own] if own else layers_of_article.get(found.article_id or "", []):
            problems_of.setdefault(layer_id, []).append(found.problem)
    return problems_of


def _task_problem(pulled: PulledLayers, layer_id: str, problem: Problem) -> TaskProblem:
    """Return what a check finds of a layer as a problem of the annotation that it was read from."""
    message = f"{layer_id} was not read, for it would bring {problem.check_id}: {problem.message}"
    if problem.record_id not in (None, layer_id):
        message = f"{message} ({problem.kind} {problem.record_id})"
    source = pulled.sources.get(layer_id)
    if source is not None:
        return annotation_problem("layer-has-problems", source.annotation, message, problem.advice)
    line = pulled.layers[layer_id]
    return TaskProblem("layer-has-problems", line.article_id, layer_id, None, message, problem.advice)
