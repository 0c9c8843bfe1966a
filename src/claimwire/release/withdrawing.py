"""Withdrawing an article, a claim or an entity: recorded for good, and taken out of every release in the repository."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..checks.withdrawn import IDS
from ..corpus.atomic import folder_beside, write_text
from ..corpus.commit import commit, finish
from ..corpus.corpus import TABLES, Corpus
from ..corpus.lock import WAIT, locked
from ..corpus.records import read_utf8, record_json
from ..corpus.withdrawn import Withdrawn
from ..corpus.workspace import MANIFEST, Workspace
from ..errors import ReleaseError
from ..naming import alternatives
from ..schema import Withdrawal
from ..tables.gone import ReleaseTables
from .build import require_undamaged
from .built import Progress
from .manifest import read_manifest
from .rebuilding import Rebuild, plan_rebuild, write_rebuild
from .taking_out import files_of_tables


@dataclass(frozen=True)
class PlannedWithdrawal:
    """What a withdrawal does: `new` is recorded, and the releases of `rebuilds` are built again.

    `new` is None if nothing is to be recorded. `ids` are those of all that goes, `records` the number of records that
    are left out from now on, or named what goes, by corpus and table.
    """

    new: Withdrawal | None
    withdrawn: Withdrawn
    ids: frozenset[str]
    records: Mapping[tuple[str, str], int]
    rebuilds: tuple[Rebuild, ...]


def plan_withdrawal(
    workspace: Workspace, new: Withdrawal | None = None, progress: Progress = lambda _: None
) -> PlannedWithdrawal:
    """Return what withdrawing something does, and whatever of earlier withdrawals is still to be done.

    Nothing is written. Raises `ReleaseError` if no record and no release has the id; `RecordError` if a line of the
    file of withdrawals is no record.
    """
    known = workspace.withdrawn()
    if new is not None and new.withdrawn_id in known.ids:
        new = None
    withdrawn = known if new is None else Withdrawn((*known.withdrawals, new))
    progress("reading the records")
    corpora = [workspace.recorded(corpus_id) for corpus_id in workspace.corpus_ids()] if withdrawn.ids else []
    if new is not None:
        _require_known(workspace, corpora, new.withdrawn_id)
    ids = withdrawn.closed(corpora)
    rebuilds = []
    for folder in _folders(workspace) if ids else ():
        progress(f"looking into {workspace.shown(folder)}")
        rebuild = plan_rebuild(folder, ids)
        if rebuild is not None:
            rebuilds.append(rebuild)
    return PlannedWithdrawal(new, withdrawn, ids, dict(_lost_records(corpora, known, withdrawn)), tuple(rebuilds))


def withdraw(
    workspace: Workspace, new: Withdrawal | None = None, progress: Progress = lambda _: None, *, wait: float = WAIT
) -> PlannedWithdrawal:
    """Record a withdrawal, and build every release and the draft that have something of it again without it.

    It is recorded first, and counts from then on; the folders take their places together. If it breaks off in between,
    the same without `new` goes on. Raises as `plan_withdrawal`; `ReleaseError` if a release is damaged; `LockedError`
    if somebody else builds for longer than `wait` seconds.
    """
    with locked(workspace.dataset, wait):
        finish(workspace.dataset)
        require_undamaged(workspace)
        planned = plan_withdrawal(workspace, new, progress)
        if planned.new is not None:
            _record(workspace, planned.new)
        if planned.rebuilds:
            date = max(item.date for item in planned.withdrawn.withdrawals)
            with folder_beside(workspace.dataset / "withdrawal") as beside:
                for rebuild in planned.rebuilds:
                    progress(f"building {workspace.shown(rebuild.folder)} again")
                    write_rebuild(rebuild, planned.ids, date, beside / rebuild.folder.name)
                commit(workspace.dataset, beside)
    return planned


def _record(workspace: Workspace, new: Withdrawal) -> None:
    path = workspace.withdrawn_file
    before = read_utf8(path) if path.is_file() else ""
    write_text(path, f"{before}{record_json(new)}\n")


def _folders(workspace: Workspace) -> list[Path]:
    """Return the folders of the releases, and that of the draft, that have a manifest."""
    return [folder for folder in (*workspace.releases(), workspace.draft) if (folder / MANIFEST).is_file()]


def _require_known(workspace: Workspace, corpora: list[Corpus], withdrawn_id: str) -> None:
    """Raise `ReleaseError` if neither the records nor a release have an id."""
    known = {name for corpus in corpora for name in _ids_of(corpus)}
    if withdrawn_id in known:
        return
    for folder in _folders(workspace):
        tables = ReleaseTables(files_of_tables(folder, read_manifest(folder).tables))
        if any(withdrawn_id in ids for ids in _ids_in(tables)):
            return
    raise ReleaseError(
        f"no article, claim or entity is called {withdrawn_id!r}, in any corpus or release; "
        f"{alternatives(withdrawn_id, sorted(known))}"
    )


def _ids_of(corpus: Corpus) -> Iterator[str]:
    yield from (*corpus.articles, *corpus.claims, *corpus.layer_of_claim, *corpus.entities)


def _ids_in(tables: ReleaseTables) -> Iterator[set[str]]:
    for config, column in IDS:
        yield {row[column] for row in tables.rows(config, column)}


def _lost_records(corpora: list[Corpus], before: Withdrawn, after: Withdrawn) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield by corpus and table how many records go, or lose a name of what goes."""
    for corpus in corpora:
        old, new = before.leave_out(corpus), after.leave_out(corpus)
        for table in TABLES:
            was, now = (Counter(map(str, (row.record for row in x.rows.of(table.name)))) for x in (old, new))
            lost = (was - now).total()
            if lost:
                yield (corpus.corpus_id, table.name), lost
