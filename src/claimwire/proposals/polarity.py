"""Whether the words of a claim say that something is so, or that it is not so: by words of negation, clause by clause.

English only, and without a parser: a clause is what stands between punctuation or joining words and has a verb that
the tables below know. What has none belongs to the clause before it.
"""

from __future__ import annotations

import re
from typing import Any

from ..schema.vocab import Polarity, Qualifier
from .words import ClaimWords

BREAK = re.compile(
    r"[.!?]+(?=\s|$)|[;:()—–…]|\s-\s|,|\b(?:but|and|or|while|whereas|although|though|because|since|after|before|when|"
    r"if|unless|until|that|who|which|where|whom|yet|so|as)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|no-one)\b|n['’]t\b|"
    r"\b(?:fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unwilling) to\b|\bzero\b",
    re.IGNORECASE,
)
MAY_NEGATE = re.compile(r"\b(?:no|never|neither|cannot|fail|refus|declin|unwilling|zero)|n['’]t", re.IGNORECASE)
"""How each word of negation begins, or what it has: words without any of it need no clauses."""
NO_NEGATION = re.compile(
    r"\b(?:no|not) (?:fewer|less|more|later|earlier|sooner) than\b|\bnot (?:only|just|merely|simply|least)\b|"
    r"\bno (?:doubt|matter|wonder|question)\b|"
    r"\bwhether or not\b|\bif not\b|\bno\. ?\d|"
    r"\bnot (?:the |an? )?(?:first|last|only) \w+|\bnever(?: \w+)? fail\w*|\bnot fail\w* to\b|\bnothing but\b|"
    r"\bnone other than\b|\bnon-\w+",
    re.IGNORECASE,
)
"""Words of negation that negate nothing: *no fewer than*, *not only*, *no doubt*."""
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|cannot|"
    r"\w+n['’]t|['’](?:s|re|ve|ll|d)|[a-z]{2,}ed|said|says|told|took|went|came|left|lost|fell|rose|began|became|made|gave|"
    r"found|fled|held|kept|led|met|put|sank|struck|hit|cut|shot|spoke|stood|won|broke|brought|built|burnt|caught|chose|"
    r"drove|felt|fought|got|grew|hurt|knew|let|paid|ran|sat|saw|sent|shut|spent|swept|thought|threw|wrote)\b",
    re.IGNORECASE,
)


def polarity_of(pieces: list[str]) -> Polarity:
    """Return the polarity of the words of a claim, given by its pieces."""
    words = " ".join(pieces)
    if not MAY_NEGATE.search(words):
        return Polarity.POSITIVE
    negated = [bool(NEGATION.search(clause)) for clause in _clauses(words)]
    if not any(negated):
        return Polarity.POSITIVE
    return Polarity.NEGATIVE if all(negated) else Polarity.MIXED


def polarity(words: ClaimWords) -> dict[str, Any]:
    """Return the polarity that a claim's words have; a figure of zero is negative."""
    if words.fields.get("qualifier") == Qualifier.ZERO:
        return {"polarity": Polarity.NEGATIVE.value}
    pieces = words.pieces("spans")
    return {"polarity": polarity_of(pieces).value} if any(pieces) else {}


def _clauses(words: str) -> list[str]:
    """Return the clauses of some words, without what only looks like a negation."""
    clauses: list[str] = []
    for part in _parts(NO_NEGATION.sub(" ", words)):
        if clauses and not (FINITE.search(part) and FINITE.search(clauses[-1])):
            clauses[-1] += f" {part}"
        else:
            clauses.append(part)
    return clauses


def _parts(words: str) -> list[str]:
    """Return what stands between the breaks; a break that comes before any word begins no part."""
    return [part for part in BREAK.split(words) if part.strip()]
