"""Sentences of a language that has no rules here: `sentencex`, with corrections."""

from __future__ import annotations

import re

WHITE_SPACE = re.compile(r"\s")


def other_sentences(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Return start and end of the sentences of a paragraph.

    White space becomes plain spaces first, because sentencex panics on some no-break spaces. A piece that begins with a
    lowercase letter is joined to the one before it, because a sentence continues after a quotation that ends in `?`.
    """
    from sentencex import segment

    plain = WHITE_SPACE.sub(" ", paragraph)
    ranges: list[tuple[int, int]] = []
    searched = 0
    for piece in segment(language, plain):
        start = plain.index(piece, searched)
        searched = start + len(piece)
        stripped = piece.strip()
        if not stripped:
            continue
        start += piece.index(stripped)
        if ranges and (stripped[0].islower() or not any(c.isalnum() for c in stripped)):
            ranges[-1] = (ranges[-1][0], start + len(stripped))
        else:
            ranges.append((start, start + len(stripped)))
    return ranges
