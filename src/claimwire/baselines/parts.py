"""Claims, drafts and tags of tokens: from one to the other."""

from __future__ import annotations

from collections.abc import Sequence

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
    return Parts(claim.label, pieces)


def parts_of_draft(draft: Draft) -> Parts:
    """Return a draft as it is tagged."""
    first, *rest = KINDS[draft.label]
    more: dict[str, Pieces] = {kind: tuple(draft.pieces.get(PART_FIELDS[kind], ())) for kind in rest}
    return Parts(draft.label, {first: tuple(draft.spans)} | more)


def drafts_of_tags(passage: Passage, where: Pieces, tags: Ints, published: Bounds) -> list[tuple[Draft, list[Run]]]:
    """Return the drafts that the tags of a sentence's tokens are (tokens, layers), each with the runs of its span."""
    statement, background, figure = (LAYERS.index(label) for label in KINDS)
    found = _statements(passage, where, runs_of(tags[:, statement].tolist(), Label.ATTRIBUTED_STATEMENT))
    for run in runs_of(tags[:, background].tolist(), Label.HISTORICAL_BACKGROUND):
        span = _range(passage, where, run)
        if span is not None:
            found.append((background_of(passage, span, published), [run]))
    for run, quantities in figure_runs(tags[:, figure].tolist()):
        span = _range(passage, where, run)
        if span is not None:
            places = [place for one in quantities if (place := _range(passage, where, one)) is not None]
            found.append((figure_of(passage, span, places), [run]))
    return found


def _range(passage: Passage, where: Pieces, run: Run) -> Range | None:
    return passage.trimmed(where[run.first][0], where[run.end - 1][1])


def _statements(passage: Passage, where: Pieces, runs: Sequence[Run]) -> list[tuple[Draft, list[Run]]]:
    """Return the statements of runs: each cue with the contents and the source that are nearest to it."""
    contents, sources, cues = ([run for run in runs if run.kind == kind] for kind in (CONTENT, SOURCE, CUE))
    if not cues:
        groups: list[tuple[Run | None, list[Run], list[Run]]] = [(None, [run], sources[:1]) for run in contents]
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
            groups.append((cue, held, of or last))
    found = []
    for said, held, of in groups:
        spans = [span for run in held if (span := _range(passage, where, run)) is not None]
        if spans:
            cue_span = None if said is None else _range(passage, where, said)
            source_spans = [span for run in of if (span := _range(passage, where, run)) is not None]
            found.append((statement_of(passage, spans, source_spans, [] if cue_span is None else [cue_span]), held))
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
