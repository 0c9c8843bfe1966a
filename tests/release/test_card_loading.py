"""Loading a release by the short head of its card: types come from the Parquet files, and the cache stays honest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasets import ClassLabel, load_dataset

from claimwire.corpus.atomic import write_text
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build
from claimwire.release.card_tables import FIRST_ROWS
from claimwire.schema.vocab import Label
from claimwire.tables.columns import HUB_CONFIGS, features
from claimwire.tables.parquet import read_rows


def head(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    return made


def test_every_config_has_its_types_and_class_names_from_the_parquet_files_alone(built: Built, tmp_path: Path) -> None:
    """Loaded whole and as a stream; the head tells no type."""
    assert "dataset_info" not in head(built.folder)
    configs = [config["config_name"] for config in head(built.folder)["configs"]]
    assert len(configs) > 5
    for config in configs:
        loaded = load_dataset(str(built.folder), config, cache_dir=str(tmp_path))
        streamed = load_dataset(str(built.folder), config, streaming=True)
        for split, rows in loaded.items():
            assert rows.features == features(config)
            assert streamed[split].features == features(config)
            assert len(list(streamed[split])) == len(rows)
    label = load_dataset(str(built.folder), "claims_standoff", split="train", cache_dir=str(tmp_path)).features["label"]
    assert isinstance(label, ClassLabel)
    assert label.names == Label.names()


def test_the_default_config_is_the_first_and_loads_without_a_name(built: Built, tmp_path: Path) -> None:
    first = head(built.folder)["configs"][0]
    assert first["config_name"] == next(iter(HUB_CONFIGS)) == "sentences"
    loaded = load_dataset(str(built.folder), cache_dir=str(tmp_path))
    assert loaded["train"].features == features(first["config_name"])
    assert str(loaded["train"].version) == head(built.folder)["configs"][0]["version"]


def test_a_draft_that_was_built_again_does_not_give_the_rows_of_the_last(small: Workspace, tmp_path: Path) -> None:
    """The version is the same, so it is the digest that `datasets` tells them apart by."""

    def statements() -> set[str]:
        loaded = load_dataset(str(build(small).folder), "claims_standoff", cache_dir=str(tmp_path))
        return {text for split in loaded.values() for text in split["statement"]}

    corpus_id = small.plan().corpora[0]
    before = statements()
    with editing(small.corpus_folder(corpus_id)) as edit:
        claim = edit.records("claims")[0]
        edit.merge("claims", [claim.model_copy(update={"statement": "Other words of ours."})])
    assert statements() - before == {"Other words of ours."}


def test_the_code_of_the_card_runs(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the region on loading; as it is told to the reader, from the top of the repository."""
    text = (built.folder / "README.md").read_text(encoding="utf-8")
    region = text.partition("<!-- generated: load -->\n```python\n")[2].partition("```")[0]
    assert not re.search(r"\bnext\(|\bbreak\b", text)
    monkeypatch.chdir(built.folder.parent.parent)
    found: dict[str, Any] = {}
    exec(region, found)
    assert found["first"].column_names == list(features("claims_standoff"))
    assert 0 < len(found["first"]) <= FIRST_ROWS
    claims = found["every_claim"][str(found["stream"].split)]
    assert found["sure"] == [row["claim_id"] for row in claims if row["confidence"] == "high"] != []


def test_a_table_without_a_config_loads_by_the_line_that_the_card_has(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(small, release=True).folder
    assert [config["config_name"] for config in head(folder)["configs"]] == list(HUB_CONFIGS)
    text = (folder / "README.md").read_text(encoding="utf-8")
    code = text.partition("<!-- generated: files -->\n```python\n")[2].partition("```")[0]
    monkeypatch.chdir(small.root)
    found: dict[str, Any] = {}
    exec(code, found)
    names = [path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("*.parquet"))]
    others = sorted(set(names) - HUB_CONFIGS.keys())
    assert others
    for name in others:
        files = sorted((folder / name).glob("*.parquet"))
        assert sum(map(len, found[name].values())) == sum(len(read_rows(name, file)) for file in files)
        assert all(split.features == features(name) for split in found[name].values())


def test_charts_are_files_of_the_release_that_its_sums_list(built: Built) -> None:
    text = (built.folder / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"!\[[^\]]+\]\((charts/[^)]+\.svg)\)", text))
    assert named == {path.relative_to(built.folder).as_posix() for path in (built.folder / "charts").iterdir()}
    assert len(named) == 3
    sums = (built.folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(f"  {name}\n" in sums for name in named)


def test_documents_at_the_top_name_the_charts_where_they_are(small: Workspace) -> None:
    readme = small.root / "README.md"
    region = "\n<!-- generated: claims chart -->\n<!-- /generated -->\n"
    write_text(readme, readme.read_text(encoding="utf-8") + region)
    built = build(small, release=True)
    for name in ("DATASET_CARD.md", "README.md"):
        text = (small.root / name).read_text(encoding="utf-8")
        found = re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", text)
        assert found
        for path in found:
            assert (small.root / path).is_file(), path
            assert path.startswith(f"dataset/{built.manifest.data_version}/charts/")
    again = build(small, release=True)
    assert again.already_released
    assert again.differing_files == ()
