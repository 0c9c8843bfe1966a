"""An article: where its text comes from, what its pieces are, where its sentences are."""

from __future__ import annotations

import re

from pydantic import Field

from .base import (
    Edtf,
    EventReference,
    Id,
    Name,
    NamedAddress,
    OwnWords,
    Record,
    Sha256,
    Spans,
    ThirdPartyText,
    WebAddress,
)
from .vocab import DateEvidence, SegmentKind

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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


class Citation(Record):
    """A source that an article names with its address."""

    name: Name = Field(description="the source as the article names it, without brackets")
    url: NamedAddress = Field(description="its address; in stand-off records long wordings in it are cut to `…`")


class Article(Record):
    """One article of a corpus. In a stand-off corpus `text` and the segments' `raw` are absent."""

    article_id: Id = Field(description="id of the article, unique over all corpora, never reused")
    corpus_id: Id = Field(description="the corpus it belongs to")
    outlet_id: Id = Field(description="the outlet that published it")
    episode_id: EventReference | None = Field(
        default=None, description="the event the article reports; articles that share an event share a split"
    )
    headline: Name = Field(description="the headline as published, or what `corpus.toml` shows where there is none")
    url: WebAddress | None = Field(
        default=None,
        description="address of the article where it is known; in stand-off records long wordings in it are cut to `…`",
    )
    language: str = Field(pattern=r"^[a-z]{2,3}$", description="ISO 639 code of the text's language")
    publication: Publication = Field(description="date of publication and how it was found")
    as_of: Edtf | None = Field(
        default=None,
        description="when a public copy first showed this text (EDTF, UTC), where an article was rewritten in place",
    )
    first_text: bool | None = Field(
        default=None,
        description="whether it is the first text that the public copy had; absent where that is not known",
    )
    earlier_id: Id | None = Field(
        default=None, description="the article with the first text of what was rewritten in place, if it is another"
    )
    cited: tuple[Citation, ...] = Field(default=(), description="sources that it names with their addresses, in order")
    document: str = Field(description="file name of the raw document, with `#record` where a file holds several")
    document_sha256: Sha256 = Field(
        description="SHA-256 of the raw document's bytes; of a record, where its recipe says so"
    )
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

    @property
    def told_since(self) -> str:
        """Since when its text is told, as ISO 8601 text by which articles can be sorted; "" if nothing is known.

        It is `as_of`, else the day of publication. Where a public copy lacks the early history of a text that stands on
        an earlier day's page, `as_of` is when the copy began, and the end of that day (UTC) counts.
        """
        return told_since(self.publication.date, self.as_of, self.first_text, self.earlier_id)


def told_since(day: str | None, as_of: str | None, first_text: bool | None, earlier_id: str | None) -> str:
    """Return since when a text is told, by the fields of its article; see `Article.told_since`."""
    if as_of is None:
        return day or ""
    starts_unseen = first_text is None and earlier_id is None and day is not None and DAY.fullmatch(day) is not None
    return f"{day}T23:59:59Z" if day is not None and starts_unseen and day < as_of[:10] else as_of


class WordRun(Record):
    """A few neighbouring words of a text as a hash: it confirms the words to somebody who has them.

    Runs do not overlap. A hash is cut to so few bits a word that the runs of a text do not determine it; see
    `claimwire.hydration.anchors` for what they do tell. Words are case folded and without punctuation.
    """

    first: int = Field(ge=0, description="number of the run's first word in the text, counted from 0")
    words: int = Field(ge=1, description="how many words the run has")
    hash: str = Field(pattern=r"^[0-9a-f]+$", description="hash of the words, cut to four bits a hexadecimal digit")
    repeated: bool = Field(default=False, description="whether the same words stand elsewhere in the text, too")


class SpanAnchor(Record):
    """Which words a span is made of, by their numbers in the text, and the punctuation at its edges."""

    start: int = Field(ge=0, description="first code point of the span in the text the hashes were made from")
    end: int = Field(ge=1, description="code point after the last of the span")
    first: int = Field(ge=0, description="number of the span's first word in the text, counted from 0")
    words: int = Field(
        ge=0, description="how many words the span has; 0 where it has none or cuts one, and cannot be found elsewhere"
    )
    lead: str = Field(default="", description="punctuation of the span before its first word, in its plainest form")
    trail: str = Field(default="", description="punctuation of the span after its last word, in its plainest form")


class ArticleAnchors(Record):
    """By what the spans that a stand-off article's records mention are found again in another copy of its text."""

    article_id: Id = Field(description="the article")
    text_sha256: Sha256 = Field(description="SHA-256 of the text the hashes were made from")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the way of hashing")
    words: int = Field(ge=0, description="how many words the text has")
    runs: tuple[WordRun, ...] = Field(description="hashed runs of words in and around the spans, in text order")
    anchors: tuple[SpanAnchor, ...] = Field(description="one anchor a distinct span, by start and end")
