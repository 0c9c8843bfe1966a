"""`heron` of the small repository as a stand-off corpus: records without text, and the documents beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from small import DOCUMENTS, OPEN

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.folder import standoff_files

CORPUS_ID = OPEN
ARTICLE = "heron_f"
"""The longest article of a plain text; the tests edit its document."""
OTHER_ARTICLE = "heron_e"
"""Another article of a plain text, on the same events."""
RECORD_ARTICLE = "heron_d"
"""The only article that is a record of a JSON Lines file."""


@dataclass(frozen=True)
class Standoff:
    """A repository with a stand-off corpus, the documents somebody has of it, and the corpus with its texts."""

    workspace: Workspace
    documents: Path
    full: Corpus

    def corpus(self) -> Corpus:
        """Return the stand-off corpus."""
        return self.workspace.corpus(CORPUS_ID)

    def document(self, article_id: str = ARTICLE) -> Path:
        """Return the document of an article of a plain text."""
        return self.documents / f"{article_id}.txt"

    @property
    def plain_articles(self) -> set[str]:
        """The articles whose documents are plain texts."""
        return self.full.articles.keys() - {RECORD_ARTICLE}


def make_standoff(small: Workspace, root: Path) -> None:
    """Write a copy of the small repository in which `heron` has no texts, and the documents of `heron`."""
    shutil.copytree(small.root, root / "repository")
    folder = Workspace(root / "repository").corpus_folder(CORPUS_ID)
    for name, content in standoff_files(small.corpus(CORPUS_ID), anchors=True).items():
        write_bytes(folder / name, content)
    set_redistributable(folder, False)
    for path in sorted(DOCUMENTS.glob(f"{CORPUS_ID}_*")):
        write_bytes(root / "documents" / path.name, path.read_bytes())


def set_redistributable(folder: Path, value: bool) -> None:
    """Change whether the texts of a corpus may be redistributed."""
    toml = (folder / "corpus.toml").read_text(encoding="utf-8")
    old, new = (f"text_redistributable = {str(flag).lower()}\n" for flag in (not value, value))
    assert toml.count(old) == 1
    write_text(folder / "corpus.toml", toml.replace(old, new))


def edit_document(standoff: Standoff, old: str, new: str, article_id: str = ARTICLE) -> None:
    """Replace words that an article's document has once."""
    path = standoff.document(article_id)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    write_text(path, text.replace(old, new))


def change_a_word(standoff: Standoff) -> None:
    """Change one word of an article's document, so that a few spans are lost."""
    edit_document(standoff, "Two peacekeepers", "Three peacekeepers")
