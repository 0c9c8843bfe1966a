"""What is said: the content before or behind a cue, and where it ends."""

from __future__ import annotations

import re

from ...proposals.polarity import FINITE
from ..lexicon import either, table
from .cues import CueWords, is_finite, is_second, with_auxiliaries
from .passage import CLOSING, Passage, Range, is_phrase, rule_words
from .sources import source_before

STATEMENTS = table("rules")["statements"]
THAT = re.compile(r"\s*(?:[^,;:.“”\"]{0,60}?\s)?that\s", re.IGNORECASE)
WHERE_SAID = re.compile(
    rf"\s+(?:{either(STATEMENTS['listeners'] + STATEMENTS['places_of_speech'])}|(?:on|late on|early on)\s+\w+day|"
    rf"\w+day|yesterday|today|last\s+night)\b",
    re.IGNORECASE,
)
SAID_THERE = re.compile(
    rf"(?:\s+(?:{either(STATEMENTS['listeners'])})\b)?(?:\s+(?:late\s|early\s)?(?:on|in|at|to|during|after|from|via|by)\s"
    r"[^,;“”\"]{1,60}|\s+\w+day|\s+(?:last|this)\s\w+|\s+(?:yesterday|today|later|earlier))?(?=[\s.,;]|$)",
    re.IGNORECASE,
)
"""To whom, where and when something was said, behind a cue that ends its sentence."""
TOLD_THEM = re.compile(r"\s+[^,;“”\"]{1,80}?(?=[.,;]|$)")
"""Who was told, where and when, to the end."""
LINK = re.compile(r"\s*(?:,\s*(?:however|though|meanwhile),)?\s*(?:that\b|:|,|–|—)?\s*", re.IGNORECASE)
ENDS = re.compile(r"[\s\"”’»]*(?:[.,;!?]|$)")
FEWEST = 3
"""Words that a content before its cue has at least."""


def rest_of(passage: Passage, cue: CueWords) -> str:
    """Return what stands behind a cue, to the end of its sentence."""
    return passage.text[passage.after(cue.end - 1) : passage.end]


def ends_after(passage: Passage, cue: CueWords) -> bool:
    """Return whether nothing that could be content follows a cue: a stop, a comma, or where and when it was said."""
    rest = rest_of(passage, cue)
    tells = passage.words[cue.verb] in rule_words("statements", "tells")
    where = (TOLD_THEM if tells else SAID_THERE).match(rest)
    return bool(ENDS.match(rest[where.end() :] if where and " that " not in where.group() else rest))


def content_before(passage: Passage, end: int) -> Range | None:
    """Return the content that ends at a comma or quotation mark before a source or cue; None if there is none."""
    before = passage.text[passage.start : end].rstrip()
    if not before.endswith((",", "?", "!", "–", "—", *CLOSING)):
        return None
    begin = passage.start
    opening = re.match(r"(?:but|and|however|meanwhile|yet|still),?\s+", before, re.IGNORECASE)
    begin += opening.end() if opening else 0
    found = passage.trimmed(begin, passage.start + len(before))
    quoted = found is not None and any(a <= found[0] and found[1] <= b for a, b in passage.quotes)
    if found is None or (len(passage.text[found[0] : found[1]].split()) < FEWEST and not quoted):
        return None
    return found if quoted or FINITE.search(passage.text[found[0] : found[1]]) else None


def goes_on(passage: Passage, after: int) -> list[Range]:
    """Return the quotation that follows right after a place in its sentence: a further piece of what stands before."""
    return [
        (start, end)
        for start, end in passage.quotes
        if after <= start and end <= passage.end and not any(map(str.isalnum, passage.text[after:start]))
    ]


def content_after(passage: Passage, cue: CueWords) -> Range | None:
    """Return the content that follows a cue, without *that* and without where it was said; None if there is none."""
    begin = passage.after(cue.end - 1)
    rest = passage.text[begin : passage.end]
    where = WHERE_SAID.match(rest)
    that = THAT.match(rest)
    linked = that is not None and (where is not None or that.group().strip().casefold() == "that")
    if linked and that is not None:
        begin += that.end()
    elif where is not None:
        begin += where.end()
    begin += len(LINK.match(passage.text[begin : passage.end]).group())  # type: ignore[union-attr]
    end = _end_of_content(passage, cue, begin)
    relative = passage.words[cue.first - 1 : cue.first]
    if cue.first and relative[0] in rule_words("statements", "relatives"):
        comma = re.compile(r",\s").search(passage.text, begin, end)
        end = comma.start() if comma else end
    quote = next((q for q in passage.quotes if q[0] == begin), None)
    if quote is not None and re.compile(r",|\s+[-–—]\s").match(passage.text, quote[1], end):
        end = quote[1]
    found = passage.trimmed(begin, end)
    if found is None:
        return None
    words = passage.words[cue.verb : cue.end]
    content = passage.text[found[0] : found[1]]
    quoted = any(start <= found[0] < stop for start, stop in passage.quotes)
    clause = linked or quoted or content.split()[0].casefold() == "to" or ":" in passage.text[begin - 2 : begin]
    if is_phrase(words, "objects"):
        return found
    if is_phrase(words, "only_with_clause"):
        return found if clause or (FINITE.search(content) and _begins_clause(content)) else None
    return found if clause or FINITE.search(content) or cue.end - cue.verb > 1 else None


def _begins_clause(content: str) -> bool:
    return bool(re.match(r"(?:the|a|an|he|she|it|they|we|i|there|this|that|these|those|no)\b|[A-Z]", content))


def _end_of_content(passage: Passage, cue: CueWords, begin: int) -> int:
    """Return where a content ends: at the next clause with a source and cue of its own, or with its sentence."""
    for other in passage.sentence.cues:
        if passage.begin(other.start) <= begin or passage.is_quoted(other.start):
            continue
        if is_phrase(passage.words[other.start : other.end], "never"):
            continue
        own = with_auxiliaries(passage, other)
        source = source_before(passage, own.first)
        if is_second(passage, own) and passage.begin(own.first - 1) > begin and is_finite(passage, own):
            return passage.begin(own.first - 1)
        if source is None:
            if passage.words[other.start].endswith("ing") and "," in passage.gap(other.start):
                return passage.after(other.start - 1)
            continue
        first = source[0]
        if ";" in passage.gap(first):
            return passage.after(first - 1)
        joining = rule_words("statements", "joining")
        if first > 0 and passage.words[first - 1] in joining and passage.begin(first - 1) > begin:
            return passage.begin(first - 1)
    return passage.end
