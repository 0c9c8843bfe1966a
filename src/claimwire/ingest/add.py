"""Add documents to a corpus: their ids, the articles made from them, and what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ..corpus.corpus import CORPUS_FILE, Corpus
from ..corpus.records import parse_toml, validation_messages
from ..corpus.transaction import Edit
from ..errors import RecipeError, RecordError
from ..schema import Article, CorpusInfo, Document, Outlet
from .article import dehydrated, ingest_with_notes
from .recipes import recipe_named
from .recipes.jsonl_field import record_names

FILE_BYTES = 64 * 1024 * 1024
"""Most bytes of a file, which may have many records; `claimwire hydrate` leaves larger ones out."""


@dataclass(frozen=True)
class DocumentFacts:
    """What the caller says about documents that `corpus.toml` does not list yet."""

    outlet_id: str | None = None
    recipe: str | None = None
    published: str | None = None
    episode_id: str | None = None


@dataclass(frozen=True)
class IngestedDocument:
    """A document with the article made from it."""

    document: Document
    article: Article
    status: str
    """`new`, `unchanged`, or `changed` if the corpus has an article of this id from another document or recipe."""
    listed: bool
    """Whether `corpus.toml` lists the document already."""
    notes: tuple[str, ...] = ()
    """What whoever adds the document should know of it, as its recipe tells it."""


def wanted_documents(
    corpus: CorpusInfo, names: Sequence[str], facts: DocumentFacts, problems: list[str]
) -> list[tuple[Document, Path]]:
    """Return the documents that file names mean, each once, with the files to read.

    A name is a path, with `#RECORD` if the file holds several; a JSON Lines file without it means all its records.
    `problems` gets a message if a document is not in `corpus.toml` and the caller names no outlet, if two files of
    different folders have the same name, and if a record has no name.
    Raises `RecipeError` if there is no recipe of the name that the caller or the corpus gives.
    """
    listed = {document.file: document for document in corpus.documents}
    taken = {document.article_id for document in corpus.documents}
    has_records = recipe_named(facts.recipe or corpus.recipe).name == "jsonl-field"
    wanted: dict[str, tuple[Document, Path]] = {}
    for name in names:
        path_text, _, record = name.partition("#")
        path = Path(path_text)
        try:
            for record_name in [record] if record or not has_records or path.name in listed else _record_names(path):
                file = f"{path.name}#{record_name}" if record_name else path.name
                if file not in wanted:
                    document = listed.get(file) or _new_document(corpus, file, record_name, facts, taken)
                    taken.add(document.article_id)
                    wanted[file] = (document, path)
                elif wanted[file][1].resolve() != path.resolve():
                    raise RecipeError(f"{path} has the name of {wanted[file][1]}, by which a document is found again")
        except RecipeError as error:
            problems.append(str(error))
    return list(wanted.values())


def _record_names(path: Path) -> list[str]:
    try:
        return record_names(_content(path))
    except RecipeError as error:
        raise RecipeError(f"{path.name}: {error}") from error


def _content(path: Path) -> bytes:
    """Return the content of a file; raises `RecipeError` if it cannot be read or is too large."""
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE_BYTES + 1)
    except OSError as error:
        raise RecipeError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > FILE_BYTES:
        raise RecipeError(f"{path} has more than {FILE_BYTES // 1024 // 1024} MB; split it into smaller files")
    return content


def _new_document(corpus: CorpusInfo, file: str, record: str, facts: DocumentFacts, taken: set[str]) -> Document:
    if not _is_utf8(file):
        raise RecipeError(f"{file!r} is not a name in UTF-8, by which a document could be found again; rename it")
    if facts.outlet_id is None:
        raise RecipeError(f"{file} is not among the documents of {CORPUS_FILE}; name its outlet with --outlet")
    try:
        return Document(
            article_id=_new_id(corpus.corpus_id, record or Path(file).stem, taken),
            file=file,
            outlet_id=facts.outlet_id,
            episode_id=facts.episode_id,
            recipe=facts.recipe,
            published=facts.published,
        )
    except ValidationError as error:
        raise RecipeError(f"{file}: {validation_messages(error)}") from error


def _is_utf8(name: str) -> bool:
    """Return whether a file's name, as Python has it, is in UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _new_id(corpus_id: str, name: str, taken: set[str]) -> str:
    """Return an article id made from corpus and document name, with a number if that id is taken."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower()).strip("_")
    stem = plain if plain.startswith(f"{corpus_id}_") else f"{corpus_id}_{plain or 'article'}"
    article_id, number = stem, 2
    while article_id in taken:
        article_id, number = f"{stem}_{number}", number + 1
    return article_id


def read_documents(
    data: Corpus, names: Sequence[str], facts: DocumentFacts, outlets: Mapping[str, Outlet]
) -> list[IngestedDocument]:
    """Return documents with the articles made from them, and whether the corpus has these already.

    `outlets` are those of the repository, by id. Raises one `RecipeError` about all documents that cannot be read, or
    whose outlet is not known or does not allow its text in the corpus.
    """
    if facts.outlet_id is not None and facts.outlet_id not in outlets:
        raise RecipeError(_unknown_outlet(facts.outlet_id, outlets))
    recorded = {item.record.article_id: item.record for item in data.rows.articles}
    listed = {document.article_id for document in data.info.documents}
    problems: list[str] = []
    contents: dict[Path, bytes] = {}
    added = []
    wanted = wanted_documents(data.info, names, facts, problems)
    problems += _outlet_problems(data.info, [document for document, _ in wanted], outlets)
    for document, path in wanted:
        try:
            if path not in contents:
                contents = {path: _content(path)}
            article, notes = ingest_with_notes(document, contents[path], data.info)
        except RecipeError as error:
            problems.append(str(error))
            continue
        old = recorded.get(document.article_id)
        same = old is not None and dehydrated(article) == dehydrated(old)
        status = "new" if old is None else "unchanged" if same else "changed"
        added.append(IngestedDocument(document, article, status, document.article_id in listed, notes))
    if problems:
        more = f"{len(problems)} problems, so no document was added:\n" if len(problems) > 1 else ""
        raise RecipeError(more + "\n".join(problems))
    return added


def _outlet_problems(corpus: CorpusInfo, documents: Sequence[Document], outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """Yield a message for every outlet that is not known, or does not allow what the corpus would do with its texts."""
    for outlet_id in sorted({document.outlet_id for document in documents}):
        files = ", ".join(document.file for document in documents if document.outlet_id == outlet_id)
        if outlet_id not in outlets:
            yield f"{files}: {_unknown_outlet(outlet_id, outlets)}"
        elif corpus.text_redistributable and not outlets[outlet_id].text_redistributable:
            yield (
                f"{files}: the texts of {outlet_id} may not be redistributed ({outlets[outlet_id].licence}), but those "
                f"of {corpus.corpus_id} would be in the repository; add them to a corpus with "
                "text_redistributable = false"
            )


def _unknown_outlet(outlet_id: str, outlets: Mapping[str, Outlet]) -> str:
    known = ", ".join(sorted(outlets)) or "none"
    return f"no outlet is called {outlet_id!r}, there are {known}; describe it in a file of annotations/outlets first"


def add_articles(edit: Edit, added: Sequence[IngestedDocument], *, replace: bool = False) -> list[Path]:
    """Put new articles, and with `replace` changed ones, into a corpus; return the files that this changes.

    Stand-off corpora get stand-off records. Raises `RecipeError` if an article would change without `replace`, because
    its claims' offsets would no longer fit, and if documents cannot be listed at the end of `corpus.toml`.
    """
    changed = [item.document.file for item in added if item.status == "changed"]
    if changed and not replace:
        raise RecipeError(
            f"{', '.join(changed)}: the corpus has another article from it, which its claims' offsets belong to; "
            "use --replace if there are no claims yet, or give the document a new name"
        )
    written_articles = {item.article.article_id: item.article for item in added if item.status != "unchanged"}
    if not written_articles:
        return []
    is_open = edit.corpus.info.text_redistributable
    edit.merge("articles", [article if is_open else dehydrated(article) for article in written_articles.values()])
    written = [edit.corpus.file("articles")]
    unlisted = [item.document for item in added if not item.listed]
    if unlisted:
        written.append(_list_documents(edit, unlisted))
    return written


def _list_documents(edit: Edit, documents: Sequence[Document]) -> Path:
    """Append documents to a corpus's `corpus.toml`, without changing what people wrote there; return its path."""
    path, info = edit.folder / CORPUS_FILE, edit.corpus.info
    text = path.read_bytes().decode("utf-8").rstrip("\n") + "\n" + "".join(map(_toml_entry, documents))
    corpus = info.model_copy(update={"documents": (*info.documents, *documents)})
    try:
        read = parse_toml(text, CorpusInfo, path)
    except RecordError as error:
        raise RecipeError(
            f"documents cannot be listed at the end of {error}; list them as [[documents]], or leave `documents` out"
        ) from error
    if read != corpus:
        raise RecipeError(f"{path}: documents listed at its end are not read as the last of `documents`")
    edit.write(CORPUS_FILE, text)
    return path


def _toml_entry(document: Document) -> str:
    fields = document.model_dump(mode="json", exclude_none=True)
    lines = [f"{name} = {_toml_string(value)}" for name, value in fields.items()]
    return "\n[[documents]]\n" + "\n".join(lines) + "\n"


def _toml_string(value: str) -> str:
    """Return a TOML string: JSON escapes are TOML's too, except that TOML wants the control character 7F escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
