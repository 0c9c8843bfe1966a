"""`claimwire explore` from a repository and from anywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from explored import Released, handed_over
from small import DOCUMENTS

from claimwire.cli import group
from claimwire.corpus.records import canonical_json
from claimwire.errors import ReleaseError


def run(*arguments: object) -> str:
    result = CliRunner().invoke(group, ["explore", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_version_of_the_repository_becomes_a_site(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released.workspace.root)
    told = run("1.0.0", "--to", tmp_path / "site")
    assert "10 articles, 8 of them with text" in told
    assert (
        "(Version 1.0.0) [Data set]." in handed_over((tmp_path / "site" / "data" / "index.js").read_text())["citation"]
    )


def test_a_folder_anywhere_becomes_a_site(released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(released.folder, "--hydrated", DOCUMENTS, "--to", "site")
    told = run(released.folder, "--hydrated", DOCUMENTS, "--all-texts", "--index", "--to", "site")
    assert "10 articles, 10 of them with text" in told
    assert "texts that may not be passed on, shown: 2" in told
    assert "noindex" not in (tmp_path / "site" / "index.html").read_text()


def test_a_build_with_texts_is_a_copy_of_them(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released.workspace.root)
    building = ["build", "--hydrated", str(DOCUMENTS), "--to", str(tmp_path / "full"), "--no-load"]
    assert CliRunner().invoke(group, building).exit_code == 0
    told = run("1.0.0", "--hydrated", tmp_path / "full", "--all-texts", "--to", tmp_path / "site")
    assert "10 of them with text" in told
    told = run(tmp_path / "full", "--to", tmp_path / "other")
    assert "8 of them with text" in told
    assert "texts that may not be passed on, left out: 2" in told


def test_what_a_repository_withdrew_is_left_out_of_a_release_that_still_has_it(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(released.workspace.root, root)
    gone = {"withdrawn_id": "heron_c", "date": "2031-06-01", "reason": "privacy"}
    (root / "annotations" / "withdrawn.jsonl").write_text(f"{canonical_json(gone)}\n")
    monkeypatch.chdir(root)
    assert "9 articles" in run("1.0.0", "--to", tmp_path / "site")
    assert not list((tmp_path / "site").rglob("heron_c.js"))


def test_restricted_outlets_of_the_repository_have_no_link(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(released.workspace.root, root)
    article = next(row for row in released.rows.articles.values() if row.get("text_url"))
    monkeypatch.chdir(root)
    name = f"site/data/articles/{article['article_id']}.js"
    run("1.0.0", "--to", tmp_path / "site")
    assert handed_over((tmp_path / name).read_text())["link"] is not None
    toml = root / "annotations" / "outlets" / f"{article['outlet_id']}.toml"
    toml.write_text(f'restricted = "Invented."\n{toml.read_text()}')
    run("1.0.0", "--to", tmp_path / "site")
    found = handed_over((tmp_path / name).read_text())
    assert found["link"] is None
    assert found["address"] == article["text_url"]
    assert all("original" not in claim for claim in found["claims"])


def test_a_place_in_the_repository_is_refused_for_restored_texts(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released.workspace.root)
    arguments = ["explore", "1.0.0", "--hydrated", str(DOCUMENTS), "--all-texts", "--to", "site"]
    result = CliRunner().invoke(group, arguments)
    assert isinstance(result.exception, ReleaseError)
    assert "is in the repository" in str(result.exception)
    assert not (released.workspace.root / "site").exists()
