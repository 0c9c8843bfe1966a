"""What agreement is measured on, wherever it was read from: documents, annotators, and the layers of marks."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ClaimwireError
from ..pieces import Pieces
from ..schema import Annotator

SPANS = "spans"
"""The name of a mark's own spans, beside those of its slots."""

TOKEN = re.compile(r"\w+|[^\w\s]")
"""A token is a run of letters, digits and underscores, or any other single character that is no white space."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim in one annotator's layer.

    `pieces` has its own spans under `SPANS` and those of its span slots under their names; `slots` has the values.
    """

    mark_id: str
    label: str
    pieces: Mapping[str, Pieces]
    slots: Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A text that was annotated, in code points; `tokens` is None where the text is not at hand."""

    document_id: str
    length: int
    sentences: Pieces
    tokens: Pieces | None = None


@dataclass(frozen=True)
class Study:
    """What is compared: documents, and for each annotator the layers by document.

    A document that an annotator has no layer of was not annotated by them; one with an empty layer was, without a
    find. `notes` says what was left out and why.
    """

    name: str
    documents: tuple[Document, ...]
    annotators: tuple[Annotator, ...]
    layers: Mapping[str, Mapping[str, tuple[Mark, ...]]]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ids = [document.document_id for document in self.documents]
        if len(set(ids)) != len(ids):
            raise ClaimwireError(f"{self.name}: two documents have one id; ids of documents are unique in a study")

    @property
    def has_tokens(self) -> bool:
        """Whether every document's tokens are known; else agreement on words is measured on characters."""
        return all(document.tokens is not None for document in self.documents)

    def only(self, document_ids: Iterable[str]) -> Study:
        """Return the study of some of its documents."""
        wanted = set(document_ids)
        return replace(self, documents=tuple(d for d in self.documents if d.document_id in wanted))


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Hold back Python's search for reference cycles, which walks over all records again and again as they are made.

    Records and marks make no cycles, so nothing is kept for longer than without.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def tokens(text: str) -> Pieces:
    """Return where the tokens of a text stand."""
    return tuple(map(re.Match.span, TOKEN.finditer(text)))
