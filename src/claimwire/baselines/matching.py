"""Which proposed claims are decided claims: of the same label, over mostly the same words."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BaselineError
from ..pieces import Pieces
from ..schema import ClaimBase
from .contract import LabelledArticle

HALF = 0.5
"""Of the code points that either of two claims has, the share that both have from which on they are one."""


def with_texts(articles: Sequence[LabelledArticle]) -> list[LabelledArticle]:
    """Return the articles that have a text; raises `BaselineError` if none has."""
    found = [labelled for labelled in articles if labelled.article.text is not None]
    if not found:
        raise BaselineError("there is no article with a text to learn from; take a build with texts, or hydrate it")
    return found


def shared(one: Pieces, other: Pieces) -> float:
    """Return the code points that two sets of pieces share, of those that either has (Jaccard), 0 to 1."""
    if len(one) == len(other) == 1:  # most are one piece, and many are compared
        (a, b), (c, d) = one[0], other[0]
        common = min(b, d) - max(a, c)
        return common / (b - a + d - c - common) if common > 0 else 0.0
    both = _common(one, other)
    either = sum(end - start for start, end in (*one, *other)) - both
    return both / either if either else 0.0


def _common(one: Pieces, other: Pieces) -> int:
    """Return the code points that two sets of pieces share; each is gone through once, in text order."""
    found, n, m = 0, 0, 0
    while n < len(one) and m < len(other):
        found += max(0, min(one[n][1], other[m][1]) - max(one[n][0], other[m][0]))
        if one[n][1] < other[m][1]:
            n += 1
        else:
            m += 1
    return found


def hits(proposed: Sequence[ClaimBase], decided: Sequence[ClaimBase]) -> list[bool]:
    """Return of each proposed claim whether a decided claim of its label shares half of the words with it.

    Each decided claim counts for one proposed claim at most, the one that shares most with it.
    """
    return paired(
        [(claim.label.value, pieces_of(claim)) for claim in proposed],
        [(claim.label.value, pieces_of(claim)) for claim in decided],
    )


def paired(proposed: Sequence[tuple[str, Pieces]], decided: Sequence[tuple[str, Pieces]]) -> list[bool]:
    """Return what `hits` returns, of labels and pieces."""
    pairs = sorted(
        (
            (-share, a, b)
            for a, (label, pieces) in enumerate(proposed)
            for b, (wanted, own) in enumerate(decided)
            if label == wanted and (share := shared(pieces, own)) >= HALF
        ),
    )
    taken: set[int] = set()
    found = [False] * len(proposed)
    for _, a, b in pairs:
        if not found[a] and b not in taken:
            found[a] = True
            taken.add(b)
    return found


def pieces_of(claim: ClaimBase) -> Pieces:
    """Return where a claim is, in code points of the article's text."""
    return tuple((span.start, span.end) for span in claim.spans)
