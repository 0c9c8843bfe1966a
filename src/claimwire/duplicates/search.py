"""Finds duplicates among the articles of corpora: by their texts, and by the statements of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise

from ..schema import Article, ClaimBase
from .comparisons import TextComparison, recorded_duplicates
from .duplicate import Basis, Duplicate, DuplicateKind, HasText
from .near import ARTICLES, STATEMENTS, DuplicateRule, TextPair, near_duplicates

HALF = 0.5
"""The share of its shingles from which a text counts as contained in another."""


def find_duplicates(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    comparisons: Iterable[TextComparison] = (),
    texts: Mapping[str, str] | None = None,
) -> list[Duplicate]:
    """Return all duplicates among articles, those by text first, sorted by the ids of articles and claims.

    `claims` are the adjudicated ones; those of other articles are ignored. `texts` adds texts, by article id, for
    records without text. A pair of which not both texts are at hand is found if it is in the recorded `comparisons`,
    or if both have the same hash.
    """
    by_id = {article.article_id: article for article in articles}
    known = [claim for claim in claims if claim.article_id in by_id]
    statements = {claim.claim_id: claim.said for claim in known}
    article_of = {claim.claim_id: claim.article_id for claim in known}
    by_text = text_duplicates(by_id, texts_at_hand(by_id.values(), texts), comparisons)
    return [*by_text, *statement_duplicates(statements, article_of.get)]


def texts_at_hand(articles: Iterable[Article], texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the texts of articles by id: from the records, or else from `texts`; articles without any are left out."""
    added = texts or {}
    every = ((a.article_id, added.get(a.article_id) if a.text is None else a.text) for a in articles)
    return {article_id: text for article_id, text in every if text is not None}


def text_duplicates(
    articles: Mapping[str, HasText], texts: Mapping[str, str], comparisons: Iterable[TextComparison] = ()
) -> list[Duplicate]:
    """Return the duplicates by text among articles by id; `texts` are those at hand."""
    recorded = recorded_duplicates(articles, comparisons)
    result = {item.article_ids: item for item in recorded if not set(item.article_ids) <= set(texts)}
    for pair in near_duplicates(texts, ARTICLES):
        result[pair.ids] = Duplicate(Basis.TEXT, *_text_kind(pair), pair.ids)
    copies = defaultdict(list)
    for article_id, article in sorted(articles.items()):
        copies[article.text_sha256].append(article_id)
    for ids in chain.from_iterable(pairwise(family) for family in copies.values()):
        result[ids] = Duplicate(Basis.TEXT, DuplicateKind.EXACT, 1.0, ids)
    return [result[ids] for ids in sorted(result)]


def statement_duplicates(statements: Mapping[str, str], article_of: Callable[[str], str | None]) -> list[Duplicate]:
    """Return the duplicates among the statements, by claim id, of claims of different articles.

    `article_of` returns the article of a claim; a claim for which it returns None is left out.
    """
    pairs = near_duplicates(statements, STATEMENTS)
    duplicates = _by_statement(pairs, article_of, STATEMENTS)
    return sorted(duplicates, key=lambda item: (item.article_ids, item.claim_ids))


def _by_statement(
    pairs: Iterable[TextPair], article_of: Callable[[str], str | None], rule: DuplicateRule
) -> Iterator[Duplicate]:
    for pair in pairs:
        first, second = article_of(pair.one), article_of(pair.other)
        if first is not None and second is not None and first != second:
            one, other = sorted(((first, pair.one), (second, pair.other)))
            kind = DuplicateKind.EXACT if pair.same_words else DuplicateKind.NEAR
            share = 1.0 if pair.same_words else rule.share(pair.shared, *pair.sizes)
            yield Duplicate(Basis.STATEMENT, kind, share, (one[0], other[0]), (one[1], other[1]))


def _text_kind(pair: TextPair) -> tuple[DuplicateKind, float]:
    """Return how much two texts are the same, and the share of the shorter one's shingles that both have."""
    shorter, longer = sorted(pair.sizes)
    share = pair.shared / shorter
    if pair.same_words:
        return DuplicateKind.EXACT, 1.0
    if pair.shared >= HALF * longer:
        return DuplicateKind.NEAR, share
    return (DuplicateKind.EXCERPT if share >= HALF else DuplicateKind.PASSAGE), share
