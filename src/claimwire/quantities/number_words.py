"""The words that numbers are written with, and what they multiply or count. English only."""

from __future__ import annotations

from fractions import Fraction

HUNDRED = 100
MAGNITUDES = {
    "hundred": HUNDRED,
    "thousand": 10**3,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words for magnitudes, which multiply what stands before them."""
SETS = {"dozen": 12, "score": 20}
"""Words that count like magnitudes and have none beside them."""
OF_TWO = {"pairs": 2, "couples": 2}
SUFFIXES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "mil": 10**6,
    "cr": 10**7,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
"""Letters right behind digits; those of two letters and more also behind a space."""
GROUPS = {
    "both": 2,
    "pair": 2,
    "couple": 2,
    "duo": 2,
    "twins": 2,
    "trio": 3,
    "threesome": 3,
    "triplets": 3,
    "foursome": 4,
    "quartet": 4,
    "quadruplets": 4,
    "quintet": 5,
    "quintuplets": 5,
    "sextet": 6,
    "sextuplets": 6,
    "septet": 7,
    "septuplets": 7,
    "octet": 8,
    "octuplets": 8,
}
"""Words that say of how many a group is."""
TWINS = frozenset(
    {
        "sisters",
        "brothers",
        "girls",
        "boys",
        "daughters",
        "sons",
        "babies",
        "children",
        "infants",
        "siblings",
        "newborns",
    }
)
ZEROS = {"nil": 0, "naught": 0}
"""Words for nothing that `text_to_num` lacks; it has zero and nought."""
SHARES = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3), "tenth": Fraction(1, 10)}
"""Parts that can stand before a magnitude: *a quarter of a million*."""
MILLIONS_AFTER = frozenset(
    {"people", "persons", "residents", "refugees", "men", "women", "children", "civilians", "lives", "inhabitants"}
    | {"migrants", "displaced", "citizens", "others"}
)
"""Words before which an `m` apart from its digits is a million: *1.2 m people*."""
LENGTH_AFTER = frozenset(
    {
        "from",
        "away",
        "deep",
        "high",
        "tall",
        "wide",
        "long",
        "above",
        "below",
        "down",
        "up",
        "apart",
        "off",
        "race",
        "run",
    }
)
"""Words after which the letter behind digits is no magnitude: *300m from the school*, *a 10k run*."""
VAGUE_BEFORE = frozenset(
    {"several", "few", "many", "multiple", "numerous", "various", "unknown", "untold", "countless", "couple", "upon"}
)
"""Words after which a magnitude alone is an order of size, and no number: *several hundred*."""
VAGUE_PLURALS = frozenset({"tens", "dozens", "scores", "hundreds", "thousands", "millions"})

ORDINAL = frozenset({"st", "nd", "rd", "th"})
"""Letters behind the digits of an ordinal."""
