"""Which code points of an article's body its statements tell, and on whom each of them rests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..pieces import Pieces, merge_pieces, pieces_of
from ..schema import Article, AttributedStatement
from ..schema.vocab import SegmentKind, SourceKind, SourceNaming
from .sources import KINDS, NAMINGS


@dataclass
class ToldLengths:
    """How many code points of a body statements tell, by who tells them and on whom they rest."""

    by_kind: Counter[SourceKind | None] = field(default_factory=Counter)
    by_naming: Counter[SourceNaming | None] = field(default_factory=Counter)

    @property
    def length(self) -> int:
        """All that is told."""
        return self.by_kind.total()


def body_pieces(article: Article) -> Pieces:
    """Return where the sentences of an article's body are; headline, lead and what is no sentence are none of it."""
    body = [
        (segment.start, segment.end)
        for segment in article.segments
        if segment.kind is SegmentKind.BODY and segment.start is not None and segment.end is not None
    ]
    inside = (
        (max(start, sentence.start), min(end, sentence.end)) for sentence in article.sentences for start, end in body
    )
    return merge_pieces((start, end) for start, end in inside if start < end)


def length_of(pieces: Pieces) -> int:
    """Return how many code points some pieces have."""
    return sum(end - start for start, end in pieces)


def told_of(body: Pieces, said: Iterable[AttributedStatement]) -> ToldLengths:
    """Return how many code points of a body statements cover, each counted once however many cover it.

    Where statements stand within each other, the innermost tells, and what it tells rests on the one of them whose
    source is named least. Where two that do not hold each other cover the same, it rests on the better named.
    """
    by_id = {statement.claim_id: statement for statement in said}
    chains = [Chain.of(statement, by_id) for statement in by_id.values()]
    told = ToldLengths()
    for length, covering in _stretches(body, chains):
        chain = min(covering, key=Chain.order)
        told.by_kind[chain.source_kind] += length
        told.by_naming[chain.naming] += length
    return told


@dataclass(frozen=True)
class Chain:
    """A statement with those that it stands within: how many, and how the least well named source is named."""

    pieces: Pieces
    depth: int
    source_kind: SourceKind | None
    naming: SourceNaming | None

    @classmethod
    def of(cls, statement: AttributedStatement, by_id: Mapping[str, AttributedStatement]) -> Chain:
        """Return the chain of a statement; one that a faulty record has twice counts once."""
        chain = {statement.claim_id: statement}
        voice = statement.voice_id
        while voice is not None and voice in by_id and voice not in chain:
            chain[voice] = by_id[voice]
            voice = by_id[voice].voice_id
        naming = max((link.source_naming for link in chain.values()), key=NAMINGS.index)
        return cls(pieces_of(statement.spans), len(chain), statement.source_kind, naming)

    def order(self) -> tuple[int, int, int]:
        """Return what decides who tells a code point: the deepest, then the best named, then the first kind."""
        return -self.depth, NAMINGS.index(self.naming), KINDS.index(self.source_kind)


def _stretches(body: Pieces, chains: list[Chain]) -> Iterator[tuple[int, list[Chain]]]:
    """Yield the stretches of a body that any statement covers: how long each is, and what covers it."""
    cuts = sorted({cut for pieces in (body, *(chain.pieces for chain in chains)) for piece in pieces for cut in piece})
    for start, end in pairwise(cuts):
        if _covers(body, start):
            covering = [chain for chain in chains if _covers(chain.pieces, start)]
            if covering:
                yield end - start, covering


def _covers(pieces: Pieces, place: int) -> bool:
    return any(start <= place < end for start, end in pieces)
