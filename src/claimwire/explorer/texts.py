"""Which articles' texts a site shows: those that may be passed on, unless whoever makes it asks for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..corpus.places import repository_of
from ..corpus.workspace import MANIFEST
from ..errors import ReleaseError
from ..hydration import load_texts
from ..licences import creative_commons
from ..release.manifest import read_manifest
from ..schema.vocab import LicenceEvidence
from ..tables.parquet import iter_own_rows
from ..tables.row import Row
from .records import corpora_of
from .rows import ExplorerRows, Progress

RESTRICTING = ("-NC", "-ND")
"""Parts of licences of Creative Commons that forbid to change a text, as marks in it may, or to earn with it."""


@dataclass(frozen=True)
class ShownTexts:
    """The texts of a site by article id, which of them may not be passed on, and how many were left out for that."""

    texts: Mapping[str, str]
    closed: frozenset[str]
    restored: frozenset[str]
    """Those that no repository may have: all but those of corpora whose texts may be redistributed."""
    left_out: int


def may_be_passed_on(article: Row) -> bool:
    """Return whether the text of an article may stand on a page that others read, by its row of the release.

    It may if its corpus says so, or if those who may state a licence of Creative Commons that allows it.
    """
    if article.get("text_redistributable"):
        return True
    licence = creative_commons(article.get("text_licence", ""))
    is_stated = article.get("licence_evidence") not in (None, LicenceEvidence.INFERRED.value)
    return licence is not None and is_stated and not any(part in licence.spdx_id for part in RESTRICTING)


def shown_texts(rows: ExplorerRows, texts: Mapping[str, str], *, every: bool) -> ShownTexts:
    """Return which of some texts a site shows; with `every`, also those that may not be passed on."""
    closed = {article_id for article_id in texts if not may_be_passed_on(rows.articles[article_id])}
    shown = {article_id: text for article_id, text in texts.items() if every or article_id not in closed}
    restored = {article_id for article_id in shown if not rows.articles[article_id].get("text_redistributable")}
    return ShownTexts(shown, frozenset(closed & shown.keys()), frozenset(restored), len(texts) - len(shown))


def restored_texts(rows: ExplorerRows, source: Path, progress: Progress = lambda _: None) -> dict[str, str]:
    """Return the texts of a release that a copy has, by article id, each with the hash that the release gives.

    The copy is a build with texts, a folder that `claimwire hydrate` wrote, or raw documents. Raises `ReleaseError` if
    it has none of the texts, and `HydrationError` if it cannot be read.
    """
    progress("reading your copy of the texts")
    found = _of_build(rows, source) if (source / MANIFEST).is_file() else _of_copy(rows, source, progress)
    if not found:
        raise ReleaseError(f"{source} has none of the texts of this release; name the folder that you hydrated them to")
    return found


def require_place_for_texts(shown: ShownTexts, place: Path) -> None:
    """Raise `ReleaseError` if a site would bring texts into a repository that may not stand there."""
    if shown.restored and repository_of(place) is not None:
        raise ReleaseError(
            f"{place} is in the repository, and {len(shown.restored)} of the texts on the pages may not stand there; "
            "name a folder outside of it with --to"
        )


def _of_build(rows: ExplorerRows, folder: Path) -> dict[str, str]:
    found = {}
    for table in read_manifest(folder).tables:
        if table.config == "articles":
            for row in iter_own_rows(folder / table.path, ["article_id", "text_sha256", "text"]):
                known = rows.articles.get(row["article_id"])
                if known is not None and known["text_sha256"] == row["text_sha256"] and row["text"] is not None:
                    found[row["article_id"]] = row["text"]
    return found


def _of_copy(rows: ExplorerRows, source: Path, progress: Progress) -> dict[str, str]:
    found: dict[str, str] = {}
    for corpus in corpora_of(rows):
        if not corpus.info.text_redistributable:
            progress(f"reading texts of {corpus.corpus_id}")
            found |= load_texts(corpus, source)
    return found
