"""The words that the rules know, from `words.toml`."""

from __future__ import annotations

import tomllib
from enum import Enum
from importlib.resources import files

_TABLES: dict[str, dict[str, str]] = tomllib.loads(
    files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)


def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(_TABLES[table][name].split())


class After(Enum):
    """What follows an abbreviation, and so whether its full stop ends a sentence."""

    NAME = "name"
    """A name: the sentence goes on, except before a word such as `She` that is no name."""
    NUMBER = "number"
    """A number: the sentence goes on before one; otherwise it is a word like any other."""
    INNER = "inner"
    """More of the same sentence, always."""
    ANY = "any"
    """Anything: the sentence ends before a word that begins sentences, and goes on before other capitals."""
    DAY = "day"
    """A day: the sentence goes on before a number, a month or a weekday."""
    END = "end"
    """A new sentence, if a capital or a digit follows."""
    UNIT = "unit"
    """A number if a number precedes, as in `6 ft. 3`; otherwise it is a word like any other."""
    TITLE = "title"
    """A name where a title may stand: at the beginning, or after a word in lowercase that is no article; it is a word
    that ends sentences too, as in `near the Arch`."""
    PAIR = "pair"
    """One of a few words with which it is a pair, as in `Sol. Gen.`; otherwise it is a word like any other."""


ABBREVIATIONS = {word: after for after in After for word in _words("abbreviations", after.value)}
"""Abbreviations without their last full stop."""

STARTERS = _words("english", "starters")
"""Words with a capital that begin a sentence where an abbreviation precedes, since they are seldom names."""

NAMES_TOO = _words("english", "names_too")
"""Starters that may be names, and so say nothing after an initial."""

NEVER_NAMES = _words("english", "never_names")
"""Starters that end a sentence even after a title."""

LABELLED = _words("english", "labelled")
"""Words after which a single capital is a name of its own, not an initial: `Plan B. Nobody`."""

COUNTED = _words("english", "counted")
"""Abbreviations of what always has a number, so that `A` and `I` after them are numbers."""

DAYS = _words("english", "days")
"""Weekdays, months and feasts, in full and short."""

ZONES = _words("english", "zones")
"""Words that name a time zone, besides capitals that end in T, such as CEST, and names before `time`."""

WITH_MARK = _words("english", "with_mark")
"""Names that are written with an exclamation mark."""

TOP_DOMAINS = _words("english", "top_domains")
"""Ends of addresses and files as they are written with a capital after the full stop: `Booking.Com`."""

UNFINISHED = _words("english", "unfinished")
"""Words that a sentence seldom ends with, so that it goes on after an ellipsis and a name."""

SPEECH = _words("english", "speech")
"""Verbs that say who spoke a quotation."""

SPEECH_FORMS = _words("english", "speech_forms")
"""Forms of these verbs that have another verb before them: `was quoted as saying`, `would ask`."""

ASKED = _words("english", "asked")
"""Those verbs of speech that say who spoke after `had` too, and not what was done before."""

ROLES = _words("english", "roles")
"""Words in lowercase that say who a speaker is: `Orlan mayor Marsh asked`."""

ACTORS = _words("english", "actors")
"""Starters that a sentence may go on with after the time at its beginning: `By 2 a.m. Police had left`."""

PAIRS = _words("english", "pairs")
"""Abbreviations that go on before a certain word, and that word."""

OFFICERS = _words("english", "officers")
"""Words before `Off.`, `Cl.`, `Con.` and `Just.` of ranks: `Petty Off. Orr`, `1st Cl. Pike`, `Chief Just. Ash`."""

AGENCIES = _words("datelines", "agencies")
"""Agencies by which a place in small letters, or none, is known to be a dateline's."""

NO_PLACES = _words("datelines", "no_places")
"""Words in capitals that are no places: organizations and labels."""

NO_PLACE_WORDS = _words("datelines", "no_place_words")
"""Words in capitals that say that this is a sentence."""

BARE_WITH_THE = _words("datelines", "bare_with_the")
"""Places with an article that stand without date, region or agency: `THE HAGUE — `."""
