"""A repository, its releases, copies and brat folders may be under any path, whatever its characters mean elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release import loadback
from claimwire.release.build import build
from claimwire.release.loadback import load_back, load_config, loadable

ODD = [
    *("[ab]", "a [b] c", "a*b", "a**b", "a?b", "$HOME", "a::b", "{a,b}", "a%20b", "a#b", "a'b", 'a"b', "ä 🏭"),
    *("-a", "~a", "a=b", "a\\b", "[/red]", "[bold]", "a&b", "!a"),
]


def run(*arguments: str | Path, expect: int = 0) -> Result:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == expect, result.output
    return result


@pytest.fixture(scope="module")
def release(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release; only to be read."""
    root = tmp_path_factory.mktemp("built") / "repository"
    shutil.copytree(small_built.root, root)
    return build(Workspace(root), release=True).folder


@pytest.mark.parametrize("name", ["[ab]", "a::b", "$HOME"])
def test_a_release_is_loaded_back_from_its_path(name: str, release: Path, tmp_path: Path) -> None:
    folder = tmp_path / name / "1.0.0"
    shutil.copytree(release, folder)
    assert load_back(folder) == load_back(release)
    assert load_config(folder, "claims")["train"].to_list() == load_config(release, "claims")["train"].to_list()


@pytest.mark.parametrize("name", ODD)
def test_what_is_loaded_is_at_a_path_without_patterns(name: str, release: Path, tmp_path: Path) -> None:
    folder = tmp_path / name / "1.0.0"
    shutil.copytree(release, folder)
    with loadable(folder) as place:
        assert loadback.PATTERN.search(str(place)) is None
        assert (place == folder) == (loadback.PATTERN.search(name) is None)
        files = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert files == {path.relative_to(release): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    assert place == folder or not place.exists()
    assert sorted(folder.rglob("*")) != []


def test_where_the_temporary_folder_has_patterns_too_it_is_told(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "[a]" / "1.0.0"
    shutil.copytree(release, folder)
    monkeypatch.setattr(loadback.tempfile, "tempdir", str(folder.parent))
    with (
        pytest.raises(ReleaseError, match="move the release, or set TMPDIR to"),
        loadable(folder),
    ):
        pass


@pytest.mark.parametrize("name", ["[ab] {x}", "a*b?c", "$HOME::x", "[/red]'\"", "-ä #%20=1\\"])
def test_commands_run_in_a_repository_under_any_path(
    name: str, small_built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / name / "repository"
    shutil.copytree(small_built.root, root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / name / "cache"))
    run("check")
    run("build", "--no-load")
    source, to = tmp_path / name / "texts", tmp_path / name / "out"
    shutil.copytree(DOCUMENTS, source / name)
    printed = run("hydrate", STANDOFF, "--from", source, "--to", to).output
    assert "problem" not in printed
    run("check", STANDOFF, "--corpus-dir", to)
    run("export", OPEN, tmp_path / name / "quoted", "--annotator", "ada")
    layers = sorted((tmp_path / name / "quoted").iterdir())
    assert layers
    run("anchor", OPEN, *layers, "--annotator", "ada", "--dry-run")
    printed = run("agreement", STANDOFF, "--from", to, "--resamples", "0", "--brief").output
    assert "Words are compared by" in " ".join(printed.split())


@pytest.mark.parametrize("name", ODD)
def test_brat_folders_may_be_under_any_path(name: str, tmp_path: Path) -> None:
    text = "Mill shut\n\nOda Brenn said the mill shut.\n"
    folder = tmp_path / name
    folder.mkdir(parents=True)
    (folder / "mill.txt").write_text(text)
    for annotator in ("ada", "ben"):
        lines = "T1\tSource 11 20\tOda Brenn\nT2\tContent 26 39\tthe mill shut\nbad\n"
        (folder / f"mill_{annotator}.ann").write_text(lines)
    result = run("agreement", "--brat", f"human:{folder}", "--resamples", "0", expect=1)
    assert f"{folder}/mill_ada.ann:3: " in result.stderr.replace("\\\\", "\\")
    given = ("agreement", "--brat", f"human:{folder}", "--resamples", "0", "--json")
    assert json.loads(run(*given, expect=1).stdout)["name"] == folder.name


def test_the_folder_of_a_named_annotator_may_have_an_equals_sign(tmp_path: Path) -> None:
    for name in ("ada", "ben"):
        (tmp_path / "a=b" / name).mkdir(parents=True)
        (tmp_path / "a=b" / name / "mill.ann").write_text("T1\tContent 0 4\tMill\n")
    given = [option for name in ("ada", "ben") for option in ("--brat", f"human:{name}={tmp_path}/a=b/{name}")]
    report = json.loads(run("agreement", *given, "--resamples", "0", "--json").stdout)
    assert [annotator["annotator_id"] for annotator in report["annotators"]] == ["ada", "ben"]
