"""A file or folder that is written is there whole, or the old one is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimwire.corpus.atomic import (
    PRIVATE,
    PRIVATE_FOLDER,
    folder_beside,
    is_running,
    make_private,
    replace_folder,
    replacing,
    write_bytes,
    write_text,
)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fill_half(path: Path) -> None:
    with replacing(path) as file:
        file.stream.write(b"half of the n")
        raise OSError("disk full")


def fill_half_a_folder(place: Path) -> None:
    with folder_beside(place) as beside:
        write_bytes(beside / "half", b"ha")
        raise OSError("disk full")


def ended_process() -> int:
    """Return the number of a process that no longer runs."""
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    return int(done.stdout)


def test_a_file_is_written_into_folders_that_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b" / "file.txt", "façade\n")
    assert content(tmp_path) == {"a/b/file.txt": "façade\n".encode()}


def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    write_bytes(tmp_path / "file", b"old")
    with pytest.raises(OSError, match="disk full"):
        fill_half(tmp_path / "file")
    assert content(tmp_path) == {"file": b"old"}


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    write_bytes(tmp_path / "file", b"old")
    with replacing(tmp_path / "file") as file:
        file.stream.write(b"new")
        file.stream.flush()
        assert (tmp_path / "file").read_bytes() == b"old"
    assert content(tmp_path) == {"file": b"new"}


def test_the_place_may_be_named_when_the_content_is_known(tmp_path: Path) -> None:
    with replacing(tmp_path / "file") as file:
        file.stream.write(b"new")
        file.place = tmp_path / "file.named"
    assert content(tmp_path) == {"file.named": b"new"}


def test_a_private_file_is_private_also_while_it_is_written(tmp_path: Path) -> None:
    with replacing(tmp_path / "key", PRIVATE) as file:
        file.stream.write(b"secret")
        (beside,) = tmp_path.iterdir()
        assert beside.stat().st_mode & 0o077 == 0
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    place = tmp_path / "copy"
    write_bytes(place / "old.txt", b"old")
    with folder_beside(place) as beside:
        write_bytes(beside / "new" / "new.txt", b"new")
        assert (place / "old.txt").is_file()
        replace_folder(beside / "new", place)
    assert content(tmp_path) == {"copy/new.txt": b"new"}


def test_an_error_while_a_folder_is_filled_leaves_the_old_one_alone(tmp_path: Path) -> None:
    write_bytes(tmp_path / "copy" / "old.txt", b"old")
    with pytest.raises(OSError, match="disk full"):
        fill_half_a_folder(tmp_path / "copy")
    assert content(tmp_path) == {"copy/old.txt": b"old"}


def test_what_a_killed_process_left_goes_and_what_others_write_stays(tmp_path: Path) -> None:
    dead = ended_process()
    gone = [f".file.{dead}-abc.new", f".file.{dead}-def.new/part"]
    kept = [f".file.{os.getpid()}-abc.new", f".other.{dead}-abc.new", f".file.{dead}-abc.old", "file.1-abc.new"]
    for name in gone + kept:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    write_bytes(tmp_path / "file", b"new")
    assert set(content(tmp_path)) == {"file", *kept}


def test_a_name_with_the_signs_of_patterns_is_taken_as_it_is(tmp_path: Path) -> None:
    dead = ended_process()
    for name in (f".[a]*.{dead}-x.new", f".a.{dead}-x.new"):
        (tmp_path / name).write_bytes(b"")
    write_bytes(tmp_path / "[a]*", b"new")
    assert set(content(tmp_path)) == {"[a]*", f".a.{dead}-x.new"}


def test_a_process_runs_or_does_not() -> None:
    assert is_running(os.getpid())
    assert is_running(1)
    assert not is_running(ended_process())


@pytest.fixture(params=[0o022, 0o077, 0o002, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The umask while a test runs."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_files_and_folders_have_the_modes_that_the_umask_leaves_them(umask: int, tmp_path: Path) -> None:
    write_text(tmp_path / "new" / "file", "text")
    with folder_beside(tmp_path / "folder") as beside:
        beside.rename(tmp_path / "folder")
    assert mode_of(tmp_path / "new" / "file") == 0o666 & ~umask
    assert [mode_of(tmp_path / name) for name in ("new", "folder")] == [0o777 & ~umask] * 2


def test_private_ones_and_the_folders_made_for_them_are_private_under_every_umask(umask: int, tmp_path: Path) -> None:
    write_text(tmp_path / "new" / "deeper" / "file", "text", PRIVATE)
    with folder_beside(tmp_path / "above" / "folder", PRIVATE_FOLDER) as beside:
        assert mode_of(beside) == PRIVATE_FOLDER
    assert mode_of(tmp_path / "new" / "deeper" / "file") == PRIVATE
    assert [mode_of(tmp_path / name) for name in ("new", "new/deeper", "above")] == [PRIVATE_FOLDER] * 3


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o755)
    write_text(tmp_path / "shared" / "file", "text", PRIVATE)
    assert mode_of(tmp_path / "shared") == 0o755


def test_a_folder_is_made_private_with_all_that_is_in_it_and_nothing_that_it_links_to(tmp_path: Path) -> None:
    write_text(tmp_path / "folder" / "deeper" / "file", "text")
    write_text(tmp_path / "elsewhere", "text")
    (tmp_path / "elsewhere").chmod(0o644)
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "elsewhere")
    make_private(tmp_path / "folder")
    assert [mode_of(tmp_path / name) for name in ("folder", "folder/deeper")] == [PRIVATE_FOLDER] * 2
    assert mode_of(tmp_path / "folder" / "deeper" / "file") == PRIVATE
    assert mode_of(tmp_path / "elsewhere") == 0o644
