"""The Croissant description, read by MLCommons' own library."""

from pathlib import Path

import mlcroissant
import pytest

from claimwire.corpus.atomic import write_text
from claimwire.release.build import Built
from claimwire.schema.vocab import Label
from claimwire.tables.columns import CONFIGS


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


def test_a_column_that_is_not_there_is_noticed(built: Built, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(built.folder, folder)
    text = (folder / "croissant.json").read_text().replace('"column": "fact_id"', '"column": "no_such_column"')
    write_text(folder / "croissant.json", text)
    with pytest.raises((mlcroissant.GenerationError, mlcroissant.ValidationError, KeyError)):
        list(load(folder).records("facts"))
