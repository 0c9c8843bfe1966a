"""A source is a folder, a file or an archive, and nothing of it is unpacked or trusted."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from claimwire.errors import HydrationError
from claimwire.hydration import sources
from claimwire.hydration.sources import source_files

FILES = {"a.txt": b"one", "folder/b.txt": b"two", "../../escape.txt": b"three", "/root.txt": b"four"}


def contents(source: Path, problems: list[str] | None = None) -> dict[str, bytes]:
    return {file.path: file.content for file in source_files(source, [] if problems is None else problems)}


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def make_tar(path: Path, files: dict[str, bytes], mode: str) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_a_folder_with_folders(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert list(contents(tmp_path)) == ["3.txt", "a/1.txt", "b/2.txt"]


def test_the_members_of_an_archive_are_read_in_order_of_path(tmp_path: Path) -> None:
    files = dict.fromkeys(("b/2.txt", "a/1.txt", "3.txt"), b"")
    assert list(contents(make_zip(tmp_path / "t.zip", files))) == ["3.txt", "a/1.txt", "b/2.txt"]
    assert list(contents(make_tar(tmp_path / "t.tar", files, "w"))) == ["3.txt", "a/1.txt", "b/2.txt"]


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"one")
    assert contents(tmp_path / "x.txt") == {"x.txt": b"one"}


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".ZIP"])
def test_archives_are_read_and_nothing_of_them_is_unpacked(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "deep" / "er" / f"texts{ending}"
    path.parent.mkdir(parents=True)
    if ending.lower() == ".zip":
        make_zip(path, FILES)
    else:
        make_tar(
            path, FILES, {"r": "w", "z": "w:gz", "2": "w:bz2"}.get(ending[-1], "w:xz" if "x" in ending else "w:gz")
        )
    assert contents(path) == FILES
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


def test_a_member_is_called_by_its_own_name_whatever_its_path(tmp_path: Path) -> None:
    names = {file.path: file.name for file in source_files(make_zip(tmp_path / "t.zip", FILES), [])}
    assert names["../../escape.txt"] == "escape.txt"


def test_links_in_an_archive_are_no_files(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    assert contents(path) == {}


@pytest.mark.parametrize("make", [make_zip, lambda path, files: make_tar(path.with_suffix(".tar"), files, "w")])
def test_what_is_too_large_is_left_out_and_named(tmp_path: Path, monkeypatch, make) -> None:
    monkeypatch.setattr(sources, "MEMBER_BYTES", 1024 * 1024)
    path = make(tmp_path / "t.zip", {"bomb.txt": bytes(1024 * 1024 + 1), "fits.txt": bytes(1024 * 1024)})
    problems: list[str] = []
    assert list(contents(path, problems)) == ["fits.txt"]
    assert problems == ["bomb.txt was left out: it has more than 1 MB"]


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz", "t.tar", "t.tar.xz"])
@pytest.mark.parametrize("damage", ["no archive", "cut off"])
def test_a_damaged_archive_is_named(tmp_path: Path, name: str, damage: str) -> None:
    path = tmp_path / name
    files = {f"{n}.txt": bytes(range(256)) * 50 for n in range(9)}
    if name.endswith(".zip"):
        make_zip(path, files)
    else:
        make_tar(path, files, {"gz": "w:gz", "xz": "w:xz"}.get(name[-2:], "w"))
    content = path.read_bytes()
    path.write_bytes(b"plain text" if damage == "no archive" else content[: len(content) // 2 - 700])
    with pytest.raises(HydrationError, match="cannot be read as an archive") as raised:
        contents(path)
    assert str(path) in str(raised.value)


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HydrationError, match="nowhere does not exist; name a folder"):
        contents(tmp_path / "nowhere")


def test_the_limits_are_those_that_the_page_tells() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "hydrating.md").read_text(encoding="utf-8")
    assert sources.MEMBER_BYTES == 64 * 1024 * 1024
    assert sources.MEMBERS == 50_000
    assert "more than 64 MB" in page.replace("\n", " ")
    assert "more than 50,000 files" in page.replace("\n", " ")


def test_a_folder_of_everything_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sources, "MEMBERS", 3)
    for n in range(3):
        (tmp_path / f"{n}.txt").write_bytes(b"")
    assert len(contents(tmp_path)) == 3
    (tmp_path / "3.txt").write_bytes(b"")
    with pytest.raises(HydrationError, match="more than 3 files"):
        contents(tmp_path)


def test_what_a_folder_has_and_is_not_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: links, inner archives and closed folders were passed over, and the article called not found."""
    folder = tmp_path / "copy"
    (folder / "closed").mkdir(parents=True)
    (folder / "a.txt").write_text("words")
    (folder / "inner.ZIP").write_bytes(b"PK")
    (folder / "inner.tar.gz").write_bytes(b"")
    (folder / "dead.txt").symlink_to("nowhere")
    (folder / ".#a.txt").symlink_to("somebody@somewhere")
    (tmp_path / "elsewhere").mkdir()
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    scandir = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    problems: list[str] = []
    assert [file.path for file in source_files(folder, problems)] == ["a.txt"]
    assert sorted(problems) == sorted(
        [
            f"{folder}/closed was left out: Permission denied",
            f"{folder}/dead.txt was left out: it is a link to nothing",
            f"{folder}/linked was left out: it is a link to a folder; name that folder",
            "inner.ZIP was left out: it is an archive within the source; unpack it, or name it itself",
            "inner.tar.gz was left out: it is an archive within the source; unpack it, or name it itself",
        ]
    )


@pytest.mark.parametrize("name", ["pipe", "pipe.zip", "pipe.tar.gz"])
def test_a_pipe_is_no_source(tmp_path: Path, name: str) -> None:
    """Regression: an archive was waited for that nobody writes."""
    os.mkfifo(tmp_path / name)
    with pytest.raises(HydrationError, match="is neither a file nor a folder"):
        list(source_files(tmp_path / name, []))


ARCHIVES = {"zip": "a zip archive", "gz": "a gzip archive", "7z": "a 7-Zip archive", "tar": "a tar archive"}


def packed(kind: str, path: Path) -> bytes:
    if kind == "zip":
        return make_zip(path, {"a.txt": b"one"}).read_bytes()
    if kind == "tar":
        return make_tar(path, {"a.txt": b"one"}, "w").read_bytes()
    return gzip.compress(b"one") if kind == "gz" else b"7z\xbc\xaf\x27\x1c" + bytes(26)


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_under_another_name_is_named_with_what_it_is(tmp_path: Path, kind: str) -> None:
    content = packed(kind, tmp_path / "made")
    told = f"copy.txt was left out: it is {ARCHIVES[kind]}; unpack it first, and keep the original"
    (tmp_path / "copy.txt").write_bytes(content)
    for source in (
        tmp_path / "copy.txt",
        make_zip(tmp_path / "in.zip", {"copy.txt": content}),
        make_tar(tmp_path / "in.tar", {"copy.txt": content}, "w"),
    ):
        problems: list[str] = []
        assert contents(source, problems) == {}
        assert problems == [told]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_in_a_tar_archive_is_named(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "t.tar", "w") as archive:
        for name, type_ in (("d", tarfile.DIRTYPE), ("a.txt", tarfile.REGTYPE), ("b.txt", kind)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = type_, "a.txt" if name == "b.txt" else ""
            archive.addfile(member)
    problems: list[str] = []
    assert contents(tmp_path / "t.tar", problems) == {"a.txt": b""}
    what = "neither a file nor a folder" if kind == tarfile.FIFOTYPE else "a link in an archive"
    assert [problem.split(";")[0] for problem in problems] == [f"b.txt was left out: it is {what}"]


def test_a_link_in_a_zip_archive_is_named(tmp_path: Path) -> None:
    """Where it leads to was read as its text."""
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        member = zipfile.ZipInfo("b.txt")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "a.txt")
    problems: list[str] = []
    assert contents(tmp_path / "t.zip", problems) == {}
    assert problems[0].startswith("b.txt was left out: it is a link in an archive; ")
