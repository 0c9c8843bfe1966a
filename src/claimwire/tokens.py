"""Tokens, and spans as B, I and O over them.

A token is a run of letters, digits and their combining marks, with the points and commas between digits; any other
character that is no white space is one of its own. A span has the tokens that it shares a code point with.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from .schema import Span

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"


COMMON = re.compile(r"[\x00-\xb1\xb4-\xb8\xba-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""Text without combining marks and without digits that are no decimals, such as ²: there `PLAIN` finds the tokens."""

PLAIN = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+|\S")


def tokens(text: str, start: int = 0) -> list[Span]:
    """Return the tokens of a text as spans, in order; `start` is added to their offsets."""
    if COMMON.fullmatch(text):
        return [Span(start=start + token.start(), end=start + token.end()) for token in PLAIN.finditer(text)]
    return _any_tokens(text, start)


def _any_tokens(text: str, start: int) -> list[Span]:
    """Return the tokens of any text, character by character."""
    found: list[Span] = []
    for is_word, group in groupby(range(len(text)), key=lambda offset: _is_in_word(text, offset)):
        offsets = list(group)
        if is_word:
            found.append(Span(start=start + offsets[0], end=start + offsets[-1] + 1))
        else:
            found += [Span(start=start + i, end=start + i + 1) for i in offsets if not text[i].isspace()]
    return found


def _is_in_word(text: str, offset: int) -> bool:
    """Return whether a character is part of a word or a number."""
    character = text[offset]
    if character in ".,":
        return text[max(offset - 1, 0)].isdigit() and text[offset + 1 : offset + 2].isdigit()
    return character.isalnum() or unicodedata.category(character).startswith("M")


def tag_layers(found: Sequence[Span], spans: Iterable[Span]) -> tuple[list[list[str]], list[int]]:
    """Return B, I or O for each token in as many layers as it takes to show every span, and how many each shows.

    In a layer a token belongs to one span: of those that overlap, the one that begins first is in the first layer, of
    two that begin together the longer one. The same span is shown once, one without tokens never.
    """
    starts, ends = [token.start for token in found], [token.end for token in found]
    layers: list[list[str]] = []
    counts: list[int] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        inside = range(bisect_right(ends, span.start), bisect_left(starts, span.end))
        if not inside:
            continue
        free = (n for n, layer in enumerate(layers) if all(layer[token] == OUTSIDE for token in inside))
        number = next(free, len(layers))
        if number == len(layers):
            layers.append([OUTSIDE] * len(found))
            counts.append(0)
        layers[number][inside.start : inside.stop] = [BEGIN] + [INSIDE] * (len(inside) - 1)
        counts[number] += 1
    return layers, counts


def tags(found: Sequence[Span], spans: Iterable[Span]) -> tuple[list[str], int]:
    """Return B, I or O for each token in the first layer, and how many spans it does not show."""
    layers, counts = tag_layers(found, spans)
    return layers[0] if layers else [OUTSIDE] * len(found), sum(counts[1:])
