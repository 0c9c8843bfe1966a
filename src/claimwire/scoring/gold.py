"""What all golds have: the documents that predictions are scored on, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ..errors import GoldError
from ..naming import alternatives
from ..pieces import Pieces
from ..ranges import Flags, Ints

Breakdown = Literal["outlet", "corpus", "origin", "episode"]
"""By what scores can be broken down: who published, the corpus, the kind of text, the event that is reported."""

BREAKDOWNS: tuple[Breakdown, ...] = get_args(Breakdown)


def breakdowns(names: Iterable[str]) -> tuple[Breakdown, ...]:
    """Return the breakdowns of some names; raises `GoldError` if there is none of a name."""
    found = []
    for name in names:
        known = next((kind for kind in BREAKDOWNS if kind == name), None)
        if known is None:
            raise GoldError(f"scores are not broken down by {name!r}; {alternatives(name, BREAKDOWNS)}")
        found.append(known)
    return tuple(found)


NOT_KNOWN = "not known"
"""The group of documents of which nothing is known."""


@dataclass(frozen=True)
class GoldDocument:
    """A document, and what scores are broken down by; `length` in code points, `sentences` as half-open ranges.

    All but the id is None or empty where the gold does not tell it.
    """

    document_id: str
    corpus: str | None = None
    outlet: str | None = None
    origin: str | None = None
    episode: str | None = None
    length: int | None = None
    sentences: Pieces = ()

    def group(self, by: Breakdown) -> str:
        """Return the group that it is in."""
        values: dict[Breakdown, str | None] = {
            "outlet": self.outlet,
            "corpus": self.corpus,
            "origin": self.origin,
            "episode": self.episode,
        }
        return values[by] or NOT_KNOWN


@dataclass(frozen=True)
class GoldBase:
    """Where a gold comes from, its split (None of a file of lines), its documents by id, and what should be known.

    `left_out` are ids of the split that are not scored: predictions for them are left out, too.
    """

    source: str
    split: str | None
    documents: Mapping[str, GoldDocument]
    notes: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()

    def place_of(self, document_ids: Iterable[str]) -> Ints:
        """Return the number of each document, in the order of `documents`."""
        place = {document_id: number for number, document_id in enumerate(self.documents)}
        return np.array([place[document_id] for document_id in document_ids], dtype=np.int64)

    def groups(self, by: Sequence[Breakdown]) -> dict[str, Flags]:
        """Return which documents each group has: `all`, then `outlet: NAME` and so on, by name."""
        found: dict[str, Flags] = {"all": np.ones(len(self.documents), dtype=np.bool_)}
        for kind in by:
            own = [document.group(kind) for document in self.documents.values()]
            for name in sorted(set(own)):
                found[f"{kind}: {name}"] = np.array([name == other for other in own], dtype=np.bool_)
        return found
