"""What tests of the explorer read: a release of the small repository, and the files of a site."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.corpus.workspace import Workspace
from claimwire.explorer.rows import ExplorerRows
from claimwire.explorer.site import SiteOptions, site_files
from claimwire.explorer.texts import shown_texts

OPTIONS = SiteOptions("Somebody. (2031). small (Version 1.0.0) [Data set].")


@dataclass(frozen=True)
class Released:
    """A repository with its one release, and the rows that pages are made of; only to be read."""

    workspace: Workspace
    folder: Path
    rows: ExplorerRows


def files_of(rows: ExplorerRows, texts: dict[str, str] | None = None, *, every: bool = False) -> dict[str, str]:
    """Return the files of the site of some rows, with the texts of the release if no others are given."""
    return dict(site_files(rows, shown_texts(rows, rows.texts if texts is None else texts, every=every), OPTIONS))


def handed_over(script: str) -> Any:
    """Return the data that a script of a site hands over."""
    told = script[script.index(", ") + 2 : script.rindex(");")]
    if told.startswith("JSON.parse("):
        return json.loads(json.loads(told.removeprefix("JSON.parse(").removesuffix(")")))
    return json.loads(told)
