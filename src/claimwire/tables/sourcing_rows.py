"""The rows of the table `sourcing`: who tells an article, counted from its adjudicated claims."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.corpus import Corpus
from ..sourcing import corpus_labels
from .declared import SOURCING
from .row import Flattening, Row, Surroundings

_flat = Flattening(SOURCING)


def sourcing_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield a row for each article of a corpus in which something is adjudicated."""
    world = surroundings.worlds.get(corpus.corpus_id)
    for label in corpus_labels(corpus, surroundings.annotators, world).values():
        yield _flat(label)
