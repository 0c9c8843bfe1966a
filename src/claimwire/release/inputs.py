"""The files that a release is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..checks.documents import CARD_SOURCE
from ..checks.needs import codebook_stale, release_lacks
from ..corpus.records import read_utf8, record_json, records_of, sha256_file
from ..corpus.workspace import MANIFEST, PLAN_FILE, RULINGS_FILE, SUMS, Workspace
from ..errors import ReleaseError
from ..schema import ManifestInput, SplitAssignment
from ..versions import SCHEMA_VERSION
from .members import Members
from .reader import READER_FILE


def require_files(workspace: Workspace, *, with_codebook: bool = False) -> None:
    """Raise `ReleaseError` if the repository lacks a file beside its records that a release needs.

    With `with_codebook` the codebook and the labelling page have to be there, too, as the records of rulings are.
    """
    found = list(release_lacks(workspace))
    if with_codebook:
        found += codebook_stale(workspace, records_of(workspace.rulings()[0]), workspace.questions())
    lacking = [f"{workspace.shown(finding.place.path)}: {finding.message}" for finding in found]
    if lacking:
        shown = "".join(f"\n  {line}" for line in lacking)
        raise ReleaseError(f"nothing was built; `claimwire check` says what to do about this:{shown}")


def card_prose(workspace: Workspace) -> str:
    """Return the card that people write; raises `RecordError` if it is missing or is not UTF-8."""
    return read_utf8(workspace.root / CARD_SOURCE)


def inputs_of(made: Members) -> tuple[ManifestInput, ...]:
    """Return the files a release is made of with their hashes, those of the repository as seen from its top."""
    workspace = made.repository.workspace
    shared = [workspace.annotations / "annotators.jsonl", workspace.annotations / PLAN_FILE]
    shared.append(workspace.schema / SCHEMA_VERSION / SUMS)
    shared += workspace.outlet_files()
    shared += workspace.protocol_files()
    own = (workspace.annotations / READER_FILE, workspace.annotations / RULINGS_FILE, workspace.withdrawn_file)
    shared += [path for path in own if path.is_file()]
    shared += [folder / MANIFEST for folder in workspace.releases_before(made.plan.data_version)]
    files = {workspace.shown(path): sha256_file(path) for path in shared}
    for source in made.repository.sources:
        if source.info.corpus_id in made.plan.corpora:
            for name, sha256 in source.file_hashes().items():
                files[f"annotations/{source.info.corpus_id}/{name}"] = sha256
    splits = splits_content(workspace, made.new_splits)
    files["dataset/splits.jsonl"] = hashlib.sha256(splits.encode("utf-8")).hexdigest()
    return tuple(ManifestInput(path=path, sha256=files[path]) for path in sorted(files))


def splits_content(workspace: Workspace, new_splits: Iterable[SplitAssignment]) -> str:
    """Return the content of the file of splits with new assignments at its end."""
    path = workspace.splits_file
    present = read_utf8(path) if path.is_file() else ""
    return present + "".join(record_json(assignment) + "\n" for assignment in new_splits)
