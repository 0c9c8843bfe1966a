"""What the words around a number say of it: the bound that it is, and whether it is approximate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..schema.vocab import Qualifier

APPROXIMATELY = (
    r"about|around|some|nearly|almost|roughly|approximately|approx\.?|circa|ca?\.|close to|close on|near|nearing|"
    r"approaching|an? estimated|estimated(?: at| to be)?|estimates? of|"
    r"(?:in|of|on) the (?:region|order|vicinity|neighbou?rhood) of|more or less|something like|just about|virtually|"
    r"practically|pushing|getting on for|not far off|well[- ]nigh|nigh on|verging on|or so|give or take|[~±]"
)
FILLER = (
    r"a|an|the|its|their|his|her|these|those|all|another|other|further|additional|extra|new|more|total|overall|full|"
    r"combined|mere|staggering|whopping|massive|huge|record|grand|of|only|just|exactly|precisely|fully|even|perhaps|"
    r"possibly|maybe|likely|probably|reportedly|confirmed|known|anywhere|somewhere|anything|either|from|whole"
)
"""Words between a bound and its number that change neither."""
BETWEEN_THEM = rf"(?:(?>(?:{APPROXIMATELY}|{FILLER})(?![a-z]))\s?)*+"

VERY = r"(?:(?:slightly|a little|little|just|far|well|way|many|much|considerably|significantly|somewhat|a bit|even) )?"
BEFORE: tuple[tuple[Qualifier, str], ...] = (
    (
        Qualifier.AT_MOST,
        r"\b(?:no|not|never) (?:more|greater|higher) than\b|\bat (?:the )?(?:very )?most\b|\bmaximum(?: of)?\b|"
        r"\bmax\.?(?: of)?\b|\bnot (?:exceeding|over|above|beyond)\b|≤|<=",
    ),
    (
        Qualifier.AT_LEAST,
        r"\b(?:no|not|never) (?:fewer|less|lower) than\b|\bat (?:the )?(?:very )?least\b|\bat a minimum\b|"
        r"\bminimum(?: of)?\b|\bmin\.?(?: of)?\b|\bnot (?:under|below)\b|≥|>=",
    ),
    (Qualifier.UP_TO, r"\bup ?to\b|\bas (?:many|much|high) as\b"),
    (
        Qualifier.MORE_THAN,
        rf"\b{VERY}(?:more|greater|higher) than\b|\b{VERY}(?:over|above|beyond)\b|\bupwards? of\b|\bin excess of\b|"
        r"\bexceed(?:s|ed|ing)?\b|\bpass(?:es|ed|ing)\b|\btop(?:s|ped|ping)\b|\bsurpass(?:es|ed|ing)\b|\bnorth of\b|"
        r"(?<!\bthe )\bpast\b|>",
    ),
    (
        Qualifier.LESS_THAN,
        rf"\b{VERY}(?:fewer|less|lower) than\b|\b{VERY}(?:under|below)\b|\b{VERY}(?:short|shy) of\b|"
        r"\bsouth of\b|<",
    ),
)
"""Words before a number that make it a bound; where two fit, the first."""
MAYBE = r"(?:even |perhaps |possibly |maybe |probably |likely |a few |several |many |some )*"
AFTER: tuple[tuple[Qualifier, str], ...] = (
    (
        Qualifier.AT_MOST,
        rf"\bor {MAYBE}(?:fewer|less|under|below)\b|\bat (?:the )?(?:very )?most\b|\bmaximum\b|\bmax\b|\btops\b|"
        r"\bat the outside\b",
    ),
    (
        Qualifier.AT_LEAST,
        rf"\b(?:or|and|if not|perhaps|possibly|maybe|probably|likely) {MAYBE}more\b(?! or less)|"
        r"\bor (?:over|above|upwards?)\b|\band (?:above|up|upwards?|over|counting|rising)\b|^ ?\+|^[- ]plus\b|"
        r"^ upwards?\b|\bat (?:the )?(?:very )?least\b|\bat a minimum\b|\bminimum\b",
    ),
)
"""Words after a number that make it a bound."""
APPROXIMATE_AFTER = re.compile(
    r"\babout$|\best\b|[±~]|\bor so\b|\bmore or less\b|\bthereabouts\b|^[- ]?odd\b|^[- ]?ish\b|\bgive or take\b|"
    r"\bapproximately\b|\bapprox\b|"
    r"\bby estimate\b|\bestimated\b"
)
UNCLEAR = re.compile(
    r"\b(?:not|never|hardly|barely|scarcely|nor|without|except|all but|but for|instead of|rather than|minus|twice|"
    r"double|doubled?|triple|tripled|every|per|as few as|as little as|as low as|rest of|remainder of|times|nowhere|"
    r"far from|one in|if not|"
    r"number|"
    r"no|a good|average of|on average|averag\w+)\b|n't\b|(?:^|\s)-$"
)
"""Words before a number that say something of it that none of the bounds is."""
SUFFIX_UNCLEAR = re.compile(
    r"^ (?:more|fewer|less|lower|higher) (?:[a-z]+ )?than\b|\bif not\b|\b(?:few|short|shy) of\b|"
    r"\b(?:an?|per|every|each) (?:second|minute|hour|day|night|week|month|year|head)\b|"
    r"\b(?:per|every|each) (?:family|household)\b|^ (?:[a-z-]+ )?(?:families|households|hhs?|couples|sets of|"
    r"groups of)\b|"
    r"\b(?:hourly|daily|nightly|weekly|monthly|yearly|annually|apiece|each|on average)\b|^ ?[-–/](?![a-z])|^ [kbl]\b|"
    r"^ ?(?:тыс|млн|млрд|миллион|лакх|लाख|करोड़|हज़ार|हजार|万|千|億|ألف|مليون)|\btimes\b"
)


@dataclass(frozen=True)
class Around:
    """What stands around a number: its qualifier, None where that cannot be told, and whether it is approximate."""

    qualifier: Qualifier | None
    approximate: bool = False


def around(before: str, after: str) -> Around:
    """Return what the words before and after the only number of a quantity say of it."""
    found = [qualifier for qualifier, pattern in AFTER if re.search(pattern, after)]
    rest = before
    for qualifier, pattern in BEFORE:
        match = re.search(rf"(?:{pattern})\s?(?={BETWEEN_THEM}$)", rest)
        if match is not None:
            found.append(qualifier)
            rest = rest[: match.start()]
            break
    stray = any(re.search(pattern, rest) for _, pattern in BEFORE) or UNCLEAR.search(rest)
    behind = re.sub("|".join(pattern for _, pattern in AFTER), "", after)
    if stray or SUFFIX_UNCLEAR.search(behind) or len(set(found)) > 1:
        return Around(None)
    return Around(
        found[0] if found else Qualifier.EXACT,
        is_approximate(before) or is_approximate(rest) or is_approximate_after(after),
    )


def is_approximate(before: str) -> bool:
    """Return whether the words right before a number say that it is approximate."""
    return re.search(rf"(?:^|[\s(~±])(?:{APPROXIMATELY})\s?{BETWEEN_THEM}$", before) is not None


def is_approximate_after(after: str) -> bool:
    """Return whether the words after a number say that it is approximate."""
    return APPROXIMATE_AFTER.search(after) is not None
