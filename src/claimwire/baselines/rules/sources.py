"""Who says something: the words for a source beside a cue."""

from __future__ import annotations

import re

from ..counts import months
from ..lexicon import either, forms, table
from .passage import CLOSING, Passage, Range, rule_words

STATEMENTS = table("rules")["statements"]
STOP_MARKS = re.compile(r"[,;:()–—“”\"«»]|\s-\s|‘|’(?=\s)|\.\s")
APPOSITION = re.compile(r"(?:a|an|the|his|her|its|their|who|whose|which|\w+ing|[A-Z][\w.'’-]*)\b")
DAY = either(table("time")["weekdays"])
TAIL = re.compile(
    rf"\s(?:late\s|early\s)?(?:on|in|at|during|after|to|via|through)\s(?:{either(STATEMENTS['said_at'])}|{DAY}|"
    rf"{either(months())})\b|\s(?:last|this)\s(?:night|week|month|year|morning|evening)\b|"
    rf"\s(?:{either(STATEMENTS['said_when'])}|{DAY})\b",
    re.IGNORECASE,
)
"""Where the words for a source that stands behind its cue end at the latest: when and where it was said."""
LONGEST = 16
"""Words that a source has at most."""
CALENDAR = re.compile(rf"{DAY}|{either(months())}|\d+")


def source_before(passage: Passage, verb: int) -> tuple[int, int] | None:
    """Return the words of the source whose predicate begins at a word, as first and end; None if there is none."""
    if verb <= 0:
        return None
    gap = passage.gap(verb)
    if passage.words[verb - 1] in rule_words("statements", "relatives") and not gap.strip():
        return (verb - 1, verb) if passage.words[verb - 1] != "that" else None
    if any(mark in gap for mark in CLOSING):
        return None
    if "," in gap or "–" in gap or "—" in gap:
        return _with_apposition(passage, verb)
    first = verb
    while first > 0 and verb - first < LONGEST:
        if STOP_MARKS.search(passage.gap(first)) and first < verb:
            break
        if _is_boundary(passage, first - 1):
            break
        first -= 1
    return _without_lead(passage, first, verb)


def _with_apposition(passage: Passage, verb: int) -> tuple[int, int] | None:
    """Return a name and its apposition, between two commas; a relative clause stays out."""
    first = verb - 1
    commas = []
    while first > 0 and verb - first < 2 * LONGEST:
        gap = passage.gap(first)
        if any(mark in gap for mark in f"{CLOSING};:“"):
            break
        if "," in gap or "–" in gap or "—" in gap:
            commas.append(first)
        first -= 1
    for comma in reversed(commas):
        begins = passage.text[passage.begin(comma) : passage.end]
        head = _without_lead(passage, _head(passage, comma), comma)
        if head is not None and APPOSITION.match(begins):
            aside = passage.words[comma]
            relative = aside in rule_words("statements", "relatives") or aside.endswith("ing")
            return head if relative else (head[0], verb)
    return None


def _is_boundary(passage: Passage, word: int) -> bool:
    """Return whether a noun phrase cannot hold a word: one that joins clauses, or a verb that reports."""
    reports = passage.words[word] in forms("speech", "report") and passage.sentence.raw[word][0].islower()
    return passage.words[word] in rule_words("statements", "boundaries") or reports


def _head(passage: Passage, end: int) -> int:
    """Return where the noun phrase begins that ends before a word."""
    first = end - 1
    while first > 0 and end - first < LONGEST // 2:
        if STOP_MARKS.search(passage.gap(first)) or _is_boundary(passage, first - 1):
            break
        first -= 1
    return first


def _without_lead(passage: Passage, first: int, end: int) -> tuple[int, int] | None:
    """Return a range of words without what leads in (*But*, *On Monday*); None if nothing is left."""
    while first < end and passage.words[first] in rule_words("statements", "opening"):
        first += 1
    if first < end and passage.words[first] in rule_words("statements", "leading"):
        first += 1
        while first < end and not _begins_phrase(passage, first):
            first += 1
        if first < end and passage.words[first] in rule_words("statements", "determiners") and first + 1 < end:
            later = [n for n in range(first + 1, end) if _is_name(passage, n)]
            first = (
                later[0]
                if later and passage.words[later[0] - 1] not in rule_words("statements", "determiners")
                else first
            )
    if first >= end or passage.words[end - 1] in rule_words("statements", "leading") | {"to"} | rule_words(
        "statements", "determiners"
    ):
        return None
    if not any(character.isalpha() for word in passage.words[first:end] for character in word):
        return None
    return first, end


def _begins_phrase(passage: Passage, word: int) -> bool:
    return passage.words[word] in rule_words("statements", "determiners") | {
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
    } or _is_name(passage, word)


def _is_name(passage: Passage, word: int) -> bool:
    return passage.sentence.raw[word][0].isupper() and not CALENDAR.fullmatch(passage.words[word])


def source_after(passage: Passage, cue_end: int) -> Range | None:
    """Return where the words of a source are that stands behind its cue: *said Omar Tresh, a spokesman*."""
    if cue_end >= len(passage.words) or passage.gap(cue_end).strip():
        return None
    if passage.words[cue_end] in rule_words("statements", "leading") | rule_words("statements", "auxiliaries"):
        return None
    begin, end = passage.begin(cue_end), passage.end
    for number in range(cue_end + 1, len(passage.words) + 1):
        gap = passage.gap(number) if number < len(passage.words) else "."
        if any(mark in gap for mark in '“"«;:(') or "." in gap.strip():
            end = passage.after(number - 1)
            break
        if "," in gap and not APPOSITION.match(passage.text[passage.begin(number) : passage.end]):
            end = passage.after(number - 1)
            break
        if "," in gap and passage.words[number] in rule_words("statements", "relatives"):
            end = passage.after(number - 1)
            break
    tail = TAIL.search(passage.text, begin, end)
    if tail is not None:
        end = tail.start()
    return passage.trimmed(begin, end)
