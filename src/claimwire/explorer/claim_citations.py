"""How a claim of a release is cited: the release as its own description says, then the claim by its id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..citation import Cited, Dois, apa
from ..corpus.records import read_json
from ..schema import ReleaseManifest

DESCRIPTION = "croissant.json"
RESOLVER = "https://doi.org/"


def release_citation(folder: Path, manifest: ReleaseManifest) -> str:
    """Return how a release is cited, in one line; who published it, and where, is told by its Croissant description.

    A release without that description is cited by its name, version and year.
    """
    path = folder / DESCRIPTION
    told: Any = read_json(path) if path.is_file() else {}
    return apa(cited_release(manifest, told if isinstance(told, Mapping) else {}))


def cited_release(manifest: ReleaseManifest, description: Mapping[str, Any]) -> Cited:
    """Return what is cited of a release, by its manifest and its Croissant description."""
    creators = description.get("creator") or []
    people = creators if isinstance(creators, list) else [creators]
    authors = tuple(str(one["name"]) for one in people if isinstance(one, Mapping) and one.get("name"))
    url = description.get("url")
    doi = str(url).removeprefix(RESOLVER) if str(url).startswith(RESOLVER) else None
    dois = Dois(version=doi)
    return Cited(
        authors, manifest.name, manifest.data_version, manifest.date, url if doi is None and url else None, dois
    )
