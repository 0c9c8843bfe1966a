"""A corpus as conflicts see it: who says each adjudicated claim and since when, which claims are linked or similar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeVar

from ..corpus.corpus import Corpus
from ..corpus.records import Located
from ..corpus.union_find import connected
from ..dates import known_bounds
from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground, Link, Outlet
from ..schema.vocab import CuePolarity, LinkKind, Polarity, PresentedAs, SourceKind
from .similarity import Similarity

C = TypeVar("C", bound=ClaimBase)

STATED_AS_FACT = frozenset({PresentedAs.ASSERTED, PresentedAs.PRESUPPOSED})
"""How claims are presented that say how things are; what is possible, requested or hoped for contradicts nothing."""

NAMELESS: dict[SourceKind, str] = {
    SourceKind.WITNESS: "a witness not named",
    SourceKind.EXPERT: "an expert not named",
    SourceKind.INDIVIDUAL: "people not named",
    SourceKind.DOCUMENT: "a document not named",
    SourceKind.MEDIA: "media not named",
}
"""What a source without a name is called; every other kind is `a source not named`."""

Stance = Literal["so", "not so"]
"""Whether a claim says of the content of its words, without their negation, that it is so or not so."""


def stance(claim: ClaimBase) -> Stance | None:
    """Return what a claim says of its content: a denial of a negation says that it is so; None if it states nothing.

    Nothing is said where the cue says that the source did not speak. A figure is what its number says: `no casualties`
    says that there were 0.
    """
    is_silent = isinstance(claim, AttributedStatement) and claim.cue_polarity is CuePolarity.NEGATIVE
    if is_silent or claim.presented_as not in STATED_AS_FACT | {PresentedAs.DENIED}:
        return None
    is_negative = claim.polarity is Polarity.NEGATIVE and not isinstance(claim, CasualtyFigure)
    return "not so" if is_negative is not (claim.presented_as is PresentedAs.DENIED) else "so"


def states_as_fact(claim: ClaimBase) -> bool:
    """Return whether a claim states that its content is so; what did not happen has no date, name or number."""
    return claim.presented_as in STATED_AS_FACT and stance(claim) == "so"


@dataclass(frozen=True)
class Attribution:
    """Who says a claim: the outlet, the source that the outlet names ("" if it speaks for itself), and since when.

    `since` is an ISO date: the first day on which the source may have said it, or else the day of publication; "" if
    neither is known.
    """

    outlet: str
    source: str
    since: str


class ConflictIndex:
    """One corpus, with what conflicts need beyond it. Events and links do not cross corpora.

    Claims of articles that the corpus does not have are left out; a check reports them.
    """

    def __init__(self, corpus: Corpus, outlets: Mapping[str, Outlet]) -> None:
        known = [row for row in corpus.rows.claims if row.record.article_id in corpus.articles]
        self.corpus = corpus if len(known) == len(corpus.rows.claims) else corpus.with_rows(claims=known)
        self.outlets = outlets

    @cached_property
    def similarity(self) -> Similarity:
        """How similar two statements of the corpus are."""
        return Similarity({claim_id: claim.said for claim_id, claim in self.corpus.claims.items()})

    @cached_property
    def links_of_claim(self) -> dict[tuple[str, LinkKind], frozenset[str]]:
        """Ids of the links that a claim is in, by claim and kind."""
        links: dict[tuple[str, LinkKind], set[str]] = defaultdict(set)
        for link in self.corpus.links.values():
            for claim_id in link.claim_ids:
                links[claim_id, link.kind].add(link.link_id)
        return {key: frozenset(ids) for key, ids in links.items()}

    def with_links(self, links: Iterable[Link]) -> ConflictIndex:
        """Return the index of the same corpus with other links."""
        path = self.corpus.file("links")
        rows = [Located(link, path, line) for line, link in enumerate(links, start=1)]
        other = ConflictIndex(self.corpus.with_rows(links=rows), self.outlets)
        other.similarity = self.similarity
        return other

    def linked_ids(self, claim_id: str, kind: LinkKind) -> list[str]:
        """Return the ids of a claim and of all claims that links of a kind join it to, sorted."""
        links = (self.corpus.links[link_id] for link_id in self.links_of_claim.get((claim_id, kind), ()))
        return sorted({claim_id}.union(*(link.claim_ids for link in links)))

    def counts_linked(self, one: ClaimBase, other: ClaimBase) -> bool:
        """Return whether a link says that two figures count the same people, at one time or one after the other."""
        return self.linked(one, other, LinkKind.SAME_FIGURE) or self.follow_each_other(one, other)

    def follow_each_other(self, one: ClaimBase, other: ClaimBase) -> bool:
        """Return whether links say that one count led to the other, also over counts between them."""
        group = self._group_of_count
        return one.claim_id in group and group[one.claim_id] == group.get(other.claim_id)

    @cached_property
    def counts_that_follow(self) -> list[list[str]]:
        """The ids of figures in groups that `supersedes` links join, over as many links as it takes."""
        links = (link.claim_ids for link in self.corpus.links.values() if link.kind is LinkKind.SUPERSEDES)
        return connected((ids[0], other) for ids in links for other in ids[1:])

    @cached_property
    def _group_of_count(self) -> dict[str, int]:
        return {claim_id: number for number, ids in enumerate(self.counts_that_follow) for claim_id in ids}

    def linked(self, one: ClaimBase, other: ClaimBase, kind: LinkKind) -> bool:
        """Return whether a link of that kind joins two claims."""
        links = self.links_of_claim
        return bool(links.get((one.claim_id, kind), frozenset()) & links.get((other.claim_id, kind), frozenset()))

    def linked_separately(self, one: ClaimBase, other: ClaimBase, kind: LinkKind) -> bool:
        """Return whether each of two claims is in a link of that kind, but none joins them."""
        both = all((claim.claim_id, kind) in self.links_of_claim for claim in (one, other))
        return both and not self.linked(one, other, kind)

    def pairs(self, model: type[C], *, as_fact: bool = True) -> list[tuple[C, C]]:
        """Return the pairs of claims of a model that share an event or a link, sorted by their ids.

        With `as_fact`, only claims that say that something is so.
        """
        claims = self.corpus.claims
        groups = [[claim.claim_id for claim in group] for group in self.corpus.claims_of_event.values()]
        groups += [list(link.claim_ids) for link in self.corpus.links.values()]
        groups += self.counts_that_follow
        pairs: dict[tuple[str, str], tuple[C, C]] = {}
        for group in groups:
            members = (claims[claim_id] for claim_id in sorted(group) if claim_id in claims)
            chosen = [c for c in members if isinstance(c, model) and (states_as_fact(c) or not as_fact)]
            pairs |= {(one.claim_id, other.claim_id): (one, other) for one, other in combinations(chosen, 2)}
        return [pairs[key] for key in sorted(pairs)]

    def statement_of(self, claim: ClaimBase) -> AttributedStatement | None:
        """Return the attributed statement that a claim is or belongs to; None if the outlet says it itself."""
        if isinstance(claim, AttributedStatement):
            return claim
        statement = self.corpus.claims.get(claim.voice_id) if claim.voice_id is not None else None
        return statement if isinstance(statement, AttributedStatement) else None

    def event_name(self, claim: HistoricalBackground) -> str:
        """Return what the event of a background claim is called; "" if it has neither an event nor a name."""
        event = self.corpus.events.get(claim.event_id or "")
        return event.name if event is not None else claim.event_name or ""

    def different_sources(self, one: ClaimBase, other: ClaimBase) -> bool:
        """Return whether two claims come from different articles, or from different voices within one."""
        if one.article_id != other.article_id:
            return True
        first, second = (self.statement_of(claim) for claim in (one, other))
        return (first and first.claim_id) != (second and second.claim_id)

    def attribution(self, claim: ClaimBase) -> Attribution:
        """Return who says a claim, and since when."""
        article = self.corpus.articles[claim.article_id]
        outlet = self.outlets.get(article.outlet_id)
        statement = self.statement_of(claim)
        said = None if statement is None else known_bounds(statement.time).lower
        day = said or known_bounds(article.publication.date).lower
        return Attribution(
            outlet=article.outlet_id if outlet is None else outlet.name,
            source="" if statement is None else source_name(statement),
            since="" if day is None else day.isoformat(),
        )


def source_name(statement: AttributedStatement) -> str:
    """Return what the source of a statement is called, and whom it speaks for."""
    kind = statement.source_kind or SourceKind.NOT_TOLD
    name = ", ".join(statement.source_name) or NAMELESS.get(kind, "a source not named")
    return f"{name} (for {statement.speaks_for_name})" if statement.speaks_for_name else name


def source_names(*statements: AttributedStatement) -> frozenset[str]:
    """Return the names of the sources of some statements, and of whom they speak for."""
    names = {name for statement in statements for name in statement.source_name}
    return frozenset(names | {s.speaks_for_name for s in statements if s.speaks_for_name is not None})
