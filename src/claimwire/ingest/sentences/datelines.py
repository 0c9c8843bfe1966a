"""Datelines: place, date and agency at the beginning of a report, before its first sentence."""

from __future__ import annotations

import re

from .marks import is_name
from .words import AGENCIES, BARE_WITH_THE, NO_PLACE_WORDS, NO_PLACES

LONGEST = 240
"""Most code points in which a dateline is looked for."""

LONGEST_PLACE = 41
MOST_WORDS = 4
"""Most words of a place without date, region or agency."""

_LINKS = r"(?:and|en|de|da|do|del|di|la|le|les|sur|am|of|the)"
_SMALL = r"(?:of|the|and|de|del|da|do|du|des|la|las|le|les|el|al|on|upon|am|an|der|occupied|near|in|sur|e|y|i)"
_PREFIX = r"(?:Mc|Mac|De|La|Le|Du|Al-|al-|el-|d['’]|l['’])"
_CAPITALS = rf"{_PREFIX}?[^\W\d_a-z][^\W\d_a-z'’.-]*(?:['’.-]+[^\W\d_a-z]+)*(?!\w)\.?"
"""A word in capitals: `PORT`, `ST.`, `N'DJAMENA`, `SAINT-DENIS`, `McALLEN`; `is_place` looks at letters beyond a-z."""

_JOINT = rf"(?:\ |\ ?/\ ?|[–-]|,\ and\ |\ {_LINKS}\ )"
_NAME = r"[^\W\d_][\w'’.-]*"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:s|nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?|Sat(?:urday)?|"
    r"Sun(?:day)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?:[-–/]\d{1,2})?"
_DAY_OF_MONTH = rf"(?:{_MONTH}\ {_DAY}|{_DAY}\ (?:of\ )?{_MONTH})"
_DATE = (
    rf"(?:{_MONTH},?\ \d{{4}}\b|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?:{_WEEKDAY},?\ )?{_DAY_OF_MONTH}(?:,?\ \d{{4}})?|{_WEEKDAY})"
    r"(?:,?\ \d{1,2}[:.]\d{2}(?:\ ?[ap]\.?m\.?)?(?:\ [A-Z]{3,4})?)?"
)
_AGENCY = r"\([^()\n]{1,60}\)|[A-Z]{3,12}\.(?:RU|COM|NET|ORG)\b|/[^/\n]{1,40}/(?:[^/\n]{1,20}/)?|\[[^\[\]\n]{1,60}\]"
_COUNTRY = r"(?:\ \[[A-Z][\w\ ]{1,30}\]|\ \([A-Z][\w\ ]{1,30}\)(?=\ \())?"
_REGION = rf",\ (?!{_DATE}\b){_NAME}"

PLACED = re.compile(
    rf"""\s*
    (?P<place>\(?{_CAPITALS}(?:{_JOINT}{_CAPITALS}){{0,6}})
    (?P<region>(?:{_REGION}(?:[\ /](?:{_SMALL}\ )*{_NAME}){{0,5}}){{0,3}})
    {_COUNTRY}
    (?:(?:\ ?[,.:]\ ?|\ )(?P<date>{_DATE}))?\)?
    (?:[,.]?\ ?(?P<agency>{_AGENCY}))?
    """,
    re.VERBOSE,
)
"""`PORT ORLAN, Harrow, Mon., June 3, 2031 (Meridian Wire)`: place in capitals, then region, date and agency if any."""

TITLED = re.compile(
    rf"""\s*
    (?P<place>{_NAME}(?:[ /](?:{_SMALL}\ )?{_NAME}){{0,4}})
    (?P<region>(?:{_REGION}(?:\ {_NAME}){{0,3}}){{0,2}})
    {_COUNTRY}
    (?:[,.]?\ (?P<date>{_DATE}))?
    ,?\ ?(?P<agency>{_AGENCY})
    """,
    re.VERBOSE,
)
"""`Port Orlan (AFP)`: the place in small letters, and an agency."""

UNPLACED = re.compile(rf"\s*(?P<place>)(?P<region>)(?:(?P<date>{_DATE})\ )?(?P<agency>{_AGENCY})", re.VERBOSE)
"""`June 3 (Reuters)`, without a place."""

LOOSE = re.compile(
    rf"\s*(?P<place>[^\W\d_][^,(\n]{{1,40}}),\ (?P<date>[\w.\ ]{{3,20}}?)(?:\ (?:{_AGENCY}))?"
    r"(?:[—–]|\ (?:--|[—–-]))\s*(?=\S)",
    re.VERBOSE,
)
"""A place, something with a digit that stands for the day, and a dash: `ORLAN, 3.3 (Meridian) — `."""

WHOLE_DATE = re.compile(rf"\s*{_WEEKDAY},?\ {_DAY_OF_MONTH},?\ \d{{4}}\s+(?=[^\W\d_a-z])", re.VERBOSE)
"""`Monday, June 3, 2031`, without a comma before the sentence."""

_DASH = r"(?:\ *[—–―‒−]+\ *|\ *--+\ *|\ +_\ +|\ +-(?=[\ \"'“‘«„(\[]|[^\W_])\ *|(?<=[)/\]])-\ *)"
DASH = re.compile(_DASH, re.VERBOSE)
SIGNED = re.compile(rf",\ {_NAME}(?:\ {_NAME}){{1,3}}{_DASH}", re.VERBOSE)
"""Who wrote it, after the agency: `ORLAN (Sputnik), Rosa Lund - `."""

DATED = re.compile(_DATE, re.VERBOSE)
SECOND_DASH = re.compile(r" ?[—–] ?| --? ")
MORE = re.compile(rf"(?:{_DATE}|{_AGENCY}){_DASH}(?=\S)", re.VERBOSE)
"""A date or an agency that has a dash of its own: `PORT ORLAN — (Meridian Wire) — `."""

FULL_STOP = re.compile(r"\. *(?:[—–-]+ *)?| +(?=[^\W_a-z])")
COLON = re.compile(r" ?: +| :(?=[\"'“‘«„]?[^\W_a-z])")
SPACES = re.compile(r" +(?=[\"'“‘«„]?[^\W_a-z])")
BRACKET = re.compile(r"[(/\[]")
WHITE_SPACE = re.compile(r"\s")
LETTERS = re.compile(r"[^\W\d_]+")
NAMES = re.compile(r"[\w'’.-]+")
SMALL = re.compile(_SMALL)
SMALL_PARTS = re.compile(rf"\b(?:{_PREFIX}(?=[^\W\d_a-z])|{_LINKS}\b)")
AGENCY_WORD = re.compile(
    r"\b(?:wire|press|news|agency|newswire|agence|agencia|agentur|service|radio|times|post)\b", re.I
)
CONNECTED = frozenset("'’./-c")
"""Second characters of places such as `O'FALLON` and `McALLEN`, besides capitals."""


def dateline_end(paragraph: str) -> int:
    """Return where the first sentence begins after the dateline of a paragraph; 0 if it begins with none.

    A dateline has a place in capitals, an agency in brackets or slashes, or both, and whatever there is of a region and
    a date; then a dash, or the full stop that TASS writes. A place by itself is one if a sentence begins after it.
    Capitals that are an acronym or a sentence are none: `NATO, he said – the alliance`.
    """
    head = WHITE_SPACE.sub(" ", paragraph[:LONGEST])
    second = head.lstrip(" (")[1:2]
    if second.isupper() or second in CONNECTED:
        end = _after_capitals(head)
        if end is not None:
            return end
    match = (TITLED.match(head) or UNPLACED.match(head)) if BRACKET.search(head) else None
    if match is not None and _is_known(match["agency"]) and _is_names(match["place"]) and _is_names(match["region"]):
        return _after(match, head)
    dated = WHOLE_DATE.match(head)
    return dated.end() if dated is not None else 0


def _after_capitals(head: str) -> int | None:
    """Return where the sentence begins after a dateline in capitals; 0 if it is certain that there is none."""
    match = PLACED.match(head)
    if match is not None and _is_place(match["place"]) and _is_names(match["region"]):
        end = _after(match, head)
        if end and (match["date"] or _is_undated(match, head, end)):
            return end
        if match["agency"] and _spells_out(match["place"], match["agency"]):
            return 0
    match = LOOSE.match(head)
    dated = match is not None and any(map(str.isdigit, match["date"])) and _is_place(match["place"])
    return match.end() if match is not None and dated else None


def _after(match: re.Match[str], head: str) -> int:
    """Return where the sentence begins after what a dateline has, and a dash; 0 if there is no dash or no sentence.

    What TASS writes has a full stop for the dash; a few agencies have a colon after their name, or only a space.
    """
    agency, date = match["agency"], match["date"]
    dash = DASH.match(head, match.end())
    if dash is None and agency and agency.startswith("/"):
        dash = FULL_STOP.match(head, match.end())
    if dash is None and (date or (agency and _is_agency(agency))):
        dash = COLON.match(head, match.end())
    if dash is None and agency and _is_known(agency):
        dash = SIGNED.match(head, match.end())
    if dash is None and agency and (date or (_is_agency(agency) and DATED.search(agency))):
        dash = SPACES.match(head, match.end())
    first = dash and re.search(r"\w", head[dash.end() : dash.end() + 8])
    if dash is None or first is None:
        return 0
    lower = first[0].islower() and not is_name(head, dash.end() + first.start())
    if lower and not date and (not agency or SECOND_DASH.search(head, dash.end())):
        return 0
    more = MORE.match(head, dash.end())
    return more.end() if more is not None else dash.end()


def _is_place(place: str) -> bool:
    """Return whether words may be a place: in capitals, but for links and prefixes, and no words of a sentence."""
    letters = [character for character in SMALL_PARTS.sub("", place) if character.isalpha()]
    if len(letters) < 2 or len(place.strip()) > LONGEST_PLACE or any(map(str.islower, letters)):
        return False
    words = LETTERS.findall(place)
    return words[0] not in NO_PLACES and (words[0] in ("ABOARD", "ON") or NO_PLACE_WORDS.isdisjoint(words))


def _is_names(words: str) -> bool:
    """Return whether all words but small ones between them have a capital."""
    return all(word[0].isupper() or SMALL.fullmatch(word) for word in NAMES.findall(words))


def _is_undated(match: re.Match[str], head: str, end: int) -> bool:
    """Return whether a dateline without a date is one: with an agency, with a region, or a place by itself."""
    place = match["place"].lstrip("(")
    if match["agency"]:
        return not _spells_out(place, match["agency"])
    if match["region"]:
        return True
    words = LETTERS.findall(place)
    if "AND" in words or (words[0] == "THE" and BARE_WITH_THE.isdisjoint(words)):
        return False
    initials = re.findall(r"\b[^\W\d_a-z]", head[end : end + 60])
    if len(words) == 1 and "".join(initials).startswith(words[0]) and SECOND_DASH.search(head, end):
        return False
    follows = [word for word in LETTERS.findall(head[end : end + 60]) if len(word) > 1][:3]
    in_capitals = len(follows) > 1 and all(map(str.isupper, follows))
    return sum(map(len, words)) > 2 and len(place.replace("/", " ").split()) <= MOST_WORDS and not in_capitals


def _is_agency(agency: str) -> bool:
    """Return whether what is in brackets or slashes is named as an agency is, or known to be one."""
    inner = agency.strip("()[]/ ")
    described = inner[:1].islower() and " " in inner
    return _is_known(agency) or (not described and AGENCY_WORD.search(inner) is not None)


def _is_known(agency: str) -> bool:
    return not AGENCIES.isdisjoint(re.split(r"[\s/,–()\[\]-]+", agency))


def _spells_out(place: str, agency: str) -> bool:
    """Return whether brackets say what an acronym is, as in `ORLA (the lake's agency of rescue) –`."""
    inner = LETTERS.findall(agency)
    initials = "".join(word[0] for word in inner if word[0].isupper())
    described = len(inner) > 1 and inner[0][0].islower()
    return " " not in place and not _is_known(agency) and (described or (len(initials) > 1 and initials == place))
