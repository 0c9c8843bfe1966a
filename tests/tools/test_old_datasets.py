"""A release is loaded by another Python's `datasets` and compared with its manifest, and the page says what came of it.

The versions that claimwire does not need are tried by `scripts/old-datasets`, which installs them.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.version import parse
from repository import ROOT

from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release.build import Built, build
from claimwire.release.manifest import read_manifest
from claimwire.schema import ReleaseManifest
from claimwire.tables.columns import HUB_CONFIGS
from tools import old_datasets
from tools.old_datasets import Loaded, compared, main, older_requirements, page_table, read, report

HERE = version("datasets")
TABLES = ("claims", "sentences", "tokens")
"""A table with lists of records, one with classes in records in a list, and one that is no config."""


@pytest.fixture(scope="module")
def built(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release of the small repository, whose manifest has three of its tables left; only to be read."""
    root = tmp_path_factory.mktemp("old") / "repository"
    shutil.copytree(small_built.root, root)
    made = build(Workspace(root), release=True)
    manifest = json.loads((made.folder / "manifest.json").read_text())
    manifest["tables"] = [table for table in manifest["tables"] if table["config"] in TABLES]
    write_text(made.folder / "manifest.json", json.dumps(manifest))
    return made


@pytest.fixture(scope="module")
def printed(built: Built) -> list[Any]:
    """What is printed of it by the Python that runs this."""
    seen: list[Any] = []

    def kept(lines: Iterator[Any], release: Path, manifest: ReleaseManifest) -> Loaded:
        seen.extend(lines)
        return read(copy.deepcopy(iter(seen)), release, manifest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(old_datasets, "read", kept)
        found = compared(built.folder, Path(sys.executable))
    assert (found.problems, found.datasets) == ({}, HERE)
    return seen


def read_again(printed: list[Any], folder: Path) -> Loaded:
    return read(copy.deepcopy(iter(printed)), folder, read_manifest(folder))


def test_every_table_comes_back_whole_in_every_way_it_can_be_loaded(built: Built, printed: list[Any]) -> None:
    manifest = read_manifest(built.folder)
    found = read_again(printed, built.folder)
    assert found.cell == "folder, streaming, single files"
    assert found.tables == set(TABLES)
    rows = {config: sum(t.rows for t in manifest.tables if t.config == config) for config in found.tables}
    ways = {config: 3 if config in HUB_CONFIGS else 1 for config in found.tables}
    assert sum(isinstance(line, dict) for line in printed) == sum(rows[name] * ways[name] for name in rows)
    assert report(found) == f"1.0.0, datasets {HERE}: {len(rows)} tables, folder, streaming, single files"


def test_a_changed_row_a_lost_one_one_too_many_and_a_lost_split_are_named(built: Built, printed: list[Any]) -> None:
    manifest = read_manifest(built.folder)
    start = printed.index(["claims", "streamed", "train"])
    end = next(n for n in range(start + 1, len(printed)) if isinstance(printed[n], list))
    (file,) = [table for table in manifest.tables if (table.config, table.split.value) == ("claims", "train")]
    changed = [*printed[: start + 1], printed[start + 1] | {"statement": "Another."}, *printed[start + 2 :]]
    wrong = {
        f"the rows of {file.path} that came back are not those that were built": changed,
        f"{file.rows - 1} rows came back of {file.path}, expected {file.rows}": printed[: end - 1] + printed[end:],
        "1 rows came back that the manifest does not have": printed[:end] + printed[end - 1 :],
        "it is not there": printed[:start] + printed[end:],
    }
    for message, lines in wrong.items():
        found = read_again(lines, built.folder)
        assert found.problems == {"streamed": [f"claims/train: {message}"]}
        assert found.cell == "folder, single files, not by streaming"
        assert not found.is_right


def test_what_could_not_be_loaded_says_why_and_single_files_are_no_fault_of_the_folder(
    built: Built, printed: list[Any]
) -> None:
    start = printed.index(["claims", "files", None])
    end = next(n for n in range(start, len(printed)) if isinstance(printed[n], list) and printed[n][0] != "claims")
    lines = [*printed[: start + 1], "ValueError: no such type", *printed[end:]]
    found = read_again(lines, built.folder)
    assert found.problems == {"files": ["claims: ValueError: no such type"]}
    assert found.is_right
    assert report(found).splitlines()[1:] == ["  single files: claims: ValueError: no such type"]


def test_a_release_whose_rows_are_not_those_of_its_manifest_is_found_by_loading_it(
    built: Built, tmp_path: Path
) -> None:
    shutil.copytree(built.folder, tmp_path / "release")
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_text())
    manifest["tables"][0]["content_sha256"] = "0" * 64
    write_text(tmp_path / "release" / "manifest.json", json.dumps(manifest))
    found = compared(tmp_path / "release", Path(sys.executable))
    table = manifest["tables"][0]
    assert set(found.problems) == {"folder", "streamed", "files"}
    assert {told for way in found.problems.values() for told in way} == {
        f"{table['config']}/{table['split']}: the rows of {table['path']} that came back are not those that were built"
    }


def test_a_python_that_cannot_load_at_all_is_an_error_with_what_it_said(built: Built, tmp_path: Path) -> None:
    write_text(tmp_path / "python", f"#!{sys.executable}\nimport sys\nsys.exit('no module named datasets')\n")
    (tmp_path / "python").chmod(0o755)
    with pytest.raises(ClaimwireError, match=r"does not load .*\nno module named datasets"):
        compared(built.folder, tmp_path / "python")


def test_the_command_fails_where_the_page_says_something_else_and_writes_it_if_told_to(
    built: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = built.folder.parent.parent
    page = root / old_datasets.DOCUMENT
    page.parent.mkdir(exist_ok=True)
    region = f"<!-- generated: {old_datasets.REGION} -->\n<!-- /generated -->\n"
    write_text(page, region)
    right = Loaded("", HERE, {"claims"}, {"folder", "files"})
    monkeypatch.setattr(old_datasets, "compared", lambda release, _: replace(right, release=release.name))
    monkeypatch.chdir(root)
    assert main([]) == 1
    assert "its table says something else" in capsys.readouterr().out
    assert page.read_text() == region
    assert main(["--write"]) == 0
    assert f"| release | datasets {HERE} |\n" in page.read_text()
    assert "| 1.0.0 | folder, single files |\n" in page.read_text()
    assert main([]) == 0
    wrong = replace(right, problems={"folder": ["claims: gone"]})
    monkeypatch.setattr(old_datasets, "compared", lambda release, _: replace(wrong, release=release.name))
    assert main([str(built.folder)]) == 1


def test_the_page_has_a_row_for_each_release_and_the_versions_that_are_installed() -> None:
    """What the cells say is compared by `scripts/old-datasets`, which loads the releases."""
    pinned = [
        line.removeprefix("datasets==")
        for path in (*older_requirements(ROOT), ROOT / "requirements" / "dev.txt")
        for line in path.read_text().splitlines()
        if line.startswith("datasets==")
    ]
    assert [parse(number).major for number in pinned] == [3, 4, 5]
    found = [
        Loaded(folder.name, number, {"claims"}, {"folder"})
        for folder in Workspace(ROOT).releases()
        for number in pinned
    ]
    expected = [line.split("|")[1] for line in page_table(found).splitlines()]
    page = (ROOT / old_datasets.DOCUMENT).read_text(encoding="utf-8")
    region = page.split(f"<!-- generated: {old_datasets.REGION} -->\n")[1].split("<!-- /generated -->")[0]
    assert region.splitlines()[0] == page_table(found).splitlines()[0]
    assert [line.split("|")[1] for line in region.splitlines()] == expected
