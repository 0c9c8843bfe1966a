"""Proposals of links between figures that count the same people one after the other.

Two sorts. Texts of one item, of which the later was rewritten from the earlier: figures that are alike in all slots
but the number, and the only ones of their kind in both texts, count the same people: such a proposal is certain. And
figures of different items of one event: each is proposed with the latest earlier one that may count the same people;
whether it does, a person decides, as the page of an event can list several incidents. What a rewritten text only
repeats is not among the latter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ..conflicts.casualties import EVENT_SCOPES
from ..conflicts.conflict_index import ConflictIndex
from ..conflicts.link_proposals import ClaimPair, LinkProposal, decided
from ..schema import CasualtyFigure
from ..schema.vocab import FigureScope, LinkKind, VictimStatus
from .telling import Telling, order, tellings_of

CERTAIN = 1.0
"""Score of a proposal that needs nobody to decide it."""

OPEN = 0.9
"""Most that figures of different items can score."""

Kind = tuple[object, ...]


def toll_proposals(index: ConflictIndex, refused: Iterable[ClaimPair] = ()) -> list[LinkProposal]:
    """Return the links between figures that follow each other that may be missing, most likely first."""
    refused_pairs = set(refused)
    tellings = tellings_of(index.corpus.claims.values(), index.corpus.articles)
    rewritten = {proposal.pair: proposal for proposal in _rewritten(index, tellings)}
    by_id = {telling.claim_id: telling for telling in tellings}
    pairs = [sorted((by_id[one], by_id[other]), key=order) for one, other in rewritten]
    follows = {later.claim_id for _, later in pairs}
    repeated = {later.claim_id for earlier, later in pairs if later.repeats(earlier)}
    new = [telling for telling in tellings if telling.claim_id not in repeated]
    found = rewritten | {proposal.pair: proposal for proposal in _across_items(index, new, follows)}
    left = (item for item in found.values() if item.pair not in refused_pairs and not decided(index, item))
    return sorted(left, key=lambda item: (-item.score, item.pair))


def is_certain(proposal: LinkProposal) -> bool:
    """Return whether a proposal may be accepted by rule."""
    return proposal.score >= CERTAIN


def _rewritten(index: ConflictIndex, tellings: Iterable[Telling]) -> Iterator[LinkProposal]:
    """Yield the proposals between the first and the last text of an item."""
    by_article: dict[str, dict[Kind, list[CasualtyFigure]]] = defaultdict(lambda: defaultdict(list))
    for telling in tellings:
        figure = _figure(index, telling)
        by_article[figure.article_id][_kind(figure)].append(figure)
    for article_id, kinds in by_article.items():
        earlier_id = index.corpus.articles[article_id].earlier_id
        for kind, figures in kinds.items():
            before = by_article[earlier_id][kind] if earlier_id in by_article else []
            if len(figures) == len(before) == 1:
                yield _proposal(before[0], figures[0], CERTAIN, "one item, rewritten", f"both {figures[0].harm}")


def _kind(figure: CasualtyFigure) -> Kind:
    """Return all that two figures of one item have to share to count the same people."""
    return (
        figure.harm,
        frozenset(figure.victim_groups),
        frozenset(figure.victim_side_name),
        figure.victim_status,
        figure.part_of_id is None,
        figure.scope,
    )


def _across_items(
    index: ConflictIndex, tellings: Iterable[Telling], follows: Collection[str]
) -> Iterator[LinkProposal]:
    """Yield, for each figure, a proposal with the latest earlier one of another item that may count the same people.

    `follows` has the ids of figures that are known to follow one of their own item.
    """
    by_event: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.event_id is not None:
            by_event[telling.event_id].append(telling)
    for group in by_event.values():
        for number, telling in enumerate(group):
            if telling.claim_id in follows:
                continue
            later = _figure(index, telling)
            for other in reversed(group[:number]):
                earlier = _figure(index, other)
                if _item(index, earlier) != _item(index, later) and may_count_the_same(earlier, later):
                    yield _scored(index, earlier, later)
                    break


def _item(index: ConflictIndex, figure: CasualtyFigure) -> str:
    """Return the id of the first text of a figure's item."""
    return index.corpus.articles[figure.article_id].earlier_id or figure.article_id


def _figure(index: ConflictIndex, telling: Telling) -> CasualtyFigure:
    claim = index.corpus.claims[telling.claim_id]
    assert isinstance(claim, CasualtyFigure)
    return claim


def may_count_the_same(earlier: CasualtyFigure, later: CasualtyFigure) -> bool:
    """Return whether the slots of two figures of one event allow that they count the same people."""
    statuses = {earlier.victim_status, later.victim_status}
    scopes = {earlier.scope, later.scope} - {None}
    return (
        earlier.harm is later.harm
        and set(earlier.victim_groups) == set(later.victim_groups)
        and (earlier.part_of_id is None) == (later.part_of_id is None)
        and (len(statuses) == 1 or VictimStatus.UNSPECIFIED in statuses)
        and _compatible(set(earlier.victim_side_name), set(later.victim_side_name))
        and _compatible(_place(earlier), _place(later))
        and (len(scopes) <= 1 or scopes <= EVENT_SCOPES)
    )


def _compatible(one: set[str], other: set[str]) -> bool:
    return not one or not other or bool(one & other)


def _place(figure: CasualtyFigure) -> set[str]:
    return set() if figure.place_name is None else {figure.place_name.casefold()}


def _scored(index: ConflictIndex, earlier: CasualtyFigure, later: CasualtyFigure) -> LinkProposal:
    """Return a proposal that scores by what speaks for one count: a running toll, the place, similar statements."""
    words = index.similarity.between(earlier.claim_id, later.claim_id)
    grounds = ["same event", f"both {later.harm}"]
    grounds += ["a toll that still grows"] if later.scope is FigureScope.CUMULATIVE else []
    grounds += ["same place"] if _place(earlier) & _place(later) else []
    score = OPEN * (len(grounds) - 1 + words) / 4
    return _proposal(earlier, later, score, *grounds, f"similarity of statements {words:.2f}")


def _proposal(one: CasualtyFigure, other: CasualtyFigure, score: float, *grounds: str) -> LinkProposal:
    first, second = sorted((one, other), key=lambda claim: claim.claim_id)
    return LinkProposal(LinkKind.SUPERSEDES, first, second, score, grounds)
