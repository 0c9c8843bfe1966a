"""Quantities without a number: orders of size (*dozens*), open ones (*several*), and nobody."""

from __future__ import annotations

import re

from ..schema.vocab import Qualifier

SEVERAL_OF = (
    r"\b(?:several|couple(?: of)?|(?:a|some|the past|a good|quite a) few|few|many|some|a couple(?: of)?|multiple|"
    r"unknown|untold|"
    r"numerous|various|countless)(?: a)? "
)
ORDERS: tuple[tuple[str, Qualifier], ...] = (
    (
        rf"\b(?:hundreds|100s) of thousands?\b|{SEVERAL_OF}hundred thousands?\b|\blakhs\b|{SEVERAL_OF}(?:lakh|lac)s?\b",
        Qualifier.HUNDREDS_OF_THOUSANDS,
    ),
    (r"\b(?:tens|dozens|scores) of thousands?\b|\bmany tens of thousands\b", Qualifier.TENS_OF_THOUSANDS),
    (
        r"\b(?:(?:tens|dozens|scores|hundreds|thousands) of )?(?:millions?|billions?)s\b|\b(?:millions|billions|"
        r"crores)\b|"
        rf"{SEVERAL_OF}(?:million|billion|crore)s?\b|\b(?:tens|hundreds|thousands) of (?:million|billion|lakhs|"
        rf"crores)\b",
        Qualifier.MILLIONS,
    ),
    (rf"\bthousands(?: (?:upon|and|on) thousands)?\b|{SEVERAL_OF}thousands?\b", Qualifier.THOUSANDS),
    (rf"\bhundreds(?: (?:upon|and|on) hundreds)?\b|{SEVERAL_OF}hundreds?\b", Qualifier.HUNDREDS),
    (rf"\bscores(?: (?:upon|and) scores)?\b|{SEVERAL_OF}scores?\b", Qualifier.SCORES),
    (rf"\bdozens(?: (?:upon|and) dozens)?\b|{SEVERAL_OF}dozens?\b", Qualifier.DOZENS),
    (r"\btens\b", Qualifier.TENS),
)
"""Words for an order of size, the longer ones before those that they hold."""
OPEN: tuple[tuple[str, Qualifier], ...] = (
    (
        r"\b(?:several|multiple|(?<!as )many|numerous|various|countless|untold|innumerable|most|(?<!_ )majority|"
        r"an? (?:[a-z]+ )?number|numbers|a lot|lots|"
        r"plenty|droves|loads|hordes|myriads?|multitudes?)\b",
        Qualifier.SEVERAL,
    ),
    (r"\b(?:some|a few|few|handful|more)\b(?! than)", Qualifier.SOME),
)
"""Words for an open quantity, which count only where no number stands beside them."""
OPEN_WITH_NUMBER = re.compile(
    r"\b(?:several|a few|few|multiple|numerous|various|many|countless) [INYZ]\b|"
    r"(?:\b(?:and|or|plus|with)|,|;) (?:(?:possibly|perhaps|maybe|also|a|an|the|dozens of) )*"
    r"(?:several|some|many|few|multiple|numerous|unknown number|handful|number of)\b(?! more\b)"
)
"""An open quantity beside a number that is a second quantity, or that makes the number none."""
NOBODY = re.compile(
    r"\b(?:nobody|none|neither|no[- ]?one)\b|\bnot any(?:one|body)?\b|\bnot (?:even )?(?:a|one|I|an) (?:single|"
    r"solitary|lone)\b(?: I\b)?|"
    r"\bnot (?:even )?(?:I\b|an?\b(?! (?:few|lot|little|great|good|third|half|quarter)))|"
    r"\bwithout (?:any |a single |loss of |further )*(?:casualt|victim|injur|death|loss|fatalit|life)\w*|"
    r"\bno\b(?! (?:more|fewer|less|greater|higher|lower|longer|doubt|small|mean|end|matter|sooner|information|figures?|"
    r"details?|words?|data|confirmation|estimates?|toll|[INYZFUOC]\b))"
)
"""Words for nobody; *no more than*, *no doubt* and *no information* are none of them."""


def order_of_size(text: str) -> tuple[Qualifier | None, bool]:
    """Return the order of size that words name, and whether they name another one too."""
    found: list[Qualifier] = []
    for pattern, qualifier in ORDERS:
        text, times = re.subn(pattern, "_", text)
        found += [qualifier] * (times > 0)
    return (found[0] if found else None), len(found) > 1


def open_quantity(text: str) -> Qualifier | None:
    """Return the qualifier of words for an open quantity; None if there are none."""
    return next((qualifier for pattern, qualifier in OPEN if re.search(pattern, text)), None)
