"""This repository, and copies of its records to build from. Tests of code use the small repository instead."""

import shutil
from pathlib import Path

from claimwire.corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent


def copy_of_repository(to: Path) -> Workspace:
    """Copy the records, schemas and documents, without any release."""
    for folder in ("annotations", "schema"):
        shutil.copytree(ROOT / folder, to / folder)
    for name in ("DATASET_CARD.md", "README.md"):
        shutil.copy(ROOT / name, to / name)
    (to / "dataset").mkdir()
    shutil.copy(ROOT / "dataset" / "splits.jsonl", to / "dataset")
    return Workspace(to)
