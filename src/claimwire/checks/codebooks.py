"""Level 4: what layers and decisions were made by: frozen codebooks, protocols with their instructions, rulings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..corpus.records import sha256_file
from ..corpus.workspace import GUIDELINES_FILE, Workspace
from ..naming import suggestion
from ..schema import Protocol
from .check import Check
from .context import Context
from .findings import Finding, Place
from .releases import sums_broken

VERSION_LINE = re.compile(r"^# Codebook (?P<version>[0-9]+\.[0-9]+\.[0-9]+)", re.MULTILINE)


def codebook_folder(workspace: Workspace) -> Path:
    """Return the folder of the frozen codebooks: one file per version, and the hashes of all."""
    return workspace.annotations / "codebook"


def _codebook_changed(context: Context) -> Iterator[Finding]:
    workspace = context.repository.workspace
    folder = codebook_folder(workspace)
    if not context.is_shared or not folder.is_dir():
        return
    yield from sums_broken(folder)
    current = workspace.annotations / GUIDELINES_FILE
    version = VERSION_LINE.search(current.read_text(encoding="utf-8")) if current.is_file() else None
    frozen = folder / f"{version['version']}.md" if version else folder
    if version and frozen.is_file() and frozen.read_bytes() != current.read_bytes():
        yield Finding(Place(current), f"it is not the frozen version {version['version']}")


def _protocol_unknown(context: Context) -> Iterator[Finding]:
    known = context.repository.protocol_by_id
    for row in context.annotations:
        protocol_id = row.record.protocol_id
        if protocol_id is not None and protocol_id not in known:
            yield row.finding(f"no protocol has the id {protocol_id!r}{suggestion(protocol_id, known)}")
        elif protocol_id is not None and known[protocol_id].guideline_version != row.record.guideline_version:
            found, expected = row.record.guideline_version, known[protocol_id].guideline_version
            yield row.finding(f"guideline_version is {found}, that of {protocol_id} is {expected}")
    for check in context.item_checks:
        if check.record.protocol_id is not None and check.record.protocol_id not in known:
            protocol_id = check.record.protocol_id
            yield check.finding(f"no protocol has the id {protocol_id!r}{suggestion(protocol_id, known)}")
    for path, protocol in context.repository.protocols if context.is_shared else ():
        yield from (Finding(Place(path), message) for message in _protocol_faults(context, path, protocol))


def _protocol_faults(context: Context, path: Path, protocol: Protocol) -> Iterator[str]:
    if protocol.protocol_id != path.stem:
        yield f"protocol_id is {protocol.protocol_id!r}"
    files = [(path.parent / protocol.instruction, protocol.instruction_sha256)]
    folder = codebook_folder(context.repository.workspace)
    files.append((folder / f"{protocol.guideline_version}.md", protocol.guideline_sha256))
    for file, expected in files:
        if not file.is_file():
            yield f"there is no {context.repository.workspace.shown(file)}"
        elif sha256_file(file) != expected:
            shown = context.repository.workspace.shown(file)
            yield f"the SHA-256 of {shown} is {sha256_file(file)}, it says {expected}"


def _ruling_unknown(context: Context) -> Iterator[Finding]:
    known = context.repository.ruling_ids
    for row in context.adjudications:
        for ruling_id in row.record.ruling_ids:
            if ruling_id not in known:
                yield row.finding(f"it cites {ruling_id}, which is not a ruling{suggestion(ruling_id, known)}")


CHECKS = (
    Check(
        "codebook-changed",
        4,
        "a frozen codebook has other bytes than its hash says, or the current one is not the frozen one of its version",
        "a frozen version never changes: put it back, and give the codebook a new version",
        _codebook_changed,
    ),
    Check(
        "protocol-unknown",
        4,
        "a layer or check names a protocol that is not there, a layer one of another codebook, or a protocol's files "
        "are not as it says",
        "fix the id, or the protocol in annotations/protocols and the hashes of its instruction and codebook",
        _protocol_unknown,
    ),
    Check(
        "ruling-unknown",
        4,
        "a decision cites a ruling that annotations/rulings.jsonl does not have",
        "fix the id or add the ruling",
        _ruling_unknown,
    ),
)
