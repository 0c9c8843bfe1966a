"""Bringing card, README and citation up to date with the latest release."""

from __future__ import annotations

from pathlib import Path

from ..checks.documents import stale_documents
from ..corpus.atomic import write_text
from ..corpus.workspace import Workspace


def update_documents(workspace: Workspace) -> list[Path]:
    """Write the generated parts of card, README and citation; return the documents that were out of date."""
    stale = stale_documents(workspace)
    for path, text in stale.items():
        write_text(path, text)
    return sorted(stale)
