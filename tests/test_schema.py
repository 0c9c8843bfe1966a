"""The declarations and what is made from them."""

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from claimwire.corpus.records import json_lines, record_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.schema_files import released_schemas, stale_files, write_schema
from claimwire.schema import LABELS, RECORDS, ClaimBase, slot_names
from claimwire.schema.codebook import codebook_regions, json_schemas
from claimwire.schema.fields import shapes
from claimwire.schema.vocab import Label
from claimwire.tables.column import claim_columns
from claimwire.tables.columns import CONFIGS, features
from claimwire.versions import SCHEMA_VERSION

SCHEMA_OF_TABLE = {
    "articles": "article",
    "annotations": "annotation",
    "claims": "claim",
    "adjudications": "adjudication",
    "checks": "item_check",
    "events": "event",
    "links": "link",
    "links_refused": "refused_link",
    "facts": "fact",
    "anchors": "article_anchors",
}


NOT_ASKED = {"source_ids", "speaks_for_id", "addressee_ids", "place_id", "victim_side_ids", "actor_ids"}
"""Slots of labels that no question of the codebook asks for: ids of entities, which adjudication gives."""


def test_every_label_is_declared_once_and_in_the_order_of_its_class_number() -> None:
    assert [declaration.label for declaration in LABELS] == list(Label)
    assert len({declaration.hotkey for declaration in LABELS}) == len(LABELS)


@pytest.mark.parametrize("declaration", LABELS, ids=lambda d: d.label.value)
def test_every_slot_of_a_label_is_described_and_reaches_schema_codebook_and_columns(declaration) -> None:
    schema = json.loads(json_schemas(SCHEMA_VERSION)["claim.schema.json"])
    properties = schema["$defs"][declaration.model.__name__]["properties"]
    regions = codebook_regions()
    reference = regions["reference"].partition(f"### {declaration.label}\n")[2].partition("\n### ")[0]
    questions = regions["questions labels"].partition(f"### {declaration.label}\n")[2].partition("\n### ")[0]
    columns = {column.name for column in claim_columns()}
    for slot in slot_names(declaration.model):
        assert properties[slot]["description"]
        assert f"| `{slot}`" in reference
        assert (f". `{slot}`" in questions) is (slot not in NOT_ASKED), slot
        assert slot in columns


def test_every_field_of_every_record_has_a_description() -> None:
    for name, text in json_schemas(SCHEMA_VERSION).items():
        for model in [json.loads(text), *json.loads(text).get("$defs", {}).values()]:
            for field, about in model.get("properties", {}).items():
                assert about.get("description"), f"{name}: {model.get('title')}.{field}"


def test_features_and_arrow_schema_hold_the_class_names() -> None:
    label = features("claims")["label"]
    assert label.names == Label.names()
    for config in CONFIGS:
        made = features(config)
        assert type(made).from_arrow_schema(made.arrow_schema) == made
        assert all(field.nullable for field in made.arrow_schema)


def validator(record: str) -> Draft202012Validator:
    schema = json.loads(json_schemas(SCHEMA_VERSION)[f"{record}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("record", sorted(RECORDS))
def test_published_schemas_are_valid_and_refuse_unknown_fields(record) -> None:
    assert list(validator(record).iter_errors({"surprise": 1}))


def test_an_independent_validator_accepts_every_record(small_built: Workspace) -> None:
    count = 0
    for corpus_id in small_built.corpus_ids():
        for table, record in SCHEMA_OF_TABLE.items():
            path = small_built.corpus_folder(corpus_id) / f"{table}.jsonl"
            if path.exists():
                check = validator(record)
                for number, line in json_lines(path):
                    errors = [error.message for error in check.iter_errors(json.loads(line))]
                    assert not errors, f"{path}:{number}: {errors[0]}"
                    count += 1
    assert count > 300


def test_an_independent_validator_refuses_what_the_models_refuse(small_built: Workspace) -> None:
    check = validator("claim")
    claim = small_built.corpus("heron").rows.claims[0].record
    good = json.loads(record_json(claim))
    assert not list(check.iter_errors(good))
    for fault in (
        {"label": "opinion"},
        {"spans": []},
        {"claim_id": "Not An Id"},
        {"presented_as": "true"},
        {"extra": 1},
    ):
        assert list(check.iter_errors(good | fault)), fault


def test_a_released_schema_cannot_be_written_over(small: Workspace) -> None:
    build(small, release=True)
    assert released_schemas(small) == {"1.0.0": SCHEMA_VERSION}
    assert write_schema(small) == []
    (small.schema / SCHEMA_VERSION / "claim.schema.json").write_text("{}")
    (small.schema / SCHEMA_VERSION / "article.schema.json").unlink()
    with pytest.raises(ReleaseError, match="raise SCHEMA_VERSION"):
        write_schema(small)
    assert not (small.schema / SCHEMA_VERSION / "article.schema.json").exists()


def test_a_schema_without_a_release_can_be_written_anew(small: Workspace) -> None:
    (small.schema / SCHEMA_VERSION / "claim.schema.json").write_text("{}")
    (small.schema / "label_config.xml").unlink()
    changed = [f"schema/{SCHEMA_VERSION}/claim.schema.json", "schema/label_config.xml"]
    assert stale_files(small) == changed
    assert write_schema(small) == changed
    assert stale_files(small) == []


@pytest.mark.parametrize("bound", ["lower", "upper"])
def test_figures_and_facts_have_a_largest_number_of_people(bound: str) -> None:
    figure = {
        "quantity_form": "digits",
        "qualifier": "exact",
        "harm": "killed",
        "victim_status": "civilian",
        "scope": "single_event",
        "presented_as": "asserted",
        "label": "casualty_figure",
        "claim_id": "heron_a_1",
        "article_id": "heron_a",
        "spans": [{"start": 0, "end": 1}],
        "quantity_spans": [{"start": 0, "end": 1}],
        "statement": "Many drowned.",
    }
    fact = {"fact_id": "f", "event_id": "e", "statement": "Many drowned."}
    for name, record in (("claim", figure), ("fact", fact)):
        assert getattr(RECORDS[name].validate_json(json.dumps(record | {bound: 10**10})), bound) == 10**10
        for number in (10**10 + 1, 2**63, 10**30, -1):
            with pytest.raises(ValidationError, match=bound):
                RECORDS[name].validate_json(json.dumps(record | {bound: number}))


def test_shapes_refuse_a_type_that_no_column_holds() -> None:
    class Odd(ClaimBase):
        odd: dict[str, int]

    with pytest.raises(TypeError, match="odd"):
        shapes(Odd)


def test_importing_claimwire_brings_in_none_of_the_heavy_libraries() -> None:
    heavy = {"pyarrow", "datasets", "pandas", "numpy", "label_studio_sdk", "huggingface_hub", "sklearn", "edtf", "rich"}
    code = "import sys, claimwire, claimwire.schema; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not heavy & set(json.loads(loaded.replace("'", '"')))
