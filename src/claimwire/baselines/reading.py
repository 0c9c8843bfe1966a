"""An article as its models read it: sentences, what the rules find in them, and what is known of their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..dates import Bounds, known_bounds
from ..errors import BaselineError
from ..schema import Article
from ..schema.vocab import SegmentKind
from .contract import SentenceRow
from .parts import parts_of_draft
from .rules.annotator import drafts_of
from .rules.passage import Draft, Passage, passages
from .tagging import Parts
from .token_features import TokenRow, token_row


@dataclass(frozen=True)
class ArticleReading:
    """The sentences of an article that may hold claims, with what is read off them, one a sentence in each list."""

    article: Article
    published: Bounds
    rules: list[Draft]
    passages: list[Passage]
    kinds: list[str]
    tokens: list[TokenRow]
    rows: list[SentenceRow]


def read_article(article: Article) -> ArticleReading:
    """Return what is read off an article; raises `BaselineError` if it has no text."""
    if article.text is None:
        raise BaselineError(f"{article.article_id} has no text to read; name your copy of it, or hydrate it")
    published = known_bounds(article.publication.date)
    found, rules = list(passages(article)), list(drafts_of(article))
    kinds = [kind_at(article, passage.start) for passage in found]
    parts = [parts_of_draft(draft) for draft in rules]
    tokens = [
        token_row(passage, _near(parts, passage), published, kind) for passage, kind in zip(found, kinds, strict=True)
    ]
    return ArticleReading(article, published, rules, found, kinds, tokens, _rows(found))


def kind_at(article: Article, place: int) -> str:
    """Return what sort of piece of its article a place is in: `body` where no segment says so."""
    for segment in article.segments:
        if segment.start is not None and segment.start <= place < (segment.end or 0):
            return segment.kind.value
    return SegmentKind.BODY.value


def _near(parts: Sequence[Parts], passage: Passage) -> list[Parts]:
    return [
        one
        for one in parts
        if any(start < passage.end and passage.start < end for own in one.pieces.values() for start, end in own)
    ]


def _rows(found: Sequence[Passage]) -> list[SentenceRow]:
    texts = [passage.text[passage.start : passage.end] for passage in found]
    return [
        SentenceRow(text, texts[n - 1] if n else None, texts[n + 1] if n + 1 < len(texts) else None)
        for n, text in enumerate(texts)
    ]
