"""`docs/glossary.md`: the words of the README, the labels, and every slot of a claim, from where each is declared."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.regions import fill, plain_markdown, table
from claimwire.schema import LABELS
from claimwire.schema.claims import ClaimBase

DOCUMENT = "docs/glossary.md"
WORDS = re.compile(r"^\| word \| means \|\n\|---\|---\|\n(?:\|.*\|\n)+", re.MULTILINE)
"""The table of words in the README."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page: path -> content. Raises `ClaimwireError` if the README has no table of words."""
    words = WORDS.search((workspace.root / "README.md").read_text(encoding="utf-8"))
    if words is None:
        raise ClaimwireError("README.md: it has no table `| word | means |`, which docs/glossary.md is made of")
    path = workspace.root / DOCUMENT
    regions = {"words": words[0], "labels": _labels(), "slots": _slots()}
    return {path: fill(path.read_text(encoding="utf-8"), regions, DOCUMENT).encode("utf-8")}


def _labels() -> str:
    rows = ((f"`{one.label.value}`", plain_markdown(_first_sentence(one.model))) for one in LABELS)
    return table(("label", "a claim of it is"), rows)


def _first_sentence(model: type[ClaimBase]) -> str:
    return (inspect.getdoc(model) or "").split("\n\n")[0]


def _slots() -> str:
    """Return a table of the fields of all labels: those that every claim has first."""
    names = dict.fromkeys(name for one in LABELS for name in one.model.model_fields)
    rows = []
    for name in names:
        owners = [one for one in LABELS if name in one.model.model_fields]
        told = dict.fromkeys(owner.model.model_fields[name].description or "" for owner in owners)
        whose = "every claim" if len(owners) == len(LABELS) else ", ".join(f"`{one.label.value}`" for one in owners)
        rows.append((f"`{name}`", whose, plain_markdown("; or ".join(told))))
    return table(("slot", "of", "what it says"), rows)
