"""Duplicates among the articles of corpora: by their texts, and by the statements of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise

from ..schema import Article, ClaimBase
from .compared import Compared, recorded
from .model import Basis, Duplicate, Kind
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
    own = (claim for claim in claims if claim.article_id in held)
    return [*by_text(held, texts_at_hand(held.values(), texts), earlier), *by_statement(own)]


def texts_at_hand(articles: Iterable[Article], texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the texts of articles by id: those that the records hold, and those of `texts` for the others."""
    known = texts or {}
    found = ((a.article_id, known.get(a.article_id) if a.text is None else a.text) for a in articles)
    return {article_id: text for article_id, text in found if text is not None}


def by_text(
    articles: Mapping[str, Article], texts: Mapping[str, str], earlier: Iterable[Compared] = (), rule: Rule = ARTICLES
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


def by_statement(claims: Iterable[ClaimBase], rule: Rule = STATEMENTS) -> list[Duplicate]:
    """Return the duplicates among the statements of claims of different articles."""
    by_id = {claim.claim_id: claim for claim in claims}
    pairs = near_duplicates({claim_id: claim.statement for claim_id, claim in by_id.items()}, rule)
    return sorted(_by_statement(pairs, by_id, rule), key=lambda found: (found.article_ids, found.claim_ids))


def _by_statement(pairs: Iterable[Pair], by_id: Mapping[str, ClaimBase], rule: Rule) -> Iterator[Duplicate]:
    for pair in pairs:
        one, other = sorted((by_id[pair.one], by_id[pair.other]), key=lambda claim: (claim.article_id, claim.claim_id))
        if one.article_id != other.article_id:
            kind, share = (Kind.EXACT, 1.0) if pair.same_words else (Kind.NEAR, rule.share(pair.shared, *pair.sizes))
            yield Duplicate(
                Basis.STATEMENT, kind, share, (one.article_id, other.article_id), (one.claim_id, other.claim_id)
            )


def _text_kind(pair: Pair) -> tuple[Kind, float]:
    shorter, longer = sorted(pair.sizes)
    share = pair.shared / shorter
    if pair.same_words:
        return Kind.EXACT, 1.0
    if pair.shared >= HALF * longer:
        return Kind.NEAR, share
    return (Kind.EXCERPT if share >= HALF else Kind.PASSAGE), share
