"""Adding documents to a corpus: what they are called, which articles they become, what is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import RecipeError
from ..records import Located, write_jsonl, write_text
from ..schema import Article, Corpus, Document
from ..workspace import CORPUS_FILE, CorpusData
from .article import dehydrated, ingest
from .recipes import recipe_named
from .recipes.jsonl_field import record_names


@dataclass(frozen=True)
class DocumentFacts:
    """What the caller says of documents that `corpus.toml` does not list yet."""

    outlet_id: str | None = None
    recipe: str | None = None
    published: str | None = None
    episode_id: str | None = None


@dataclass(frozen=True)
class Added:
    """What became of one document."""

    document: Document
    article: Article
    status: str
    """`new`, `unchanged`, or `changed` where the corpus has another article made from another document or recipe."""
    listed: bool
    """Whether `corpus.toml` lists the document already."""


def wanted_documents(corpus: Corpus, names: Sequence[str], facts: DocumentFacts) -> list[tuple[Document, Path]]:
    """Return the documents that file names mean, with the files to read.

    A name is a path, with `#RECORD` where the file holds several; without it a JSON Lines file means all its records.
    Raises `RecipeError` where a document is not in `corpus.toml` and the caller names no outlet.
    """
    listed = {document.file: document for document in corpus.documents}
    taken = {document.article_id for document in corpus.documents}
    found = []
    for name in names:
        path_text, _, record = name.partition("#")
        path = Path(path_text)
        recipe = facts.recipe or corpus.recipe
        several = recipe_named(recipe).name == "jsonl-field" and path.name not in listed
        records = [record] if record else record_names(path.read_bytes()) if several else [""]
        for one in records:
            file = f"{path.name}#{one}" if one else path.name
            document = listed.get(file) or _new_document(corpus, file, one, facts, taken)
            taken.add(document.article_id)
            found.append((document, path))
    return found


def _new_document(corpus: Corpus, file: str, record: str, facts: DocumentFacts, taken: set[str]) -> Document:
    if facts.outlet_id is None:
        raise RecipeError(f"{file} is not among the documents of {CORPUS_FILE}; name its outlet with --outlet")
    return Document(
        article_id=_new_id(corpus.corpus_id, record or Path(file).stem, taken),
        file=file,
        outlet_id=facts.outlet_id,
        episode_id=facts.episode_id,
        recipe=facts.recipe,
        published=facts.published,
    )


def _new_id(corpus_id: str, name: str, taken: set[str]) -> str:
    """Return an article id made of corpus and document name, with a number where that is taken."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower()).strip("_")
    stem = plain if plain.startswith(f"{corpus_id}_") else f"{corpus_id}_{plain or 'article'}"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}_{number}", number + 1
    return found


def read_documents(data: CorpusData, names: Sequence[str], facts: DocumentFacts) -> list[Added]:
    """Return the articles that documents become, and whether the corpus has them already.

    Raises `RecipeError` or `OSError` where one cannot be read.
    """
    standing = {item.record.article_id: item.record for item in data.articles}
    listed = {document.article_id for document in data.corpus.documents}
    added = []
    for document, path in wanted_documents(data.corpus, names, facts):
        article = ingest(document, path.read_bytes(), data.corpus)
        old = standing.get(document.article_id)
        same = old is not None and dehydrated(article) == dehydrated(old)
        status = "new" if old is None else "unchanged" if same else "changed"
        added.append(Added(document, article, status, document.article_id in listed))
    return added


def add_articles(data: CorpusData, added: Sequence[Added], *, replace: bool = False) -> list[Path]:
    """Write new articles, and with `replace` changed ones, into a corpus; return the files written.

    Stand-off corpora get stand-off records. Raises `RecipeError` where an article would change without `replace`:
    its claims' offsets would no longer fit.
    """
    changed = [item.document.file for item in added if item.status == "changed"]
    if changed and not replace:
        raise RecipeError(
            f"{', '.join(changed)}: the corpus has another article from it, which its claims' offsets belong to; "
            "use --replace if there are no claims yet, or give the document a new name"
        )
    fresh = {item.article.article_id: item.article for item in added if item.status != "unchanged"}
    if not fresh:
        return []
    stored = {k: a if data.corpus.text_redistributable else dehydrated(a) for k, a in fresh.items()}
    articles = {item.record.article_id: item.record for item in data.articles} | stored
    written = [data.file("articles")]
    entries = [_toml_entry(item.document) for item in added if not item.listed]
    if entries:
        path = data.folder / CORPUS_FILE
        write_text(path, path.read_text(encoding="utf-8").rstrip("\n") + "\n" + "".join(entries))
        written.append(path)
    write_jsonl(data.file("articles"), [articles[key] for key in sorted(articles)])
    data.articles[:] = [Located(articles[key], data.file("articles"), n) for n, key in enumerate(sorted(articles), 1)]
    return written


def _toml_entry(document: Document) -> str:
    fields = document.model_dump(mode="json", exclude_none=True)
    lines = [f"{name} = {_toml_string(value)}" for name, value in fields.items()]
    return "\n[[documents]]\n" + "\n".join(lines) + "\n"


def _toml_string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
