"""Which of many texts have shingles in common, found in bounded memory: an inverted index that lies in files.

Entries (shingle, text) go to files by the shingle's uppermost bits; each file alone is sorted and read for the pairs
of texts that share a shingle; the pairs go to files again and are counted file by file. In memory at a time are one
file's entries, a fixed buffer, and eight bytes a text.

A shingle that stands in many texts would make pairs without end, and to leave it out would lose the very families of
copies that are largest. So its texts are put in the order of their lengths, and each is paired with its neighbours,
with the shortest ones (which a passage makes most of) and with the longest ones (which hold most of an excerpt):
where texts make a family, enough of these pairs do to join it.
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
"""Bits of an entry that name the text; the others are the uppermost ones of the shingle's hash."""

BUCKET_BITS = 7
"""Two to the power of this is the number of files that entries, and later pairs, are spread over."""

BUFFER = 2**20
"""Entries that are gathered before they are spread over the files, of eight bytes each."""

SPOOL = 2**16
"""Bytes of a file that stay in memory, so that a small corpus never touches the disk."""

NEIGHBOURS = 2
"""How many next longer texts, of the shortest and of the longest, a text is paired with where there are more."""

_TEXT = np.uint64(2**TEXT_BITS - 1)
_SHIFT = np.uint64(TEXT_BITS)


class Buckets:
    """Numbers of 64 bits spread over files."""

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = files

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Buckets]:
        """Give files that are gone afterwards."""
        with ExitStack() as stack:
            yield cls([stack.enter_context(SpooledTemporaryFile(SPOOL)) for _ in range(2**BUCKET_BITS)])

    def add(self, values: Hashes, shift: int) -> None:
        """Put each value into the file that its `BUCKET_BITS` bits from bit `shift` on name."""
        number = ((values >> np.uint64(shift)) & np.uint64(2**BUCKET_BITS - 1)).astype(np.uint8)
        values = values[np.argsort(number, kind="stable")]
        ends = np.cumsum(np.bincount(number, minlength=len(self._files)))
        for file, begin, end in zip(self._files, [0, *ends[:-1]], ends, strict=True):
            if begin < end:
                file.write(values[begin:end].tobytes())

    def __iter__(self) -> Iterator[Hashes]:
        for file in self._files:
            file.seek(0)
            yield np.frombuffer(file.read(), dtype=np.uint64)


def sharing(texts: Iterable[Hashes], least_share: float, least_shared: int, crowd: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts, by their numbers in order of arrival, that have enough distinct shingles in common.

    Enough is `least_shared`, and `least_share` of those that the shorter one has. A shingle that more than `crowd`
    texts have counts for some pairs only, and for a few of these twice: hold the pairs against the texts themselves.
    `texts` is read once.
    Raises `ClaimwireError` where there are more texts than an entry can name.
    """
    with Buckets.opened() as entries, Buckets.opened() as pairs:
        sizes = _gather(texts, entries)
        by_size = np.argsort(sizes, kind="stable")
        rank = np.empty(len(sizes), dtype=np.uint64)
        rank[by_size] = np.arange(len(sizes), dtype=np.uint64)
        for bucket in entries:
            held = (bucket & ~_TEXT) | rank[(bucket & _TEXT).astype(np.int64)]
            for found in _pairs(np.sort(held), crowd):
                pairs.add(found, TEXT_BITS)
        for bucket in pairs:
            distinct, counts = np.unique(bucket, return_counts=True)
            shorter = by_size[(distinct >> _SHIFT).astype(np.int64)]
            longer = by_size[(distinct & _TEXT).astype(np.int64)]
            enough = (counts >= least_shared) & (counts >= least_share * sizes[shorter])
            yield from zip(shorter[enough].tolist(), longer[enough].tolist(), strict=True)


def _gather(texts: Iterable[Hashes], entries: Buckets) -> NDArray[np.int64]:
    """Spread the entries of all texts over the files; return how many shingles each text has."""
    sizes: list[int] = []
    waiting: list[Hashes] = []
    held = 0
    for number, hashes in enumerate(texts):
        if number > int(_TEXT):
            raise ClaimwireError(f"more than {int(_TEXT) + 1} texts to compare; compare them in parts")
        sizes.append(len(hashes))
        waiting.append((hashes & ~_TEXT) | np.uint64(number))
        held += len(hashes)
        if held >= BUFFER:
            entries.add(np.concatenate(waiting), 64 - BUCKET_BITS)
            waiting, held = [], 0
    if waiting:
        entries.add(np.concatenate(waiting), 64 - BUCKET_BITS)
    return np.array(sizes, dtype=np.int64)


def _pairs(entries: Hashes, crowd: int) -> Iterator[Hashes]:
    """Yield pairs of texts that share a shingle, once for each that does not crowd, from entries in sorting order."""
    keys, texts = entries >> _SHIFT, entries & _TEXT
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: len(entries)]
    lengths = np.diff(np.append(first, len(entries)))
    begin, length = np.repeat(first, lengths), np.repeat(lengths, lengths)
    place = np.arange(len(entries))
    later = begin + length - place - 1
    reach = np.where(length <= crowd, crowd, NEIGHBOURS)
    active = place
    for distance in range(1, crowd):
        active = active[(later[active] >= distance) & (reach[active] >= distance)]
        if not len(active):
            break
        yield _joined(texts[active], texts[active + distance])
    crowded = place[length > crowd]
    for number in range(NEIGHBOURS):
        shortest, longest = begin[crowded] + number, begin[crowded] + length[crowded] - 1 - number
        yield _joined(texts[shortest], texts[crowded])
        yield _joined(texts[crowded], texts[longest])


def _joined(shorter: Hashes, longer: Hashes) -> Hashes:
    """Return pairs as numbers, the shorter text first, without those of a text with itself or the wrong way round."""
    apart = shorter < longer
    joined: Hashes = (shorter[apart] << _SHIFT) | longer[apart]
    return joined
