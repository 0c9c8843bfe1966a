"""Restore the texts of a stand-off corpus, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ..corpus.corpus import Corpus
from ..schema import Article, ArticleAnchors, Span, all_spans
from .matching import Match, find_matches
from .readings import is_restored
from .relocate import Relocations, relocate
from .report import ArticleReport, HydrationReport, TextStatus
from .respan import remap_spans

REMAKE = "make them again from a copy of the recorded text with `claimwire dehydrate --anchors`"


def hydrated_corpus(
    data: Corpus,
    source: Path,
    *,
    exact: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    found: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Corpus, HydrationReport]:
    """Return a corpus with its texts as found in a folder, file or archive, and what became of each span.

    If a text differs from the recorded one, the spans on it are moved, and the copy lacks the claims whose content is
    lost, and the anchors, which belong to the recorded text; with `exact` such a text is not used. Articles whose text
    was not found stay without. `progress` is called with the path of every file that is read, `found` with the
    number of articles found and of those that are looked for.
    Raises `HydrationError` if the source cannot be read.
    """
    spans = spans_by_article(data)
    anchors, problems = _usable_anchors(data)
    wanted = {item.record.article_id: item.record for item in data.rows.articles if item.record.text is None}
    search = find_matches(wanted, {} if exact else anchors, source, progress, found)
    matches = search.matches
    relocations = {
        article_id: relocate(anchors[article_id], match.article.text or "")
        for article_id, match in matches.items()
        if not is_restored(wanted[article_id], match.article)
    }
    problems += [*search.problems, *_without_anchors(spans, relocations)]
    problems += [_not_found(article, source) for article_id, article in wanted.items() if article_id not in matches]
    texts = [
        replace(item, record=matches[item.record.article_id].article) if item.record.article_id in matches else item
        for item in data.rows.articles
    ]
    valid_anchors = [item for item in data.rows.anchors if item.record.article_id not in relocations]
    result, lost = remap_spans(data.with_rows(articles=texts, anchors=valid_anchors), relocations)
    reports = tuple(
        _report(item.record, matches.get(item.record.article_id), spans.get(item.record.article_id, set()), relocations)
        for item in data.rows.articles
    )
    origins = {article_id: match.origin for article_id, match in matches.items()}
    return result, HydrationReport(data.info.corpus_id, reports, tuple(lost), tuple(problems), origins)


def load_texts(data: Corpus, source: Path) -> dict[str, str]:
    """Return the recorded texts of a corpus that a source has, character for character, by article id.

    Raises `HydrationError` if the source cannot be read.
    """
    restored, _ = hydrated_corpus(data, source, exact=True)
    return {item.record.article_id: item.record.text for item in restored.rows.articles if item.record.text is not None}


def spans_by_article(data: Corpus) -> dict[str, set[Span]]:
    """Return the distinct spans of a corpus's claims, in gold and layers, by article id."""
    spans: dict[str, set[Span]] = {}
    claims = [item.record for item in data.rows.claims]
    for claim in [*claims, *(claim for item in data.rows.annotations for claim in item.record.claims)]:
        spans.setdefault(claim.article_id, set()).update(all_spans(claim))
    return spans


def _usable_anchors(data: Corpus) -> tuple[dict[str, ArticleAnchors], list[str]]:
    """Return the anchors of the recorded texts by article id, and messages about those of other texts."""
    recorded: Mapping[str, str] = {item.record.article_id: item.record.text_sha256 for item in data.rows.articles}
    usable, problems = {}, []
    for item in data.rows.anchors:
        if recorded.get(item.record.article_id) == item.record.text_sha256:
            usable[item.record.article_id] = item.record
        else:
            problems.append(f"the anchors of {item.record.article_id} belong to another text; {REMAKE}")
    return usable, problems


def _without_anchors(spans: Mapping[str, set[Span]], relocations: Mapping[str, Relocations]) -> list[str]:
    """Return messages about articles with an altered text of which spans have no anchor, and so are lost."""
    counts = {article_id: len(spans.get(article_id, set()) - set(known)) for article_id, known in relocations.items()}
    return [f"{count} spans of {article_id} have no anchor; {REMAKE}" for article_id, count in counts.items() if count]


def _not_found(article: Article, source: Path) -> str:
    """Return the message about an article that no document is a copy of."""
    return (
        f"no document in {source} is {article.article_id}, “{article.headline}” of {article.outlet_id}, "
        f"{article.publication.date or 'undated'}; expected one named {article.document} or with its words"
    )


def _report(
    article: Article, match: Match | None, spans: set[Span], relocations: Mapping[str, Relocations]
) -> ArticleReport:
    """Return what became of an article and its spans."""
    altered = relocations.get(article.article_id)
    if altered is not None:
        text: TextStatus = "altered"
        statuses = [altered[span].status if span in altered else "lost" for span in spans]
    elif match is None and article.text is None:
        text, statuses = "not found", ["lost"] * len(spans)
    else:
        text, statuses = "identical" if match else "in the repository", ["exact"] * len(spans)
    counts = (statuses.count("exact"), statuses.count("relocated"), statuses.count("lost"))
    return ArticleReport(article.article_id, match.origin.document if match else None, text, len(spans), *counts)
