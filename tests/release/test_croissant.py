"""The Croissant description, read by MLCommons' own library."""

import json
import re
from pathlib import Path
from typing import Any

import datasets
import mlcroissant
import pytest
from small import OPEN, STANDOFF

from claimwire.checks.releases import croissant_problems
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built
from claimwire.release.croissant import of_corpora
from claimwire.schema.vocab import Label
from claimwire.tables.columns import CONFIGS, features


def load(folder: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(str(folder / "croissant.json"), mapping={"repo": str(folder)})


def test_it_validates_without_error_or_warning(built: Built, caplog) -> None:
    assert load(built.folder).metadata.name == "mini"
    assert not [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("config", CONFIGS)
def test_records_come_out_of_every_config(built: Built, config: str) -> None:
    wanted = sum(t.rows for t in built.manifest.tables if t.config == config)
    records = list(load(built.folder).records(config))
    assert len(records) == wanted
    assert set(records[0]) == {f"{config}/{column.name}" for column in CONFIGS[config]}


def test_class_numbers_have_their_names(built: Built) -> None:
    records = {r["Label/number"]: r["Label/name"] for r in load(built.folder).records("Label")}
    assert records == dict(enumerate(Label.names()))


def hashes(value: Any) -> list[tuple[str, Any]]:
    """Return every `sha256` of a description, with the address of the file that it is beside."""
    if isinstance(value, list):
        return [found for one in value for found in hashes(one)]
    if not isinstance(value, dict):
        return []
    own = [(str(value.get("contentUrl")), value["sha256"])] if "sha256" in value else []
    return own + [found for one in value.values() for found in hashes(one)]


def test_every_sha256_is_one_and_is_that_of_its_file(built: Built) -> None:
    """That of the folder was an address, which a catalogue takes for a hash."""
    found = hashes(json.loads((built.folder / "croissant.json").read_text(encoding="utf-8"))["distribution"])
    assert [name for name, _ in found] == [".", *(table.path for table in built.manifest.tables)]
    for name, value in found:
        assert re.fullmatch("[0-9a-f]{64}", value)
        assert value == sha256_file(built.folder / ("manifest.json" if name == "." else name))
    assert list(croissant_problems(built.folder)) == []


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
        about |= {"cr:isArray": True, "cr:arrayShape": "-1"}
        feature = feature.feature
    if isinstance(feature, dict):
        return about | {"subField": [described(inner, of) for inner, of in feature.items()]}
    return about | {"dataType": "cr:Int64" if isinstance(feature, datasets.ClassLabel) else KINDS[feature.dtype]}


def without_words(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field of Croissant without id, type, source and description, also within its sub-fields."""
    kept = {key: value for key, value in field.items() if key not in ("@id", "@type", "source", "description")}
    return kept | ({"subField": [without_words(part) for part in kept["subField"]]} if "subField" in kept else {})


@pytest.mark.parametrize("config", CONFIGS)
def test_a_field_is_an_array_of_the_type_that_its_column_has(built: Built, config: str) -> None:
    document = json.loads((built.folder / "croissant.json").read_text(encoding="utf-8"))
    [fields] = [record_set["field"] for record_set in document["recordSet"] if record_set["@id"] == config]
    assert [without_words(field) for field in fields] == [described(*item) for item in features(config).items()]


@pytest.mark.parametrize("config", CONFIGS)
def test_every_field_is_read_from_its_column_and_a_sub_field_from_within(built: Built, config: str) -> None:
    document = json.loads((built.folder / "croissant.json").read_text(encoding="utf-8"))
    [fields] = [record_set["field"] for record_set in document["recordSet"] if record_set["@id"] == config]
    for field in fields:
        name = field["name"]
        source = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": name}}
        assert (field["@id"], field["source"]) == (f"{config}/{name}", source)
        for part in field.get("subField", ()):
            assert part["@id"] == f"{config}/{name}/{part['name']}"
            assert part["source"] == source | {"transform": {"jsonPath": part["name"]}}


def test_a_column_that_is_not_there_is_noticed(built: Built, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(built.folder, folder)
    text = (folder / "croissant.json").read_text().replace('"column": "fact_id"', '"column": "no_such_column"')
    write_text(folder / "croissant.json", text)
    with pytest.raises((mlcroissant.GenerationError, mlcroissant.ValidationError, KeyError)):
        list(load(folder).records("facts"))


def test_a_release_never_changes_so_it_is_no_live_dataset(built: Built) -> None:
    document = json.loads((built.folder / "croissant.json").read_text(encoding="utf-8"))
    assert document["isLiveDataset"] is False


@pytest.mark.parametrize(
    ("biases", "said"),
    [
        ((None, None), ""),
        (("Few outlets.", "Few outlets."), "Few outlets."),
        (("Few outlets.", None), "heron: Few outlets."),
        ((None, "One event."), "rook: One event."),
        (("Few outlets.", "One event."), "heron: Few outlets. rook: One event."),
    ],
)
def test_what_corpora_say_is_there_once_if_all_say_it_and_else_by_corpus(
    small_built: Workspace, biases: tuple[str | None, str | None], said: str
) -> None:
    infos = [corpus.info for corpus in small_built.corpora()]
    assert [info.corpus_id for info in infos] == [OPEN, STANDOFF]
    described = [info.model_copy(update={"biases": text}) for info, text in zip(infos, biases, strict=True)]
    assert of_corpora(described, "biases") == said
