"""The planned corpora with the texts of your own copies, for a build with all the texts that are at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..corpus.corpus import Corpus
from ..corpus.workspace import Workspace
from ..errors import ReleaseError
from ..hydration import hydrated_corpus


@dataclass(frozen=True)
class Copies:
    """The corpora of a release, and what is to be said of those whose texts are not all there."""

    corpora: tuple[Corpus, ...]
    told: tuple[str, ...]


def corpora_of_copies(workspace: Workspace, sources: Mapping[str, Path], max_lost: float = 0.0) -> Copies:
    """Return the planned corpora, each with the texts that its source has, by corpus id; nothing is written.

    A stand-off corpus without a source, or none of whose texts is in it, stays as it is: its rows are in the release
    without text. Raises `ReleaseError` if no text was found at all, or if a source lacks more than `max_lost` of the
    spans of a corpus (a share, from 0 to 1).
    """
    corpora, told, found = [], [], False
    for corpus in workspace.corpora():
        source = sources.get(corpus.corpus_id)
        if corpus.info.text_redistributable:
            corpora.append(corpus)
            continue
        restored, lacks = (corpus, None) if source is None else _restored(corpus, source, max_lost)
        has_text = any(article.text is not None for article in restored.articles.values())
        found = found or has_text
        corpora.append(restored if has_text else corpus)
        if not has_text:
            told.append(f"{corpus.corpus_id}: no text is available, so its rows have none")
        elif lacks is not None:
            told.append(lacks)
    if not found:
        places = ", ".join(dict.fromkeys(map(str, sources.values()))) or "your cache"
        raise ReleaseError(f"none of the texts of {', '.join(_standoff(workspace))} were found in {places}")
    return Copies(tuple(corpora), tuple(told))


def _restored(corpus: Corpus, source: Path, max_lost: float) -> tuple[Corpus, str | None]:
    """Return a corpus with its texts, and what the source lacks of their spans; None if it lacks nothing."""
    restored, report = hydrated_corpus(corpus, source)
    if not report.lost or not report.has_text:
        return restored, None
    told = f"{corpus.corpus_id}: {report.share_lost:.1%} of {report.spans} spans are not in {source}"
    if report.share_lost > max_lost:
        raise ReleaseError(
            f"{told}; see `claimwire hydrate {corpus.corpus_id} --from {source} --dry-run`, "
            "and allow it with --max-lost"
        )
    return restored, f"{told}; claims that lie in them are left out"


def _standoff(workspace: Workspace) -> list[str]:
    return [corpus.corpus_id for corpus in workspace.corpora() if not corpus.info.text_redistributable]
