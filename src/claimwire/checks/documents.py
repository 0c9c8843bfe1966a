"""The generated parts of the documents in the repository's top folder: card, README and citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..corpus.workspace import CARD, MANIFEST, Workspace
from ..errors import ClaimwireError
from ..regions import REGION, fill
from ..schema import ReleaseManifest
from .check import Check
from .context import Context
from .findings import Finding, Place

CARD_SOURCE, README, CITATION = "DATASET_CARD.md", "README.md", "CITATION.cff"

HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The YAML head of a card, which is made for a release and is not in the source."""


def generated_documents(workspace: Workspace, release: Path) -> dict[Path, str]:
    """Return the documents that there are, with their generated parts taken from a release: path -> content.

    Raises `ClaimwireError` if one is not in UTF-8 or has a region that nothing makes.
    """
    card = HEAD.sub("", _text(release / CARD), count=1)
    regions = {match["name"]: match["body"] for match in REGION.finditer(card)}
    documents = {workspace.root / CARD_SOURCE: card}
    readme, citation = workspace.root / README, workspace.root / CITATION
    if readme.is_file():
        text = _text(readme)
        wanted = {match["name"] for match in REGION.finditer(text)}
        documents[readme] = fill(text, {name: body for name, body in regions.items() if name in wanted}, README)
    if citation.is_file():
        manifest = ReleaseManifest.model_validate_json((release / MANIFEST).read_bytes())
        documents[citation] = _cited(_text(citation), manifest)
    return documents


def stale_documents(workspace: Workspace) -> dict[Path, str]:
    """Return the documents that are there and differ from what the latest release makes of them, with that content."""
    release = workspace.latest_release()
    made = {} if release is None else generated_documents(workspace, release)
    return {path: text for path, text in made.items() if path.is_file() and _text(path) != text}


def _cited(text: str, manifest: ReleaseManifest) -> str:
    """Return a citation file with the version and the day of a release."""
    text = re.sub(r"^version: .*$", f"version: {manifest.data_version}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^date-released: .*$", f"date-released: {manifest.date}", text, count=1, flags=re.MULTILINE)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ClaimwireError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _document_stale(context: Context) -> Iterator[Finding]:
    if context.is_shared:
        try:
            stale = sorted(stale_documents(context.repository.workspace))
        except (ClaimwireError, OSError, ValueError) as error:
            yield Finding(Place(context.repository.workspace.root), str(error).replace("\n", " "))
            return
        for path in stale:
            yield Finding(Place(path), "its generated parts are not those of the latest release")


CHECKS = (
    Check(
        "document-stale",
        5,
        "card, README or citation do not have the numbers of the latest release",
        "run `claimwire build`, which brings them up to date",
        _document_stale,
    ),
)
