"""Duplicates among the articles of corpora: by their texts, and by the statements of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise

from ..schema import Article, ClaimBase
from .compared import Compared, recorded
from .model import Basis, Duplicate, HasText, Kind
from .near import ARTICLES, STATEMENTS, Pair, Rule, near_duplicates

HALF = 0.5
"""The share of its shingles from which on a text counts as contained in another."""


def duplicates(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    earlier: Iterable[Compared] = (),
    texts: Mapping[str, str] | None = None,
) -> list[Duplicate]:
    """Return all duplicates among articles, those by text first, by the ids of articles and claims.

    `claims` are the adjudicated ones; those of articles that are not here count for nothing. `texts` adds texts, by
    article id, of which the records have none. Of pairs that are not both at hand, those are named that were found
    `earlier`, and exact copies, which have the same hash.
    """
    held = {article.article_id: article for article in articles}
    own = {claim.claim_id: claim for claim in claims if claim.article_id in held}
    statements = {claim_id: claim.statement for claim_id, claim in own.items()}
    by_texts = by_text(held, texts_at_hand(held.values(), texts), earlier)
    return [*by_texts, *by_statement(statements, lambda claim_id: own[claim_id].article_id)]


def texts_at_hand(articles: Iterable[Article], texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the texts of articles by id: those that the records hold, and those of `texts` for the others."""
    known = texts or {}
    found = ((a.article_id, known.get(a.article_id) if a.text is None else a.text) for a in articles)
    return {article_id: text for article_id, text in found if text is not None}


def by_text(
    articles: Mapping[str, HasText], texts: Mapping[str, str], earlier: Iterable[Compared] = (), rule: Rule = ARTICLES
) -> list[Duplicate]:
    """Return the duplicates by text among articles by id, of which `texts` has the texts at hand."""
    found = {item.article_ids: item for item in recorded(articles, earlier) if not set(item.article_ids) <= set(texts)}
    for pair in near_duplicates(texts, rule):
        ids = (pair.one, pair.other)
        found[ids] = Duplicate(Basis.TEXT, *_text_kind(pair), ids)
    copies = defaultdict(list)
    for article_id, article in sorted(articles.items()):
        copies[article.text_sha256].append(article_id)
    for ids in chain.from_iterable(pairwise(family) for family in copies.values()):
        found[ids] = Duplicate(Basis.TEXT, Kind.EXACT, 1.0, ids)
    return [found[ids] for ids in sorted(found)]


def by_statement(
    statements: Mapping[str, str], article_of: Callable[[str], str | None], rule: Rule = STATEMENTS
) -> list[Duplicate]:
    """Return the duplicates among the statements, by claim id, of claims of different articles.

    `article_of` returns the article of a claim; a claim without one is passed over.
    """
    pairs = near_duplicates(statements, rule)
    duplicates = _by_statement(pairs, article_of, rule)
    return sorted(duplicates, key=lambda duplicate: (duplicate.article_ids, duplicate.claim_ids))


def _by_statement(pairs: Iterable[Pair], article_of: Callable[[str], str | None], rule: Rule) -> Iterator[Duplicate]:
    for pair in pairs:
        first, second = article_of(pair.one), article_of(pair.other)
        if first is not None and second is not None and first != second:
            one, other = sorted(((first, pair.one), (second, pair.other)))
            kind, share = (Kind.EXACT, 1.0) if pair.same_words else (Kind.NEAR, rule.share(pair.shared, *pair.sizes))
            yield Duplicate(Basis.STATEMENT, kind, share, (one[0], other[0]), (one[1], other[1]))


def _text_kind(pair: Pair) -> tuple[Kind, float]:
    shorter, longer = sorted(pair.sizes)
    share = pair.shared / shorter
    if pair.same_words:
        return Kind.EXACT, 1.0
    if pair.shared >= HALF * longer:
        return Kind.NEAR, share
    return (Kind.EXCERPT if share >= HALF else Kind.PASSAGE), share
