"""The tables of one label each, of rulings and of votes; what the Arrow schema of a table says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from datasets import ClassLabel, Features

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.schema import LABELS, fields_of_layers
from claimwire.schema.vocab import Label
from claimwire.tables.column import Column, model_columns
from claimwire.tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, HUB_CONFIGS, OF_LABELS, arrow_schema, features
from claimwire.tables.row import Row
from claimwire.tables.shared import ruling_rows

Rows = Callable[[str, str], dict[str, Row]]


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize("article_id", ["heron_a", "heron_f", "rook_b"])
def test_the_table_of_a_label_has_its_claims_with_its_columns(rows: Rows, label: Label, article_id: str) -> None:
    every = rows("claims_standoff", article_id)
    found = rows(label.value, article_id)
    assert set(found) == {key for key, row in every.items() if row["label_name"] == label.value}
    for key, row in found.items():
        assert row == {name: every[key][name] for name in row}
        gone = every[key].keys() - row.keys()
        assert {name for name in gone if every[key][name] not in (None, [])} <= {"label", "label_name"}, (
            "nothing is lost"
        )


@pytest.mark.parametrize("declaration", LABELS, ids=lambda x: x.label.value)
def test_it_has_no_slot_of_another_label(declaration: Any) -> None:
    own = {column.name for column in model_columns(declaration.model)}
    others = {c.name for x in LABELS if x is not declaration for c in model_columns(x.model)} - own
    names = {column.name for column in OF_LABELS[declaration.label.value]}
    assert own - {"label", *fields_of_layers()} <= names
    assert not fields_of_layers() & names
    assert not names & others
    assert not names & {"label", "label_name", "text"}
    assert ("casualty_counted" in names) == (declaration.label is Label.CASUALTY_FIGURE)
    assert ("older_than_two_months" in names) == (declaration.label is Label.HISTORICAL_BACKGROUND)
    assert "time_lower" in names


def test_there_are_twelve_configs_and_the_first_can_be_trained_on() -> None:
    assert len(HUB_CONFIGS) == 12
    assert next(iter(HUB_CONFIGS)) == "sentences"
    assert CONFIG_DESCRIPTIONS.keys() == ALL_CONFIGS.keys()


def test_rulings_are_rows_with_their_examples(small_built: Workspace) -> None:
    rulings = records_of(small_built.rulings()[0])
    found = list(ruling_rows(rulings))
    assert [(config, split) for config, split, _ in found] == [("rulings", "train")] * len(rulings)
    assert [row["ruling_id"] for _, _, row in found] == ["R-PIER-1", "R-WAVE-1"]
    _, _, first = found[0]
    assert first["fields"] == ["label", "cue_class"]
    assert first["examples"][1] == {
        "kind": "negative",
        "text": "The pier was safe.",
        "answers": "no attributed_statement [the pier was safe]",
    }


def test_votes_are_of_annotators_of_one_kind_and_a_sentence_has_them_by_label(rows: Rows) -> None:
    """Of `heron_a` two people have layers; its third sentence has two statements and two figures."""
    decisions = rows("soft_labels", "heron_a").values()
    assert {row["annotator_kind"] for row in decisions} == {"human"}
    assert len({row["adjudication_id"] for row in decisions}) == len(decisions) == 9
    figure = next(row for row in decisions if row["claim_id"] == "heron_a_c01")
    lower = [vote for vote in figure["votes"] if vote["field"] == "lower"]
    assert lower == [
        {"field": "lower", "value": "12", "votes": 2, "voters": 2, "share": 1.0, "annotator_ids": ["ada", "bela"]}
    ]
    votes = rows("sentences", "heron_a")["heron_a_s001"]["label_votes"]
    assert votes == [{"annotator_kind": "human", "label": "attributed_statement", "votes": 1, "voters": 2}]
    assert all(not row["label_votes"] for row in rows("sentences", "heron_b").values()), "one layer"


@pytest.mark.parametrize("config", ALL_CONFIGS)
def test_the_schema_says_the_features_in_the_form_that_old_readers_know(config: str) -> None:
    schema = arrow_schema(config)
    told = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    assert "List" not in json.dumps(told)
    assert Features.from_arrow_schema(schema) == features(config)
    assert all(field.nullable for field in schema)


def classes(found: Any) -> list[str]:
    """Return the names of the columns, also within records, that hold class numbers."""
    named = found.items() if isinstance(found, dict) else ()
    return [name for name, inner in named if isinstance(inner, ClassLabel)] + [
        name for _, inner in named for name in classes(getattr(inner, "feature", inner))
    ]


@pytest.mark.parametrize("config", ALL_CONFIGS)
def test_class_numbers_are_for_the_label_alone_and_have_its_name_beside_them(config: str) -> None:
    columns: dict[str, Column] = {column.name: column for column in ALL_CONFIGS[config]}
    found = classes(dict(features(config)))
    assert found == (["label"] if "label" in columns else [])
    assert ("label_name" in columns) == ("label" in columns)
