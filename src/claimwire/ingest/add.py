"""Add documents to a corpus: their ids, the articles made from them, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus.corpus import Corpus
from ..corpus.transaction import Edit
from ..errors import RecipeError
from ..schema import Article, ClaimBase, CorpusInfo, Document, Outlet
from ..schema.claims import all_spans
from .article import dehydrated, ingest_with_notes
from .facts import DocumentFacts, OtherFact, differences, require_facts, unknown_outlet, with_facts
from .listing import list_documents
from .wanted import content_of, wanted_documents

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


def read_documents(
    data: Corpus,
    names: Sequence[str],
    facts: DocumentFacts,
    outlets: Mapping[str, Outlet],
    events: Collection[str] = (),
    *,
    rows: Mapping[str, DocumentFacts] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[IngestedDocument]:
    """Return documents with the articles made from them, and whether the corpus has these already.

    `outlets` are those of the repository, by id, and `events` the ids of its events. What the caller says of a document
    that `corpus.toml` lists otherwise counts, and is among its `differences`; `rows` is what is said about single
    documents, by their names. `progress` is called with the number of documents read and of all. Raises one
    `RecipeError` about all documents that cannot be read, or whose outlet is not known or does not allow its text in
    the corpus, and about facts that there are not.
    """
    require_facts(facts, outlets, events)
    recorded = {item.record.article_id: item.record for item in data.rows.articles}
    listed = {document.article_id for document in data.info.documents}
    problems: list[str] = []
    contents: dict[Path, bytes] = {}
    added = []

    def require(said: DocumentFacts) -> None:
        if said != facts:
            require_facts(said, outlets, events)

    wanted = wanted_documents(data.info, names, facts, problems, rows, require)
    problems += _outlet_problems(data.info, [item.document for item in wanted], outlets)
    for number, item in enumerate(wanted, start=1):
        document, path = item.document, item.path
        old = recorded.get(document.article_id)
        is_listed = document.article_id in listed
        differing = differences(item.facts, document, old, data.info) if is_listed else []
        try:
            if path not in contents:
                contents = {path: content_of(path)}
            document = with_facts(document, differing) if differing else document
            article, notes = ingest_with_notes(document, contents[path], data.info, path.name)
            _require_headline(article, item.facts)
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


def _require_headline(article: Article, facts: DocumentFacts) -> None:
    """Raise `RecipeError` if a document has another headline than is said of it."""
    if facts.headline is not None and article.headline.split() != facts.headline.split():
        raise RecipeError(
            f"{article.document}: {facts.teller('headline')} says the headline is {facts.headline!r:.80}, and the "
            f"document has {article.headline!r:.80}; leave the headline out: it is for documents that have none"
        )


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
