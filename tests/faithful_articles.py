"""What must be true of every article, whatever recipe and raw text it was made from."""

from __future__ import annotations

from itertools import pairwise

from claimwire.corpus.records import sha256_text
from claimwire.ingest.article import dehydrated, reconstruct
from claimwire.ingest.reading import KEPT, PARAGRAPH_BREAK, has_break
from claimwire.schema import Article
from claimwire.schema.vocab import SegmentKind


def assert_faithful(article: Article, raw: str) -> None:
    """Fail if an article does not give its raw text back, or its pieces or sentences do not fit."""
    assert article.text is not None
    assert reconstruct(article) == raw
    assert (article.raw_length, article.raw_sha256) == (len(raw), sha256_text(raw))
    assert (article.text_length, article.text_sha256) == (len(article.text), sha256_text(article.text))
    assert_pieces_tile(article, raw)
    assert_text_is_made_of_kept_pieces(article, raw)
    assert_sentences_fit(article)
    standoff = dehydrated(article)
    assert standoff.text is None
    assert all(segment.raw is None for segment in standoff.segments)


def assert_pieces_tile(article: Article, raw: str) -> None:
    place = 0
    for segment in article.segments:
        assert segment.raw_start == place
        assert segment.raw_end > place
        place = segment.raw_end
    assert place == len(raw)


def assert_text_is_made_of_kept_pieces(article: Article, raw: str) -> None:
    assert article.text is not None
    for segment in article.segments:
        piece = raw[segment.raw_start : segment.raw_end]
        assert (segment.kind in KEPT) == (segment.start is not None)
        if segment.start is None:
            assert segment.raw == piece
            assert (segment.kind is not SegmentKind.SEPARATOR) or not piece.strip()
        else:
            assert segment.raw is None
            assert article.text[segment.start : segment.end] == piece
    kept = [segment for segment in article.segments if segment.start is not None]
    between = [PARAGRAPH_BREAK if has_break(a.kind, a.raw_end, b.raw_start) else "" for a, b in pairwise(kept)]
    pieces = [raw[segment.raw_start : segment.raw_end] for segment in kept]
    assert (
        article.text == "".join(a + b for a, b in zip(pieces, [*between, ""], strict=True))
        if kept
        else not article.text
    )


def assert_sentences_fit(article: Article) -> None:
    """Sentences are in order, each in one kept piece, and together all of these but white space and the dateline."""
    assert article.text is not None
    in_prose = [s for s in article.segments if s.start is not None and s.kind is not SegmentKind.DATELINE]
    for sentence in article.sentences:
        quote = sentence.of(article.text)
        assert quote
        assert quote == quote.strip()
        assert any(s.start <= sentence.start and sentence.end <= s.end for s in in_prose)  # type: ignore[operator]
    assert all(before.end <= after.start for before, after in pairwise(article.sentences))
    in_sentences = "".join(sentence.of(article.text) for sentence in article.sentences)
    in_pieces = "".join(article.text[s.start : s.end] for s in in_prose)
    assert "".join(in_sentences.split()) == "".join(in_pieces.split())
