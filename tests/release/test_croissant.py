"""The Croissant description, read by MLCommons' own library: it is valid, and its records are those of the tables."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import datasets
import mlcroissant
import numpy as np
import pandas as pd
import pytest
from small.material import texts

from claimwire.checks.releases import croissant_problems
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.words import words
from claimwire.release.build import Built, build
from claimwire.schema.vocab import Label
from claimwire.tables.columns import CONFIGS, TEXT_CONFIGS, columns_of, features, standoff


def load(folder: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(str(folder / "croissant.json"))


def document_of(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return described


@pytest.fixture(scope="module")
def document(built: Built) -> dict[str, Any]:
    return document_of(built.folder)


@pytest.fixture(scope="module")
def dataset(built: Built) -> mlcroissant.Dataset:
    return load(built.folder)


def record_set(document: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (item for item in document["recordSet"] if item["@id"] == name)
    return dict(found)


def test_it_validates_without_error_or_warning(built: Built, caplog) -> None:
    assert load(built.folder).metadata.name == "mini"
    assert not [record.getMessage() for record in caplog.records]


def test_it_conforms_to_croissant_1_1_and_its_vocabulary_of_responsible_ai(document: dict[str, Any]) -> None:
    assert document["conformsTo"] == ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
    prefixes = {key.partition(":")[0] for key in document if ":" in key}
    assert prefixes == {"rai", "prov"}
    assert all(document["@context"][prefix].startswith("http://") for prefix in prefixes)


def plain(value: Any) -> Any:
    """Return a value of `mlcroissant` as `datasets` has it: text for bytes, days, and names for the ids of fields."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(item) for name, item in value.items()}
    return value


@pytest.fixture(scope="module")
def tables(built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, datasets.DatasetDict]:
    """Every table of the release, loaded as files."""
    paths: dict[str, dict[str, str]] = defaultdict(dict)
    for table in built.manifest.tables:
        paths[table.config][table.split.value] = str(built.folder / table.path)
    cache = str(tmp_path_factory.mktemp("cache"))
    return {
        config: datasets.load_dataset("parquet", data_files=files, cache_dir=cache) for config, files in paths.items()
    }


@pytest.mark.parametrize("config", CONFIGS)
def test_the_records_of_a_table_are_the_rows_that_datasets_has_of_it(
    config: str, dataset: mlcroissant.Dataset, tables: dict[str, datasets.DatasetDict]
) -> None:
    found: dict[str, list[Any]] = defaultdict(list)
    for record in dataset.records(config):
        row = plain(record)
        found[row.pop("split")].append(row)
    assert found == {split: list(rows) for split, rows in tables[config].items()}


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_one_split_can_be_read_alone(split: str, built: Built, caplog) -> None:
    """Every `references` but that of the split makes the library fail here."""
    records = list(load(built.folder).records(standoff("claims"), filters={f"{standoff('claims')}/split": split}))
    wanted = [t.rows for t in built.manifest.tables if (t.config, t.split) == (standoff("claims"), split)]
    assert [len(records)] == wanted
    assert {record[f"{standoff('claims')}/split"] for record in records} == {split.encode()}
    assert not caplog.records


def test_a_table_without_a_split_does_not_name_it(built: Built, document: dict[str, Any]) -> None:
    splits = {t.split.value for t in built.manifest.tables if t.config == "claims"}
    assert splits == {"train", "validation"}
    field = record_set(document, "claims")["field"][0]
    assert field["source"]["transform"]["regex"] == r"^(?:claims/)?(train|validation)(?:-.+\.parquet)?$"
    assert [row["splits/name"] for row in record_set(document, "splits")["data"]] == ["train", "validation", "test"]
    assert not any("split" in [column.name for column in columns_of(config)] for config in CONFIGS)


def test_it_is_read_from_wherever_the_folder_is(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(built.folder, tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    assert len(list(load(Path("elsewhere")).records("events"))) == len(list(load(built.folder).records("events")))


def test_every_config_streams_without_a_login(built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "none"))
    names = datasets.get_dataset_config_names(str(built.folder))
    assert set(TEXT_CONFIGS) <= set(names)
    for name in names:
        streams = datasets.load_dataset(str(built.folder), name, streaming=True)
        loaded = datasets.load_dataset(str(built.folder), name, cache_dir=str(tmp_path))
        assert {split: list(stream) for split, stream in streams.items()} == {
            split: list(rows) for split, rows in loaded.items()
        }


def test_class_numbers_have_their_names(dataset: mlcroissant.Dataset) -> None:
    records = {r["Label/number"]: r["Label/name"] for r in dataset.records("Label")}
    assert records == dict(enumerate(Label.names()))


def hashes(value: Any) -> list[tuple[str, Any]]:
    """Return every `sha256` of a description, with the address of the file that it is beside."""
    if isinstance(value, list):
        return [found for one in value for found in hashes(one)]
    if not isinstance(value, dict):
        return []
    own = [(str(value.get("contentUrl")), value["sha256"])] if "sha256" in value else []
    return own + [found for one in value.values() for found in hashes(one)]


def test_every_sha256_is_one_and_is_that_of_its_file(built: Built, document: dict[str, Any]) -> None:
    """That of the folder was an address, and then the hash of the manifest: a folder is no file, and has none now."""
    found = hashes(document["distribution"])
    assert [name for name, _ in found] == ["manifest.json", *(table.path for table in built.manifest.tables)]
    for name, value in found:
        assert re.fullmatch("[0-9a-f]{64}", value)
        assert value == sha256_file(built.folder / name)
    assert list(croissant_problems(built.folder)) == []


def test_every_file_has_its_size(built: Built, document: dict[str, Any]) -> None:
    sizes = {item["contentUrl"]: item["contentSize"] for item in document["distribution"] if "contentSize" in item}
    assert sizes == {t.path: f"{(built.folder / t.path).stat().st_size} B" for t in built.manifest.tables}


@pytest.mark.parametrize("change", ["flipped", "gone"])
def test_a_hash_of_the_manifest_that_is_not_its_own_is_a_problem(change: str, built: Built, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built.folder, folder)
    described = document_of(folder)
    (item,) = (item for item in described["distribution"] if item.get("contentUrl") == "manifest.json")
    if change == "gone":
        described["distribution"].remove(item)
    else:
        item["sha256"] = "0" * 64
    write_text(folder / "croissant.json", json.dumps(described))
    problems = [finding.message for finding in croissant_problems(folder)]
    assert [message.startswith("the sha256 of manifest.json is 000000000000...") for message in problems] == (
        [True] if change == "flipped" else []
    ), "only tables have to be listed"


KINDS = {
    "string": "sc:Text",
    "int32": "cr:Int64",
    "int64": "cr:Int64",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
}
"""The type in Croissant of each type that a column has in `datasets`."""


def described(name: str, feature: Any) -> dict[str, Any]:
    """Return what Croissant should say of a column, made from its feature in `datasets`."""
    about: dict[str, Any] = {"name": name}
    if isinstance(feature, datasets.List):
        about |= {"isArray": True, "arrayShape": "-1"}
        feature = feature.feature
    if isinstance(feature, dict):
        return about | {"subField": [described(inner, of) for inner, of in feature.items()]}
    return about | {"dataType": "cr:Int64" if isinstance(feature, datasets.ClassLabel) else KINDS[feature.dtype]}


def typed(field: dict[str, Any]) -> dict[str, Any]:
    """Return name and type of a field of Croissant, also within its sub-fields; the plain type of a label."""
    kept = {key: field[key] for key in ("name", "isArray", "arrayShape", "dataType", "subField") if key in field}
    if isinstance(kept.get("dataType"), list):
        kept["dataType"], kind = kept["dataType"]
        assert kind == "cr:Label"
    return kept | ({"subField": [typed(part) for part in kept["subField"]]} if "subField" in kept else {})


@pytest.mark.parametrize("config", CONFIGS)
def test_a_field_is_an_array_of_the_type_that_its_column_has(document: dict[str, Any], config: str) -> None:
    _, *fields = record_set(document, config)["field"]
    assert [typed(field) for field in fields] == [described(*item) for item in features(config).items()]


def test_labels_are_labels(document: dict[str, Any]) -> None:
    labelled = {
        field["@id"]
        for item in document["recordSet"]
        for field in item["field"]
        if "cr:Label" in field.get("dataType", ())
    }
    assert {"claims/label", "sentences/labels", "annotations_standoff/label"} <= labelled
    assert all(name.rpartition("/")[2].startswith("label") for name in labelled)


@pytest.mark.parametrize("config", CONFIGS)
def test_every_field_is_read_from_its_column_and_a_sub_field_from_within(document: dict[str, Any], config: str) -> None:
    _, *fields = record_set(document, config)["field"]
    for field in fields:
        name = field["name"]
        source = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": name}}
        assert (field["@id"], field["source"]) == (f"{config}/{name}", source)
        for part in field.get("subField", ()):
            assert part["@id"] == f"{config}/{name}/{part['name']}"
            assert part["source"] == source | {"transform": {"jsonPath": part["name"]}}


def test_a_column_that_is_not_there_is_noticed(built: Built, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built.folder, folder)
    text = (folder / "croissant.json").read_text().replace('"column": "fact_id"', '"column": "no_such_column"')
    write_text(folder / "croissant.json", text)
    with pytest.raises((mlcroissant.GenerationError, mlcroissant.ValidationError, KeyError)):
        list(load(folder).records("facts"))


def test_a_release_never_changes_so_it_is_no_live_dataset(document: dict[str, Any]) -> None:
    assert document["isLiveDataset"] is False


def test_every_vocabulary_that_a_column_has_is_an_enumeration_with_all_its_values(document: dict[str, Any]) -> None:
    ids = {item["@id"] for item in document["recordSet"]} | {
        field["@id"] for item in document["recordSet"] for field in item["field"]
    }
    wanted = references(document["recordSet"])
    assert {"splits/name", "Label/number", "annotators/annotator_id"} <= wanted
    assert wanted <= ids
    for item in document["recordSet"]:
        if item.get("dataType") == "sc:Enumeration":
            (name,) = (field["@id"] for field in item["field"] if field["name"] == "name")
            assert item["key"] == {"@id": name}
            assert len({row[name] for row in item["data"]}) == len(item["data"]) > 0


def references(value: Any) -> set[str]:
    """Return the ids of the fields that a description refers to."""
    if isinstance(value, list):
        return {found for one in value for found in references(one)}
    if not isinstance(value, dict):
        return set()
    own = {value["references"]["field"]["@id"]} if "references" in value else set()
    return own | {found for one in value.values() for found in references(one)}


def test_the_same_records_give_the_same_bytes(built: Built, small_built: Workspace, tmp_path: Path) -> None:
    shutil.copytree(small_built.root, tmp_path / "other")
    again = build(Workspace(tmp_path / "other"), release=True)
    assert (again.folder / "croissant.json").read_bytes() == (built.folder / "croissant.json").read_bytes()


def test_no_words_of_an_article_and_no_name_that_a_claim_gives_are_in_it(
    built: Built, tables: dict[str, datasets.DatasetDict]
) -> None:
    text = (built.folder / "croissant.json").read_text(encoding="utf-8")
    forms = [word.form for word in words(text)]
    runs = {tuple(forms[n : n + 6]) for n in range(len(forms))}
    for article in texts().values():
        own = [word.form for word in words(article)]
        assert len(own) > 6
        assert runs.isdisjoint(tuple(own[n : n + 6]) for n in range(len(own) - 5))
    names = {
        name
        for rows in tables[standoff("claims")].values()
        for row in rows
        for name in [*row["source_name"], *row["addressee_name"]]
        if name[0].isupper()
    }
    outlets = {row["outlet_name"] for rows in tables[standoff("articles")].values() for row in rows}
    assert len(names - outlets) > 5
    assert [name for name in sorted(names - outlets) if name in text] == []
