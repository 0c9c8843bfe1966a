"""Level 5: the generated parts of the documents in the repository's top folder: card, README and citation."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from ..citation import with_release
from ..corpus.dois import DOI_REGION, RecordedDois, doi_region, dois_from, dois_of
from ..corpus.records import read_utf8
from ..corpus.workspace import CARD, CHARTS, MANIFEST, Workspace
from ..errors import ClaimwireError
from ..regions import REGION, refill
from ..schema import ReleaseManifest
from .check import Check
from .context import Context
from .findings import Finding, Place

CARD_SOURCE, README, CITATION = "DATASET_CARD.md", "README.md", "CITATION.cff"

BASELINES_REGION = "baselines"
"""The region with the figures of the repository's scoreboard; a card need not have it."""

IMAGE = re.compile(rf"(!\[[^\]\n]*\]\()({CHARTS}/)")
"""An image of a chart that lies in the folder of a release, as Markdown."""


def generated_documents(workspace: Workspace, release: Path) -> dict[Path, str]:
    """Return the documents that there are, with their generated parts taken from a release: path -> content.

    What people wrote stays, and so does a region that the release does not have: it comes with the next one. Raises
    `ClaimwireError` if a document or the card of the release cannot be read as UTF-8.
    """
    dois, url = dois_of(workspace), workspace.plan().url
    return {path: generated_document(path, release, dois, url) for path in documents(workspace)}


def documents(workspace: Workspace) -> list[Path]:
    """Return the paths of those documents that there are."""
    paths = (workspace.root / name for name in (CARD_SOURCE, README, CITATION))
    return [path for path in paths if path.is_file()]


def generated_document(path: Path, release: Path, dois: RecordedDois, url: str | None) -> str:
    """Return a document with its generated parts taken from a release, and the address and DOIs that there are by now.

    The card within the release cannot have the DOI of its own version: that is registered when nothing of the release
    changes any more. Raises as `generated_documents` does.
    """
    text = read_utf8(path)
    if path.name == CITATION:
        manifest = ReleaseManifest.model_validate_json((release / MANIFEST).read_bytes())
        return with_release(text, manifest.data_version, manifest.date, dois.of(manifest.data_version), url)
    place = os.path.relpath(release, path.parent)
    regions = {name: _seen_from(place, body) for name, body in _regions(read_utf8(release / CARD)).items()}
    return refill(text, regions | {DOI_REGION: doi_region(dois, release.name)})


def require_documents(workspace: Workspace, release: Path) -> None:
    """Raise `ClaimwireError` if a document is not in UTF-8, or has a region that a release's card does not have."""
    known = _regions(read_utf8(release / CARD)).keys() | {DOI_REGION}
    for path in documents(workspace):
        unknown = sorted(_regions(read_utf8(path)).keys() - known)
        if unknown and path.name != CITATION:
            raise ClaimwireError(
                f"{path}: nothing is generated for {', '.join(unknown)}; remove their `<!-- generated: ... -->` lines"
            )


def stale_documents(workspace: Workspace) -> dict[Path, str]:
    """Return the documents that differ from what the latest release makes of them, with that content."""
    release = workspace.latest_release()
    made = {} if release is None else generated_documents(workspace, release)
    return {path: text for path, text in made.items() if read_utf8(path) != text}


def _regions(text: str) -> dict[str, str]:
    """Return the generated regions of a document: name -> content."""
    return {match["name"]: match["body"] for match in REGION.finditer(text)}


def _seen_from(place: str, body: str) -> str:
    """Return a region of a release's card for a document elsewhere, from where the release is at a path.

    Images within the release are named by that path.
    """
    return IMAGE.sub(lambda match: f"{match[1]}{PurePath(place).as_posix()}/{match[2]}", body)


def _document_stale(context: Context) -> Iterator[Finding]:
    workspace = context.repository.workspace
    release = workspace.latest_release() if context.is_shared else None
    if release is None:
        return
    dois, plan = dois_from(row.record for row in context.repository.dois), context.repository.plan
    for path in documents(workspace):
        try:
            text = read_utf8(path)
        except ClaimwireError as error:
            yield Finding(Place(path), str(error).removeprefix(f"{path}: "))
            continue
        try:
            is_stale = text != generated_document(path, release, dois, None if plan is None else plan.url)
        except (ClaimwireError, OSError, ValueError):
            continue  # the release is damaged; `release-changed` and `manifest-invalid` say so
        if is_stale:
            yield Finding(Place(path), f"its generated parts are not those of {workspace.shown(release)}")


CHECKS = (
    Check(
        "document-stale",
        5,
        "card, README or citation are not in UTF-8, or do not have numbers and DOIs of the latest release",
        "run `claimwire build`, which brings them up to date",
        _document_stale,
    ),
)
