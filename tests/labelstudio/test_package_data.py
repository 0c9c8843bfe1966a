"""Everything that Label Studio's part needs is in the package: its commands need no file of our repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from claimwire.cli import group
from claimwire.labelstudio.local.environment import empty_data, server_requirements
from claimwire.labelstudio.local.paths import CacheFolders

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "src" / "claimwire" / "labelstudio"
DATA_FILES = sorted(
    path.relative_to(ROOM).as_posix()
    for path in ROOM.rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc")
)


def test_every_file_of_data_is_declared_as_part_of_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for name in DATA_FILES:
        path = PurePosixPath(name)
        package = ".".join(("claimwire", "labelstudio", *path.parent.parts))
        assert any(PurePosixPath(path.name).match(pattern) for pattern in declared.get(package, ())), name
        assert (files(package) / path.name).is_file()
    assert {"page/page.css", "page/rules.md", "pack/pack.css", "pack/rules.md", "local/requirements.txt"} == set(
        DATA_FILES
    )


@pytest.mark.long
def test_every_file_of_data_is_in_a_built_wheel(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, project)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(project)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = tmp_path.glob("claimwire-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {f"claimwire/labelstudio/{name}" for name in DATA_FILES} <= set(archive.namelist())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no repository, with an empty cache."""
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    for name in ("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["labelstudio", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output.strip()


def test_setting_up_a_server_needs_no_repository(elsewhere: Path) -> None:
    """The installation itself is left out: an empty database is there already, so that there is nothing to do."""
    environment = CacheFolders.of().environment(server_requirements())
    empty_data(environment).mkdir(parents=True)
    assert ran("server", "setup") == (0, str(environment))


def test_commands_about_the_local_server_need_no_repository(elsewhere: Path) -> None:
    data = elsewhere / "data"
    assert ran("server", "status", "--data", str(data)) == (1, f"no server runs on {data}")
    assert ran("server", "stop", "--data", str(data)) == (0, "no server was running")
