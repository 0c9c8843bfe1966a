"""This repository, and copies of its records to build from. Tests of code use the small repository instead."""

import shutil
from pathlib import Path

from claimwire.corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent


def copy_of_repository(to: Path, *, releases: bool = False) -> Workspace:
    """Copy the records, schemas and documents, with the published releases or without any."""
    for folder in ("annotations", "schema"):
        shutil.copytree(ROOT / folder, to / folder)
    for name in ("CITATION.cff", "DATASET_CARD.md", "README.md"):
        shutil.copy(ROOT / name, to / name)
    (to / "dataset").mkdir()
    for path in (ROOT / "dataset").glob("*.jsonl"):
        shutil.copy(path, to / "dataset")
    for release in Workspace(ROOT).releases() if releases else ():
        shutil.copytree(release, to / "dataset" / release.name)
    return Workspace(to)
