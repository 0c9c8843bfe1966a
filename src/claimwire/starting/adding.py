"""Adding a corpus or an outlet to a repository that is there."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from ..corpus.atomic import folder_beside, write_text
from ..corpus.commit import commit, finish
from ..corpus.corpus import CORPUS_FILE
from ..corpus.lock import WAIT, locked
from ..corpus.records import parse_toml, read_utf8, validation_messages
from ..corpus.tomltext import toml_value
from ..corpus.workspace import PLAN_FILE, Workspace
from ..errors import RecordError, WorkspaceError
from ..schema import ReleasePlan
from .beginning import CorpusFacts, OutletFacts
from .files import corpus_toml, outlet_toml

CORPORA = re.compile(r"^corpora[ \t]*=[ \t]*\[[^\]]*\]", re.MULTILINE)


def add_corpus(workspace: Workspace, facts: CorpusFacts, *, wait: float = WAIT, dry_run: bool = False) -> list[Path]:
    """Make the folder of a corpus and name it in the plan of the release, both or neither; return the files.

    Raises `WorkspaceError` if there is something of that name, if something said of it is not valid, or if the plan has
    its corpora in a form that cannot be continued; `LockedError` if others write for longer than `wait` seconds.
    """
    try:
        info = facts.record()
    except ValidationError as error:
        raise WorkspaceError(f"nothing was written: {validation_messages(error)}") from error
    folder, plan = workspace.annotations / info.corpus_id, workspace.annotations / PLAN_FILE
    with locked(workspace.annotations, wait):
        finish(workspace.annotations)
        if folder.exists():
            raise WorkspaceError(f"{workspace.shown(folder)} is there already; choose another id")
        text = _with_corpus(read_utf8(plan), info.corpus_id, plan)
        if not dry_run:
            with folder_beside(folder) as beside:
                write_text(beside / "ready" / info.corpus_id / CORPUS_FILE, corpus_toml(info))
                write_text(beside / "ready" / PLAN_FILE, text)
                commit(workspace.annotations, beside / "ready")
    return [folder / CORPUS_FILE, plan]


def add_outlet(workspace: Workspace, facts: OutletFacts, *, dry_run: bool = False) -> Path:
    """Write the file of an outlet and return it.

    Raises `WorkspaceError` if it is there already, or if something said of it is not valid.
    """
    try:
        outlet = facts.record()
    except ValidationError as error:
        raise WorkspaceError(f"nothing was written: {validation_messages(error)}") from error
    path = workspace.annotations / "outlets" / f"{outlet.outlet_id}.toml"
    if path.exists():
        raise WorkspaceError(f"{workspace.shown(path)} is there already; change it by hand, or choose another id")
    if not dry_run:
        write_text(path, outlet_toml(outlet))
    return path


def _with_corpus(text: str, corpus_id: str, path: Path) -> str:
    """Return the text of a plan with a corpus at the end of `corpora`; everything else stays as it is."""
    plan = parse_toml(text, ReleasePlan, path)
    corpora = (*plan.corpora, corpus_id)
    changed = CORPORA.sub(lambda _: f"corpora = {toml_value(corpora)}", text, count=1)
    try:
        is_so = parse_toml(changed, ReleasePlan, path) == plan.model_copy(update={"corpora": corpora})
    except RecordError:
        is_so = False
    if not is_so:
        raise WorkspaceError(f"{path}: `corpora` cannot be continued; add {corpus_id!r} to it by hand")
    return changed
