"""The tables that have rows of a base table: of all articles without their words, of one label alone."""

from __future__ import annotations

from typing import Any

import pytest

from claimwire.tables.columns import CONFIGS, OF_LABELS, TEXT_CONFIGS, arrow_schema, columns_of
from claimwire.tables.encoding import RowsToArrow
from claimwire.tables.rows import BY_ARTICLE
from claimwire.tables.variants import Variants, made_with


def base(config: str, rows: list[dict[str, Any]]) -> Any:
    """Return rows of a base table that have some values, the others null or empty."""
    to_arrow = RowsToArrow(config)
    empty = {column.name: [] if column.many else None for column in columns_of(config)}
    return to_arrow.table([to_arrow.encoded(empty | row) for row in rows])


def made(config: str, rows: list[dict[str, Any]], with_text: list[bool]) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in Variants(config).of(base(config, rows), with_text)}


def test_every_table_of_the_plan_is_a_base_table_or_made_with_one_or_shared() -> None:
    shared = {"events", "links", "rulings", "entities", "tolls", "facts"}
    assert {name for config in BY_ARTICLE for name in made_with(config)} | shared == set(CONFIGS)


@pytest.mark.parametrize("config", BY_ARTICLE)
def test_every_variant_has_the_schema_of_its_table(config: str) -> None:
    label = {"label": "casualty_figure", "label_name": "casualty_figure"} if config == "claims" else {}
    tables = dict(Variants(config).of(base(config, [label]), [True]))
    assert {name: table.schema for name, table in tables.items()} == {name: arrow_schema(name) for name in tables}
    assert all(table.schema.metadata == arrow_schema(name).metadata for name, table in tables.items())
    assert set(tables) == set(made_with(config)) - (OF_LABELS.keys() - {"casualty_figure"})


CLAIMS = [
    {"claim_id": "a_1", "label": "attributed_statement", "label_name": "attributed_statement", "text": "they said"},
    {"claim_id": "b_1", "label": "casualty_figure", "label_name": "casualty_figure"},
    {"claim_id": "c_1", "label": "casualty_figure", "label_name": "casualty_figure", "text": "two died"},
]


def test_rows_of_articles_without_text_are_in_the_tables_without_words_alone() -> None:
    tables = made("claims", CLAIMS, [True, False, True])
    assert {name: [row["claim_id"] for row in rows] for name, rows in tables.items()} == {
        "claims": ["a_1", "c_1"],
        "claims_standoff": ["a_1", "b_1", "c_1"],
        "attributed_statement": ["a_1"],
        "casualty_figure": ["b_1", "c_1"],
    }
    assert [row["text"] for row in tables["claims"]] == ["they said", "two died"]
    assert all("text" not in row for name, rows in tables.items() if name != "claims" for row in rows)


@pytest.mark.parametrize("config", TEXT_CONFIGS)
def test_without_any_text_there_are_no_rows_with_words(config: str) -> None:
    assert config not in made(config, [{}], [False])


def test_records_in_a_list_lose_their_words_and_nothing_else() -> None:
    pieces = [{"kind": "headline", "start": 0, "raw": None}, {"kind": "body", "start": 9, "raw": "\n"}]
    rows = [{"article_id": name, "segments": own} for name, own in (("a", pieces), ("b", []), ("c", pieces[1:]))]
    tables = made("articles", rows, [True, True, True])
    bare = {row["article_id"]: row["segments"] for row in tables["articles_standoff"]}
    assert [[piece["kind"] for piece in bare[name]] for name in "abc"] == [["headline", "body"], [], ["body"]]
    assert [piece["start"] for piece in bare["a"]] == [0, 9]
    assert all("raw" not in piece for own in bare.values() for piece in own)
    assert tables["articles"][0]["segments"][1]["raw"] == "\n"
    later = dict(Variants("articles").of(base("articles", rows).slice(2), [True]))["articles_standoff"]
    assert later.to_pylist()[0]["segments"] == bare["c"]
