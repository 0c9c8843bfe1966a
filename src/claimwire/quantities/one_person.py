"""One person that is named by *a*, *an* or *another*, without a number."""

from __future__ import annotations

import re

from .people_words import COLLECTIVES, ONE_PERSON, PORTIONS, THINGS

FIRST = re.compile(
    r"^(?:(?:at least|at most|only|just|exactly|about|more than|yet) )*"
    r"(?:(?:a|an)(?: single| lone)?|single(?! digit| figure)|another(?= [a-z]))\b"
)
"""The article at the beginning, with what may stand before it."""
ARTICLE = r"^.{0,40}?\b(?:an?|another) "
NOT_ONE = re.compile(
    rf"{ARTICLE}(?:[a-z-]+ ){{0,3}}?(?:{COLLECTIVES}|{PORTIONS})\b|"
    rf"{ARTICLE}(?:[a-z]+-)?[OFUC_]\b|"
    rf"{ARTICLE}(?:[a-z-]+ ){{0,2}}(?:{THINGS}|double|triple)\b|"
    rf"{ARTICLE}(?:[a-z-]+ ){{1,3}}of (?:[a-z-]+ )?(?:[a-z]+s|people|men|women|children|troops|police|dead|wounded)$"
)
"""*A* with a word that is not one person: a group, a part, an ordinal, a thing, *a mass of soldiers*."""
SECOND = re.compile(r"(?:\b(?:and|or|plus|with)|,) (?:[a-z]+ )?(?:a|an|the|his|her|their|another|its)\b")
PERSON = re.compile(rf"\b(?:an?|another) (?:[a-z-]+ ){{0,3}}(?:{ONE_PERSON})\b")


def article_of_one(text: str) -> re.Match[str] | None:
    """Return where the article is at the beginning of words without a number that name one person; None if none is."""
    return None if NOT_ONE.search(text) else FIRST.search(text)


def second_person(text: str) -> bool:
    """Return whether words after the first person name another one."""
    return SECOND.search(text) is not None


def one_within(text: str) -> bool:
    """Return whether words that do not begin with a person name just one: *officials said a woman had died*."""
    return FIRST.search(text) is None and len(PERSON.findall(text)) == 1
