"""Texts of no corpus as articles: what is asked about a text before, or without, taking it into a repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from pydantic import ValidationError

from ..corpus.records import sha256_text, validation_messages
from ..errors import RecipeError
from ..latin import latin_id
from ..schema import Article
from ..schema.article import Publication, Segment
from ..schema.release import CorpusInfo, Document
from ..schema.vocab import DateEvidence, SegmentKind, TextOrigin
from ..versions import SCHEMA_VERSION
from .article import check_date, ingest
from .filekinds import kind_of_text
from .reading import decode, lines
from .sentences import SENTENCE_RECIPE, sentences

NOWHERE = "unlisted"
"""The corpus and the outlet of what is in none."""
RECIPE = "unlisted/1"
BLANK_LINE = re.compile(r"\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+")
LINE_END = re.compile(r"\r?\n")
HEADLINE_WORDS = 25
"""Words that a first line has at most if it is a headline; it ends in no full stop."""


def article_of_text(text: str, article_id: str = NOWHERE, published: str | None = None) -> Article:
    """Return a text as an article whose text is the text itself, so that offsets count in what was given.

    A first line of few words without a full stop is the headline. `published` is an EDTF date.
    Raises `RecipeError` if the id or the date is none, or the text is another kind of file.
    """
    check_date(published)
    first = next((line.text for line in lines(text)), "")
    try:
        return article_of_segments(text, article_id, tuple(_segments(text)), " ".join(first.split()), published)
    except ValidationError as error:
        raise RecipeError(f"{article_id}: no article can be made from it: {validation_messages(error)}") from error


def article_of_segments(
    text: str,
    article_id: str,
    segments: tuple[Segment, ...],
    headline: str,
    published: str | None,
    *,
    corpus_id: str = NOWHERE,
    outlet_id: str = NOWHERE,
) -> Article:
    """Return a text as an article of an outlet that is not listed, in English, in pieces that are known.

    The id stands for a headline that is empty. Raises `pydantic.ValidationError` if a value is none of its field.
    """
    sha256 = sha256_text(text)
    publication = Publication(date=published, found=DateEvidence.UNKNOWN)
    if published is not None:
        publication = Publication(date=published, found=DateEvidence.SUPPLIED, evidence="Given with it.")
    return Article(
        article_id=article_id,
        corpus_id=corpus_id,
        outlet_id=outlet_id,
        headline=headline or article_id,
        language="en",
        publication=publication,
        document=article_id,
        document_sha256=sha256,
        recipe=RECIPE,
        raw_sha256=sha256,
        raw_length=len(text),
        text_sha256=sha256,
        text_length=len(text),
        segments=segments,
        sentence_recipe=SENTENCE_RECIPE,
        sentences=tuple(sentences(text, segments)),
        text=text,
    )


def article_of_document(content: bytes, name: str, article_id: str, published: str | None = None) -> Article:
    """Return the article in a document: a page (HTML, by the recipe for pages), or a text.

    The offsets of a page count in the text that the recipe keeps. Raises `RecipeError`, with the name, if the document
    is empty or another kind of file, and if no article is found in a page.
    """
    if _is_page(content):
        document = Document(
            article_id=article_id, file=name, outlet_id=NOWHERE, recipe="html", headline=article_id,
            published=published, found=None if published is None else DateEvidence.SUPPLIED,
            evidence=None if published is None else "Given with it.",
        )  # fmt: skip
        return ingest(document, content, _no_corpus())
    try:
        text = decode(content)
        if not text.strip("\ufeff \t\r\n"):
            raise RecipeError("there is no text in it; give the text of an article, or its page")
        kind = kind_of_text(text)
        if kind is not None:
            raise RecipeError(f"the document is {kind.name}, not the text of an article; {kind.advice_alone}")
        return article_of_text(text, article_id, published)
    except RecipeError as error:
        raise RecipeError(f"{name}: {error}") from error


def id_of(name: str, taken: set[str]) -> str:
    """Return the id of an article by the name of its file, one that is not taken, and take it."""
    plain = latin_id(name) or NOWHERE
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}_{number}"
    taken.add(found)
    return found


def _is_page(content: bytes) -> bool:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<!--")) or b"<html" in start


def _segments(text: str) -> Iterator[Segment]:
    """Yield the paragraphs of a text, each with the white space behind it, the first with that before it.

    Blank lines part paragraphs; in a text without any, a line is a paragraph.
    """
    begins = [match.end() for match in (BLANK_LINE if BLANK_LINE.search(text.strip()) else LINE_END).finditer(text)]
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    edges = [0, *(place for place in begins if first < place < last), len(text)]
    for number, (begin, end) in enumerate(pairwise(edges)):
        words = text[begin:end].strip()
        short = len(words.split()) <= HEADLINE_WORDS and len(words.splitlines()) == 1
        headline = number == 0 and len(edges) > 2 and short and not words.rstrip("\"'”’») ").endswith(".")
        kind = SegmentKind.HEADLINE if headline else SegmentKind.BODY
        if begin < end:
            yield Segment(kind=kind, raw_start=begin, raw_end=end, start=begin)


def _no_corpus() -> CorpusInfo:
    words = "Texts of no corpus."
    return CorpusInfo.model_validate_json(
        json.dumps({
            "corpus_id": NOWHERE, "title": words, "description": words, "language": "en",
            "text_origin": TextOrigin.PUBLISHED.value, "text_redistributable": True, "text_licence": words,
            "annotation_licence": words, "schema_version": SCHEMA_VERSION, "guideline_version": "0.0.0",
            "recipe": "html", "not_checked": words,
        })
    )  # fmt: skip
