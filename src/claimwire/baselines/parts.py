"""Claims, drafts and tags of tokens: from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..dates import Bounds
from ..pieces import Pieces
from ..proposals.cues import cue_class
from ..ranges import Ints
from ..schema import ClaimBase
from ..schema.vocab import Harm, Label
from .counts import HARM_OF, CountFound, HarmFound, counts_in, harms_in
from .dated import dates_in
from .rules.background import background_draft, dated_draft
from .rules.figures import figure_draft
from .rules.passage import Draft, Passage, Range
from .tagging import (
    CONTENT,
    CUE,
    KINDS,
    LAYERS,
    PART_FIELDS,
    SOURCE,
    Parts,
    Run,
    figure_runs,
    runs_of,
)

BETWEEN = 100
"""What another cue between a piece and a cue counts, in tokens."""


def parts_of_claim(claim: ClaimBase) -> Parts:
    """Return a claim as it is tagged."""
    pieces = {
        kind: tuple((span.start, span.end) for span in getattr(claim, PART_FIELDS[kind])) for kind in KINDS[claim.label]
    }
    return Parts.of(claim.label, pieces)


def parts_of_draft(draft: Draft) -> Parts:
    """Return a draft as it is tagged."""
    first, *rest = KINDS[draft.label]
    more: dict[str, Pieces] = {kind: tuple(draft.pieces.get(PART_FIELDS[kind], ())) for kind in rest}
    return Parts.of(draft.label, {first: tuple(draft.spans)} | more)


class TaggedClaim(NamedTuple):
    """A claim as it is tagged: its label, where its parts are, and the tokens of its span."""

    label: Label
    spans: Pieces
    source: Pieces = ()
    cue: Pieces = ()
    quantity: Pieces = ()
    runs: tuple[Run, ...] = ()


def tagged_claims(passage: Passage, where: Pieces, tags: Ints) -> list[TaggedClaim]:
    """Return the claims that the tags of a sentence's tokens are (tokens, layers)."""
    statement, background, figure = (LAYERS.index(label) for label in KINDS)
    found = _statements(passage, where, runs_of(tags[:, statement].tolist(), Label.ATTRIBUTED_STATEMENT))
    for run in runs_of(tags[:, background].tolist(), Label.HISTORICAL_BACKGROUND):
        found += [
            TaggedClaim(Label.HISTORICAL_BACKGROUND, (span,), runs=(run,)) for span in _ranges(passage, where, [run])
        ]
    for run, quantities in figure_runs(tags[:, figure].tolist()):
        places = _ranges(passage, where, quantities)
        found += [
            TaggedClaim(Label.CASUALTY_FIGURE, (span,), quantity=places, runs=(run,))
            for span in _ranges(passage, where, [run])
        ]
    return found


def draft_of(passage: Passage, claim: TaggedClaim, published: Bounds) -> Draft:
    """Return the draft of a claim that is tagged, with what its words tell."""
    if claim.label is Label.ATTRIBUTED_STATEMENT:
        return statement_of(passage, list(claim.spans), list(claim.source), list(claim.cue))
    if claim.label is Label.CASUALTY_FIGURE:
        return figure_of(passage, claim.spans[0], list(claim.quantity))
    return background_of(passage, claim.spans[0], published)


def _ranges(passage: Passage, where: Pieces, runs: Iterable[Run]) -> Pieces:
    """Return where runs of tokens are, without those of which no word is left."""
    ranges = (passage.trimmed(where[run.first][0], where[run.end - 1][1]) for run in runs)
    return tuple(found for found in ranges if found is not None)


def _statements(passage: Passage, where: Pieces, runs: Sequence[Run]) -> list[TaggedClaim]:
    """Return the statements of runs: each cue with the contents and the source that are nearest to it."""
    contents, sources, cues = ([run for run in runs if run.kind == kind] for kind in (CONTENT, SOURCE, CUE))
    if not cues:
        groups: list[tuple[list[Run], list[Run], list[Run]]] = [([], [run], sources[:1]) for run in contents]
    else:
        own: dict[int, tuple[list[Run], list[Run]]] = {number: ([], []) for number in range(len(cues))}
        for place, pieces in ((0, contents), (1, sources)):
            for piece in pieces:
                own[_nearest(piece, cues)][place].append(piece)
        groups = []
        last: list[Run] = []
        for number, cue in enumerate(cues):
            held, of = own[number]
            last = of or last
            groups.append(([cue], held, of or last))
    found = []
    for said, held, of in groups:
        if spans := _ranges(passage, where, held):
            source, cue_spans = _ranges(passage, where, of), _ranges(passage, where, said)
            found.append(TaggedClaim(Label.ATTRIBUTED_STATEMENT, spans, source, cue_spans, runs=tuple(held)))
    return found


def _nearest(piece: Run, cues: Sequence[Run]) -> int:
    """Return the number of the cue that is nearest to a piece, one with no other cue between them."""

    def distance(number: int) -> tuple[int, int]:
        cue = cues[number]
        gap = cue.first - piece.end if cue.first >= piece.end else piece.first - cue.end
        low, high = sorted((cue.first, piece.first))
        return gap + BETWEEN * sum(low < other.first < high for other in cues if other is not cue), number

    return min(range(len(cues)), key=distance)


def statement_of(passage: Passage, spans: list[Range], source: list[Range], cue: list[Range]) -> Draft:
    """Return a statement of pieces, with its quotations and what its cue does."""
    quoted = [q for q in passage.quotes if any(a <= q[0] and q[1] <= b for a, b in spans)]
    inside = [p for p in spans if any(a <= p[0] and p[1] <= b for a, b in passage.quotes)]
    kind = cue_class(" ".join(passage.text[start:end] for start, end in cue))
    pieces = {"source_spans": source, "cue_spans": cue, "quoted_spans": sorted({*quoted, *inside})}
    slots = {"cue_kind": None if kind is None else kind.value}
    return Draft(Label.ATTRIBUTED_STATEMENT, spans, pieces, slots)


def background_of(passage: Passage, span: Range, published: Bounds) -> Draft:
    """Return background over a span, with the oldest of the dates in it."""
    start, end = span[0] - passage.start, span[1] - passage.start
    dates = [
        date
        for date in dates_in(passage.text[passage.start : passage.end], published)
        if start <= date.start and date.end <= end
    ]
    old = [date for date in dates if date.is_old(published) is not False]
    if not old:
        return background_draft(passage, span, {"time_resolution": "unresolved"})
    return dated_draft(passage, span, next((date for date in old if date.edtf is not None), old[0]))


def figure_of(passage: Passage, span: Range, places: list[Range]) -> Draft:
    """Return a figure over a span: the quantity in it, and the harm that its words tell, or those of its sentence."""
    harms = harms_in(passage.sentence)
    inside = [harm for harm in harms if span[0] <= passage.begin(harm.word) < span[1]]
    near = inside or sorted(harms, key=lambda harm: _apart(passage, harm, span))
    kind = near[0].harm if near else HARM_OF[Harm.KILLED.value]
    where = places[0] if places else None
    count = None if where is None else _count_at(passage, where)
    return figure_draft(passage, span, where, kind, None if count is None else count.quantity)


def _count_at(passage: Passage, where: Range) -> CountFound | None:
    base = passage.start
    return next(
        (
            count
            for count in counts_in(passage.sentence)
            if base + count.start < where[1] and where[0] < base + count.end
        ),
        None,
    )


def _apart(passage: Passage, harm: HarmFound, span: Range) -> int:
    place = passage.begin(harm.word)
    return min(abs(place - span[0]), abs(place - span[1]))
