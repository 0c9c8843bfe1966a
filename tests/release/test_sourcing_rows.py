"""The table `sourcing` of a release has what `claimwire sourcing` says, entities and names of events included."""

from __future__ import annotations

from small import SPLIT_OF

import claimwire
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built
from claimwire.tables.parquet import iter_rows


def test_a_release_has_the_label_of_every_article(built: Built, small_built: Workspace) -> None:
    tables = [table for table in built.manifest.tables if table.config == "sourcing"]
    rows = {
        row["article_id"]: (table.split, row)
        for table in tables
        for row in iter_rows("sourcing", built.folder / table.path)
    }
    labels = {
        article_id: label
        for corpus in small_built.corpora()
        for article_id, label in claimwire.sourcing_labels(corpus, small_built).items()
    }
    assert rows == {key: (SPLIT_OF[key], label.model_dump(mode="json")) for key, label in labels.items()}
    (front,) = [side for side in rows["heron_h"][1]["sides"] if side["name"] == "Tamsin Lakes"]
    assert front["status"] == "quoted", "which only the entities of its corpus tell"
    assert rows["heron_h"][1]["oldest_background_name"] == "construction of the market hall"
