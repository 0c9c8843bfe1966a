"""Duplicates among the articles of corpora: by their texts, and by the statements of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..schema import Article, ClaimBase
from ..schema.vocab import Vocabulary
from .grouping import Bond
from .near import ARTICLES, STATEMENTS, Pair, Rule, near_duplicates

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

    `share` is what they share of the shorter text's shingles, or of both statements' shingles. `claim_ids` are the
    claims, of the first and of the second article, whose statements are alike.
    """

    basis: Basis
    kind: Kind
    share: float
    article_ids: tuple[str, str]
    claim_ids: tuple[str, str] | None = None

    def __str__(self) -> str:
        shared = f"{self.kind}, {self.share:.2f} shared"
        if self.claim_ids is None:
            return f"text of {' and '.join(self.article_ids)} ({shared})"
        return f"statement of {' and '.join(self.claim_ids)} ({shared})"

    @property
    def bond(self) -> Bond:
        """What holds the two articles together."""
        return Bond(str(self), self.article_ids)


def duplicates(
    articles: Iterable[Article], claims: Iterable[ClaimBase], texts: Mapping[str, str] | None = None
) -> list[Duplicate]:
    """Return all duplicates among articles, those by text first, by the ids of articles and claims.

    `claims` are the adjudicated ones. `texts` adds texts, by article id, of which the records have none. Of articles
    without a text here, only exact copies are found: they have the same hash.
    """
    held = list(articles)
    at_hand = {a.article_id: a.text for a in held if a.text is not None}
    at_hand |= {a.article_id: texts[a.article_id] for a in held if texts and a.article_id in texts}
    hashes = {a.article_id: a.text_sha256 for a in held}
    return [*by_text(at_hand, hashes), *by_statement(claims)]


def by_text(texts: Mapping[str, str], hashes: Mapping[str, str], rule: Rule = ARTICLES) -> list[Duplicate]:
    """Return the duplicates among texts by article id; `hashes` are those of all articles, also without a text."""
    found = {(pair.one, pair.other): _text_kind(pair) for pair in near_duplicates(texts, rule)}
    copies = defaultdict(list)
    for article_id, text_hash in sorted(hashes.items()):
        copies[text_hash].append(article_id)
    for family in copies.values():
        for one, other in pairwise(family):
            found.setdefault((one, other), (Kind.EXACT, 1.0))
    return [Duplicate(Basis.TEXT, kind, share, ids) for ids, (kind, share) in sorted(found.items())]


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
