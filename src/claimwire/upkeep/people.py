"""Who annotates: lines added to `annotations/annotators.jsonl`."""

from __future__ import annotations

from ..corpus.atomic import write_bytes
from ..corpus.lock import WAIT, locked
from ..corpus.records import record_json
from ..corpus.workspace import Workspace
from ..errors import RecordError
from ..schema import Annotator


def add_annotator(workspace: Workspace, annotator: Annotator, *, dry_run: bool = False, wait: float = WAIT) -> str:
    """Add an annotator at the end of the file; every other line stays. Return `added`, or `unchanged` if it is there.

    With `dry_run` everything is refused that would be refused, and nothing is written. Raises `RecordError` if a line
    of the file is faulty or somebody else has the id, which is never used again; `LockedError` if others write for
    longer than `wait` seconds.
    """
    if dry_run:
        return _content(workspace, annotator)[1]
    with locked(workspace.annotations, wait):
        content, status = _content(workspace, annotator)
        if status == "added":
            write_bytes(workspace.annotators_file, content)
    return status


def _content(workspace: Workspace, annotator: Annotator) -> tuple[bytes, str]:
    """Return the file's content with an annotator, and whether that is `added` or `unchanged`."""
    path = workspace.annotators_file
    rows, faults = workspace.annotators()
    if faults:
        raise RecordError(f"{path}:{faults[0].line}: {faults[0].message}; fix that first")
    old = next((row.record for row in rows if row.record.annotator_id == annotator.annotator_id), None)
    content = path.read_bytes() if path.is_file() else b""
    if old == annotator:
        return content, "unchanged"
    if old is not None:
        raise RecordError(
            f"{annotator.annotator_id} is there already: {record_json(old)}; an id is of one annotator for good: take "
            "another, or change the description in the file"
        )
    if content and not content.endswith(b"\n"):
        content += b"\n"
    return content + record_json(annotator).encode() + b"\n", "added"
