"""Leaving one source, or one event, out: which articles to train on, and which to score on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .gold import NOT_KNOWN, Breakdown, GoldDocument


@dataclass(frozen=True)
class Fold:
    """What is left out, and the ids of articles to train on and to score on, each in the order they were given."""

    held: str
    train: tuple[str, ...]
    score: tuple[str, ...]


def folds(documents: Iterable[GoldDocument], by: Breakdown = "corpus") -> list[Fold]:
    """Return a fold for each corpus, outlet, kind of text or episode (event), by name.

    Articles of which that is not known are in `train` of every fold. There is no fold if only one group is known and
    nothing is left to train on.
    """
    own = list(documents)
    groups = sorted({document.group(by) for document in own} - {NOT_KNOWN})
    found = [
        Fold(
            held,
            tuple(x.document_id for x in own if x.group(by) != held),
            tuple(x.document_id for x in own if x.group(by) == held),
        )
        for held in groups
    ]
    return [fold for fold in found if fold.train]
