"""Which files of which sources the articles of a corpus are in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ...corpus.corpus import CORPUS_FILE, Corpus
from ...errors import HydrationError
from ...ingest.reading import file_and_record
from ...schema import Article, TextSource
from ..matching import has_text_of
from ..sources import MEMBER_BYTES, SourceFile


@dataclass(frozen=True)
class WantedFile:
    """A file that articles without a text were made from, and where it is."""

    name: str
    """As in the articles' `document`; a path below the folder that it goes to."""
    source: TextSource
    addresses: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def limit(self) -> int:
        """Most bytes that it may have."""
        return MEMBER_BYTES if self.source.size is None else self.source.size

    def fault(self, content: bytes) -> str | None:
        """Return what is wrong with a copy of it; None if it is the file.

        Where its own hash is not on record, it is the file if it has the recorded text of one of the articles.
        """
        if self.source.sha256 is None:
            if has_text_of(self.articles, SourceFile(self.name, content)):
                return None
            named = self.articles[0].article_id
            more = f" nor of {len(self.articles) - 1} others that are in it" if self.articles[1:] else ""
            return f"sent a page that does not have the recorded text of {named}{more}"
        found = hashlib.sha256(content).hexdigest()
        if found == self.source.sha256:
            return None
        return f"sent another file: SHA-256 {found}, expected {self.source.sha256}"


def wanted_files(data: Corpus) -> tuple[list[WantedFile], list[str]]:
    """Return the files that the articles without a text are in, by name, and the documents that no source has.

    A file that several articles are in is there once. Raises `HydrationError` if there are no files, or no sources.
    """
    info = data.info
    if not info.sources:
        why = (
            "its texts are in the repository"
            if info.text_redistributable
            else "its texts are not known to be open and online; restore them from your own copy with --from"
        )
        raise HydrationError(f"{data.folder / CORPUS_FILE} has no [[sources]], so there is nothing to download: {why}")
    articles: dict[str, list[Article]] = {}
    for row in data.rows.articles:
        if row.record.text is None:
            articles.setdefault(file_and_record(row.record.document)[0], []).append(row.record)
    wanted, unknown = [], []
    for name in sorted(articles):
        found = wanted_file(name, info.sources, articles[name])
        if found is None:
            unknown += [article.document for article in articles[name]]
        else:
            wanted.append(found)
    if not wanted:
        what = f"none of them has {unknown[0]}" if unknown else "all the texts are in the repository"
        raise HydrationError(f"nothing to download by the [[sources]] of {data.folder / CORPUS_FILE}: {what}")
    return wanted, unknown


def wanted_file(name: str, sources: Sequence[TextSource], articles: Sequence[Article]) -> WantedFile | None:
    """Return a file with the addresses of the first source that it is of; None if it is of none."""
    for source in sources:
        parts = source.parts(name)
        if parts is not None:
            return WantedFile(name, source, source.addresses_of(parts), tuple(articles))
    return None
