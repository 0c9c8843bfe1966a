"""Which document of a source is the copy of which article: by hash or name, and otherwise by the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..errors import RecipeError
from ..ingest.filekinds import kind_of_bytes
from ..ingest.reading import decode, file_and_record
from ..ingest.recipes import recipe_named, record_recipe_of
from ..schema import Article, ArticleAnchors
from .anchors import run_hash
from .readings import (
    SEARCHED,
    TIMES_LONGER,
    Origin,
    SourceDocument,
    documents,
    is_comparable,
    is_html,
    is_restored,
    readings,
)
from .sources import SourceFile, source_files
from .words import words

RESEMBLING = 0.2
"""Least share of an article's runs in a copy that has its name or its headline."""

SURELY_RESEMBLING = 0.5
"""Least share of an article's runs in a copy that has neither."""

SHOWN = 5
"""Articles that a message names."""

Progress = Callable[[str], None]
"""Takes the path of a file that is read."""

Found = Callable[[int, int], None]
"""Takes how many articles have been found, and how many are looked for."""


@dataclass(frozen=True)
class Match:
    """An article with the text of a file, and the share of its hashed runs in it (1.0 for the recorded text)."""

    article: Article
    origin: Origin
    resemblance: float


@dataclass
class Search:
    """The articles that are looked for, and their matches so far."""

    articles: Mapping[str, Article]
    anchors: Mapping[str, ArticleAnchors]
    matches: dict[str, Match] = field(default_factory=dict)
    """By article id."""
    rejected: dict[str, list[str]] = field(default_factory=dict)
    """Why documents that seemed to be copies of an article were not used, by article id."""
    problems: list[str] = field(default_factory=list)
    """Messages about files that were left out of the source; at the end also why articles were not found."""

    @cached_property
    def files(self) -> list[Article]:
        """The articles of whole files."""
        return [article for article in self.articles.values() if record_recipe_of(article.recipe) is None]

    @cached_property
    def records(self) -> Mapping[str, list[Article]]:
        """The articles by the names of their records; those of whole files are by an empty name."""
        found: dict[str, list[Article]] = {}
        for article in self.articles.values():
            found.setdefault(file_and_record(article.document)[1], []).append(article)
        return found

    def missing(self) -> list[Article]:
        """Return the articles without a match."""
        return [article for article_id, article in self.articles.items() if article_id not in self.matches]


def find_matches(
    articles: Mapping[str, Article],
    anchors: Mapping[str, ArticleAnchors],
    source: Path,
    progress: Progress,
    found: Found = lambda done, of: None,
) -> Search:
    """Return a search with, for every article, the document of a source that is its copy, if there is one.

    `articles` and `anchors` are by article id; `progress` is called with the path of every file that is read, `found`
    with the number of articles found and of all. The recorded document is preferred to any other, the recorded text to
    an altered one, and a document with the article's hash or file name to one that only has its words. Raises
    `HydrationError` if the source cannot be read.
    """
    search = Search(articles, anchors)
    if not articles:
        return search
    for file in source_files(source, search.problems):
        progress(file.path)
        for document in documents(file):
            for article in _named(search, document):
                _consider(search, article, document, RESEMBLING)
            found(len(search.matches), len(articles))
    if any(article.article_id in anchors for article in search.missing()):
        _by_words(search, source, progress)
    search.problems += [reason for a in search.missing() for reason in search.rejected.get(a.article_id, [])]
    return search


def resemblance(anchors: ArticleAnchors, forms: Sequence[str]) -> float:
    """Return the share of an article's hashed runs that are in a text with the words `forms`; 0.0 if it has no runs.

    Only the runs of the most frequent length count.
    """
    lengths = Counter((run.words, len(run.hash)) for run in anchors.runs)
    if not lengths:
        return 0.0
    ((length, digits), count) = lengths.most_common(1)[0]
    hashes = {run_hash(anchors.article_id, forms[n : n + length], digits) for n in range(len(forms) - length + 1)}
    return sum((run.words, len(run.hash)) == (length, digits) and run.hash in hashes for run in anchors.runs) / count


def has_text_of(articles: Iterable[Article], file: SourceFile) -> bool:
    """Return whether a file has exactly the recorded text of one of some articles, where it has their hash or name."""
    search = Search({article.article_id: article for article in articles}, {})
    return any(
        is_restored(article, made.article)
        for document in documents(file)
        for article in _named(search, document)
        for made in readings(article, document)[0]
    )


def _named(search: Search, document: SourceDocument) -> Iterator[Article]:
    """Yield the articles whose id, hash or file name a document has, or the name of whose record."""
    if document.hydrated is not None:
        if document.hydrated.article_id in search.articles:
            yield search.articles[document.hydrated.article_id]
    elif document.record is not None:
        for name in sorted(document.names):
            yield from search.records.get(name, ())
    else:
        for article in search.files:
            has_name = document.file.name == PurePosixPath(article.document).name
            if has_name or document.file.sha256 == article.document_sha256:
                yield article


def _consider(search: Search, article: Article, document: SourceDocument, least: float) -> None:
    """Use a document as the copy of an article if it has at least the share `least`, and more than the match so far."""
    known = search.matches.get(article.article_id)
    if known is not None and known.origin.recorded:
        return
    made, reasons = readings(article, document)
    rejected = search.rejected.setdefault(article.article_id, [])
    rejected += [] if made else reasons
    anchors = search.anchors.get(article.article_id)
    for candidate in made:
        if is_restored(article, candidate.article):
            if known is None or not is_restored(article, known.article) or candidate.origin.recorded:
                search.matches[article.article_id] = Match(candidate.article, candidate.origin, 1.0)
            return
        forms = [word.form for word in words(candidate.article.text or "")]
        share = 0.0 if anchors is None else resemblance(anchors, forms)
        known = search.matches.get(article.article_id)
        if anchors is not None and share >= least and (known is None or share > known.resemblance):
            search.matches[article.article_id] = Match(candidate.article, candidate.origin, share)
    if made and article.article_id not in search.matches:
        lacking = "without anchors its spans cannot be found there" if anchors is None else "it does not have its words"
        rejected.append(
            f"{document.name} does not have the recorded text of {article.article_id}, and {lacking}; left out"
        )


def _by_words(search: Search, source: Path, progress: Progress) -> None:
    """Look for copies under other names, without documents that resemble several articles, and equally good copies."""
    claimed: dict[str, list[tuple[float, str, SourceDocument]]] = {}
    for file in source_files(source, []):
        progress(file.path)
        for document in documents(file):
            kind = kind_of_bytes(document.content)
            if kind is not None and kind.may_hold_text:
                search.problems.append(
                    f"{document.name} was left out of the search by words: it is {kind.name}; {kind.advice}"
                )
            text = _text(document)
            if len(text) > SEARCHED:
                limit = f"{SEARCHED // 1000 // 1000} million characters"
                search.problems.append(f"{document.name} was left out of the search by words: it has more than {limit}")
                continue
            missing = search.missing()
            near = [article for article in missing if is_comparable(article, text)]
            if len(near) < len(missing):
                search.problems.append(_too_long(document, [x.article_id for x in missing if x not in near]))
            forms = [word.form for word in words(text)] if near else []
            resembled = [
                (share, article.article_id)
                for article in near
                if (share := _copy_share(article, search.anchors.get(article.article_id), forms)) > 0
            ]
            resembled = [item for item in resembled if not _restores(search, search.articles[item[1]], document)]
            if len(resembled) > 1:
                named = ", ".join(article_id for _, article_id in sorted(resembled, key=lambda item: item[1]))
                search.problems.append(f"{document.name} has the words of several articles ({named}); split it")
            elif resembled:
                ((share, article_id),) = resembled
                claimed.setdefault(article_id, []).append((share, text, document))
    for article_id, copies in claimed.items():
        if article_id in search.matches:
            continue  # a later document has the recorded text
        best = max(share for share, _, _ in copies)
        chosen = [(text, document) for share, text, document in copies if share == best]
        if len({text for text, _ in chosen}) > 1:
            named = ", ".join(document.name for _, document in chosen)
            name = search.articles[article_id].document
            search.problems.append(f"{named} are equally good copies of {article_id}; name the right one {name}")
        else:
            _consider(search, search.articles[article_id], chosen[0][1], 0.0)


def _restores(search: Search, article: Article, document: SourceDocument) -> bool:
    """Use a document as the copy of an article if it has exactly the recorded text; return whether it has.

    So every article with one and the same text gets it, and the recorded text is taken before other good copies.
    """
    restored = [made for made in readings(article, document)[0] if is_restored(article, made.article)]
    if restored:
        search.matches[article.article_id] = Match(restored[0].article, restored[0].origin, 1.0)
    return bool(restored)


def _too_long(document: SourceDocument, article_ids: Sequence[str]) -> str:
    """Return the message about a document that is too long to be compared with some articles."""
    more = f" and {len(article_ids) - SHOWN} more" if article_ids[SHOWN:] else ""
    return (
        f"{document.name} was left out of the search for {', '.join(article_ids[:SHOWN])}{more}: it is more than "
        f"{TIMES_LONGER} times as long; if it has the article, cut it out into a file of its own"
    )


def _copy_share(article: Article, anchors: ArticleAnchors | None, forms: list[str]) -> float:
    """Return how much a text resembles an article; 0.0 if not enough to be its copy."""
    if anchors is None:
        return 0.0
    share = resemblance(anchors, forms)
    headline = [word.form for word in words(article.headline)]
    headed = any(forms[n : n + len(headline)] == headline for n in range(len(forms) - len(headline) + 1))
    return share if share >= (RESEMBLING if headed else SURELY_RESEMBLING) else 0.0


def _text(document: SourceDocument) -> str:
    """Return the text that a document seems to hold, without knowing of which article; empty if it holds none."""
    if document.hydrated is not None:
        return ""
    if document.record is not None:
        recipe = recipe_named(document.recipe)
    elif is_html(document.content):
        recipe = recipe_named("html")
    else:
        recipe = None
    try:
        return decode(document.content) if recipe is None else recipe.extract(document.content, document.record)[0]
    except RecipeError:
        return ""
