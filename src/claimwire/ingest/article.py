"""Make an article from a raw document, and the raw text from an article again."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from pydantic import ValidationError

from ..corpus.records import sha256_text, validation_messages
from ..dates import publication_date
from ..errors import EdtfError, HydrationError, RecipeError
from ..schema import Article, CorpusInfo, Document, Publication
from ..schema.vocab import DateEvidence, SegmentKind
from .reading import Recipe, RecordRecipe, compose, file_and_record
from .recipes import recipe_named
from .sentences import SENTENCE_RECIPE, sentences

LONG_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+){5,}")
"""Six or more words in an address are a sentence of the outlet, which a stand-off record shows as `…`."""


RAW_BYTES = 16 * 1024 * 1024
"""Most bytes of a raw text in UTF-8; one that is larger is seldom an article, and takes minutes and gigabytes."""

HEADLINE_WORDS, HEADLINE_CHARACTERS = 40, 320
"""Most words and code points of a headline that a stand-off record keeps; what is longer is a paragraph of the text."""


def ingest(document: Document, content: bytes, corpus: CorpusInfo) -> Article:
    """Return the article that a corpus's document holds, with its text, segments and sentences.

    Raises `RecipeError`, with the file's name, if the content does not have the form that its recipe reads or
    contradicts what the corpus says about it.
    """
    return ingest_with_notes(document, content, corpus)[0]


def ingest_with_notes(
    document: Document, content: bytes, corpus: CorpusInfo, name: str | None = None
) -> tuple[Article, tuple[str, ...]]:
    """Return what `ingest` does, and what whoever adds the document should know of it.

    `name` is that of the file, without a record; by default it is told from the document.
    Raises `RecipeError` as `ingest` does.
    """
    try:
        record = file_and_record(document.file)[1] if name is None else document.file[len(name) + 1 :]
        return _ingest(document, content, corpus, recipe_named(document.recipe or corpus.recipe), record)
    except RecipeError as error:
        raise RecipeError(f"{document.file}: {error}") from error
    except ValidationError as error:
        raise RecipeError(f"{document.file}: no article can be made from it: {validation_messages(error)}") from error


def _ingest(
    document: Document, content: bytes, corpus: CorpusInfo, recipe: Recipe, record: str
) -> tuple[Article, tuple[str, ...]]:
    raw, reading = recipe.extract(content, record or None)
    if reading.refusals:
        raise RecipeError("; ".join(reading.refusals))
    if len(raw) > RAW_BYTES or len(raw.encode("utf-8", "surrogatepass")) > RAW_BYTES:
        raise RecipeError(
            f"its text has more than {RAW_BYTES // 1024 // 1024} MB; give each article a file or a record of its own"
        )
    text, segments = compose(raw, reading.pieces)
    headline = next((raw[s.raw_start : s.raw_end] for s in segments if s.kind is SegmentKind.HEADLINE), None)
    headline = reading.headline or headline or document.headline
    if headline is None:
        raise RecipeError(
            f"recipe {recipe.name}/{recipe.version} found no headline; if it has none, write in corpus.toml with what "
            "`headline` the record should be shown"
        )
    if not corpus.text_redistributable:
        _require_short(headline)
    article = Article(
        article_id=document.article_id,
        corpus_id=corpus.corpus_id,
        outlet_id=document.outlet_id,
        episode_id=document.episode_id,
        headline=headline,
        url=_address(reading.url, document),
        language=corpus.language,
        publication=publication(reading.publication, document),
        as_of=document.as_of,
        first_text=document.first_text,
        earlier_id=document.earlier_id,
        cited=reading.cited,
        document=document.file,
        document_sha256=_document_sha256(content, recipe, record),
        recipe=f"{recipe.name}/{recipe.version}",
        raw_sha256=sha256_text(raw),
        raw_length=len(raw),
        text_sha256=sha256_text(text),
        text_length=len(text),
        segments=segments,
        sentence_recipe=SENTENCE_RECIPE,
        sentences=tuple(sentences(text, segments, corpus.language)),
        text=text,
    )
    return article, reading.notes


def _address(read: str | None, document: Document) -> str | None:
    """Return the address of an article; raises `RecipeError` if the document and the corpus give different ones."""
    if read is not None and document.url is not None and document.url not in (read, without_words(read)):
        raise RecipeError(
            f"the corpus (or the metadata) says its address is {document.url}, the document says {read}; take one out"
        )
    return read or document.url


def _document_sha256(content: bytes, recipe: Recipe, record: str) -> str:
    """Return the SHA-256 of a document: of its record where the recipe says so, otherwise of the whole file."""
    if isinstance(recipe, RecordRecipe) and recipe.hashes_records:
        own = next(item.content for item in recipe.records(content) if record in (item.name, *item.also))
        return hashlib.sha256(own).hexdigest()
    return _sha256(content)


@lru_cache(maxsize=1)
def _sha256(content: bytes) -> str:
    """Return the SHA-256 of a document; cached, because each record of a file is read by itself."""
    return hashlib.sha256(content).hexdigest()


def with_sentences_anew(article: Article, text: str) -> Article:
    """Return an article with the sentences that the present recipe finds in its text; nothing else changes.

    Raises `HydrationError` if the text is not the recorded one, because sentences are offsets in that.
    """
    if sha256_text(text) != article.text_sha256:
        raise HydrationError(
            f"{article.article_id}: SHA-256 of the text is {sha256_text(text)[:12]}..., recorded is "
            f"{article.text_sha256[:12]}...; put the recorded text back first"
        )
    found = tuple(sentences(text, article.segments, article.language))
    return article.model_copy(update={"sentence_recipe": SENTENCE_RECIPE, "sentences": found})


def _require_short(headline: str) -> None:
    """Raise `RecipeError` if a headline is too long to be kept in a stand-off record."""
    count = len(headline.split())
    if count > HEADLINE_WORDS or len(headline) > HEADLINE_CHARACTERS:
        raise RecipeError(
            f"its headline has {count} words and {len(headline)} characters, and would be published; a headline of a "
            f"stand-off corpus has at most {HEADLINE_WORDS} words and {HEADLINE_CHARACTERS} characters. It is probably "
            "the first paragraph: put the headline in a line of its own above it, or use a recipe that finds it"
        )


def publication(read: Publication, document: Document) -> Publication:
    """Return the date of publication: the one that the document gives, completed by what the corpus says about it.

    Raises `RecipeError` if a date is not valid, or if both give a date and they contradict each other, or do not
    together make a whole date.
    """
    check_date(read.date)
    check_date(document.published)
    if document.published is None:
        return read
    if read.date is not None:
        dates = f"the corpus (or --published) says {document.published}, the document says {read.date}"
        if any(a not in ("X", b) for a, b in zip(read.date, document.published, strict=False)):
            raise RecipeError(
                f"{dates}; the document's own date is recorded, so leave this one out for it: a document is never "
                "corrected"
            )
        if len(document.published) < len(read.date):
            if "X" in read.date:
                raise RecipeError(f"{dates}; give the whole date")
            return read
    return Publication(
        date=document.published, found=document.found or DateEvidence.SUPPLIED, evidence=document.evidence
    )


def check_date(edtf: str | None) -> None:
    """Raise `RecipeError` unless a date of publication is an existing day, month or year; its year may be open."""
    try:
        if edtf is not None:
            publication_date(edtf)
    except EdtfError as error:
        raise RecipeError(str(error)) from error


def reconstruct(article: Article) -> str:
    """Return the raw text an article was made from, code point for code point.

    Raises `HydrationError` if the article is a stand-off record, without its text.
    """
    if article.text is None:
        raise HydrationError(f"{article.article_id} holds no text; hydrate it first")
    parts = []
    for segment in article.segments:
        if segment.start is not None:
            parts.append(article.text[segment.start : segment.end])
        elif segment.raw is not None:
            parts.append(segment.raw)
        else:
            raise HydrationError(f"{article.article_id} lacks the piece at {segment.raw_start} of its raw document")
    return "".join(parts)


def raw_offset(article: Article, offset: int, *, end: bool = False) -> int:
    """Return the offset in the raw text of an offset in the text, in code points; with `end`, the end of a span.

    Raises `ValueError` if the offset is in a paragraph break, which the raw text does not have.
    """
    point = offset - 1 if end else offset
    for segment in article.segments:
        if segment.start is not None and segment.end is not None and segment.start <= point < segment.end:
            return segment.raw_start + offset - segment.start
    raise ValueError(f"offset {offset} of {article.article_id} lies in no piece of the raw document")


def without_words(url: str) -> str:
    """Return an address as a stand-off record shows it: six or more of its outlet's words in a row as `…`."""
    return LONG_SLUG.sub("…", url)


def dehydrated(article: Article) -> Article:
    """Return the stand-off record of an article: everything except third-party text, also that of a long address."""
    url = None if article.url is None else without_words(article.url)
    segments = tuple(segment.model_copy(update={"raw": None}) for segment in article.segments)
    cited = tuple(source.model_copy(update={"url": without_words(source.url)}) for source in article.cited)
    return article.model_copy(update={"text": None, "segments": segments, "url": url, "cited": cited})
