"""The log of runs, by which they are counted (`benchmarks/transfer_runs.jsonl`), and what a run is held by."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.checks.codebooks import VERSION_LINE, codebook_folder
from claimwire.checks.releases import sums_broken
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json, read_json, read_utf8, sha256_file
from claimwire.corpus.workspace import MANIFEST, Workspace
from claimwire.errors import BaselineError

LOG = Path("benchmarks") / "transfer_runs.jsonl"


@dataclass(frozen=True)
class Codebook:
    """The codebook that the data was made by: its version and hash, held against the frozen one."""

    version: str
    sha256: str


def frozen_codebook(workspace: Workspace) -> Codebook:
    """Return the current codebook; raises `BaselineError` unless it is frozen and the frozen one has its hash."""
    folder, current = codebook_folder(workspace), workspace.annotations / "guidelines.md"
    if not current.is_file() or not (folder / "SHA256SUMS").is_file():
        raise BaselineError(f"{workspace.root} has no codebook with hashes (annotations/codebook/SHA256SUMS)")
    broken = [f"{workspace.shown(finding.place.path)}: {finding.message}" for finding in sums_broken(folder)]
    if broken:
        raise BaselineError(f"the frozen codebooks are not what their hashes say: {broken[0]}; put them back")
    version = VERSION_LINE.search(read_utf8(current))
    frozen = folder / f"{version['version']}.md" if version else None
    if version is None or frozen is None or not frozen.is_file():
        raise BaselineError("annotations/guidelines.md is not frozen; freeze its version before the measure is run")
    if sha256_file(frozen) != sha256_file(current):
        raise BaselineError(
            f"annotations/guidelines.md differs from the frozen {workspace.shown(frozen)}; the measure is run with a "
            "frozen codebook only: give the changed one a version and freeze it, or put it back"
        )
    return Codebook(version["version"], sha256_file(frozen))


def content_hash(build: Path) -> str:
    """Return the hash of what is in a build, as its manifest says; raises `BaselineError` if it has none."""
    path = build / MANIFEST
    manifest = read_json(path) if path.is_file() else {}
    if not isinstance(manifest.get("content_sha256"), str):
        raise BaselineError(f"{build} has no manifest with a content_sha256; make it with `claimwire build`")
    return str(manifest["content_sha256"])


def commit_of(root: Path) -> str:
    """Return the commit that is checked out, `+` behind it if files differ from it; `unknown` outside git."""
    try:
        head = _git(root, "rev-parse", "HEAD").strip()
        changed = _git(root, "status", "--porcelain", "--untracked-files=no", "--", ".", f":!{LOG.as_posix()}").strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head}+" if changed else head


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, text=True)
    return done.stdout


def logged_runs(root: Path) -> list[dict[str, Any]]:
    """Return the runs that were counted so far."""
    path = root / LOG
    return [json.loads(line) for line in read_utf8(path).splitlines()] if path.is_file() else []


def log_run(root: Path, run: dict[str, Any]) -> int:
    """Add a run to the log and return its number, counted from 1."""
    earlier = logged_runs(root)
    number = max((int(one["run"]) for one in earlier), default=0) + 1
    lines = [canonical_json(one) for one in [*earlier, {"run": number} | run]]
    write_text(root / LOG, "".join(f"{line}\n" for line in lines))
    return number
