"""Spans that may be claims beside those of rules and tagger: clauses, and what stands at a cue or at a harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ...pieces import Pieces
from ...ranges import Floats
from ...schema.vocab import Label
from ..counts import counts_in, harms_in
from ..parts import TaggedClaim, draft_of
from ..reading import ArticleReading
from ..rules.contents import LINK
from ..rules.cues import with_auxiliaries
from ..rules.passage import Draft, Passage, Range
from ..rules.sources import source_after, source_before
from ..tagging import LAYERS

BREAK = re.compile(r",\s|[;:()]|\s[–—-]\s|[“”\"«»]|\s(?=(?:and|but|after|when|which|who|where|while|since)\s)")
"""Where a clause may begin or end."""
LEAST_SURE = 0.3
"""How probable a label of a sentence has to be for these spans to be looked at."""
MOST_CLAUSES = 6
"""Clauses of a sentence, beyond which only the whole of it is looked at."""
MOST_ENDS = 3
"""Ends of clauses behind a cue at which a content may end, beside the end of the sentence."""
LONGEST_FIGURE = 80
"""Code points that a figure without a verb for its harm has at most."""


class Proposal(NamedTuple):
    """What may be a claim: its label, where it and its parts are, and who proposes it.

    `made` is its draft, where there is one already.
    """

    label: Label
    spans: Pieces
    source: Pieces = ()
    cue: Pieces = ()
    quantity: Pieces = ()
    way: str = "span"
    made: Draft | None = None

    @property
    def length(self) -> int:
        """How many code points its span has."""
        return sum(end - start for start, end in self.spans)

    def draft(self, reading: ArticleReading) -> Draft:
        """Return its draft, with the slots that its words tell."""
        if self.made is not None:
            return self.made
        number = reading.number_at(self.spans[0][0])
        assert number is not None  # it was proposed for a sentence
        passage = reading.passages[number]
        claim = TaggedClaim(self.label, self.spans, self.source, self.cue, self.quantity)
        return draft_of(passage, claim, reading.published)


def of_draft(draft: Draft) -> Proposal:
    """Return a draft of the rules as a proposal."""
    source, cue, quantity = (
        tuple(draft.pieces.get(name, ())) for name in ("source_spans", "cue_spans", "quantity_spans")
    )
    return Proposal(draft.label, tuple(draft.spans), source, cue, quantity, "rules", draft)


def of_tags(claim: TaggedClaim) -> Proposal:
    """Return what the tagger takes to be a claim as a proposal."""
    return Proposal(claim.label, claim.spans, claim.source, claim.cue, claim.quantity[:1], "tagger")


def proposed_spans(passage: Passage, sentence: Floats) -> Iterator[Proposal]:
    """Yield spans of the labels that a sentence may have; `sentence` has the probability of each label."""
    likely = {label for label, sure in zip(LAYERS, sentence, strict=True) if sure >= LEAST_SURE}
    clauses = clauses_of(passage) if likely else []
    if Label.HISTORICAL_BACKGROUND in likely:
        yield from (Proposal(Label.HISTORICAL_BACKGROUND, (span,)) for span in clauses)
    if Label.ATTRIBUTED_STATEMENT in likely:
        yield from _statements(passage)
    if Label.CASUALTY_FIGURE in likely:
        yield from _figures(passage, clauses)


def clauses_of(passage: Passage) -> list[Range]:
    """Return the clauses of a sentence and runs of them, of two words and more."""
    begins, ends = _edges(passage)
    if len(begins) > MOST_CLAUSES:
        begins, ends = [passage.start], [passage.end]
    found = {
        span
        for first, begin in enumerate(begins)
        for end in ends[first:]
        if begin < end and (span := passage.trimmed(begin, end)) is not None
    }
    return sorted(span for span in found if " " in passage.text[span[0] : span[1]].strip())


def _edges(passage: Passage) -> tuple[list[int], list[int]]:
    """Return where the clauses of a sentence may begin, and where they may end."""
    marks = [mark.span() for mark in BREAK.finditer(passage.text, passage.start, passage.end)]
    return [passage.start, *(end for _, end in marks)], [*(start for start, _ in marks), passage.end]


def _statements(passage: Passage) -> Iterator[Proposal]:
    """Yield the whole sentence and its quotations without a cue, and what stands behind and before each cue."""
    whole = passage.trimmed(passage.start, passage.end)
    spans = {whole} if whole else set()
    spans |= {(start, end) for start, end in passage.quotes if passage.start <= start and end <= passage.end}
    yield from (Proposal(Label.ATTRIBUTED_STATEMENT, (span,)) for span in sorted(spans))
    for found in passage.sentence.cues:
        cue = with_auxiliaries(passage, found)
        where = passage.range(cue.first, cue.end)
        before = source_before(passage, cue.first)
        source: Pieces = () if before is None else (passage.range(*before),)
        for span in _behind(passage, where[1]):
            yield Proposal(Label.ATTRIBUTED_STATEMENT, (span,), source, (where,))
        first = source[0][0] if source else where[0]
        after = source_after(passage, cue.end) if not source else None
        ahead = passage.trimmed(passage.start, first)
        if ahead is not None and " " in passage.text[ahead[0] : ahead[1]]:
            behind: Pieces = source or ((after,) if after else ())
            yield Proposal(Label.ATTRIBUTED_STATEMENT, (ahead,), behind, (where,))


def _behind(passage: Passage, begin: int) -> Iterator[Range]:
    link = LINK.match(passage.text[begin : passage.end])
    first = begin + (link.end() if link else 0)
    ends = [mark.start() for mark in islice(BREAK.finditer(passage.text, first + 1, passage.end), MOST_ENDS)]
    for end in dict.fromkeys([*ends, passage.end]):
        span = passage.trimmed(first, end)
        if span is not None:
            yield span


def _figures(passage: Passage, clauses: list[Range]) -> Iterator[Proposal]:
    """Yield short clauses, and the spans from and to the words for harm and the quantities of a clause."""
    base = passage.start
    counts = [count for count in counts_in(passage.sentence) if count.counted != "things"]
    harms = harms_in(passage.sentence)
    marks, stops = _edges(passage) if harms else ([], [])
    spans = {span for span in clauses if span[1] - span[0] < LONGEST_FIGURE}
    for harm in harms:
        word = passage.begin(harm.first)
        begin = max(mark for mark in marks if mark <= word)
        end = min((stop for stop in stops if stop > word), default=passage.end)
        near = [count for count in counts if begin <= base + count.start < end]
        begins = {begin, word, *(base + count.start for count in near)}
        ends = {end, passage.after(harm.word), *(passage.after(count.last) for count in near)}
        spans |= {span for a in begins for b in ends if a < b and (span := passage.trimmed(a, b)) is not None}
    for span in sorted(spans):
        inside = [count for count in counts if span[0] <= base + count.start and base + count.end <= span[1]]
        quantity = tuple((base + count.start, base + count.end) for count in inside[:1])
        yield Proposal(Label.CASUALTY_FIGURE, (span,), quantity=quantity)
