"""Which of many texts have shingles in common, found in bounded memory: an inverted index in temporary files.

Entries (shingle, text) go to files by the first bits of the shingle; each file is sorted alone and read for the pairs
of texts that share a shingle; the pairs go to files again and are counted file by file. In memory at a time are the
entries of one file, a fixed buffer, and eight bytes per text.

A shingle of many texts would make pairs without end, and leaving it out would lose the largest families of copies. So
its texts are sorted by length, and each is paired with its neighbours, with the shortest ones (of which a shared
passage is the largest share) and with the longest ones (which contain most of an excerpt): if the texts are a family,
these pairs are enough to connect it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ..errors import ClaimwireError
from .shingles import Hashes

TEXT_BITS = 24
"""Bits of an entry that name the text; the others are the first ones of the shingle's hash."""

BUCKET_BITS = 7
"""Two to the power of this is the number of files that entries, and later pairs, are spread over."""

BUFFER = 2**20
"""Entries, of eight bytes each, that are collected before they are spread over the files."""

SPOOL = 2**16
"""Bytes of a file that stay in memory, so that a small corpus never touches the disk."""

NEIGHBOURS = 2
"""How many next longer texts, of the shortest and of the longest, a text is paired with in a crowd."""

_TEXT = np.uint64(2**TEXT_BITS - 1)
_SHIFT = np.uint64(TEXT_BITS)


class Buckets:
    """Numbers of 64 bits spread over temporary files, by `BUCKET_BITS` of their bits from bit `shift` on."""

    def __init__(self, files: Sequence[IO[bytes]], shift: int) -> None:
        self._files = files
        self._shift = shift
        self._waiting: list[Hashes] = []
        self._count = 0

    @classmethod
    @contextmanager
    def opened(cls, shift: int) -> Iterator[Buckets]:
        """Return empty buckets whose files are removed at the end."""
        with ExitStack() as stack:
            yield cls([stack.enter_context(SpooledTemporaryFile(SPOOL)) for _ in range(2**BUCKET_BITS)], shift)

    def add(self, values: Hashes) -> None:
        """Append each value to its file; up to `BUFFER` values wait in memory."""
        self._waiting.append(values)
        self._count += len(values)
        if self._count >= BUFFER:
            self._spread()

    def _spread(self) -> None:
        """Write the values that wait to their files."""
        if not self._waiting:
            return
        values = np.concatenate(self._waiting)
        self._waiting, self._count = [], 0
        number = ((values >> np.uint64(self._shift)) & np.uint64(2**BUCKET_BITS - 1)).astype(np.uint8)
        values = values[np.argsort(number, kind="stable")]
        ends = np.cumsum(np.bincount(number, minlength=len(self._files)))
        for file, begin, end in zip(self._files, [0, *ends[:-1]], ends, strict=True):
            if begin < end:
                file.write(values[begin:end].tobytes())

    def __iter__(self) -> Iterator[Hashes]:
        self._spread()
        for file in self._files:
            file.seek(0)
            yield np.frombuffer(file.read(), dtype=np.uint64)


def sharing_pairs(
    texts: Iterable[Hashes], least_share: float, least_shared: int, crowd: int
) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts, by their numbers in order of arrival, that have enough distinct shingles in common.

    Enough is `least_shared`, and `least_share` of those that the shorter text has. A shingle that more than `crowd`
    texts have counts for some of their pairs only, and twice for a few of these: verify the pairs with the texts.
    `texts` is read once. Raises `ClaimwireError` if there are more texts than an entry can name.
    """
    with Buckets.opened(64 - BUCKET_BITS) as entries, Buckets.opened(TEXT_BITS) as pairs:
        sizes = _collect(texts, entries)
        # Texts are renumbered by length, so that in sorted entries the neighbours of a text are those of like length.
        by_size = np.argsort(sizes, kind="stable")
        rank = np.empty(len(sizes), dtype=np.uint64)
        rank[by_size] = np.arange(len(sizes), dtype=np.uint64)
        for bucket in entries:
            ranked = (bucket & ~_TEXT) | rank[(bucket & _TEXT).astype(np.int64)]
            for paired in _paired(np.sort(ranked), crowd):
                pairs.add(paired)
        for bucket in pairs:
            distinct, counts = np.unique(bucket, return_counts=True)
            shorter = by_size[(distinct >> _SHIFT).astype(np.int64)]
            longer = by_size[(distinct & _TEXT).astype(np.int64)]
            enough = (counts >= least_shared) & (counts >= least_share * sizes[shorter])
            yield from zip(shorter[enough].tolist(), longer[enough].tolist(), strict=True)


def _collect(texts: Iterable[Hashes], entries: Buckets) -> NDArray[np.int64]:
    """Spread the entries of all texts over the files; return how many shingles each text has."""
    sizes: list[int] = []
    for number, hashes in enumerate(texts):
        if number > int(_TEXT):
            raise ClaimwireError(f"more than {int(_TEXT) + 1} texts to compare; compare them in parts")
        sizes.append(len(hashes))
        entries.add((hashes & ~_TEXT) | np.uint64(number))
    return np.array(sizes, dtype=np.int64)


def _paired(entries: Hashes, crowd: int) -> Iterator[Hashes]:
    """Yield pairs of texts that share a shingle, from sorted entries; once for each shingle without a crowd."""
    keys, texts = entries >> _SHIFT, entries & _TEXT
    # A run is the entries of one shingle: where it begins and how long it is, for every entry of it.
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: len(entries)]
    lengths = np.diff(np.append(first, len(entries)))
    begin, length = np.repeat(first, lengths), np.repeat(lengths, lengths)
    position = np.arange(len(entries))
    later = begin + length - position - 1
    reach = np.where(length <= crowd, crowd, NEIGHBOURS)
    # Pair every entry with the one `distance` later in its run: all of them in a small run, neighbours in a crowd.
    active = position
    for distance in range(1, crowd):
        active = active[(later[active] >= distance) & (reach[active] >= distance)]
        if not len(active):
            break
        yield _pair_numbers(texts[active], texts[active + distance])
    crowded = position[length > crowd]
    for number in range(NEIGHBOURS):
        shortest, longest = begin[crowded] + number, begin[crowded] + length[crowded] - 1 - number
        yield _pair_numbers(texts[shortest], texts[crowded])
        yield _pair_numbers(texts[crowded], texts[longest])


def _pair_numbers(shorter: Hashes, longer: Hashes) -> Hashes:
    """Return pairs as numbers, the shorter text first, without a text with itself and without the reverse order."""
    ordered = shorter < longer
    numbers: Hashes = (shorter[ordered] << _SHIFT) | longer[ordered]
    return numbers
