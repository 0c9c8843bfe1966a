"""Reading a document that may be, or resemble, the one an article was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..corpus.records import sha256_text
from ..errors import RecipeError
from ..ingest.article import dehydrated
from ..ingest.reading import PARAGRAPH_BREAK, Reading, Recipe, TextRecipe, compose, lines
from ..ingest.recipes import recipe_named
from ..ingest.recipes.jsonl_field import record_names
from ..ingest.sentences import SENTENCE_RECIPE, sentences
from ..schema import Article, Segment
from ..schema.vocab import SegmentKind
from .sources import Offer
from .words import words

PLAIN_CHARSET = "cp1252"
"""What a plain text that is not UTF-8 is read as: a copy in another encoding has other words, and is not taken."""

HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|p|div)\b[^>]*>", re.IGNORECASE)
HEAD = 65536
"""Bytes at the beginning of a document that are looked at to tell whether it is HTML."""


class AsFound(TextRecipe):
    """Reads any text: a paragraph a line, all of them kept. For copies that no recipe fits."""

    name = "as-found"
    version = 1
    describes = "any text, a paragraph a line"

    def __init__(self, headline: str) -> None:
        self._headline = [word.form for word in words(headline)]

    def read(self, raw: str) -> Reading:
        """Return every line as a paragraph, the first that has the headline's words as the headline."""
        kinds = [SegmentKind.HEADLINE]
        pieces = []
        for line in lines(raw):
            is_headline = bool(kinds) and [word.form for word in words(line.text)] == self._headline
            pieces.append(line.piece(kinds.pop() if is_headline else SegmentKind.BODY))
        return Reading(tuple(pieces))


@dataclass(frozen=True)
class Origin:
    """The file that an article's text was read from, and where in it the text stands."""

    document: str
    """Its path within the source, with `#record` where the file holds several."""
    sha256: str
    """SHA-256 of the whole file, in hexadecimal."""
    recorded: bool
    """Whether its raw text is the recorded one, so that the recorded segments are right."""
    segments: tuple[Segment, ...] | None
    """The pieces of the file as plain text; None where offsets cannot be counted in it, as in an HTML page."""


@dataclass(frozen=True)
class Candidate:
    """An article with a text that a document may hold."""

    article: Article
    origin: Origin


@dataclass(frozen=True)
class Document:
    """One document of an offer: a file, a record of a JSON Lines file, or an article of a hydrated corpus."""

    name: str
    offer: Offer
    content: bytes
    record: str | None = None
    hydrated: Article | None = None


def documents(offer: Offer) -> Iterator[Document]:
    """Yield the documents of an offer: each record of a JSON Lines file, or the file itself."""
    if not offer.file.endswith(".jsonl"):
        yield Document(offer.path, offer, _in_utf8(offer.content))
        return
    for line in offer.content.split(b"\n"):
        record = _record_name(line)
        if record is not None:
            yield Document(f"{offer.path}#{record}", offer, line, record, _hydrated(line))


def _in_utf8(content: bytes) -> bytes:
    """Return a plain text in UTF-8 where it is in Windows-1252; everything else, pages included, as it is."""
    if is_html(content):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode(PLAIN_CHARSET).encode("utf-8")
        except UnicodeDecodeError:
            return content
    return content


def _record_name(line: bytes) -> str | None:
    """Return what a line of a JSON Lines file calls its record; None where it holds none with a name."""
    try:
        return next(iter(record_names(line)), None)
    except RecipeError:
        return None


def _hydrated(line: bytes) -> Article | None:
    """Return the article with its text that a line of a hydrated corpus holds; None where it holds something else."""
    try:
        article = Article.model_validate_json(line)
    except ValidationError:
        return None
    return None if article.text is None else article


def is_html(content: bytes) -> bool:
    """Tell whether a document looks like an HTML page."""
    return HTML.search(content[:HEAD]) is not None


def readings(article: Article, document: Document) -> tuple[list[Candidate], list[str]]:
    """Return the article with each text that the document may hold, and why it could not be read in other ways.

    Where a text is the one recorded, the article is as recorded, with its text, and it is the only one. Otherwise
    everything that follows from the text, sentences for instance, is that of the document; what is known of the
    article stays.
    """
    if document.hydrated is not None:
        return _of_hydrated(article, document.hydrated, document)
    found, problems = [], []
    for recipe in _recipes(article, document):
        shown = f"{recipe.name}/{recipe.version}"
        try:
            raw, reading = recipe.extract(document.content, document.record)
            text, segments = compose(raw, reading.pieces)
        except RecipeError as error:
            problems.append(f"{document.name}: recipe {shown}: {error}")
            continue
        recorded = _as_recorded(article, raw)
        made = recorded or _restored(article, raw, text, segments, shown, document.offer.sha256)
        in_file = segments if isinstance(recipe, TextRecipe) else None
        origin = Origin(document.name, document.offer.sha256, recorded is not None, in_file)
        if is_restored(article, made):
            return [Candidate(made, origin)], []
        if recipe.name == "html" or not is_html(document.content):
            found.append(Candidate(made, origin))
    return found, problems


def is_restored(article: Article, made: Article) -> bool:
    """Tell whether an article was made of the very text that is recorded."""
    return made.text is not None and made.text_sha256 == article.text_sha256


def _recipes(article: Article, document: Document) -> list[Recipe]:
    """Return the recipes that a document may be read with, the article's own first."""
    if document.record is not None:
        return [recipe_named("jsonl-field")]
    own = [recipe_named(article.recipe)] if not article.recipe.startswith(("jsonl-field/", "as-found/")) else []
    other: Recipe = recipe_named("html") if is_html(document.content) else AsFound(article.headline)
    return [*(recipe for recipe in own if recipe.name != other.name), other]


def _restored(
    article: Article, raw: str, text: str, segments: tuple[Segment, ...], recipe: str, document_sha256: str
) -> Article:
    """Return the article with a text read from another raw text than the recorded one."""
    if sha256_text(text) == article.text_sha256:
        return article.model_copy(update={"text": text})
    made: dict[str, Any] = {
        "document_sha256": document_sha256,
        "recipe": recipe,
        "raw_sha256": sha256_text(raw),
        "raw_length": len(raw),
        "text_sha256": sha256_text(text),
        "text_length": len(text),
        "segments": segments,
        "sentence_recipe": SENTENCE_RECIPE,
        "sentences": tuple(sentences(text, segments, article.language)),
        "text": text,
    }
    return article.model_copy(update=made)


def _as_recorded(article: Article, raw: str) -> Article | None:
    """Return the article with the text that its recorded segments cut out of the recorded raw text.

    None where the raw text is another, or gives another text.
    """
    if sha256_text(raw) != article.raw_sha256:
        return None
    parts: list[str] = []
    length = 0
    segments = []
    for segment in article.segments:
        content = raw[segment.raw_start : segment.raw_end]
        if segment.start is None:
            segments.append(segment.model_copy(update={"raw": content}))
            continue
        if segment.start > length:
            parts.append(PARAGRAPH_BREAK)
        parts.append(content)
        length = segment.start + len(content)
        segments.append(segment)
    text = "".join(parts)
    if sha256_text(text) != article.text_sha256:
        return None
    return article.model_copy(update={"text": text, "segments": tuple(segments)})


TEXT_FIELDS = (
    "document_sha256",
    "recipe",
    "raw_sha256",
    "raw_length",
    "text_sha256",
    "text_length",
    "segments",
    "sentence_recipe",
    "sentences",
    "text",
)
"""The fields of an article that follow from its raw document."""


def _of_hydrated(article: Article, hydrated: Article, document: Document) -> tuple[list[Candidate], list[str]]:
    """Return the article with the text that a hydrated copy of it has."""
    if article.article_id != hydrated.article_id:
        return [], []
    if sha256_text(hydrated.text or "") != hydrated.text_sha256:
        return [], [
            f"{document.name}: the text is not the one of its own record, SHA-256 {hydrated.text_sha256[:12]}..."
        ]
    recorded = (hydrated.text_sha256, hydrated.raw_sha256) == (article.text_sha256, article.raw_sha256)
    origin = Origin(document.name, document.offer.sha256, recorded, None)
    if hydrated.text_sha256 != article.text_sha256:
        altered = article.model_copy(update={field: getattr(hydrated, field) for field in TEXT_FIELDS})
        return [Candidate(altered, origin)], []
    same_pieces = dehydrated(hydrated).segments == article.segments
    segments = hydrated.segments if same_pieces else article.segments
    return [Candidate(article.model_copy(update={"text": hydrated.text, "segments": segments}), origin)], []
