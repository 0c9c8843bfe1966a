"""Deciding on proposed links, one at a time: accepted links go to links.jsonl, refused pairs are remembered.

`annotations/<corpus>/links_refused.jsonl` has one line per refused pair, with who refused it. Both files are written
after every decision, so that one can stop at any time and continue later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import partial
from itertools import product

from ..corpus.transaction import Edit, editing
from ..errors import WorkspaceError
from ..schema import Link, RefusedLink
from ..schema.vocab import LinkKind
from .conflict_index import ConflictIndex
from .link_proposals import ClaimPair, LinkProposal, decided, proposals

BeginEdit = Callable[[], AbstractContextManager[Edit]]
"""Gives the corpus to be changed."""

Propose = Callable[[ConflictIndex, Iterable[ClaimPair]], list[LinkProposal]]
"""Gives the links that may be missing, most likely first, without pairs that were refused."""


class LinkSession:
    """A person's decisions on the proposals for a corpus; `accept` and `refuse` write them to the files at once.

    Raises `WorkspaceError` if two links have one id, of which writing the file again would lose one.
    """

    def __init__(
        self,
        index: ConflictIndex,
        annotator_id: str,
        begin_edit: BeginEdit | None = None,
        propose: Propose = proposals,
    ) -> None:
        """Begin with what an index has, and what is proposed for it.

        `begin_edit` gives its corpus to be changed, by default without a guard.
        """
        if len(index.corpus.links) < len(index.corpus.rows.links):
            raise WorkspaceError(f"{index.corpus.file('links')}: duplicate link id; run `claimwire check`")
        self.index = index
        self.annotator_id = annotator_id
        self._begin_edit = begin_edit or partial(editing, index.corpus.folder)
        self.refused = list(index.corpus.refused_links)
        self.skipped: set[ClaimPair] = set()
        self._open = propose(index, (item.claim_ids for item in self.refused))
        self._last: frozenset[str] = frozenset()

    def left(self) -> list[LinkProposal]:
        """Return the proposals that are not decided, most likely first, but before all those for the last link made.

        A pair is decided, too, if accepting it would put claims into one link that were refused as a pair.
        """
        refused = {item.claim_ids for item in self.refused}
        self._open = [item for item in self._open if not decided(self.index, item) and not self._joins(item, refused)]
        left = [item for item in self._open if item.pair not in self.skipped]
        return sorted(left, key=lambda item: self._last.isdisjoint(item.pair))

    def accept(self, proposal: LinkProposal) -> Link:
        """Link the claims of a proposal, in the link that one of them is in or in a new one, and return that link.

        Raises `WorkspaceError` if somebody else has refused the pair meanwhile.
        """
        with self._begin_edit() as edit:
            self._read_again(edit)
            if any(item.kind is proposal.kind and item.claim_ids == proposal.pair for item in self.refused):
                raise WorkspaceError(
                    f"{' and '.join(proposal.pair)} were refused as a pair in the meantime; start again"
                )
            link = self._extended(proposal) or self._new(proposal)
            links = self.index.corpus.links | {link.link_id: link}
            self.index = self.index.with_links(links[link_id] for link_id in sorted(links))
            self._last = frozenset(link.claim_ids)
            edit.merge("links", [link])
        return link

    def refuse(self, proposal: LinkProposal) -> None:
        """Remember that the claims of a proposal are not the same."""
        with self._begin_edit() as edit:
            self._read_again(edit)
            refused = RefusedLink(kind=proposal.kind, claim_ids=proposal.pair, annotator_id=self.annotator_id)
            self.refused.append(refused)
            edit.merge("links_refused", [refused])

    def _read_again(self, edit: Edit) -> None:
        """Take in what others decided meanwhile."""
        self.index = self.index.with_links(edit.records("links"))
        self.refused = edit.records("links_refused")

    def skip(self, proposal: LinkProposal) -> None:
        """Leave a proposal for another time."""
        self.skipped.add(proposal.pair)

    def _joins(self, proposal: LinkProposal, refused: set[ClaimPair]) -> bool:
        """Return whether accepting a proposal would join claims that were refused as a pair."""
        sides = [self.index.linked_ids(claim_id, proposal.kind) for claim_id in proposal.pair]
        return any((min(pair), max(pair)) in refused for pair in product(*sides))

    def _extended(self, proposal: LinkProposal) -> Link | None:
        """Return the link of the kind that one of the claims is in, with the other; None if there is none.

        Of counts that follow each other only a link by the same annotator is extended: links of that kind may share
        claims, and each names who decided on all of it.
        """
        for link in self.index.corpus.links.values():
            theirs = link.kind is LinkKind.SUPERSEDES and link.annotator_id != self.annotator_id
            if link.kind is proposal.kind and not theirs and set(link.claim_ids) & set(proposal.pair):
                added = tuple(claim_id for claim_id in proposal.pair if claim_id not in link.claim_ids)
                return link.model_copy(update={"claim_ids": self._in_order(link.kind, link.claim_ids + added)})
        return None

    def _new(self, proposal: LinkProposal) -> Link:
        corpus = self.index.corpus
        return Link(
            link_id=next_link_id(corpus.corpus_id, corpus.links),
            kind=proposal.kind,
            claim_ids=self._in_order(proposal.kind, proposal.pair),
            annotator_id=self.annotator_id,
        )

    def _in_order(self, kind: LinkKind, claim_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the claims of a link in its order: of counts that follow each other that of time, if it is known."""
        if kind is not LinkKind.SUPERSEDES:
            return claim_ids
        return tuple(sorted(claim_ids, key=lambda claim_id: told_since(self.index, claim_id)))


def told_since(index: ConflictIndex, claim_id: str) -> str:
    """Return the moment or day since when a claim's article has told it, as ISO text; "" if neither is known."""
    claim = index.corpus.claims.get(claim_id)
    return "" if claim is None else index.corpus.articles[claim.article_id].told_since


def next_link_id(corpus_id: str, used: Iterable[str]) -> str:
    """Return an id for a new link: the corpus, `_l`, and a number above every number that a used id ends in."""
    numbers = [int(match[1]) for link_id in used if (match := re.search(r"_l(\d+)$", link_id))]
    return f"{corpus_id}_l{max(numbers, default=0) + 1:02d}"
