"""The shingles of a text as hashes: every run of a few neighbouring words, the same run the same number everywhere.

Words are letters and digits, case folded, in Unicode's compatible form; punctuation, typography and invisible
characters count for nothing, so that two copies of an article that differ only in quotation marks have all shingles
in common. The hashes are the same on every machine and in every process.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

ARTICLE_WORDS = 5
"""Words of an article's shingle."""

STATEMENT_WORDS = 2
"""Words of a statement's shingle; statements are a sentence each."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

_LETTER_STEP = np.uint64(0xD6E8FEB86659FD93)
_WORD_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_LONGEST = 64


def shingles(text: str, length: int = ARTICLE_WORDS) -> Hashes:
    """Return the hashes of the distinct shingles of `length` words, sorted.

    A text of fewer words has one shingle, of all its words; a text without words has none.
    """
    return shingled(text, length)[0]


def shingled(text: str, length: int = ARTICLE_WORDS) -> tuple[Hashes, int]:
    """Return a text's shingles, and a hash of all its words in order.

    That hash is equal for two texts that differ at most in typography.
    """
    words = word_hashes(text)
    whole = hashlib.blake2b(words.astype("<u8").tobytes(), digest_size=8).digest()
    return np.unique(_runs(words, length)), int.from_bytes(whole, "little")


def word_hashes(text: str) -> Hashes:
    """Return a hash of every word of a text, in order."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    codes = np.frombuffer(text.casefold().encode("utf-32-le", "surrogatepass"), dtype="<u4")
    inside = np.zeros(len(codes) + 2, dtype=bool)
    inside[1:-1] = _word_characters()[codes]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    lengths = edges[1::2] - edges[::2]
    letters = codes[inside[1:-1]].astype(np.uint64)
    first = np.cumsum(lengths) - lengths
    position = np.arange(len(letters)) - np.repeat(first, lengths)  # of each letter in its word
    weighted = letters * _letter_weights()[position % _LONGEST]
    return _mixed(np.add.reduceat(weighted, first)) if len(first) else weighted


@cache
def _word_characters() -> NDArray[np.bool_]:
    """Return for every code point whether it is part of words: letters, digits, the underscore."""
    characters = map(chr, range(sys.maxunicode + 1))
    return np.fromiter((c == "_" or c.isalnum() for c in characters), dtype=bool, count=sys.maxunicode + 1)


@cache
def _letter_weights() -> Hashes:
    """Return the factors of the letters of a word, by position; in a word longer than that they are repeated."""
    return np.cumprod(np.full(_LONGEST, _LETTER_STEP), dtype=np.uint64)


def _runs(words: Hashes, length: int) -> Hashes:
    """Return the hash of every run of `length` neighbours, or of all words if there are fewer."""
    length = min(length, len(words))
    if length == 0:
        return words
    total: Hashes = np.zeros(len(words) - length + 1, dtype=np.uint64)
    for offset in range(length):
        total = total * _WORD_STEP + words[offset : len(words) - length + 1 + offset]
    return _mixed(total)


def _mixed(values: Hashes) -> Hashes:
    """Return the values with their bits spread (SplitMix64's last step), so that any bits of them can be used."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
