"""A corpus as the conflicts see it: its adjudicated claims, who tells each of them, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from ..corpus.corpus import Corpus
from ..corpus.events import EventTree
from ..dates import Bounds, known_bounds
from ..schema import Article, AttributedStatement, ClaimBase, Event, Link, Outlet, claim_order
from ..schema.vocab import Factuality, LinkKind, SourceKind
from .similarity import Similarity

C = TypeVar("C", bound=ClaimBase)

TOLD_AS_FACT = frozenset({Factuality.ASSERTED, Factuality.PRESUPPOSED})
"""How a claim is put that says how things are; what is possible, asked for or hoped for contradicts nothing."""

NAMELESS: dict[SourceKind, str] = {
    SourceKind.PERSON: "a person not named",
    SourceKind.CROWD: "people not named",
    SourceKind.DOCUMENT: "a document not named",
    SourceKind.MEDIA: "media not named",
}
"""What a source without a name is called; the others are `a source not named`."""


@dataclass(frozen=True)
class Telling:
    """Who tells a claim: the outlet, whom the outlet has it from (empty where it tells it itself), and since when.

    `since` is the first day of what the article says of when it was said, else its day of publication, as an ISO date;
    empty where neither is known.
    """

    outlet: str
    source: str
    since: str


@dataclass(frozen=True)
class Scene:
    """The adjudicated claims of one corpus with what they are about. Events and links do not cross corpora."""

    claims: Mapping[str, ClaimBase]
    articles: Mapping[str, Article]
    events: Mapping[str, Event]
    links: Sequence[Link]
    outlets: Mapping[str, Outlet]

    @cached_property
    def similarity(self) -> Similarity:
        """How alike two statements of the corpus are."""
        return Similarity({claim_id: claim.statement for claim_id, claim in self.claims.items()})

    @cached_property
    def claims_of_event(self) -> dict[str, list[ClaimBase]]:
        """Claims by event, in the order of articles and text."""
        found: dict[str, list[ClaimBase]] = defaultdict(list)
        for claim in sorted(self.claims.values(), key=claim_order):
            if claim.event_id is not None:
                found[claim.event_id].append(claim)
        return dict(found)

    @cached_property
    def links_of_claim(self) -> dict[tuple[str, LinkKind], frozenset[str]]:
        """Ids of the links that a claim is in, by claim and kind."""
        found: dict[tuple[str, LinkKind], set[str]] = defaultdict(set)
        for link in self.links:
            for claim_id in link.claim_ids:
                found[claim_id, link.kind].add(link.link_id)
        return {key: frozenset(value) for key, value in found.items()}

    def pairs(self, model: type[C], *, told_as_fact: bool = True) -> list[tuple[C, C]]:
        """Return the pairs of claims of a model that share an event or a link, by their ids.

        With `told_as_fact`, only claims that say how things are.
        """
        groups = [[claim.claim_id for claim in claims] for claims in self.claims_of_event.values()]
        groups += [list(link.claim_ids) for link in self.links]
        found: dict[tuple[str, str], tuple[C, C]] = {}
        for group in groups:
            claims = [self.claims[claim_id] for claim_id in sorted(group) if claim_id in self.claims]
            wanted = [c for c in claims if isinstance(c, model) and (c.factuality in TOLD_AS_FACT or not told_as_fact)]
            found |= {(one.claim_id, other.claim_id): (one, other) for one, other in combinations(wanted, 2)}
        return [found[key] for key in sorted(found)]

    def linked(self, one: ClaimBase, other: ClaimBase, kind: LinkKind) -> bool:
        """Tell whether a link of that kind joins two claims."""
        links = self.links_of_claim
        return bool(links.get((one.claim_id, kind), frozenset()) & links.get((other.claim_id, kind), frozenset()))

    def told_apart(self, one: ClaimBase, other: ClaimBase, kind: LinkKind) -> bool:
        """Tell whether each of two claims is in a link of that kind, but in none together."""
        both = all((claim.claim_id, kind) in self.links_of_claim for claim in (one, other))
        return both and not self.linked(one, other, kind)

    def statement_of(self, claim: ClaimBase) -> AttributedStatement | None:
        """Return the attributed statement that a claim is, or that holds it; None where the outlet tells it itself."""
        if isinstance(claim, AttributedStatement):
            return claim
        holder = self.claims.get(claim.voice) if claim.voice is not None else None
        return holder if isinstance(holder, AttributedStatement) else None

    def two_tell(self, one: ClaimBase, other: ClaimBase) -> bool:
        """Tell whether two claims have different tellers: other articles, or other voices within one."""
        if one.article_id != other.article_id:
            return True
        first, second = (self.statement_of(claim) for claim in (one, other))
        return (first and first.claim_id) != (second and second.claim_id)

    def telling(self, claim: ClaimBase) -> Telling:
        """Return who tells a claim, and since when."""
        article = self.articles[claim.article_id]
        outlet = self.outlets.get(article.outlet_id)
        statement = self.statement_of(claim)
        said = known_bounds(statement.time) if statement is not None else Bounds(None, None)
        day = said.lower or self.published(claim).lower
        return Telling(
            outlet=outlet.name if outlet is not None else article.outlet_id,
            source="" if statement is None else source_name(statement),
            since="" if day is None else day.isoformat(),
        )

    def published(self, claim: ClaimBase) -> Bounds:
        """Return the day of publication of the claim's article; open on both sides where it is not known."""
        return known_bounds(self.articles[claim.article_id].publication.date)

    @cached_property
    def event_tree(self) -> EventTree:
        """What each event is part of."""
        return EventTree.of(self.events.values())


def scene_of(data: Corpus, outlets: Mapping[str, Outlet]) -> Scene:
    """Return what the conflicts of a corpus are computed from; claims of articles it does not have are left out."""
    articles = {item.record.article_id: item.record for item in data.rows.articles}
    claims = {x.record.claim_id: x.record for x in data.rows.claims if x.record.article_id in articles}
    return Scene(
        claims=claims,
        articles=articles,
        events={item.record.event_id: item.record for item in data.rows.events},
        links=tuple(item.record for item in data.rows.links),
        outlets=outlets,
    )


def source_name(statement: AttributedStatement) -> str:
    """Return what the source of a statement is called, with whom it speaks for."""
    name = ", ".join(statement.source_name) or NAMELESS.get(statement.source_kind, "a source not named")
    return f"{name} (for {statement.speaks_for_name})" if statement.speaks_for_name else name


def names_of(statements: Iterable[AttributedStatement]) -> frozenset[str]:
    """Return the names of the sources of some statements, and of whom they speak for."""
    found = {name for statement in statements for name in statement.source_name}
    return frozenset(found | {s.speaks_for_name for s in statements if s.speaks_for_name is not None})
