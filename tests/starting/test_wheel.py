"""All that claimwire needs comes with its wheel: installed, it works in an empty folder, without our repository."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path, PurePosixPath

import pytest
from installed import ROOT, build_wheel, install

PACKAGE = ROOT / "src" / "claimwire"
DATA_FILES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc")
)

WATCH = f"""
import sys

SEEN = {{"open", "os.listdir", "os.scandir", "subprocess.Popen"}}

def watch(event, arguments):
    if event in SEEN and arguments and isinstance(arguments[0], str):
        path = arguments[0]
        if path.startswith({str(ROOT)!r}) and not path.startswith({str(ROOT / ".venv")!r}):
            raise RuntimeError("claimwire looked into its own repository: " + path)

sys.addaudithook(watch)
"""
"""A `sitecustomize.py` that refuses to open or list anything in this repository but the libraries."""

LINES = (
    "init . --example --name try --author Ada --date 2031-06-01",
    "corpus add boats",
    "outlet add wire",
    "check",
    "schema --check",
    "schema claim",
    "rulings",
    "ingest --recipes",
    "show example --json",
    "show example example_bridge --sentences",
    "export example quoted",
    "agreement example --resamples 0",
    "adjudicate example work --draft",
    "entities example --json",
    "link example --dry-run",
    "conflicts example --html conflicts.html",
    "sourcing example --json",
    "duplicates example --json",
    "labelstudio export-tasks example tasks.json",
    "labelstudio server status --data data",
    "baselines list",
    "predict --corpus example",
    "predict --model rules --corpus example",
    "preannotate example --model rules --to predicted.jsonl",
    "build",
    "build --release",
    "verify 0.1.0",
    "archive 0.1.0 --to try.tar.gz",
)
"""Commands of every room that reads a file of the package, in the order in which they are run."""


def test_every_file_of_data_is_declared_as_part_of_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for name in DATA_FILES:
        path = PurePosixPath(name)
        owners = [owner for owner in (path.parent, *path.parent.parents) if (PACKAGE / owner / "__init__.py").is_file()]
        package = ".".join(("claimwire", *owners[0].parts))
        inner = path.relative_to(owners[0])
        patterns = [x for x in declared.get(package, ()) if len(PurePosixPath(x).parts) == len(inner.parts)]
        assert any(inner.match(pattern) for pattern in patterns), name
        assert files(package).joinpath(*inner.parts).is_file()
    assert {"templates/files/card.md", "templates/files/gitignore", "labelstudio/page/page.css"} <= set(DATA_FILES)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.mark.long
def test_every_file_of_data_is_in_a_built_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert {f"claimwire/{name}" for name in DATA_FILES} <= set(archive.namelist())


@pytest.mark.long
def test_installed_it_works_in_an_empty_folder_and_looks_for_nothing_of_ours(wheel: Path, tmp_path: Path) -> None:
    programs = install(wheel, tmp_path / "environment")
    [own] = (tmp_path / "environment" / "lib").glob("python*/site-packages")
    (own / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = {"HOME": str(tmp_path / "home"), "PATH": f"{programs}:/usr/bin:/bin", "HF_HUB_OFFLINE": "1"}
    environment |= {"CLAIMWIRE_CACHE": str(tmp_path / "cache"), "LANG": "C.UTF-8"}

    def ran(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    where = "import claimwire; print(claimwire.__file__)"
    assert ran(str(programs / "python"), "-c", where).stdout.startswith(str(own))
    watched = ran(str(programs / "python"), "-c", f"open({str(ROOT / 'README.md')!r})")
    assert "looked into its own repository" in watched.stderr
    for line in LINES:
        done = ran("claimwire", *line.split())
        expected = 1 if line.startswith("labelstudio server status") else 0
        assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
