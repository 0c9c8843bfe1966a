"""Whether a sentence goes on after the full stop of an abbreviation, an initial or a time of day."""

from __future__ import annotations

import re
from typing import NamedTuple

from .words import (
    ABBREVIATIONS,
    ACTORS,
    COUNTED,
    DAYS,
    LABELLED,
    NAMES_TOO,
    NEVER_NAMES,
    OFFICERS,
    PAIRS,
    STARTERS,
    ZONES,
    After,
)

LOOKED_BACK = 40
"""Most code points that are looked at before a mark."""

OPENING = "\"'“‘«‹„‚([{*¿¡"
WORD = re.compile(r"([^\W\d_]+)(?:[’'][^\W\d_]+)?")
PARTS = re.compile(r"[-–—/(\[\"“,]")
"""What parts a compound, of which the last word counts: `Lt.-Col`, `D-Calif`, `Lusmara–U.S`."""

DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")
"""Initials and short parts with full stops between them: `U.S`, `J.K`, `Ph.D`."""

TIME = re.compile(r"(?:\d[\d:.]*)?[ap]\.m", re.IGNORECASE)
NUMERAL = re.compile(r"[IVXLC]+\b|[A-Z](?![\w’'.])")
"""What a number may be besides digits, after `Fig.` and its like."""

CITED = re.compile(r"[B-HJ-Z](?=[,;)])|I(?=\)|, ?(?:§|sec|cl|art|para))")
"""A single capital that is a number after a word such as `art.`, since no sentence begins so."""

NUMBERED = re.compile(r"Nos?\. ?\d")
SERIES = re.compile(r"[2-5](?:d|th)\b")
COORDINATE = re.compile(r"\d+(?:\.\d|°| ?[EW]\b)")
TIME_BEFORE = re.compile(r"(?:\d|[ap]\.?m\.?|noon|midnight) ?$", re.IGNORECASE)

STREET = re.compile(r"(?:[A-Z][a-z]+|\d(?:st|nd|rd|th)) St$")
NUMBER_BEFORE = re.compile(r"\d ?$")
QUOTATION = re.compile('["“«„]')
CLOSING = re.compile('["”»]')
LONGEST_SPEECH = 400
"""Most code points in which the end of a quotation is looked for."""

ZONE = re.compile(r"[A-Z]{2,4}T\b|(?:[A-Z][\w’'-]+ ){1,3}time\b")
FRONTED = re.compile(
    r"(?:[“\"‘'(]\s*)?(?:And |But |Then |Just |Only |Shortly |Early )?"
    r"(?:at|by|around|about|before|after|until|till|since|from|between|shortly|just|on|every|nearly|in|during|through|"
    r"throughout|late|early|last|next|this)\b"
    r"(?: (?:in|late|early|mid|"
    r"at|by|on|the|about|around|exactly|nearly|just|shortly|almost|before|after|past|until|and|to|approximately|"
    r"roughly|some|of|this|that|same|next|following|day|morning|evening|afternoon|night|local|half|quarter|noon|"
    r"\d[\d:.]*(?:[ap]\.m\.?)?|[a-z]+day|[ap]\.m\.?|yesterday|today|midnight|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|"
    r"thu|thurs?|fri|sat|sun),?)*",
    re.IGNORECASE,
)
"""A time of day at the beginning of a sentence that only goes on after it: `At about 5 a.m. Marsh left`."""

LONGEST_TIME = 80
"""Most code points of that."""


class FullStop(NamedTuple):
    """A full stop, with what is around it; a word in lowercase letters follows it only if it is a name."""

    text: str
    start: int
    """Where the sentence begins."""
    at: int
    """Where the full stop is."""
    close: str
    """Quotation marks and brackets that close after it."""
    opening: str
    """Those that open before the next word."""
    first: int
    """Where the next word begins."""
    before: str
    """The word before it."""


def word_before(text: str, start: int, at: int) -> str:
    """Return the word before offset `at`, without what opens it, of a sentence that begins at `start`."""
    word = text[max(start, at - LOOKED_BACK) : at].rpartition(" ")[2]
    return word.lstrip(OPENING) if word[:1] in OPENING else word


def goes_on_after(stop: FullStop) -> bool:
    """Return whether the sentence goes on after a full stop, because of the abbreviation before it."""
    last = PARTS.split(stop.before)[-1]
    known = _known(stop, last)
    if known is None and not _is_initial(last) and not TIME.fullmatch(stop.before):
        return False
    text = stop.text
    digit = text[stop.first : stop.first + 1].isdigit()
    found = None if digit else WORD.match(text, stop.first)
    if found is None and not digit:
        return known in GOES_ON or (known is After.NUMBER and text[stop.first : stop.first + 1] not in NO_SIGNS)
    following = found[1] if found is not None else ""
    if len(following) > 1 and following.isupper() and following.title() in STARTERS:
        following = following.title()
    starter = found is not None and following in STARTERS and not _is_no_starter(text, found)
    if ")" in stop.close and "(" in text[max(stop.start + 1, stop.at - LOOKED_BACK) : stop.at]:
        return not starter
    if any(dash in stop.opening for dash in "—–-"):
        return True
    if QUOTATION.search(stop.opening) and known is not After.NAME and _opens_speech(text, stop.first):
        return False
    if TIME.fullmatch(stop.before):
        return digit or ((not starter or following in ACTORS) and _is_of_time(stop, following))
    if known is None:
        return _after_initial(stop, last, digit, following, starter)
    return _after_abbreviation(stop, known, digit, following, starter)


def _known(stop: FullStop, last: str) -> After | None:
    """Return what an abbreviation says of the next word; None for other words, and for a zone after a time."""
    before = stop.before.replace("’", "'")
    if before.isupper() and _is_zone(stop):
        return None
    known = ABBREVIATIONS.get(before) or ABBREVIATIONS.get(last)
    if known is not None or len(before) < 2:
        return known
    if before.isupper():
        return ABBREVIATIONS.get(before.title())
    first, dot, second = last.rpartition(".")
    return ABBREVIATIONS.get(second) if dot and first in ABBREVIATIONS else None


def _is_zone(stop: FullStop) -> bool:
    """Return whether a word in capitals names the zone of a time before it; EST does wherever no number follows."""
    zone = stop.before in ZONES or (ZONE.fullmatch(stop.before) and stop.before.title() not in DAYS)
    if stop.before == "EST" and not stop.text[stop.first : stop.first + 1].isdigit():
        return True
    return bool(zone) and TIME_BEFORE.search(_line_before(stop)) is not None


def _line_before(stop: FullStop) -> str:
    """Return the end of what precedes, in the sentence, the word before a full stop."""
    word = stop.at - len(stop.before)
    return stop.text[max(stop.start, word - LOOKED_BACK) : max(stop.start, word)]


def _is_initial(last: str) -> bool:
    return (len(last) == 1 and last.isalpha() and last.isupper()) or DOTTED.fullmatch(last) is not None


def _is_no_starter(text: str, found: re.Match[str]) -> bool:
    """Return whether a word that begins sentences is something else here: an initial, or part of an office's name."""
    if found[0] in ("No", "Nos"):
        return NUMBERED.match(text, found.start()) is not None
    rest = text[found.end() : found.end() + 10]
    return ((found[0] == "Just" or len(found[0]) == 1) and rest.startswith(".")) or (
        found[0] == "Under" and rest[1:].startswith("Secretary")
    )


def _opens_speech(text: str, at: int) -> bool:
    """Return whether a quotation that begins at an offset is a sentence: a comma or another mark stands at its end."""
    closing = CLOSING.search(text, at, at + LONGEST_SPEECH)
    return closing is None or (text[closing.start() - 1] in ",.!?…" and closing.start() - at > 3)


def _is_of_time(stop: FullStop, following: str) -> bool:
    """Return whether what follows `9 p.m.` belongs to it, or nothing but a time precedes in the sentence."""
    if following in DAYS or following in ZONES or ZONE.match(stop.text, stop.first):
        return True
    return _is_fronted(stop)


def _is_fronted(stop: FullStop) -> bool:
    """Return whether the sentence has nothing but a time so far, so that it goes on."""
    so_far = stop.text[stop.start : min(stop.at, stop.start + LONGEST_TIME)]
    return stop.at - stop.start < LONGEST_TIME and FRONTED.fullmatch(so_far.strip()) is not None


def _after_initial(stop: FullStop, last: str, digit: bool, following: str, starter: bool) -> bool:
    if len(last) > 1:
        return digit or not starter or following in ("May", "Will")
    before = stop.text[max(stop.start, stop.at - LOOKED_BACK) : stop.at].rpartition(" ")[0].rpartition(" ")[2]
    if before.endswith("&"):
        return True
    if before.lower() in LABELLED or (last == "I" and before.islower()) or (last in "CF" and before.endswith("°")):
        return False
    if digit and (
        last == "S" or SERIES.match(stop.text, stop.first) or (last == "P" and before in ("Civ.", "Crim.", "App."))
    ):
        return True
    return not digit and not (starter and following not in NAMES_TOO)


def _after_abbreviation(stop: FullStop, known: After, digit: bool, following: str, starter: bool) -> bool:
    text, word = stop.text, stop.at - len(stop.before)
    match known:
        case After.INNER:
            return True
        case After.END:
            return False
        case After.NAME:
            is_street = stop.before == "St" and STREET.search(text, max(stop.start, stop.at - LOOKED_BACK), stop.at)
            return following not in NEVER_NAMES and not (is_street and starter)
        case After.DAY:
            fronted = following not in STARTERS or following in ACTORS
            return digit or following in DAYS or (fronted and _is_fronted(stop))
        case After.NUMBER:
            if f"{stop.before}.{following}" in PAIRS or NUMBERED.match(text, stop.first):
                return True
            if stop.before == "Cl" and _is_of_rank(stop):
                return not starter
            numeral = NUMERAL.match(text, stop.first)
            if numeral is None or (len(numeral[0]) == 1 and stop.before[:1].islower()):
                return digit or CITED.match(text, stop.first) is not None
            return not starter or stop.before in COUNTED
        case After.UNIT:
            return digit and NUMBER_BEFORE.search(text, max(stop.start, word - LOOKED_BACK), word) is not None
        case After.TITLE:
            pair = f"{stop.before}.{following}" in PAIRS
            return pair or (not digit and not starter and _stands_before_name(stop))
        case After.PAIR if stop.before.lower() == "long":
            return COORDINATE.match(text, stop.first) is not None
        case After.PAIR:
            is_officer = stop.before in ("Off", "Con", "Just") and not starter and _is_of_rank(stop)
            return is_officer or f"{stop.before}.{following}" in PAIRS
        case _:
            is_place = text[max(stop.start, word - 2) : word] == ", " and stop.before not in SUFFIXES
            return digit or not (starter or is_place)


def _is_of_rank(stop: FullStop) -> bool:
    return _line_before(stop).rstrip().rpartition(" ")[2] in OFFICERS


def _stands_before_name(stop: FullStop) -> bool:
    """Return whether a title may stand here: at the beginning, after a title, or after a word in lowercase letters."""
    word = _line_before(stop).rstrip(" (").rpartition(" ")[2]
    return word == "" or word in ("Elder", "Rt.", "Rev.") or (word.islower() and word not in ARTICLES)


ARTICLES = frozenset(["the", "a", "an", "this", "that", "his", "her", "its", "their", "our", "my", "your", "no"])
GOES_ON = frozenset([None, After.NAME, After.INNER, After.ANY, After.DAY, After.UNIT])
"""What a sentence goes on after, where neither a word nor a number follows."""

NO_SIGNS = frozenset("*<|•")
"""Characters that are no sign before a number."""

SUFFIXES = frozenset(["Inc", "Ltd", "Jr", "Sr", "Co", "Corp", "Esq"])
"""What stands after a comma and before more of a name; a state there is the end: `Orlan, Calif. Nobody`."""
