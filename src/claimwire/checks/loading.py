"""Reading what the checks look at; a file that cannot be read at all becomes a finding, not an end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from ..corpus.corpus import CORPUS_FILE, read_corpus
from ..corpus.records import read_toml
from ..corpus.workspace import PLAN_FILE, Workspace
from ..duplicates.compared import scan_compared
from ..errors import RecordError
from ..schema import CorpusInfo, Outlet, ReleasePlan
from .context import Context
from .model import Finding, Place

R = TypeVar("R", bound=BaseModel)


def load(
    workspace: Workspace, corpus_folders: tuple[Path, ...] = (), texts: Mapping[str, str] | None = None
) -> Context:
    """Return everything the checks look at in a repository.

    A corpus in `corpus_folders`, which may stand outside the repository, takes the place of the repository's corpus of
    the same id: so a hydrated copy is checked with its texts. `texts` adds texts by article id.
    Raises `RecordError` where a JSON Lines file is not UTF-8 or a folder given has no valid `corpus.toml`.
    """
    context = Context(workspace, texts=texts or {})
    given = {data.info.corpus_id: data for data in map(read_corpus, corpus_folders)}
    for corpus_id in workspace.corpus_ids():
        if corpus_id not in given:
            folder = workspace.corpus_folder(corpus_id)
            if _toml(context, folder / CORPUS_FILE, CorpusInfo) is not None:
                context.corpora.append(read_corpus(folder))
    context.corpora.extend(given.values())
    context.plan = _toml(context, workspace.annotations / PLAN_FILE, ReleasePlan)
    for path in sorted((workspace.annotations / "outlets").glob("*.toml")):
        outlet = _toml(context, path, Outlet)
        if outlet is not None:
            context.outlets.append((path, outlet))
    context.annotators, faults = workspace.annotators()
    context.splits, more = workspace.splits()
    context.compared, still_more = scan_compared(workspace)
    context.faults = faults + more + still_more
    return context


def _toml(context: Context, path: Path, model: type[R]) -> R | None:
    """Return the record of a TOML file; None, and a finding in the context, where it holds none."""
    try:
        return read_toml(path, model)
    except RecordError as error:
        context.toml_faults.append(Finding(Place(path), str(error).removeprefix(f"{path}: ")))
        return None
