"""Historical background: clauses and noun phrases with an old date, and clauses that words of time make context."""

from __future__ import annotations

import re

from ...dates import Bounds
from ...proposals.polarity import FINITE
from ...schema.vocab import Label, TimeMeaning
from ..dated import DateFound, dates_in
from ..lexicon import either, table
from .passage import Draft, Passage, Range, first_of, rule_words

BACKGROUND = table("rules")["background"]
UNDATED = re.compile(rf"\b(?:{either(BACKGROUND['undated'])})\b", re.IGNORECASE)
BREAK = re.compile(r"[,:](?=\s)|[;()]|\s[–—-]\s|[“”\"«»]")
DATED_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their)\s+$", re.IGNORECASE)
OPENING = re.compile(rf"(?:{either(BACKGROUND['opening'])})\s+", re.IGNORECASE)
NOUN_BEHIND = re.compile(r"[\s-]+[^\W\d_][\w-]*")
NEXT_WORD = re.compile(r"\s*(\w+)")
FEWEST = 2


def background(passage: Passage, published: Bounds) -> list[Draft]:
    """Return the background of a sentence; `published` says when the article was published, as far as that is known."""
    found: list[Draft] = []
    base = passage.start
    for date in dates_in(passage.text[passage.start : passage.end], published):
        if _is_old(date, published):
            span = _noun_phrase(passage, date) or _clause(passage, base + date.start, base + date.end)
            if span is not None and not any(_meet(span, piece) for draft in found for piece in draft.spans):
                found.append(dated_draft(passage, span, date))
    for match in UNDATED.finditer(passage.text, passage.start, passage.end):
        span = _clause(passage, match.start(), match.end())
        if span is not None and not any(_meet(span, piece) for draft in found for piece in draft.spans):
            found.append(background_draft(passage, span, {"time_resolution": "unresolved"}))
    return found


def _is_old(date: DateFound, published: Bounds) -> bool:
    """Return whether a date is old; without a date of publication, years and decades are taken to be."""
    if published.lower is None:
        return date.kind in ("plain", "from", "decade", "month_only", "number")
    return date.is_old(published) is True or (date.kind == "number" and date.edtf is None)


def _noun_phrase(passage: Passage, date: DateFound) -> Range | None:
    """Return a dated noun phrase such as *the 2011 truce*, if its clause tells something else; None otherwise."""
    start, end = passage.start + date.start, passage.start + date.end
    determiner = DATED_NOUN.search(passage.text, max(passage.start, start - 6), start)
    nouns = NOUN_BEHIND.match(passage.text, end)
    if date.kind not in ("plain", "from") or determiner is None or nouns is None or FINITE.search(nouns.group()):
        return None
    return passage.trimmed(determiner.start(), min(nouns.end(), passage.end))


def _clause(passage: Passage, start: int, end: int) -> Range | None:
    """Return the clause around a place: between the marks that part it from others, joined where it has no verb."""
    marks = list(BREAK.finditer(passage.text, passage.start, passage.end))
    edges = [passage.start, *(mark.end() for mark in marks), passage.end]
    ends = [passage.start, *(mark.start() for mark in marks), passage.end]
    first = max(number for number, edge in enumerate(edges) if edge <= start)
    last = min(number for number, edge in enumerate(ends) if edge >= end)
    while not FINITE.search(passage.text, edges[first], ends[last]) and (first > 0 or last + 1 < len(edges)):
        if first == 0 and last + 1 < len(edges):
            last += 1
        elif first > 0 and not _begins_apposition(passage, edges[first]):
            first -= 1
        elif last + 1 < len(edges):
            last += 1
        else:
            break
    begin = edges[first]
    begin += len(passage.text[begin : ends[last]]) - len(passage.text[begin : ends[last]].lstrip())
    opening = OPENING.match(passage.text, begin, ends[last])
    found = passage.trimmed(opening.end() if opening and opening.end() < start else begin, ends[last])
    if found is None or len(passage.text[found[0] : found[1]].split()) < FEWEST:
        return None
    return found


def _begins_apposition(passage: Passage, place: int) -> bool:
    """Return whether a participle or relative pronoun begins at a place: *built in 1987*, *which left in May*."""
    word = NEXT_WORD.match(passage.text, place)
    return word is not None and (
        word[1].casefold() in rule_words("background", "participles")
        or word[1].casefold().endswith(("ed", "en"))
        or word[1].casefold() in rule_words("background", "verbs")
    )


def dated_draft(passage: Passage, span: Range, date: DateFound) -> Draft:
    """Return background with the slots that a date of its sentence tells; the date is in offsets of the sentence."""
    start, end = passage.start + date.start, passage.start + date.end
    slots = {"time_resolution": date.resolution.value}
    if date.edtf is not None:
        throughout = "/" in date.edtf and (date.edtf.endswith("..") or date.kind == "from")
        slots |= {
            "time": date.edtf,
            "time_meaning": (TimeMeaning.THROUGHOUT if throughout else TimeMeaning.AT_SOME_POINT_IN).value,
        }
    draft = background_draft(passage, span, slots)
    if span[0] <= start and end <= span[1]:
        draft.pieces["time_spans"] = [(start, end)]
    return draft


def background_draft(passage: Passage, span: Range, slots: dict[str, str]) -> Draft:
    """Return background with the slots that its words tell, and others."""
    words = passage.text[span[0] : span[1]]
    kind = first_of(words, "event_type") or "other"
    told = "asserted" if FINITE.search(words) else "presupposed"
    return Draft(Label.HISTORICAL_BACKGROUND, [span], {}, {"event_type": kind, "presented_as": told} | slots)


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]
