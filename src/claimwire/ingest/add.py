"""Add documents to a corpus: their ids, the articles made from them, and what is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ..corpus.corpus import CORPUS_FILE, Corpus
from ..corpus.records import validation_messages
from ..corpus.transaction import Edit
from ..errors import RecipeError
from ..schema import Article, ClaimBase, CorpusInfo, Document, Outlet
from ..schema.claims import all_spans
from .article import dehydrated, ingest_with_notes
from .facts import DocumentFacts, OtherFact, differences, require_facts, unknown_outlet, with_facts
from .listing import list_documents
from .reading import RecordRecipe, file_and_record
from .recipes import recipe_named, record_recipe_of

FILE_BYTES = 64 * 1024 * 1024
"""Most bytes of a file, which may have many records; `claimwire hydrate` leaves larger ones out."""


SHOWN = 20
"""Most documents that a message names."""


@dataclass(frozen=True)
class IngestedDocument:
    """A document with the article made from it."""

    document: Document
    article: Article
    status: str
    """`new`, `unchanged`, or `changed` if the corpus has an article of this id from another document or recipe, or if
    what the caller says of it is recorded otherwise."""
    listed: bool
    """Whether `corpus.toml` lists the document already."""
    notes: tuple[str, ...] = ()
    """What whoever adds the document should know of it, as its recipe tells it."""
    differences: tuple[OtherFact, ...] = ()
    """What the caller says otherwise than `corpus.toml` about a document that it lists."""


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
    recipe = recipe_named(facts.recipe or corpus.recipe)
    of_records = record_recipe_of(recipe.name)
    wanted: dict[str, tuple[Document, Path]] = {}
    for name in names:
        try:
            path, record = _path_and_record(name)
            reader = of_records or _recipe_of_listed(path.name, corpus)
            for record_name in (
                [record] if record or reader is None or path.name in listed else _record_names(path, reader)
            ):
                file = f"{path.name}#{record_name}" if record_name else path.name
                if file not in wanted:
                    document = listed.get(file) or _new_document(corpus, file, record_name, facts, taken)
                    taken.add(document.article_id)
                    wanted[file] = (document, path)
                elif os.path.realpath(wanted[file][1]) != os.path.realpath(path):
                    raise RecipeError(f"{path} has the name of {wanted[file][1]}, by which a document is found again")
        except RecipeError as error:
            problems.append(str(error))
    return list(wanted.values())


def _path_and_record(name: str) -> tuple[Path, str]:
    """Return the file that a name means, and the record in it, which is empty if the file has that whole name.

    Raises `RecipeError` if there is no such file.
    """
    ends = [len(name), *(n for n in range(len(name) - 1, -1, -1) if name[n] == "#")]
    if Path(name).is_dir():
        raise RecipeError(f"{name} is a folder; name the files in it, for instance {Path(name) / '*'}")
    for end in ends:
        if os.path.lexists(name[:end]) and not Path(name[:end]).is_dir():
            return Path(name[:end]), name[end + 1 :]
    raise RecipeError(f"{name}: there is no such file")


def _recipe_of_listed(name: str, corpus: CorpusInfo) -> RecordRecipe | None:
    """Return the recipe of the records of a file that `corpus.toml` lists; None if it lists none."""
    listed = (item for item in corpus.documents if "#" in item.file and file_and_record(item.file)[0] == name)
    return next((record_recipe_of(item.recipe or corpus.recipe) for item in listed), None)


def _record_names(path: Path, recipe: RecordRecipe) -> list[str]:
    try:
        names = [record.name for record in recipe.records(_content(path))]
    except RecipeError as error:
        raise RecipeError(f"{path.name}: {error}") from error
    if not names:
        raise RecipeError(f"{path.name} has no records; {recipe.no_records}")
    if "#" in path.name and path.suffix != ".jsonl":
        raise RecipeError(f"{path.name} has a # in its name, which its records could not be told from; rename it")
    return names


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
    data: Corpus,
    names: Sequence[str],
    facts: DocumentFacts,
    outlets: Mapping[str, Outlet],
    events: Collection[str] = (),
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[IngestedDocument]:
    """Return documents with the articles made from them, and whether the corpus has these already.

    `outlets` are those of the repository, by id, and `events` the ids of its events. What the caller says of a document
    that `corpus.toml` lists otherwise counts, and is among its `differences`. `progress` is called with the number of
    documents read and of all. Raises one `RecipeError` about all documents that cannot be read, or whose outlet is not
    known or does not allow its text in the corpus, and about facts that there are not.
    """
    require_facts(facts, outlets, events)
    recorded = {item.record.article_id: item.record for item in data.rows.articles}
    listed = {document.article_id for document in data.info.documents}
    problems: list[str] = []
    contents: dict[Path, bytes] = {}
    added = []
    wanted = wanted_documents(data.info, names, facts, problems)
    problems += _outlet_problems(data.info, [document for document, _ in wanted], outlets)
    for number, (document, path) in enumerate(wanted, start=1):
        old = recorded.get(document.article_id)
        is_listed = document.article_id in listed
        differing = differences(facts, document, old, data.info) if is_listed else []
        try:
            if path not in contents:
                contents = {path: _content(path)}
            document = with_facts(document, differing) if differing else document
            article, notes = ingest_with_notes(document, contents[path], data.info, path.name)
        except RecipeError as error:
            problems.append(f"{error}{''.join(f' ({difference})' for difference in differing)}")
            continue
        same = old is not None and is_same(article, old) and not differing
        status = "new" if old is None else "unchanged" if same else "changed"
        added.append(IngestedDocument(document, article, status, is_listed, notes, tuple(differing)))
        progress(number, len(wanted))
    if problems:
        more = f"{len(problems)} problems, so no document was added:\n" if len(problems) > 1 else ""
        rest = f"\nand {len(problems) - SHOWN} more" if problems[SHOWN:] else ""
        raise RecipeError(more + "\n".join(problems[:SHOWN]) + rest)
    return added


def is_same(article: Article, old: Article) -> bool:
    """Return whether an article is as recorded, though newer versions of the same recipes may have made it.

    A record of a file is the same whatever the other records of the file are: the file's hash does not count.
    """
    if article.recipe.partition("/")[0] != old.recipe.partition("/")[0]:
        return False
    kept = {"recipe": old.recipe, "sentence_recipe": old.sentence_recipe}
    if article.recipe.startswith("jsonl-field/"):
        kept["document_sha256"] = old.document_sha256
    return dehydrated(article.model_copy(update=kept)) == dehydrated(old)


def _outlet_problems(corpus: CorpusInfo, documents: Sequence[Document], outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """Yield a message for every outlet that is not known, or does not allow what the corpus would do with its texts."""
    for outlet_id in sorted({document.outlet_id for document in documents}):
        files = ", ".join(document.file for document in documents if document.outlet_id == outlet_id)
        if outlet_id not in outlets:
            yield f"{files}: {unknown_outlet(outlet_id, outlets)}"
        elif corpus.text_redistributable and not outlets[outlet_id].text_redistributable:
            yield (
                f"{files}: the texts of {outlet_id} may not be redistributed ({outlets[outlet_id].licence}), but those "
                f"of {corpus.corpus_id} would be in the repository; add them to a corpus with "
                "text_redistributable = false"
            )


def add_articles(edit: Edit, added: Sequence[IngestedDocument], *, replace: bool = False) -> list[Path]:
    """Put new articles, and with `replace` changed ones, into a corpus; return the files that this changes.

    Stand-off corpora get stand-off records. Raises `RecipeError` if an article, or what is recorded of it, would change
    without `replace`; if claims have offsets that no longer fit; and if documents cannot be listed in `corpus.toml`.
    """
    if not replace:
        _require_same(added)
    _require_fitting(edit.corpus, [item.article for item in added if item.status == "changed"])
    written_articles = {item.article.article_id: item.article for item in added if item.status != "unchanged"}
    written = []
    if written_articles:
        is_open = edit.corpus.info.text_redistributable
        edit.merge("articles", [article if is_open else dehydrated(article) for article in written_articles.values()])
        written.append(edit.corpus.file("articles"))
    unlisted = [item.document for item in added if not item.listed]
    return written + list_documents(edit, unlisted, [item.document for item in added if item.differences])


def _require_same(added: Sequence[IngestedDocument]) -> None:
    """Raise `RecipeError` if a document is known otherwise than it is or than the caller says."""
    otherwise = [f"{item.document.file}: {difference}" for item in added for difference in item.differences]
    if otherwise:
        rest = f"\nand {len(otherwise) - SHOWN} more" if otherwise[SHOWN:] else ""
        raise RecipeError(
            "\n".join(otherwise[:SHOWN]) + rest + "\n(--replace records what is said now; without the option, what is "
            "recorded stays)"
        )
    changed = [item.document.file for item in added if item.status == "changed"]
    if changed:
        raise RecipeError(
            f"{', '.join(changed[:SHOWN])}{' and others' if changed[SHOWN:] else ''}: the corpus has another article "
            "from it, which its claims' offsets belong to; "
            "use --replace if there are no claims yet, or give the document a new name"
        )


def _require_fitting(data: Corpus, articles: Sequence[Article]) -> None:
    """Raise `RecipeError` if claims of an article were of other words in its new text."""
    for article in articles:
        old = data.articles.get(article.article_id)
        claims = [claim for layer in data.layers_of_article[article.article_id] for claim in layer.claims]
        claims += data.claims_of_article[article.article_id]
        if old is None or old.text_sha256 == article.text_sha256 or not claims:
            continue
        moved = [claim for claim in claims if not _same_words(claim, old.text, article.text)]
        if moved:
            raise RecipeError(
                f"{article.document}: {article.article_id} has {len(claims)} claims, and in the new text {len(moved)} "
                f"of them, such as {moved[0].claim_id}, would be of other words; give the document a new name"
            )


def _same_words(claim: ClaimBase, old: str | None, new: str | None) -> bool:
    """Return whether the spans of a claim have the same words in two texts; not if one of them is not at hand."""
    if old is None or new is None:
        return False
    return all(span.of(old) == span.of(new) for span in all_spans(claim))
