"""The generated parts of the documents in the repository's top folder: card and README."""

from __future__ import annotations

from pathlib import Path

from ..corpus.atomic import write_text
from ..corpus.workspace import CARD, Workspace
from ..regions import REGION, fill
from .build import CARD_SOURCE
from .card import HEAD

README = "README.md"


def generated_documents(workspace: Workspace, release: Path) -> dict[Path, str]:
    """Return card and README with their generated parts taken from a release: path -> content.

    The card's YAML head is made for a release and is not in the source.
    """
    card = HEAD.sub("", (release / CARD).read_text(encoding="utf-8"), count=1)
    regions = {match["name"]: match["body"] for match in REGION.finditer(card)}
    readme = workspace.root / README
    text = readme.read_text(encoding="utf-8")
    wanted = {match["name"] for match in REGION.finditer(text)}
    return {
        workspace.root / CARD_SOURCE: card,
        readme: fill(text, {name: body for name, body in regions.items() if name in wanted}, README),
    }


def write_documents(workspace: Workspace, release: Path) -> None:
    """Write the generated parts of card and README."""
    for path, text in generated_documents(workspace, release).items():
        write_text(path, text)
