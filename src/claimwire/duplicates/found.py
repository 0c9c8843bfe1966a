"""Duplicates among the articles of corpora: by their texts, and by the statements of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from ..schema import Article, ClaimBase
from ..schema.vocab import Vocabulary
from .grouping import Bond
from .near import ARTICLES, STATEMENTS, Pair, Rule, near_duplicates
from .sketches import TextSketch, alike, usable

HALF = 0.5
"""The share of its shingles from which on a text counts as contained in another."""


class Basis(Vocabulary):
    """What two articles have in common."""

    TEXT = "text", "their texts, or passages of them"
    STATEMENT = "statement", "what one claim of each says, in our own words"


class Kind(Vocabulary):
    """How far two duplicates are the same."""

    EXACT = "exact", "the same words in the same order"
    NEAR = "near", "most of either is in the other: half or more of the longer text; of statements, as the rule says"
    EXCERPT = "excerpt", "half or more of the shorter text stands in the longer one, but makes less than half of that"
    PASSAGE = "passage", "they share passages, less than half of either"


@dataclass(frozen=True)
class Duplicate:
    """Two articles, by id in sorting order, that are duplicates.

    `share` is what they share of the shorter text's shingles, or of both statements' shingles; where `sampled`, it is
    estimated from a sketch. `claim_ids` are the claims, of the first and of the second article, whose statements are
    alike.
    """

    basis: Basis
    kind: Kind
    share: float
    article_ids: tuple[str, str]
    claim_ids: tuple[str, str] | None = None
    sampled: bool = False

    def __str__(self) -> str:
        shared = f"({self.kind}, {'about ' if self.sampled else ''}{self.share:.2f} shared)"
        if self.claim_ids is None:
            return f"text of {' and '.join(self.article_ids)} {shared}"
        return f"statement of {' and '.join(self.claim_ids)} {shared}"

    @property
    def bond(self) -> Bond:
        """What holds the two articles together."""
        return Bond(str(self), self.article_ids)


def duplicates(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    sketches: Mapping[str, TextSketch] | None = None,
    texts: Mapping[str, str] | None = None,
) -> list[Duplicate]:
    """Return all duplicates among articles, those by text first, by the ids of articles and claims.

    `claims` are the adjudicated ones; those of articles that are not here count for nothing. `texts` adds texts, by
    article id, of which the records have none. An article without a text here is compared by its sketch; without
    that, only exact copies of it are found: they have the same hash.
    """
    held = {article.article_id: article for article in articles}
    at_hand = {a.article_id: a.text for a in held.values() if a.text is not None}
    at_hand |= {article_id: text for article_id, text in (texts or {}).items() if article_id in held}
    hashes = {a.article_id: a.text_sha256 for a in held.values()}
    own = (claim for claim in claims if claim.article_id in held)
    return [*by_text(at_hand, hashes, usable(held.values(), sketches or {})), *by_statement(own)]


def by_text(
    texts: Mapping[str, str], hashes: Mapping[str, str], sketches: Mapping[str, TextSketch], rule: Rule = ARTICLES
) -> list[Duplicate]:
    """Return the duplicates among texts by article id; `hashes` are those of all articles, also without a text."""
    found: dict[tuple[str, str], Duplicate] = {}
    for sampled, pairs in ((False, near_duplicates(texts, rule)), (True, alike(texts, sketches))):
        for pair in pairs:
            ids = (pair.one, pair.other)
            found[ids] = Duplicate(Basis.TEXT, *_text_kind(pair), ids, sampled=sampled)
    copies = defaultdict(list)
    for article_id, text_hash in sorted(hashes.items()):
        copies[text_hash].append(article_id)
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
