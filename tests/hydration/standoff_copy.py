"""The openwire corpus as if its texts might not be redistributed: records without text, and the documents apart."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.folder import standoff_files
from claimwire.ingest.article import reconstruct

ANNOTATIONS = Path(__file__).resolve().parents[2] / "annotations"


@dataclass(frozen=True)
class Standoff:
    """A repository with a stand-off corpus, the documents somebody has of it, and the corpus with its texts."""

    workspace: Workspace
    documents: Path
    full: Corpus

    def corpus(self) -> Corpus:
        """Return the stand-off corpus."""
        return self.workspace.corpus("openwire")


def make_standoff(root: Path) -> Standoff:
    full = read_corpus(ANNOTATIONS / "openwire")
    workspace = Workspace(root / "repository")
    own = workspace.annotations / "openwire"
    for name in ("outlets", "annotators.jsonl", "release.toml"):
        source = ANNOTATIONS / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(workspace.annotations) / name)
    for name, content in standoff_files(full, anchors=True).items():
        write_bytes(own / name, content)
    toml = (own / "corpus.toml").read_text(encoding="utf-8")
    write_text(own / "corpus.toml", toml.replace("text_redistributable = true", "text_redistributable = false"))
    for article in records_of(full.rows.articles):
        write_bytes(root / "documents" / article.document, reconstruct(article).encode("utf-8"))
    return Standoff(workspace, root / "documents", full)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
