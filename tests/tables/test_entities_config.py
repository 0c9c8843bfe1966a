"""The config `entities`: one row per entity over all corpora, with the claims that name it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small import OPEN, SPLIT_OF

from claimwire.checks import load
from claimwire.checks.survey import of_corpora
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import Located
from claimwire.corpus.workspace import Workspace
from claimwire.schema import CasualtyFigure, Entity
from claimwire.schema.vocab import EntityKind
from claimwire.tables.row import Row
from claimwire.tables.shared import shared_rows


@pytest.fixture(scope="module")
def made(small_built: Workspace) -> dict[str, tuple[str, Row]]:
    return rows_of(small_built, {key: str(split) for key, split in SPLIT_OF.items()})


def rows_of(workspace: Workspace, split_of: dict[str, str]) -> dict[str, tuple[str, Row]]:
    with load(workspace) as repository:
        rows = list(shared_rows(repository.shared, repository.index, split_of))
    return {row["entity_id"]: (split, row) for config, split, row in rows if config == "entities"}


def test_an_entity_has_its_claims_and_articles_in_the_split_of_the_first(made: dict[str, tuple[str, Row]]) -> None:
    split, row = made["hanna_dorr"]
    assert split == "test"
    assert row["claim_ids"] == ["rook_b_c09", "rook_b_c11", "rook_b_c12"]
    assert row["article_ids"] == ["rook_b"]
    assert row["public_role"] == "director of Orrin Coal"
    assert row["entity_kind"] == "person"


def test_a_claim_that_names_an_entity_in_two_fields_is_there_once(made: dict[str, tuple[str, Row]]) -> None:
    assert made["orrin_coal"][1]["claim_ids"] == ["rook_b_c08", "rook_b_c09"]


def test_an_entity_of_two_corpora_is_one_row_with_the_aliases_of_both(made: dict[str, tuple[str, Row]]) -> None:
    row = made["tamsin_lakes"][1]
    assert row["aliases"] == ["Republic of Tamsin Lakes", "the Lakes"]
    assert row["country"] == "Tamsin Lakes", "which only the second has"


def test_rows_are_in_the_order_of_ids(made: dict[str, tuple[str, Row]]) -> None:
    assert list(made) == sorted(made)


def at_a_lake(small: Workspace, *articles: str) -> Corpus:
    """Return the open corpus with the first figure of some articles at a lake, an entity of the registry."""
    corpus = small.corpus(OPEN)
    lake = Entity(entity_id="lake", name="Lake", entity_kind=EntityKind.PLACE, annotator_id="ada")
    first = {x.article_id: x for x in reversed(corpus.claims.values()) if isinstance(x, CasualtyFigure)}
    moved = {first[article_id].claim_id for article_id in articles}
    claims = [
        replace(row, record=row.record.model_copy(update={"place_id": "lake"})) if row.record.claim_id in moved else row
        for row in corpus.rows.claims
    ]
    row = Located(lake, corpus.file("entities"), 1)
    return corpus.with_rows(claims=claims, entities=[row], events=[], links=[], facts=[])


@pytest.mark.parametrize(
    ("split_of", "split"),
    [
        ({"heron_b": "train", "heron_e": "validation"}, "train"),
        ({"heron_b": "validation", "heron_e": "train"}, "validation"),
        ({"heron_e": "validation"}, "validation"),
        ({"heron_a": "train"}, None),
    ],
)
def test_the_first_article_of_the_release_gives_the_split_and_without_one_there_is_no_row(
    small_built: Workspace, split_of: dict[str, str], split: str | None
) -> None:
    with of_corpora(small_built, [at_a_lake(small_built, "heron_e", "heron_b")]) as repository:
        every = shared_rows(repository.shared, repository.index, split_of)
        rows = [(made, row) for config, made, row in every if config == "entities"]
    if split is None:
        assert rows == []
        return
    ((made, row),) = rows
    assert (made, row["entity_id"], row["article_ids"]) == (split, "lake", sorted(split_of))
    assert len(row["claim_ids"]) == len(split_of)
