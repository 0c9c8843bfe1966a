"""Attributed statements by cue and pattern: who says (source), by what words (cue), and what (content)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...proposals.cues import CueFound
from ...proposals.polarity import FINITE
from ...schema.vocab import CueClass, Label
from .contents import ENDS, content_after, content_before, ends_after, goes_on, rest_of
from .cues import CueWords, is_second, with_auxiliaries
from .passage import Draft, Passage, Range, is_phrase, rule_words
from .sources import source_after, source_before

FEWEST_QUOTED = 4
"""Words that a quotation without any cue has at least if it is a statement."""


def statements(passage: Passage) -> list[Draft]:
    """Return the statements of a sentence, in no particular order; quotations without a cue are not among them."""
    found: list[Draft] = []
    for cue in passage.sentence.cues:
        if passage.is_quoted(cue.start) or (cue.start and passage.sentence.raw[cue.start][0].isupper()):
            continue
        words = passage.words[cue.start : cue.end]
        if is_phrase(words, "according"):
            found += _according(passage, cue)
        elif cue.kind is CueClass.HEARSAY and len(words) == 1:
            found += _hearsay(passage, cue)
        elif not is_phrase(words, "never"):
            found += _by_verb(passage, with_auxiliaries(passage, cue), found)
    return [draft for draft in (*found, *_passives(passage, found)) if draft.spans]


def _by_verb(passage: Passage, cue: CueWords, earlier: list[Draft]) -> Iterator[Draft]:
    """Yield the statement of a verb: in the passive, before its source, behind it, or in a participle."""
    words = passage.words
    auxiliaries = set(words[cue.first : cue.verb])
    is_passive = bool(auxiliaries & rule_words("statements", "be")) and not words[cue.verb].endswith("ing")
    if auxiliaries & rule_words("statements", "modal") or (is_passive and cue.end - cue.verb < 2):
        return
    if cue.first > 0 and words[cue.first - 1] == "to" and not passage.gap(cue.first).strip():
        return
    if words[cue.verb].endswith("ing") and not auxiliaries & rule_words("statements", "be"):
        if "," in passage.gap(cue.verb) and earlier and (content := content_after(passage, cue)):
            yield _statement(passage, cue, [content], earlier[-1].pieces.get("source_spans", []))
        return
    source = source_before(passage, cue.first)
    if source is not None:
        where = passage.range(*source)
        before = content_before(passage, passage.begin(source[0]))
        if before is None and _is_inserted(passage, source[0], cue):
            around = (
                passage.trimmed(passage.start, where[0]),
                passage.trimmed(passage.after(cue.end - 1), passage.end),
            )
            yield _statement(passage, cue, [piece for piece in around if piece is not None], [where])
        elif before is not None and ends_after(passage, cue):
            yield _statement(passage, cue, [before, *goes_on(passage, passage.after(cue.end - 1))], [where])
        elif (content := content_after(passage, cue)) is not None:
            yield _statement(passage, cue, [content], [where])
        elif _is_refusal(passage, cue):
            yield _statement(passage, cue, [passage.range(cue.first, cue.end)], [where])
        return
    before = None if is_second(passage, cue) else content_before(passage, passage.begin(cue.first))
    if before is not None and (found := source_after(passage, cue.end)) is not None:
        yield _statement(passage, cue, [before, *goes_on(passage, found[1])], [found])
    elif earlier and is_second(passage, cue) and (content := content_after(passage, cue)) is not None:
        yield _statement(passage, cue, [content], earlier[-1].pieces.get("source_spans", []))


def _is_inserted(passage: Passage, source: int, cue: CueWords) -> bool:
    """Return whether source and cue stand between two commas within the content: *Each, she remarked, had begun*."""
    return source > 0 and "," in passage.gap(source) and cue.end < len(passage.words) and "," in passage.gap(cue.end)


def _is_refusal(passage: Passage, cue: CueWords) -> bool:
    """Return whether a cue says that somebody did not speak, of nothing in particular: *declined to comment*."""
    return cue.end - cue.verb > 2 and passage.words[cue.verb + 1] == "to" and bool(ENDS.match(rest_of(passage, cue)))


def _passives(passage: Passage, earlier: list[Draft]) -> list[Draft]:
    """Return the statements of passives without an agent (*is understood to have left*)."""
    found: list[Draft] = []
    for verb, word in enumerate(passage.words):
        if word in rule_words("statements", "passive") and not passage.is_quoted(verb):
            cue = with_auxiliaries(passage, CueFound(verb, verb + 1, CueClass.NEUTRAL))
            auxiliaries = set(passage.words[cue.first : verb])
            if auxiliaries & rule_words("statements", "be") and not auxiliaries & rule_words("statements", "modal"):
                found += _passive(passage, cue)
    known = [piece for draft in earlier for piece in draft.pieces["cue_spans"]]
    return [draft for draft in found if draft.pieces["cue_spans"][0] not in known]


def _passive(passage: Passage, cue: CueWords) -> Iterator[Draft]:
    """Yield the statement of a passive without its agent: its subject, and what follows the cue."""
    subject = source_before(passage, cue.first)
    after = passage.trimmed(passage.after(cue.end - 1), passage.end)
    rest = passage.words[cue.end : cue.end + 1]
    if subject is None or after is None or rest[:1] not in (("to",), ("of",), ("that",), ("as",)):
        return
    pieces = [passage.range(*subject), after]
    if rest == ("that",):
        shorter = passage.trimmed(passage.after(cue.end), passage.end)
        pieces = [shorter] if shorter else []
    if pieces:
        yield _statement(passage, cue, pieces, [])


def _according(passage: Passage, cue: CueFound) -> Iterator[Draft]:
    source = source_after(passage, cue.end)
    if source is None:
        return
    own = CueWords(cue.start, cue.start, cue.end, cue.kind)
    if cue.start == 0:
        comma = passage.text.find(",", source[0], passage.end)
        further = passage.text.find(",", comma + 1, passage.end)
        if comma > 0 and further > 0 and re.compile(r",\s+an?\s").match(passage.text, comma):
            comma = further
        if comma < 0:
            return
        content = passage.trimmed(comma, passage.end)
        source = passage.trimmed(source[0], comma) or source
    else:
        content = passage.trimmed(passage.start, passage.begin(cue.start))
    if content is not None:
        yield _statement(passage, own, [content], [source])


def _hearsay(passage: Passage, cue: CueFound) -> Iterator[Draft]:
    """Yield the clause in which *reportedly* stands, without it; it has no source."""
    pieces = [
        passage.trimmed(passage.start, passage.begin(cue.start)),
        passage.trimmed(passage.after(cue.end - 1), passage.end),
    ]
    kept = [piece for piece in pieces if piece is not None]
    if kept and FINITE.search(passage.text[passage.start : passage.end]):
        yield _statement(passage, CueWords(cue.start, cue.start, cue.end, cue.kind), kept, [])


def _statement(passage: Passage, cue: CueWords, content: list[Range], source: list[Range]) -> Draft:
    """Return a draft; words of cue and source that stand within the content are cut out of it."""
    cue_span = passage.range(cue.first, cue.end)
    refusal = content == [cue_span]
    pieces = content if refusal else _without(passage, content, [cue_span, *source])
    quoted = [q for q in passage.quotes if any(a <= q[0] and q[1] <= b for a, b in pieces)]
    inside = [p for p in pieces if any(a <= p[0] and p[1] <= b for a, b in passage.quotes)]
    return Draft(
        Label.ATTRIBUTED_STATEMENT,
        pieces,
        {"source_spans": source, "cue_spans": [cue_span], "quoted_spans": sorted({*quoted, *inside})},
        {"cue_kind": cue.kind.value},
    )


def _without(passage: Passage, pieces: list[Range], cuts: list[Range]) -> list[Range]:
    for cut_start, cut_end in cuts:
        parts = [
            part
            for start, end in pieces
            for part in (
                [(start, end)] if cut_end <= start or end <= cut_start else [(start, cut_start), (cut_end, end)]
            )
        ]
        pieces = [found for start, end in parts if start < end and (found := passage.trimmed(start, end))]
    return sorted(pieces)


def loose_quotations(passage: Passage, found: list[Draft]) -> Iterator[Draft]:
    """Yield the quotations of a sentence that no statement holds: somebody's words without a cue.

    Short ones, and those whose words are mostly capitalised, which are names of works, are none.
    """
    for start, end in passage.quotes:
        if start < passage.start or any(s.pieces and _meets(s, start, end) for s in found):
            continue
        words = passage.text[start:end].split()
        capitals = sum(word.strip('“"‘«')[:1].isupper() for word in words)
        if len(words) >= FEWEST_QUOTED and capitals <= len(words) / 2:
            yield Draft(
                Label.ATTRIBUTED_STATEMENT, [(start, end)], {"quoted_spans": [(start, end)]}, {"cue_kind": None}
            )


def _meets(draft: Draft, start: int, end: int) -> bool:
    """Return whether a statement has a piece in a range; its pieces are in text order, and mostly before it."""
    for a, b in reversed(draft.spans):
        if b <= start:
            return False
        if a < end:
            return True
    return False
