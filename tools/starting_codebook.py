"""The codebook that `claimwire init` lays down: this repository's own, with its generated tables left empty."""

from __future__ import annotations

from pathlib import Path

from claimwire.corpus.records import read_utf8
from claimwire.corpus.workspace import GUIDELINES_FILE, RULINGS_FILE, Workspace
from claimwire.regions import emptied
from claimwire.templates import CODEBOOK_TEMPLATE, RULINGS_TEMPLATE

TEMPLATES = Path("src", "claimwire", "templates", "files")


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the codebook and the rulings that come with the package: path -> content."""
    folder = workspace.root / TEMPLATES
    codebook = emptied(read_utf8(workspace.annotations / GUIDELINES_FILE))
    return {
        folder / CODEBOOK_TEMPLATE: codebook.encode("utf-8"),
        folder / RULINGS_TEMPLATE: (workspace.annotations / RULINGS_FILE).read_bytes(),
    }
