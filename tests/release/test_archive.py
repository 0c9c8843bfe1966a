"""A release as one file: the same bytes whenever it is made, and what comes out of it is the release."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT

from claimwire.cli import group
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release import archive as archiving
from claimwire.release import packing
from claimwire.release.archive import plan_archive, write_archive
from claimwire.release.build import Built, build
from claimwire.release.packing import packed_name, unpack
from claimwire.release.verifying import verify

TOP = "mini-1.0.0"
NAME = f"{TOP}.tar.gz"


@pytest.fixture(scope="module")
def workspace_of(built: Built) -> Workspace:
    """The repository of a release; only to be read."""
    return Workspace(built.folder.parent.parent)


@pytest.fixture
def made(workspace_of: Workspace, tmp_path: Path) -> Path:
    """An archive, with its hash beside it; to be damaged."""
    write_archive(plan_archive(workspace_of, "1.0.0", tmp_path / NAME))
    return tmp_path / NAME


@pytest.fixture
def released(built: Built, tmp_path: Path) -> Workspace:
    """A repository with a release, to be damaged."""
    shutil.copytree(built.folder.parent.parent, tmp_path / "released")
    return Workspace(tmp_path / "released")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [*map(str, arguments)], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tar_of(members: Iterable[tuple[str, bytes, bytes]], place: Path) -> Path:
    """Write an archive of members: name, kind and content."""
    with tarfile.open(place, "w:gz") as tar:
        for name, kind, content in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, len(content), "README.md"
            tar.addfile(member, io.BytesIO(content))
    return place


def members_of(made: Path) -> list[tuple[str, bytes, bytes]]:
    with tarfile.open(made) as tar:
        return [(member.name, member.type, content_of(tar, member)) for member in tar]


def content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    assert stream is not None
    return stream.read()


def test_what_comes_out_is_the_release_and_loads(made: Path, built: Built, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xzf", made.name], cwd=tmp_path, check=True)
    assert files(tmp_path / TOP) == files(built.folder)
    assert verify(tmp_path / TOP).problems == ()
    loaded = load_dataset(str(tmp_path / TOP), "claims_standoff", cache_dir=str(tmp_path / "cache"))
    expected = load_dataset(str(built.folder), "claims_standoff", cache_dir=str(tmp_path / "other"))
    assert {split: rows.to_list() for split, rows in loaded.items()} == {
        split: rows.to_list() for split, rows in expected.items()
    }


def test_sha256sum_reads_the_hash_beside_it(made: Path, tmp_path: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", f"{NAME}.sha256"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{NAME}: OK\n")
    write_bytes(made, made.read_bytes()[:-1] + bytes([made.read_bytes()[-1] ^ 1]))
    done = subprocess.run(["sha256sum", "-c", f"{NAME}.sha256"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1


def test_times_modes_and_order_of_the_folder_and_the_clock_make_no_difference(
    made: Path, built: Built, tmp_path: Path
) -> None:
    """In another process, with another time zone, umask and hash seed, from a copy that was made in another order."""
    copy = tmp_path / "copy"
    for name in sorted(files(built.folder.parent.parent), reverse=True):
        place = copy / name
        place.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(place, (built.folder.parent.parent / name).read_bytes(), 0o600)
        os.utime(place, (1, 1))
    (copy / "dataset" / "1.0.0" / "README.md").chmod(0o755)
    environment = os.environ | {
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT / "src"),
    }
    script = "import os, sys; os.umask(0o077); from claimwire.cli import main; main()"
    line = [sys.executable, "-c", script, "archive", "1.0.0", "--to", str(tmp_path / "again.tar.gz")]
    subprocess.run(line, cwd=copy, env=environment, check=True, capture_output=True)
    assert (tmp_path / "again.tar.gz").read_bytes() == made.read_bytes()


def test_the_archive_has_nothing_of_this_machine_and_its_names_are_sorted(made: Path, built: Built) -> None:
    assert made.read_bytes()[:10] == b"\x1f\x8b\x08\x00" + b"\0\0\0\0" + b"\x02\xff"
    with tarfile.open(made) as tar:
        members = tar.getmembers()
    day = datetime.fromisoformat(built.manifest.date).replace(tzinfo=UTC)
    facts = {(m.mtime, m.mode, m.uid, m.gid, m.uname, m.gname, m.type, str(m.pax_headers)) for m in members}
    assert facts == {(day.timestamp(), 0o644, 0, 0, "", "", tarfile.REGTYPE, "{}")}
    names = [member.name for member in members]
    assert names == sorted(f"{TOP}/{name}" for name in files(built.folder))


def test_the_command_prints_the_hash_and_is_verified(
    workspace_of: Workspace, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace_of.root)
    place = tmp_path / "deep" / "er.tar.gz"
    place.parent.mkdir()
    result = run("archive", "1.0.0", "--to", place)
    count, size = len(files(built.folder)), place.stat().st_size
    assert result.output.splitlines() == [
        f"{place}: {count} files, {size} bytes, SHA-256 {sha256_file(place)}",
        f"{place}.sha256: its hash, for `sha256sum -c`",
    ]
    monkeypatch.chdir(tmp_path)
    result = run("verify", place)
    assert (result.exit_code, result.output.startswith(f"{place}: mini 1.0.0, {count} files, ")) == (0, True)
    assert sorted(files(tmp_path)) == ["deep/er.tar.gz", "deep/er.tar.gz.sha256"]


def test_a_dry_run_lists_the_files_and_writes_nothing(released: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(released.root)
    before = files(released.root)
    result = run("archive", "1.0.0", "--dry-run")
    assert result.stdout.splitlines() == sorted(f"{TOP}/{name}" for name in files(released.dataset / "1.0.0"))
    assert result.stderr == f"{NAME}: {len(result.stdout.splitlines())} files, not written\n"
    assert files(released.root) == before


def test_without_a_place_it_goes_to_the_current_folder(
    released: Workspace, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released.root)
    run("archive", "1.0.0")
    assert (released.root / NAME).read_bytes() == made.read_bytes()


@pytest.mark.parametrize("taken", [NAME, f"{NAME}.sha256"])
@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_a_file_that_is_there_is_not_written_over(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, taken: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(released.root)
    write_text(released.root / taken, "mine\n")
    with pytest.raises(ReleaseError, match=r"is there already; remove it, or name another place with --to"):
        run("archive", "1.0.0", *arguments)
    assert (released.root / taken).read_text() == "mine\n"
    assert not {NAME, f"{NAME}.sha256"} - {taken} & files(released.root).keys()


def test_a_place_that_is_taken_between_plan_and_writing_stays(workspace_of: Workspace, tmp_path: Path) -> None:
    planned = plan_archive(workspace_of, "1.0.0", tmp_path / NAME)
    write_text(planned.sums, "mine\n")
    with pytest.raises(ReleaseError, match="is there already"):
        write_archive(planned)
    assert files(tmp_path) == {f"{NAME}.sha256": b"mine\n"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", ".tar.gz", "a\\b.tar.gz", "a\nb.tar.gz", "."])
def test_a_name_that_is_none_for_an_archive_is_refused(workspace_of: Workspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(ReleaseError, match="is not a name for an archive"):
        plan_archive(workspace_of, "1.0.0", tmp_path / name)


@pytest.mark.parametrize("folder", ["1.0.0", "1.0.0/claims", "draft"])
def test_no_archive_goes_into_a_release(released: Workspace, folder: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(released.dataset)
    for place in (released.dataset, tmp_path / "link"):
        with pytest.raises(ReleaseError, match="is in the folder of a release, which never changes"):
            plan_archive(released, "1.0.0", place / folder / NAME)


def test_drafts_and_versions_that_are_not_there_are_refused(released: Workspace) -> None:
    shutil.copytree(released.dataset / "1.0.0", released.draft)
    with pytest.raises(ReleaseError, match=r"a draft is built over, and is never published or passed on; "):
        plan_archive(released, "draft")
    for name in ("1.0.1", "", ".", "..", "../dataset/1.0.0"):
        with pytest.raises(ReleaseError, match=r"dataset/ has no release .*; .*there are: 1.0.0; `claimwire build"):
            plan_archive(released, name)


def test_a_draft_that_was_moved_to_the_place_of_a_release_is_refused(workspace: Workspace) -> None:
    build(workspace).folder.rename(workspace.dataset / "1.0.0")
    with pytest.raises(ReleaseError, match=r"dataset/1.0.0 is a draft; publish it first"):
        plan_archive(workspace, "1.0.0")


def test_a_release_with_all_texts_is_refused(released: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = released.dataset / "1.0.0"
    hydrated = archiving.read_manifest(folder).model_copy(update={"hydrated": True})
    monkeypatch.setattr(archiving, "read_manifest", lambda _: hydrated)
    with pytest.raises(ReleaseError, match=r"dataset/1.0.0 has texts that may not be passed on"):
        plan_archive(released, "1.0.0")


def test_a_damaged_release_is_not_packed_and_its_file_is_named(released: Workspace, tmp_path: Path) -> None:
    path = released.dataset / "1.0.0" / "README.md"
    write_bytes(path, path.read_bytes() + b"\n")
    with pytest.raises(ReleaseError, match=r"nothing was written.*\n  dataset/1.0.0/SHA256SUMS:1: README.md has SHA"):
        plan_archive(released, "1.0.0", tmp_path / NAME)


def test_a_release_in_the_folder_of_another_version_is_not_packed(released: Workspace, tmp_path: Path) -> None:
    (released.dataset / "1.0.0").rename(released.dataset / "1.0.1")
    with pytest.raises(ReleaseError, match=r"data_version is 1.0.0, the folder is called 1.0.1"):
        plan_archive(released, "1.0.1", tmp_path / NAME)


def test_a_release_that_changes_while_it_is_packed_leaves_no_file(released: Workspace, tmp_path: Path) -> None:
    planned = plan_archive(released, "1.0.0", tmp_path / "out" / NAME)
    path = released.dataset / "1.0.0" / "README.md"
    write_bytes(path, path.read_bytes() + b"\n")
    with pytest.raises(ReleaseError, match="was not written: what was packed is not the release"):
        write_archive(planned)
    assert files(tmp_path / "out") == {}


def test_a_full_disk_leaves_no_file(workspace_of: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_archive(workspace_of, "1.0.0", tmp_path / NAME)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archiving, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_archive(planned)
    assert files(tmp_path) == {}


@pytest.mark.parametrize("at", [0, 1, 2, 3, 10, 0.25, 0.5, 0.75, -8, -4, -1])
@pytest.mark.parametrize("with_hash", [True, False])
def test_a_flipped_bit_of_an_archive_is_found(made: Path, at: float, with_hash: bool) -> None:
    content = bytearray(made.read_bytes())
    content[int(at * len(content)) if isinstance(at, float) else int(at)] ^= 1
    write_bytes(made, bytes(content))
    if not with_hash:
        Path(f"{made}.sha256").unlink()
        if at == 3:  # gzip's flag that the content is text, which nothing covers and nothing reads
            assert verify(made).problems == ()
            return
    result = run("verify", made)
    assert result.exit_code == 1
    assert NAME in result.output
    assert NAME in verify(made).faulty_files


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.999])
def test_a_part_of_an_archive_is_damaged(made: Path, part: float) -> None:
    Path(f"{made}.sha256").unlink()
    content = made.read_bytes()
    write_bytes(made, content[: int(part * len(content))])
    (problem,) = verify(made).problems
    assert problem.message.startswith("it is damaged: ")


def test_the_hash_beside_an_archive_has_to_be_its_own(made: Path) -> None:
    write_text(Path(f"{made}.sha256"), f"{'0' * 64}  {NAME}\n")
    (problem,) = verify(made).problems
    assert str(problem).startswith(f"{NAME}.sha256:1: {NAME} has SHA-256 {sha256_file(made)[:12]}..., expected 0000")
    write_text(Path(f"{made}.sha256"), f"{sha256_file(made)}  other.tar.gz\n")
    assert [str(problem) for problem in verify(made).problems] == [f"{NAME}.sha256: it does not list {NAME}"]


def changed(made: Path, name: str, content: bytes | None) -> Path:
    """Return another archive, with a file of the release changed, or taken away."""
    members = [(n, kind, content if n == f"{TOP}/{name}" else old) for n, kind, old in members_of(made)]
    rest = [(n, kind, new) for n, kind, new in members if new is not None]
    return tar_of(rest, made.with_name("other.tar.gz"))


def test_a_file_of_another_archive_is_named(made: Path) -> None:
    assert verify(changed(made, "README.md", b"# Other\n")).faulty_files == ["README.md"]
    assert verify(changed(made, "README.md", None)).faulty_files == ["README.md"]


@pytest.mark.parametrize(
    ("name", "kind", "file", "message"),
    [
        ("notes.txt", tarfile.REGTYPE, "notes.txt", "notes.txt is not in the folder at the top of the archive"),
        ("other/notes.txt", tarfile.REGTYPE, "notes.txt", "other/notes.txt is not in the folder at the top"),
        (f"{TOP}/notes.txt", tarfile.REGTYPE, "notes.txt", "SHA256SUMS does not list it"),
        (f"{TOP}/README.md", tarfile.REGTYPE, "README.md", f"{TOP}/README.md is there twice"),
        (f"{TOP}/README.md/a", tarfile.REGTYPE, "README.md/a", "cannot be unpacked"),
        (f"{TOP}/{'x' * 300}", tarfile.REGTYPE, "x" * 300, "cannot be unpacked"),
        (f"{TOP}/link", tarfile.SYMTYPE, "link", "is not a file, but a link or a device"),
        (f"{TOP}/link", tarfile.LNKTYPE, "link", "is not a file, but a link or a device"),
        (f"{TOP}/pipe", tarfile.FIFOTYPE, "pipe", "is not a file, but a link or a device"),
        (f"{TOP}/../../out", tarfile.REGTYPE, "../../out", "is not a path within the archive"),
        ("/tmp/out", tarfile.REGTYPE, "tmp/out", "is not a path within the archive"),
    ],
)
def test_what_does_not_belong_into_an_archive_is_named(
    made: Path, name: str, kind: bytes, file: str, message: str
) -> None:
    members = [*members_of(made), (name, kind, b"" if kind != tarfile.REGTYPE else b"word")]
    found = verify(tar_of(members, made.with_name("other.tar.gz")))
    assert [problem.file for problem in found.problems] == [file]
    assert message in found.problems[0].message


def test_what_is_unpacked_stays_in_its_folder(tmp_path: Path) -> None:
    names = ["../out", "/tmp/claimwire-out", "a/../../out", "a/b", "..", "a//c", "./d"]
    place = tar_of([(name, tarfile.REGTYPE, b"word") for name in names], tmp_path / "odd.tar.gz")
    (tmp_path / "to").mkdir()
    found = unpack(place, tmp_path / "to")
    assert files(tmp_path) == {"odd.tar.gz": place.read_bytes(), "to/a/b": b"word"}
    assert (found.top, found.files, len(found.problems)) == ("a", 1, len(names) - 1)
    assert not Path("/tmp/claimwire-out").exists()


def test_a_folder_of_another_name_in_an_archive_is_a_problem(made: Path) -> None:
    members = [(name.replace(TOP, "mini-9.9.9"), kind, content) for name, kind, content in members_of(made)]
    (problem,) = verify(tar_of(members, made.with_name("other.tar.gz"))).problems
    assert str(problem) == "other.tar.gz: its folder is called 'mini-9.9.9', expected 'mini-1.0.0'"


def test_what_stands_behind_the_end_of_an_archive_is_found(made: Path) -> None:
    """tar programs read no further than two empty blocks."""
    content = gzip.decompress(made.read_bytes())
    hidden = made.with_name("hidden.tar.gz")
    write_bytes(hidden, gzip.compress(content + b"\0" * 9 + b"x"))
    (problem,) = verify(hidden).problems
    assert problem.message == "there is more data after the end of the archive"
    write_bytes(hidden, gzip.compress(content + b"\0" * 10))
    assert verify(hidden).problems == ()


@pytest.mark.parametrize("members", [[], [("a/b.txt", tarfile.REGTYPE, b"")], [("a", tarfile.DIRTYPE, b"")]])
def test_an_archive_of_something_else_is_no_release(tmp_path: Path, members: list[tuple[str, bytes, bytes]]) -> None:
    with pytest.raises(ReleaseError, match="holds no release"):
        verify(tar_of(members, tmp_path / "other.tar.gz"))


def test_more_than_there_is_room_for_is_not_unpacked(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(len(content) for _, _, content in members_of(made))
    room = largest

    def usage(_: Path) -> object:
        return shutil._ntuple_diskusage(room, 0, room)  # type: ignore[attr-defined]

    monkeypatch.setattr(packing.shutil, "disk_usage", usage)
    assert verify(made).problems == ()
    room -= 1
    with pytest.raises(ReleaseError, match=rf"has {largest} bytes unpacked, .* has room for {room}; set TMPDIR"):
        verify(made)


@given(st.text(min_size=1, max_size=20))
def test_whatever_a_data_set_is_called_the_folder_is_one_plain_name(built: Built, name: str) -> None:
    found = packed_name(built.manifest.model_copy(update={"name": name}))
    assert found.endswith("-1.0.0")
    assert found.isascii()
    assert not set(found) & set("/\\ \n\t'\"")
    assert found[0] not in ".-"


@pytest.mark.parametrize(
    ("name", "folder"), [("Größe & Maß", "Gr-e-Ma-1.0.0"), ("a/b", "a-b-1.0.0"), ("…", "dataset-1.0.0")]
)
def test_a_name_with_other_characters(built: Built, name: str, folder: str) -> None:
    assert packed_name(built.manifest.model_copy(update={"name": name})) == folder


def test_the_hash_that_is_returned_is_that_of_the_file(workspace_of: Workspace, tmp_path: Path) -> None:
    sha256 = write_archive(plan_archive(workspace_of, "1.0.0", tmp_path / NAME))
    assert sha256 == hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()
    assert (tmp_path / f"{NAME}.sha256").read_bytes() == f"{sha256}  {NAME}\n".encode()
