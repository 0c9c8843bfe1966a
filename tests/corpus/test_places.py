"""Where words of a text may be written: never into a repository if the text may not be redistributed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small import OPEN, STANDOFF

from claimwire.corpus.atomic import FILE, PRIVATE, write_text
from claimwire.corpus.places import may_hold_text, mode_for_text, repository_of
from claimwire.corpus.workspace import Workspace

INSIDE: dict[str, Callable[[Path], Path]] = {
    "its top": lambda root: root,
    "a file at its top": lambda root: root / "tasks.json",
    "a folder that is not there yet": lambda root: root / "work" / "new" / "sheet.md",
    "through ..": lambda root: root.parent / "elsewhere" / ".." / root.name / "tasks.json",
    "through a link to a folder in it": lambda root: linked(root.parent / "link", root / "annotations") / "tasks.json",
    "a link to a file in it": lambda root: linked(root.parent / "link.json", root / "tasks.json"),
    "a link in it to a file elsewhere": lambda root: linked(root / "tasks.json", root.parent / "tasks.json"),
    "a link in it to itself": lambda root: linked(root / "tasks.json", root / "tasks.json"),
}
"""What is in the repository at `root`, by how it is written."""

OUTSIDE: dict[str, Callable[[Path], Path]] = {
    "the folder above": lambda root: root.parent,
    "the folder above, through ..": lambda root: root / "..",
    "a file beside it": lambda root: root / ".." / "tasks.json",
    "a folder whose name begins alike": lambda root: root.parent / f"{root.name}_2" / "tasks.json",
    "through a link in it to a folder elsewhere": lambda root: linked(root / "out", root.parent) / "tasks.json",
}
"""What is not."""


def linked(link: Path, to: Path) -> Path:
    """Make a link and return it."""
    link.symlink_to(to)
    return link


@pytest.mark.parametrize("place", INSIDE.values(), ids=INSIDE.keys())
def test_a_repository_holds_no_words_of_a_stand_off_text(small: Workspace, place: Callable[[Path], Path]) -> None:
    path = place(small.root)
    assert repository_of(path) == small.root.resolve()
    assert not may_hold_text(small.corpus(STANDOFF).info, path)
    assert may_hold_text(small.corpus(OPEN).info, path)


@pytest.mark.parametrize("place", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_elsewhere_they_may_be(small: Workspace, place: Callable[[Path], Path]) -> None:
    path = place(small.root)
    assert repository_of(path) is None
    assert may_hold_text(small.corpus(STANDOFF).info, path)


def test_a_path_that_begins_in_the_current_folder_is_looked_at_from_there(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    assert repository_of(Path("tasks.json")) == small.root.resolve()
    assert repository_of(Path()) == small.root.resolve()
    assert repository_of(Path("../tasks.json")) is None
    assert repository_of(Path("..")) is None


def test_another_repository_holds_no_words_either(small: Workspace, tmp_path: Path) -> None:
    write_text(tmp_path / "other" / "annotations" / "release.toml", "")
    assert repository_of(tmp_path / "other" / "work" / "sheet.md") == (tmp_path / "other").resolve()
    assert not may_hold_text(small.corpus(STANDOFF).info, tmp_path / "other" / "work" / "sheet.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_looked_into_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert repository_of(tmp_path / "closed" / "file") is None


def test_a_file_with_a_stand_off_text_is_private(small: Workspace) -> None:
    assert mode_for_text(small.corpus(STANDOFF).info) == PRIVATE
    assert mode_for_text(small.corpus(OPEN).info) == FILE
