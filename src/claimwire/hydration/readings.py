"""Read a document that may be, or resemble, the one an article was made from."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..corpus.records import sha256_text
from ..errors import RecipeError
from ..ingest.article import dehydrated
from ..ingest.filekinds import kind_of_bytes, marked_encoding
from ..ingest.reading import PARAGRAPH_BREAK, Reading, Recipe, RecordRecipe, TextRecipe, compose, lines
from ..ingest.recipes import is_recipe, recipe_named, record_recipe_of, record_recipes
from ..ingest.recipes.jsonl_field import record_names
from ..ingest.sentences import SENTENCE_RECIPE, sentences
from ..schema import Article, Segment
from ..schema.vocab import SegmentKind
from .sources import SourceFile
from .words import words

PLAIN_CHARSET = "cp1252"
"""Encoding of a plain text that is not UTF-8; a copy in any other encoding has other words, and is not used."""

HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|p|div)\b[^>]*>", re.IGNORECASE)
TIMES_LONGER = 50
"""A text that is more than so many times as long as an article is not compared with it by words: of a text
of n words a run is found by chance with the probability 1 - exp(-n / 2^20), as its hash has 20 bits."""

SEARCHED = 1_000_000
"""Most code points of a text that is searched by words."""

HEAD = 65536
"""Number of bytes at the beginning of a document in which HTML tags are looked for."""


class AnyText(TextRecipe):
    """Reads any text, one paragraph per line, and keeps all of them. For copies that no recipe fits."""

    name = "as-found"
    version = 1
    describes = "any text, one paragraph per line"

    def __init__(self, headline: str) -> None:
        self._headline = [word.form for word in words(headline)]

    def read(self, raw: str) -> Reading:
        """Return every line as a paragraph, and the first line with the headline's words as the headline."""
        text_lines = lines(raw)
        headed = (n for n, line in enumerate(text_lines) if [w.form for w in words(line.text)] == self._headline)
        headline = next(headed, None)
        return Reading(
            tuple(
                line.piece(SegmentKind.HEADLINE if n == headline else SegmentKind.BODY)
                for n, line in enumerate(text_lines)
            )
        )


@dataclass(frozen=True)
class Origin:
    """The file that an article's text was read from, and where in it the text is."""

    document: str
    """Its path within the source, with `#record` if the file holds several."""
    sha256: str
    """SHA-256 of the whole file, in hexadecimal."""
    recorded: bool
    """Whether its raw text is the recorded one, so that the recorded segments are right."""
    segments: tuple[Segment, ...] | None
    """The pieces of the file as plain text; None if offsets cannot be counted in it, as in an HTML page."""


@dataclass(frozen=True)
class Candidate:
    """An article with a text that a document may hold."""

    article: Article
    origin: Origin


@dataclass(frozen=True)
class SourceDocument:
    """One document of a source file: the file, a record of a JSON Lines file, or an article of a hydrated corpus."""

    name: str
    """Path within the source, with `#record` for a record."""
    file: SourceFile
    content: bytes
    record: str | None = None
    hydrated: Article | None = None
    recipe: str = "jsonl-field"
    """Name of the recipe that reads the record."""
    names: frozenset[str] = frozenset()
    """The names that the record may be recorded by."""
    own: bytes | None = None
    """The record without what is around it, where `content` is more."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the record where its recipe records that, otherwise of the whole file, in hexadecimal."""
        recipe = None if self.record is None else record_recipe_of(self.recipe)
        own = recipe is not None and recipe.hashes_records
        content = self.content if self.own is None else self.own
        return hashlib.sha256(content).hexdigest() if own else self.file.sha256


def documents(file: SourceFile) -> Iterator[SourceDocument]:
    """Yield the documents of a file: each record of a file of records, or the file itself."""
    others = (recipe for recipe in record_recipes() if recipe.name != "jsonl-field")
    recipe = next((recipe for recipe in others if recipe.holds(file.name, file.content)), None)
    if recipe is not None:
        yield from _records(file, recipe)
        return
    if not file.name.endswith(".jsonl"):
        yield SourceDocument(file.path, file, _in_utf8(file.content))
        return
    for line in file.content.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        record = _record_name(line)
        if record is not None:
            yield SourceDocument(
                f"{file.path}#{record}", file, line, record, _hydrated(line), names=frozenset({record})
            )


def _records(file: SourceFile, recipe: RecordRecipe) -> Iterator[SourceDocument]:
    """Yield the records of a file; the file itself if it has not the shape that the recipe reads."""
    try:
        records = recipe.records(file.content)
    except RecipeError:
        yield SourceDocument(file.path, file, _in_utf8(file.content))
        return
    for record in records:
        yield SourceDocument(
            f"{file.path}#{record.name}",
            file,
            record.read_from,
            record.name,
            recipe=recipe.name,
            names=frozenset({record.name, *record.also}),
            own=record.content,
        )


def _in_utf8(content: bytes) -> bytes:
    """Return a plain text in Windows-1252, and any text whose byte order mark says its encoding, as UTF-8.

    Everything else, pages included, is unchanged; so are archives, images and the like, which a recipe then refuses.
    """
    marked = marked_encoding(content)
    if marked is not None:
        return content.decode(marked, "replace").encode("utf-8", "replace")
    if is_html(content) or kind_of_bytes(content) is not None:
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
    """Return the name of the record on a line of a JSON Lines file; None if there is none with a name."""
    try:
        return next(iter(record_names(line)), None)
    except RecipeError:
        return None


def _hydrated(line: bytes) -> Article | None:
    """Return the article with its text that a line of a hydrated corpus holds; None if it holds something else."""
    try:
        article = Article.model_validate_json(line)
    except ValidationError:
        return None
    return None if article.text is None else article


def is_html(content: bytes) -> bool:
    """Return whether a document looks like an HTML page."""
    return HTML.search(content[:HEAD]) is not None


def readings(article: Article, document: SourceDocument) -> tuple[list[Candidate], list[str]]:
    """Return the article with each text that the document may hold, and why it could not be read in other ways.

    If a text is the recorded one, the article is as recorded, with its text, and it is the only candidate. Otherwise
    everything that follows from the text, for instance the sentences, is that of the document, and all other fields
    are the recorded ones.
    """
    if document.hydrated is not None:
        return _of_hydrated(article, document.hydrated, document)
    candidates: list[Candidate] = []
    recipes, problems = _recipes(article, document)
    for recipe in recipes:
        recipe_version = f"{recipe.name}/{recipe.version}"
        try:
            raw, reading = recipe.extract(document.content, document.record)
            text, segments = compose(raw, reading.pieces)
        except RecipeError as error:
            problems.append(f"{document.name}: recipe {recipe_version}: {error}")
            continue
        recorded = _as_recorded(article, raw)
        if recorded is None and sha256_text(text) != article.text_sha256 and not is_comparable(article, text):
            too_long = f"{document.name} is not {article.article_id} as recorded, and it is too long to be searched"
            problems += [] if too_long in problems else [too_long]
            continue
        made = recorded or _restored(article, raw, text, segments, recipe_version, document.sha256)
        in_file = segments if isinstance(recipe, TextRecipe) else None
        origin = Origin(document.name, document.sha256, recorded is not None, in_file)
        if is_restored(article, made):
            return [Candidate(made, origin)], []
        if recipe.name == "html" or not is_html(document.content):
            candidates.append(Candidate(made, origin))
    return candidates, problems


def is_comparable(article: Article, text: str) -> bool:
    """Return whether a text is short enough to be compared with an article by words.

    One that is very long has many of the article's hashed runs by chance, and takes long.
    """
    return len(text) <= min(TIMES_LONGER * article.text_length, max(SEARCHED, 2 * article.text_length))


def is_restored(article: Article, made: Article) -> bool:
    """Return whether an article was made from exactly the recorded text."""
    return made.text is not None and made.text_sha256 == article.text_sha256


def _recipes(article: Article, document: SourceDocument) -> tuple[list[Recipe], list[str]]:
    """Return the recipes that a document may be read with, the article's own first, and why that is not among them.

    The recipe of an article may be of a package that is not installed here. Of a version that cannot be made any more
    the newest is taken: a recorded text is cut out by its recorded segments, whatever the recipe finds.
    """
    if document.record is not None:
        return [recipe_named(document.recipe)], []
    fallback: Recipe = recipe_named("html") if is_html(document.content) else AnyText(article.headline)
    if article.recipe.startswith(("jsonl-field/", "as-found/", f"{fallback.name}/{fallback.version}")):
        return [fallback], []
    try:
        return [_recipe_of(article), fallback], []
    except RecipeError as error:
        return [fallback], [f"{document.name}: {error}"]


def _recipe_of(article: Article) -> Recipe:
    """Return the recipe of an article in its version, or in the newest where that version cannot be made any more.

    Raises `RecipeError` if there is no such recipe.
    """
    name = article.recipe.partition("/")[0]
    try:
        return recipe_named(article.recipe)
    except RecipeError:
        if not is_recipe(name):
            raise
    return recipe_named(name)


def _restored(
    article: Article, raw: str, text: str, segments: tuple[Segment, ...], recipe: str, document_sha256: str
) -> Article:
    """Return the article with a text that was read from another raw text than the recorded one."""
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

    None if the raw text is another one, or gives another text.
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


def _of_hydrated(article: Article, hydrated: Article, document: SourceDocument) -> tuple[list[Candidate], list[str]]:
    """Return the article with the text that a hydrated copy of it has."""
    if article.article_id != hydrated.article_id:
        return [], []
    if sha256_text(hydrated.text or "") != hydrated.text_sha256:
        return [], [f"{document.name}: the text does not match its own record, SHA-256 {hydrated.text_sha256[:12]}..."]
    recorded = (hydrated.text_sha256, hydrated.raw_sha256) == (article.text_sha256, article.raw_sha256)
    origin = Origin(document.name, document.file.sha256, recorded, None)
    if hydrated.text_sha256 != article.text_sha256:
        altered = article.model_copy(update={field: getattr(hydrated, field) for field in TEXT_FIELDS})
        return [Candidate(altered, origin)], []
    same_pieces = dehydrated(hydrated).segments == article.segments
    segments = hydrated.segments if same_pieces else article.segments
    return [Candidate(article.model_copy(update={"text": hydrated.text, "segments": segments}), origin)], []
