"""The documents that the names of files mean, each with its recipe and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from ..corpus.corpus import CORPUS_FILE
from ..corpus.records import validation_messages
from ..errors import RecipeError
from ..latin import latin_id
from ..schema import CorpusInfo, Document
from .article import without_words
from .choosing import BELOW_FRONT_MATTER, recipe_for
from .facts import DocumentFacts
from .metadata import require_used, row_of, stated_facts, together
from .reading import RecordRecipe, file_and_record
from .recipes import recipe_named, record_recipe_of

FILE_BYTES = 64 * 1024 * 1024
"""Most bytes of a file, which may have many records; `claimwire hydrate` leaves larger ones out."""


@dataclass(frozen=True)
class WantedDocument:
    """A document to be read: as it is on record or is about to be, its file, and what is said of it."""

    document: Document
    path: Path
    facts: DocumentFacts


def wanted_documents(
    corpus: CorpusInfo,
    names: Sequence[str],
    facts: DocumentFacts,
    problems: list[str],
    rows: Mapping[str, DocumentFacts] | None = None,
    require: Callable[[DocumentFacts], None] = lambda said: None,
) -> list[WantedDocument]:
    """Return the documents that file names mean, each once, with the files to read.

    A name is a path, with `#RECORD` if the file holds several; a file of records without it means all of them. The
    recipe is the one that the caller names, that on record, or the one for what the file is by its content. `rows` is
    what is said about single documents, by their names; `require` raises `RecipeError` if such facts name something
    that there is not.
    `problems` gets a message if a document is not in `corpus.toml` and nobody names its outlet, if two files of
    different folders have the same name, if a record has no name, and if what is said of a document contradicts itself.
    Raises `RecipeError` if there is no recipe of the name that the caller or the corpus gives, or a row is about none
    of the documents.
    """
    listed = {document.file: document for document in corpus.documents}
    taken = {document.article_id for document in corpus.documents}
    recipe_named(facts.recipe or corpus.recipe)
    wanted: dict[str, WantedDocument] = {}
    seen: list[tuple[str, str]] = []
    for name in names:
        try:
            path, record = _path_and_record(name)
            recipe = _recipe_of(path, corpus, facts)
            reader = record_recipe_of(recipe)
            has_head = recipe.partition("/")[0] == BELOW_FRONT_MATTER
            stated = _stated(path) if has_head else DocumentFacts()
            for record_name in (
                [record] if record or reader is None or path.name in listed else _record_names(path, reader)
            ):
                file = f"{path.name}#{record_name}" if record_name else path.name
                seen.append((file, path.name))
                if file not in wanted:
                    said = _said(file, [facts, row_of(rows or {}, file, path.name), stated], require)
                    if said.url is not None and not corpus.text_redistributable:
                        said = replace(said, url=without_words(said.url))
                    document = listed.get(file) or _new_document(corpus, file, record_name, said, recipe, taken)
                    taken.add(document.article_id)
                    wanted[file] = WantedDocument(document, path, said)
                elif os.path.realpath(wanted[file].path) != os.path.realpath(path):
                    raise RecipeError(
                        f"{path} has the name of {wanted[file].path}, and documents are found by their file name"
                    )
        except RecipeError as error:
            problems.append(str(error))
    if rows and not problems:
        require_used(rows, seen)
    return list(wanted.values())


def _stated(path: Path) -> DocumentFacts:
    try:
        return stated_facts(content_of(path))
    except RecipeError as error:
        raise RecipeError(f"{path.name}: {error}") from error


def _said(file: str, every: Sequence[DocumentFacts], require: Callable[[DocumentFacts], None]) -> DocumentFacts:
    try:
        said = together(every)
        require(said)
    except RecipeError as error:
        raise RecipeError(f"{file}: {error}") from error
    return said


def _path_and_record(name: str) -> tuple[Path, str]:
    """Return the file that a name means, and the record in it, which is empty if the file has that whole name.

    Raises `RecipeError` if there is no such file.
    """
    ends = [len(name), *(n for n in range(len(name) - 1, -1, -1) if name[n] == "#")]
    if Path(name).is_dir():
        raise RecipeError(f"{name} is a folder, not a file")
    for end in ends:
        if os.path.lexists(name[:end]) and not Path(name[:end]).is_dir():
            return Path(name[:end]), name[end + 1 :]
    raise RecipeError(f"{name}: there is no such file")


def _recipe_of(path: Path, corpus: CorpusInfo, facts: DocumentFacts) -> str:
    """Return the name of the recipe for a file: what the caller names, what is on record, or what its content asks for.

    Raises `RecipeError` if the caller or the corpus names a recipe that there is not, or the file cannot be read.
    """
    if facts.recipe is not None:
        return recipe_named(facts.recipe).name if "/" not in facts.recipe else facts.recipe
    known = next((item for item in corpus.documents if _is_from(item, path.name, corpus)), None)
    if known is not None:
        return known.recipe or corpus.recipe
    return recipe_for(path.name, content_of(path), corpus.recipe)


def _is_from(document: Document, name: str, corpus: CorpusInfo) -> bool:
    """Return whether a document is a file of a name, or a record in it."""
    if document.file == name:
        return True
    holds_records = record_recipe_of(document.recipe or corpus.recipe) is not None
    return holds_records and file_and_record(document.file)[0] == name


def _record_names(path: Path, recipe: RecordRecipe) -> list[str]:
    try:
        names = [record.name for record in recipe.records(content_of(path))]
    except RecipeError as error:
        raise RecipeError(f"{path.name}: {error}") from error
    if not names:
        raise RecipeError(f"{path.name} has no records; {recipe.no_records}")
    if "#" in path.name and path.suffix != ".jsonl":
        raise RecipeError(f"{path.name} has a # in its name, so its records could not be told apart; rename it")
    return names


def content_of(path: Path) -> bytes:
    """Return the content of a file; raises `RecipeError` if it cannot be read or is too large."""
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE_BYTES + 1)
    except OSError as error:
        raise RecipeError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > FILE_BYTES:
        raise RecipeError(f"{path} has more than {FILE_BYTES // 1024 // 1024} MB; split it into smaller files")
    return content


def _new_document(
    corpus: CorpusInfo, file: str, record: str, facts: DocumentFacts, recipe: str, taken: set[str]
) -> Document:
    if not _is_utf8(file):
        raise RecipeError(f"{file!r} is not a name in UTF-8, by which a document could be found again; rename it")
    if facts.outlet_id is None:
        raise RecipeError(
            f"{file} is not among the documents of {CORPUS_FILE}; name its outlet with --outlet, in a table with "
            "--metadata, or in its front matter"
        )
    try:
        return Document(
            article_id=_new_id(corpus.corpus_id, record or Path(file).stem, taken),
            file=file,
            outlet_id=facts.outlet_id,
            episode_id=facts.episode_id,
            recipe=facts.recipe or (None if recipe == corpus.recipe else recipe),
            published=facts.published,
            url=facts.url,
            headline=facts.headline,
        )
    except ValidationError as error:
        raise RecipeError(f"{file}: {validation_messages(error)}") from error


def _is_utf8(name: str) -> bool:
    """Return whether a file's name, as Python has it, is in UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _new_id(corpus_id: str, name: str, taken: set[str]) -> str:
    """Return an article id made from corpus and document name, with a number if that id is taken.

    Letters with accents and of other scripts are spelled in Latin letters.
    """
    plain = latin_id(name)
    stem = plain if plain.startswith(f"{corpus_id}_") else f"{corpus_id}_{plain or 'article'}"
    article_id, number = stem, 2
    while article_id in taken:
        article_id, number = f"{stem}_{number}", number + 1
    return article_id
