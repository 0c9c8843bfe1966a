"""A published file that is not as it was published makes every build refuse; nothing is changed then."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimwire.cli import main
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import Built, build

FILES = ("claims/train-00000-of-00001.parquet", "README.md", "croissant.json", "manifest.json", "SHA256SUMS")
DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "first byte": lambda content: bytes([content[0] ^ 1]) + content[1:],
    "last byte": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "a byte more": lambda content: content + b"\n",
    "emptied": lambda _: b"",
    "halved": lambda content: content[: len(content) // 2],
    "deleted": lambda _: None,
}


@pytest.fixture
def released(built: Built, tmp_path: Path) -> Workspace:
    """A repository with a release, to be damaged."""
    shutil.copytree(built.folder.parent.parent, tmp_path / "released")
    return Workspace(tmp_path / "released")


def files(workspace: Workspace) -> dict[str, str]:
    """Return the hashes of all files of a repository but the lock."""
    paths = (path for path in workspace.root.rglob("*") if path.is_file() and path.name != LOCK_FILE)
    return {path.relative_to(workspace.root).as_posix(): sha256_file(path) for path in paths}


def damage(path: Path, how: str) -> None:
    content = DAMAGES[how](path.read_bytes())
    if content is None:
        path.unlink()
    else:
        write_bytes(path, content)


def require_refused(workspace: Workspace, name: str, *, release: bool = False) -> None:
    before = files(workspace)
    with pytest.raises(ReleaseError, match=r"nothing was built, for the published dataset/1.0.0 is damaged") as refused:
        build(workspace, release=release)
    assert name in str(refused.value)
    assert files(workspace) == before


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_file_is_named_and_nothing_is_built(released: Workspace, name: str, how: str) -> None:
    damage(released.dataset / "1.0.0" / name, how)
    require_refused(released, name)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_published_beside_a_damaged_release_either(released: Workspace, name: str) -> None:
    """The plan has another version than the damaged one."""
    plan = released.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('data_version = "1.0.0"', 'data_version = "1.1.0"'))
    damage(released.dataset / "1.0.0" / name, "last byte")
    require_refused(released, name, release=True)


def test_a_file_that_was_added_to_a_release_is_named(released: Workspace) -> None:
    write_text(released.dataset / "1.0.0" / "notes.txt", "A word more.\n")
    require_refused(released, "dataset/1.0.0/notes.txt: SHA256SUMS does not list it")


def test_a_folder_that_is_replaced_by_a_link_is_named(released: Workspace, tmp_path: Path) -> None:
    folder = released.dataset / "1.0.0" / "claims"
    shutil.move(folder, tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    require_refused(released, "dataset/1.0.0/claims: it is a link")


def test_a_release_that_was_put_back_is_built_beside_again(released: Workspace) -> None:
    path = released.dataset / "1.0.0" / "README.md"
    content = path.read_bytes()
    damage(path, "halved")
    require_refused(released, "README.md")
    write_bytes(path, content)
    assert build(released).already_released


def test_the_command_ends_with_2_and_says_how_to_put_it_back(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(released.dataset / "1.0.0" / FILES[0], "last byte")
    monkeypatch.chdir(released.root)
    monkeypatch.setattr(sys, "argv", ["claimwire", "build", "--no-load"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "`git checkout dataset/1.0.0`" in capsys.readouterr().err.replace("\n", " ")
