"""A pack: items drawn from a split for people to check, and what is kept of the draw in `pack.json`, without any text.

Claims and sentences without a claim are drawn in proportion to their numbers. Among the claims, a label gets a share by
the square root of its number (power allocation, Bankier 1988), so that a rare label has enough items for a rate of its
own. Rates over all labels of a pack are those of the items drawn; `weighted` tells what they come to in the split.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from ..corpus.records import canonical_json, read_utf8, sha256_text, validation_messages
from ..errors import ClaimwireError, RecordError
from ..schema import Record
from ..schema.base import Id, Sha256, Version
from ..schema.vocab import Label, Split
from .items import Item, item_key

PACK_FILE = "pack.json"

NO_CLAIM = "no claim"
"""The stratum of the sentences without a claim; those of claims are their labels."""


class PackItem(Record):
    """An item of a pack."""

    item_id: Id = Field(description="number of the item in the pack, as its task has it")
    corpus_id: Id = Field(description="the corpus")
    article_id: Id = Field(description="the article")
    claim_id: Id | None = Field(default=None, description="the claim; absent for a sentence")
    sentence: int | None = Field(default=None, ge=0, description="number of the sentence; absent for a claim")
    label: Label | None = Field(default=None, description="label of the claim; absent for a sentence")
    content_sha256: Sha256 = Field(description="SHA-256 of what is shown to be checked")

    @property
    def key(self) -> str:
        """How messages call it."""
        return item_key(self.article_id, self.claim_id, self.sentence)

    @property
    def stratum(self) -> str:
        """What it was drawn from: a label, or the sentences without a claim."""
        return NO_CLAIM if self.label is None else self.label.value


class Pack(Record):
    """What a pack was drawn from and what it has, in the order in which it is shown."""

    drawn_from: str = Field(description="the version or the corpora, as they were named")
    split: Split = Field(description="the split")
    seed: int = Field(description="seed of the draw")
    guideline_version: Version = Field(description="version of the codebook that the rules are of")
    population: dict[str, int] = Field(description="how many items there were to draw from, by label")
    items: tuple[PackItem, ...] = Field(min_length=1, description="the items")
    content_sha256: Sha256 = Field(description="SHA-256 of the items as canonical JSON")


def draw_pack(
    items: Mapping[str, Sequence[Item]], size: int, *, seed: int, drawn_from: str, split: Split, codebook: str
) -> Pack:
    """Return a pack of `size` items, drawn from the items of each corpus; the same for the same seed and items.

    An item's lot is a hash of seed and key, so that the draw depends on nothing else. The articles come in random
    order, the items of an article together and in the order of its text, for somebody has to read it once. Raises
    `ClaimwireError` if there are fewer items than `size`, or `size` is not positive.
    """
    strata: dict[str, list[tuple[str, Item]]] = {}
    for corpus_id in sorted(items):
        for item in items[corpus_id]:
            name = NO_CLAIM if item.label is None else item.label.value
            strata.setdefault(name, []).append((corpus_id, item))
    population = {name: len(strata[name]) for name in (*Label.names(), NO_CLAIM) if name in strata}
    found = sum(population.values())
    if not 0 < size <= found:
        raise ClaimwireError(f"a pack of {size} cannot be drawn: {drawn_from} has {found} items in {split.value}")
    wanted = allotted(population, size)
    lot = _lots(seed)
    drawn = [
        pair for name, own in strata.items() for pair in sorted(own, key=lambda pair: lot(pair[1].key))[: wanted[name]]
    ]
    places = {id(item): place for own in items.values() for place, item in enumerate(own)}
    drawn.sort(key=lambda pair: (lot(pair[1].article.article_id), places[id(pair[1])]))
    made = tuple(
        PackItem(
            item_id=f"i{number:03d}",
            corpus_id=corpus_id,
            article_id=item.article.article_id,
            claim_id=None if item.claim is None else item.claim.claim_id,
            sentence=item.sentence if item.claim is None else None,
            label=item.label,
            content_sha256=item.content_sha256,
        )
        for number, (corpus_id, item) in enumerate(drawn, start=1)
    )
    return Pack(
        drawn_from=drawn_from,
        split=split,
        seed=seed,
        guideline_version=codebook,
        population=population,
        items=made,
        content_sha256=items_sha256(made),
    )


def items_sha256(items: Iterable[PackItem]) -> str:
    """Return the hash by which a pack is known: of its items."""
    return sha256_text(canonical_json([item.model_dump(mode="json") for item in items]))


def allotted(population: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many items each stratum gives to a pack of `size`, which must not be more than there are.

    Sentences without a claim get their share of all items, rounded; labels share the rest by the square roots of their
    numbers. No stratum gives more than it has.
    """
    claims = {name: count for name, count in population.items() if name != NO_CLAIM}
    empty, total = population.get(NO_CLAIM, 0), sum(population.values())
    for_empty = min(empty, max(size - sum(claims.values()), math.floor(size * empty / total + 0.5))) if total else 0
    shares = _shared(claims, size - for_empty)
    return shares | ({NO_CLAIM: for_empty} if NO_CLAIM in population else {})


def _shared(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return a division of `size` by the square roots of counts, at most the count for each; largest remainders win."""
    given: dict[str, int] = dict.fromkeys(counts, 0)
    open_, left = dict(counts), size
    while open_ and left > 0:
        weight = sum(math.sqrt(count) for count in open_.values())
        exact = {name: left * math.sqrt(count) / weight for name, count in open_.items()}
        full = {name for name in open_ if exact[name] >= open_[name]}
        if full:
            for name in full:
                given[name] = open_.pop(name)
                left -= given[name]
            continue
        given |= {name: math.floor(share) for name, share in exact.items()}
        rest = left - sum(given[name] for name in open_)
        for name in sorted(open_, key=lambda name: (given[name] - exact[name], name))[:rest]:
            given[name] += 1
        left = 0
    return given


def weighted(population: Mapping[str, int], hits: Mapping[str, int], trials: Mapping[str, int]) -> float | None:
    """Return the share of a split's claims that are wrong, by the rates of the labels and their numbers there.

    None if a label of the split has no trial. `population` may have the sentences without a claim; they do not count.
    """
    labels = {name: count for name, count in population.items() if name != NO_CLAIM}
    if not labels or any(not trials.get(name) for name in labels):
        return None
    wrong = sum(count * hits.get(name, 0) / trials[name] for name, count in labels.items())
    return wrong / sum(labels.values())


def read_pack(folder: Path) -> Pack:
    """Return the pack in a folder.

    Raises `ClaimwireError` if there is none, `RecordError` if its file is not valid or its items are not those of its
    hash.
    """
    path = folder / PACK_FILE
    if not path.is_file():
        raise ClaimwireError(f"{folder} has no {PACK_FILE}; draw a pack with `claimwire audit pack`")
    try:
        pack = Pack.model_validate_json(read_utf8(path))
    except ValidationError as error:
        raise RecordError(f"{path}: {validation_messages(error)}; draw the pack again") from error
    if items_sha256(pack.items) != pack.content_sha256:
        raise RecordError(f"{path}: its items are not those of its content_sha256; draw the pack again")
    return pack


def _lots(seed: int) -> Callable[[str], bytes]:
    return lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest()
