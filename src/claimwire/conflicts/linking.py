"""Deciding on proposed links, one at a time: what is accepted goes to links.jsonl, what is refused is remembered.

`annotations/<corpus>/links_refused.jsonl` holds a line for every refused pair, with who refused it. Both files are
written after every decision, so that one can stop at any time and go on later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import product

from ..corpus.corpus import Corpus
from ..corpus.records import records_of, write_jsonl
from ..schema import Link, RefusedLink
from ..schema.vocab import LinkKind
from .links import Pair, Proposal, proposals
from .scene import Scene


@dataclass
class Linking:
    """A person's decisions on the proposals for a corpus; `accept` and `refuse` write them down at once."""

    data: Corpus
    scene: Scene
    annotator_id: str
    refused: list[RefusedLink]
    waiting: list[Proposal]
    skipped: set[Pair] = field(default_factory=set)
    last: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, data: Corpus, scene: Scene, annotator_id: str) -> Linking:
        """Return where the decisions on a corpus stand."""
        refused = records_of(data.rows.links_refused)
        waiting = proposals(scene, (item.claim_ids for item in refused))
        return cls(data, scene, annotator_id, refused, waiting)

    def left(self) -> list[Proposal]:
        """Return the proposals that are not decided, the surest first, those for the link made last before others.

        A pair is decided, too, where accepting it would put claims into one link that were refused as a pair.
        """
        no = {item.claim_ids for item in self.refused}
        self.waiting = [item for item in self.waiting if self._open(item, no)]
        left = [item for item in self.waiting if item.pair not in self.skipped]
        return sorted(left, key=lambda item: not self.last & set(item.pair))

    def accept(self, proposal: Proposal) -> Link:
        """Link the claims of a proposal, in the link that one of them is in or in a new one, and return that link."""
        link = self._with(proposal)
        links = [item for item in self.scene.links if item.link_id != link.link_id]
        self.scene = replace(self.scene, links=tuple(sorted([*links, link], key=lambda item: item.link_id)))
        self.last = frozenset(link.claim_ids)
        write_jsonl(self.data.file("links"), self.scene.links)
        return link

    def refuse(self, proposal: Proposal) -> None:
        """Remember that the claims of a proposal are not the same."""
        self.refused.append(RefusedLink(kind=proposal.kind, claim_ids=proposal.pair, annotator_id=self.annotator_id))
        self.refused.sort(key=lambda item: item.claim_ids)
        write_jsonl(self.data.file("links_refused"), self.refused)

    def skip(self, proposal: Proposal) -> None:
        """Leave a proposal for another time."""
        self.skipped.add(proposal.pair)

    def _open(self, proposal: Proposal, refused: set[Pair]) -> bool:
        if self.scene.linked(proposal.one, proposal.other, proposal.kind):
            return False
        if self.scene.told_apart(proposal.one, proposal.other, proposal.kind):
            return False
        sides = [self._together(claim_id, proposal.kind) for claim_id in proposal.pair]
        return not any(tuple(sorted(pair)) in refused for pair in product(*sides))

    def _together(self, claim_id: str, kind: LinkKind) -> set[str]:
        """Return a claim and those that links of the kind join to it."""
        links = (link for link in self.scene.links if link.kind is kind and claim_id in link.claim_ids)
        return {claim_id}.union(*(link.claim_ids for link in links))

    def _with(self, proposal: Proposal) -> Link:
        for link in self.scene.links:
            if link.kind is proposal.kind and set(link.claim_ids) & set(proposal.pair):
                added = tuple(claim_id for claim_id in proposal.pair if claim_id not in link.claim_ids)
                return link.model_copy(update={"claim_ids": link.claim_ids + added})
        return Link(
            link_id=next_link_id(self.data.info.corpus_id, (link.link_id for link in self.scene.links)),
            kind=proposal.kind,
            claim_ids=proposal.pair,
            annotator_id=self.annotator_id,
        )


def next_link_id(corpus_id: str, taken: Iterable[str]) -> str:
    """Return an id for a new link: the corpus, `_l`, and a number above all that ids of its links end in."""
    numbers = [int(match[1]) for name in taken if (match := re.search(r"_l(\d+)$", name))]
    return f"{corpus_id}_l{max(numbers, default=0) + 1:02d}"
