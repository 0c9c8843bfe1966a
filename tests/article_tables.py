"""The rows of every table that is made of an article, as a release has them."""

from __future__ import annotations

from collections.abc import Collection

from claimwire.corpus.corpus import Corpus
from claimwire.tables.encoding import RowsToArrow
from claimwire.tables.named import features_of, named_rows
from claimwire.tables.row import Row, Surroundings
from claimwire.tables.rows import BY_ARTICLE, base_rows, has_text
from claimwire.tables.variants import Variants, made_with


def article_rows(corpus: Corpus, surroundings: Surroundings, configs: Collection[str] = ()) -> dict[str, list[Row]]:
    """Return the rows of the tables that are made of the corpus of one article; of some tables if any are named."""
    wanted = [base for base in BY_ARTICLE if not configs or set(made_with(base)) & set(configs)]
    made: dict[str, list[Row]] = {}
    for base, rows in base_rows(corpus, surroundings, wanted).items():
        made |= {name: [] for name in made_with(base) if not configs or name in configs}
        to_arrow = RowsToArrow(base)
        table = to_arrow.table([to_arrow.encoded(row) for row in rows])
        for name, part in Variants(base).of(table, [has_text(corpus)] * len(rows)):
            if name in made:
                made[name] = list(named_rows(part.to_pylist(), features_of(part.schema)))
    return made
