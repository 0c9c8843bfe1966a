"""An article: where its text comes from, what its pieces are, where its sentences are."""

from __future__ import annotations

from pydantic import Field

from .base import Edtf, EventReference, Id, Name, OwnWords, Record, Sha256, Spans, ThirdPartyText
from .vocab import DateEvidence, SegmentKind


class Segment(Record):
    """A piece of a raw document; the segments of an article, in order, tile the raw document without gap or overlap."""

    kind: SegmentKind = Field(description="what the piece is")
    raw_start: int = Field(ge=0, description="first code point of the piece in the raw document")
    raw_end: int = Field(ge=0, description="code point after the last of the piece in the raw document")
    start: int | None = Field(
        default=None, ge=0, description="where the piece begins in the article's text; absent where it was left out"
    )
    raw: ThirdPartyText | None = Field(
        default=None,
        description="the piece itself where it was left out of the text; absent in stand-off records",
    )

    @property
    def end(self) -> int | None:
        """Where the piece ends in the article's text; it has the same length there as in the raw document."""
        return None if self.start is None else self.start + self.raw_end - self.raw_start


class Publication(Record):
    """When an article was published, and how that is known."""

    date: Edtf | None = Field(default=None, description="EDTF date or date and time; absent where it was not found")
    found: DateEvidence = Field(description="how the date was found")
    evidence: OwnWords | None = Field(
        default=None, description="the evidence for what the page itself does not give, in our own words"
    )


class Article(Record):
    """One article of a corpus. In a stand-off corpus `text` and the segments' `raw` are absent."""

    article_id: Id = Field(description="id of the article, unique over all corpora, never reused")
    corpus_id: Id = Field(description="the corpus it belongs to")
    outlet_id: Id = Field(description="the outlet that published it")
    episode_id: EventReference | None = Field(
        default=None, description="the event the article reports; articles that share an event share a split"
    )
    headline: Name = Field(description="the headline as published")
    url: str | None = Field(
        default=None,
        description="address of the article where the document gives it; stand-off, six or more words in it are cut to `…`",
    )
    language: str = Field(pattern=r"^[a-z]{2,3}$", description="ISO 639 code of the text's language")
    publication: Publication = Field(description="date of publication and how it was found")
    document: str = Field(description="file name of the raw document, with `#record` where a file holds several")
    document_sha256: Sha256 = Field(description="SHA-256 of the raw document's bytes")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the recipe that made the text")
    raw_sha256: Sha256 = Field(description="SHA-256 of the raw text in UTF-8")
    raw_length: int = Field(ge=0, description="length of the raw text in code points")
    text_sha256: Sha256 = Field(description="SHA-256 of the article's text in UTF-8")
    text_length: int = Field(ge=0, description="length of the article's text in code points")
    segments: tuple[Segment, ...] = Field(description="the pieces of the raw document, in order")
    sentence_recipe: str = Field(description="name and version of the recipe that found the sentences")
    sentences: Spans = Field(description="the sentences of the text, headline and lead included, in order")
    text: ThirdPartyText | None = Field(
        default=None, description="the article's text; absent where it may not be redistributed"
    )


class SpanAnchor(Record):
    """Hashes by which a span is found again in another copy of the text; none of them gives the words away.

    A word run is a number of neighbouring words, case folded, without punctuation; its hash is cut to a few bits, so
    that it confirms a copy somebody has but does not determine the words to somebody who has none.
    """

    start: int = Field(ge=0, description="first code point of the span in the text the hashes were made from")
    end: int = Field(ge=1, description="code point after the last of the span")
    words: int = Field(ge=0, description="how many words the span touches")
    lead: str = Field(description="punctuation of the span before its first word, quotation marks straightened")
    trail: str = Field(description="punctuation of the span after its last word, quotation marks straightened")
    whole: str = Field(description="hash of all words of the span; empty where the span is too short for one")
    first: str = Field(description="hash of the word run that begins with the span's first word")
    last: str = Field(description="hash of the word run that ends with the span's last word")
    before: str = Field(description="hash of the word run just before the span")
    after: str = Field(description="hash of the word run just after the span")


class ArticleAnchors(Record):
    """The anchors of every span that a stand-off article's records mention."""

    article_id: Id = Field(description="the article")
    text_sha256: Sha256 = Field(description="SHA-256 of the text the hashes were made from")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the way of hashing")
    anchors: tuple[SpanAnchor, ...] = Field(description="one anchor a distinct span, by start and end")
