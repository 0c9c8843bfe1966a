"""Bounds of what is taken in: headlines of stand-off corpora, which are published, and sizes of texts and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import CORPUS

from claimwire.errors import RecipeError
from claimwire.ingest import wanted
from claimwire.ingest.article import HEADLINE_CHARACTERS, HEADLINE_WORDS, ingest
from claimwire.ingest.wanted import content_of
from claimwire.schema import Article, CorpusInfo, Document

STANDOFF = CORPUS.model_copy(update={"text_redistributable": False, "recipe": "plain-text"})
OPEN = CORPUS.model_copy(update={"text_redistributable": True, "recipe": "plain-text"})


def made(headline: str, corpus: CorpusInfo = STANDOFF, body: str = "A boat came in.") -> Article:
    """Return the article of a document with a headline and a body."""
    document = Document(article_id=f"{corpus.corpus_id}_1", file="1.txt", outlet_id="orlan_post")
    return ingest(document, f"{headline}\n\nIt was late.\n\n{body}\n".encode(), corpus)


def headline_of(words: int, characters: int = 0) -> str:
    """Return a headline with so many words, filled up to so many characters."""
    text = " ".join(["sea"] * words)
    return text + "s" * (characters - len(text))


@pytest.mark.parametrize(
    ("words", "characters"), [(HEADLINE_WORDS, 0), (1, HEADLINE_CHARACTERS), (HEADLINE_WORDS, HEADLINE_CHARACTERS)]
)
def test_a_headline_at_the_bound_is_taken(words: int, characters: int) -> None:
    assert made(headline_of(words, characters)).headline == headline_of(words, characters)


@pytest.mark.parametrize(("words", "characters"), [(HEADLINE_WORDS + 1, 0), (1, HEADLINE_CHARACTERS + 1)])
def test_a_longer_one_is_refused_with_advice_where_it_would_be_published_without_the_text(
    words: int, characters: int
) -> None:
    headline = headline_of(words, characters)
    count = f"its headline has {words} words and {len(headline)} characters"
    with pytest.raises(RecipeError, match=rf"^1\.txt: {count}.*at most 40 words and 320.*line of its own"):
        made(headline)
    assert made(headline, OPEN).headline == headline


def test_a_text_at_the_limit_of_size_is_taken_and_one_byte_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len("Boat\n\nIt was late.\n\nA boat came in.\n")
    monkeypatch.setattr("claimwire.ingest.article.RAW_BYTES", size)
    assert made("Boat").raw_length == size
    with pytest.raises(RecipeError, match=r"^1\.txt: its text has more than 0 MB; give each article a file"):
        made("Boats")
    with pytest.raises(RecipeError, match="its text has more than"):
        made("Boât")


def test_a_file_at_the_limit_of_size_is_read_and_one_byte_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.txt").write_bytes(b"four")
    monkeypatch.setattr(wanted, "FILE_BYTES", 4)
    assert content_of(tmp_path / "1.txt") == b"four"
    monkeypatch.setattr(wanted, "FILE_BYTES", 3)
    with pytest.raises(RecipeError, match=r"1\.txt has more than 0 MB; split it into smaller files"):
        content_of(tmp_path / "1.txt")
