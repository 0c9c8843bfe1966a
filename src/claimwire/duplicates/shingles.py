"""The shingles of a text as hashes: every run of a few neighbouring words, the same run the same number everywhere.

Words are letters and digits, case folded, in Unicode's compatible form; punctuation, typography and invisible
characters count for nothing, so that two copies of an article that differ in quotation marks only have all shingles
in common. The hashes are the same on every machine and in every process.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

ARTICLE_WORDS = 5
"""Words of an article's shingle."""

STATEMENT_WORDS = 2
"""Words of a statement's shingle; statements are a sentence each."""

WORD = re.compile(r"\w+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def words(text: str) -> list[str]:
    """Return the words of a text in the form they are compared in, in order."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return WORD.findall(text.casefold())


def shingles(text: str, length: int = ARTICLE_WORDS) -> Hashes:
    """Return the hashes of the distinct shingles of `length` words, in sorting order.

    A text of fewer words has one shingle, of all its words; a text without words has none.
    """
    return shingled(text, length)[0]


def shingled(text: str, length: int = ARTICLE_WORDS) -> tuple[Hashes, int]:
    """Return a text's shingles, and a hash of all its words in order.

    The latter is equal for two texts that differ in typography at most.
    """
    found = words(text)
    hashes = np.fromiter(map(_word_hash, found), dtype=np.uint64, count=len(found))
    return np.unique(_runs(hashes, length)), _hash(hashes.astype("<u8").tobytes())


@lru_cache(maxsize=2**16)
def _word_hash(word: str) -> int:
    return _hash(word.encode("utf-8"))


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")


def _runs(found: Hashes, length: int) -> Hashes:
    """Return the hash of every run of `length` neighbours; of all of them where there are fewer."""
    length = min(length, len(found))
    if length == 0:
        return np.zeros(0, dtype=np.uint64)
    total: Hashes = np.zeros(len(found) - length + 1, dtype=np.uint64)
    for place in range(length):
        total = total * _STEP + found[place : len(found) - length + 1 + place]
    return _mixed(total)


def _mixed(values: Hashes) -> Hashes:
    """Return the values with their bits spread (SplitMix64's last step), so that any bits of them may be taken."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
