"""Documents of others found again among articles, and their spans placed in the articles' texts.

A text is compared by its characters alone: white space, such as line ends, may differ, so that it does not matter by
which recipe the article was ingested.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ...errors import FormatError
from ...ingest.article import reconstruct
from ...ingest.reading import file_and_record
from ...pieces import Pieces, merge_pieces
from ...schema import Article
from .contract import HumanDocument


def articles_of(documents: Iterable[HumanDocument], articles: Mapping[str, Article]) -> dict[str, Article]:
    """Return the article of each document, by the document's name.

    Raises `FormatError` if there is none for a document, or more than one.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles.values():
        for name in names_of(article.document):
            by_name.setdefault(name, []).append(article)
    found = {}
    for document in documents:
        those = by_name.get(document.name, [])
        if not those:
            raise FormatError(
                f"{document.file}: no article is made of the document {document.name!r}; --with-texts FILE.jsonl adds "
                "the texts in the same step, or ingest them first with `claimwire ingest`"
            )
        if len(those) > 1:
            ids = ", ".join(sorted(article.article_id for article in those))
            raise FormatError(f"{document.file}: {ids} are all made of documents called {document.name!r}")
        found[document.name] = those[0]
    return found


def names_of(document: str) -> set[str]:
    """Return what the document of an article may be called: its record or its file, with and without ending."""
    file, record = file_and_record(document)
    return {record} if record else {file, PurePath(file).stem, PurePath(PurePath(file).stem).stem}


@dataclass(frozen=True)
class Placing:
    """Where the characters of a document's text are in its article's text."""

    article: Article
    places: Sequence[int]
    """The places of the characters in the document's text."""
    targets: Sequence[int | None]
    """For each of them its place in the article's text; None if the article leaves it out."""

    def of(self, pieces: Pieces) -> tuple[Pieces, int, int]:
        """Return pieces in the article's text, and how many are not in it and how many edges were within a word."""
        found: list[tuple[int, int]] = []
        gone = cut = 0
        text = self.article.text or ""
        for start, end in pieces:
            first, last = bisect_left(self.places, start), bisect_left(self.places, end)
            kept = [place for place in self.targets[first:last] if place is not None]
            if not kept:
                gone += 1
                continue
            piece = whole_words(text, kept[0], kept[-1] + 1)
            cut += piece != (kept[0], kept[-1] + 1)
            found.append(piece)
        return merge_pieces(found), gone, cut


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range widened to the words that its edges are in."""
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    return start, end


def placing(document: HumanDocument, article: Article) -> Placing:
    """Return where a document's text is in an article; raises `FormatError` if that has another text, or none."""
    if article.text is None:
        raise FormatError(f"{article.article_id} has no text at hand; name your copy of the texts with --from")
    raw = reconstruct(article)
    in_raw, theirs = characters(raw), characters(document.text)
    wanted = "".join(document.text[place] for place in theirs)
    whole = "".join(raw[place] for place in in_raw)
    at = whole.find(wanted)
    if at < 0 or not wanted:
        raise FormatError(f"{document.file}: its text is not that of {article.article_id}; is it of another version?")
    kept: dict[int, int] = {}
    for segment in article.segments:
        if segment.start is not None:
            shift = segment.start - segment.raw_start
            kept.update((place, place + shift) for place in range(segment.raw_start, segment.raw_end))
    return Placing(article, theirs, [kept.get(place) for place in in_raw[at : at + len(theirs)]])


def characters(text: str) -> list[int]:
    """Return the places of the characters of a text that are no white space."""
    return [place for place, character in enumerate(text) if not character.isspace() and character != "\ufeff"]
