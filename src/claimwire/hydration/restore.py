"""Putting the texts of a stand-off corpus back in, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ..corpus.corpus import Corpus
from ..schema import Article, ArticleAnchors, Span, all_spans
from .matching import Match, matches
from .readings import is_restored
from .relocate import Places, relocate
from .report import ArticleReport, HydrationReport, TextStatus
from .respan import respanned

REMAKE = "make them again from a copy of the recorded text with `claimwire dehydrate --anchors`"


def hydrated_corpus(
    data: Corpus, source: Path, *, exact: bool = False, progress: Callable[[str], None] = lambda _: None
) -> tuple[Corpus, HydrationReport]:
    """Return a corpus with the texts that a folder, file or archive has of it, and what became of each span.

    Where a text differs from the recorded one, the spans on it are moved, and the copy goes without the claims whose
    content is lost and without the anchors, which belong to the recorded text; with `exact` such a text is not put in.
    Articles of which no text was found stay as they are, without.
    Raises `HydrationError` where the source cannot be read.
    """
    spans = spans_by_article(data)
    anchors, problems = _usable_anchors(data)
    wanted = {item.record.article_id: item.record for item in data.rows.articles if item.record.text is None}
    search = matches(wanted, {} if exact else anchors, source, progress)
    found = search.found
    places = {
        article_id: relocate(anchors[article_id], match.article.text or "")
        for article_id, match in found.items()
        if not is_restored(wanted[article_id], match.article)
    }
    problems += [*search.problems, *_without_anchors(spans, places)]
    problems += [_not_found(article, source) for article_id, article in wanted.items() if article_id not in found]
    texts = [
        replace(item, record=found[item.record.article_id].article) if item.record.article_id in found else item
        for item in data.rows.articles
    ]
    fresh = [item for item in data.rows.anchors if item.record.article_id not in places]
    result, lost = respanned(data.with_rows(articles=texts, anchors=fresh), places)
    reports = tuple(
        _report(item.record, found.get(item.record.article_id), spans.get(item.record.article_id, set()), places)
        for item in data.rows.articles
    )
    origins = {article_id: match.origin for article_id, match in found.items()}
    return result, HydrationReport(data.info.corpus_id, reports, tuple(lost), tuple(problems), origins)


def load_texts(data: Corpus, source: Path) -> dict[str, str]:
    """Return the recorded texts of a corpus by article id, as far as a source has them, character for character.

    Raises `HydrationError` where the source cannot be read.
    """
    restored, _ = hydrated_corpus(data, source, exact=True)
    return {item.record.article_id: item.record.text for item in restored.rows.articles if item.record.text is not None}


def spans_by_article(data: Corpus) -> dict[str, set[Span]]:
    """Return the distinct spans that a corpus's claims and layers have, by article."""
    found: dict[str, set[Span]] = {}
    claims = [item.record for item in data.rows.claims]
    for claim in [*claims, *(claim for item in data.rows.annotations for claim in item.record.claims)]:
        found.setdefault(claim.article_id, set()).update(all_spans(claim))
    return found


def _usable_anchors(data: Corpus) -> tuple[dict[str, ArticleAnchors], list[str]]:
    """Return the anchors that were made of the recorded texts, and which were not."""
    recorded: Mapping[str, str] = {item.record.article_id: item.record.text_sha256 for item in data.rows.articles}
    usable, problems = {}, []
    for item in data.rows.anchors:
        if recorded.get(item.record.article_id) == item.record.text_sha256:
            usable[item.record.article_id] = item.record
        else:
            problems.append(f"the anchors of {item.record.article_id} belong to another text; {REMAKE}")
    return usable, problems


def _without_anchors(spans: Mapping[str, set[Span]], places: Mapping[str, Places]) -> list[str]:
    """Return for which articles with an altered text spans have no anchor, and so are lost."""
    bare = {article_id: len(spans.get(article_id, set()) - set(known)) for article_id, known in places.items()}
    return [f"{count} spans of {article_id} have no anchor; {REMAKE}" for article_id, count in bare.items() if count]


def _not_found(article: Article, source: Path) -> str:
    return (
        f"no document in {source} is {article.article_id}, “{article.headline}” of {article.outlet_id}, "
        f"{article.publication.date or 'undated'}; expected one named {article.document} or with its words"
    )


def _report(article: Article, match: Match | None, spans: set[Span], places: Mapping[str, Places]) -> ArticleReport:
    altered = places.get(article.article_id)
    if altered is not None:
        text: TextStatus = "altered"
        found = [altered[span].status if span in altered else "lost" for span in spans]
    elif match is None and article.text is None:
        text, found = "not found", ["lost"] * len(spans)
    else:
        text, found = "identical" if match else "in the repository", ["exact"] * len(spans)
    counts = (found.count("exact"), found.count("relocated"), found.count("lost"))
    return ArticleReport(article.article_id, match.origin.document if match else None, text, len(spans), *counts)
