"""Backups of a server's data folder: what is in them, and what a damaged one does; tests/live has the real server."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.local.backups import CONTENTS, back_up, requirements_hash, restore
from claimwire.labelstudio.local.reach import BANNED_SUBNETS, LOOPBACK, Reach
from claimwire.labelstudio.local.server import DATABASE
from claimwire.labelstudio.local.users import user_named

LEFT_OUT = ("server.log", "running.json", "export/1.json", "media/export/2.json", f"{DATABASE}-journal")
KEPT = {".env": b"SECRET_KEY=x", "users.json": b"[]", "admin.key": b"k\n", "media/upload/1/a.csv": b"text\n"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a database of one row, files to keep and files to leave out."""
    folder = tmp_path / "data"
    for name in (*LEFT_OUT, *KEPT):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(KEPT.get(name, b"{}"))
    (folder / f"{DATABASE}-journal").unlink()
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("create table task (id integer)")
        database.execute("insert into task values (7)")
        database.commit()
    return folder


def rows(folder: Path) -> list[int]:
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        return [number for (number,) in database.execute("select id from task order by id")]


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != DATABASE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_backup_has_everything_that_the_server_cannot_make_again(data: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    assert back_up(data, file) == len(KEPT) + 1
    assert restore(file, again) is True
    assert files(again) == KEPT
    assert rows(again) == [7]


def test_only_its_owner_reads_a_backup_and_what_is_made_of_it(data: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    back_up(data, file)
    restore(file, again)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (again, *again.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_a_backup_is_of_one_moment_while_somebody_writes(data: Path, tmp_path: Path) -> None:
    """What was not committed when the backup began is not in it, and what was committed is."""
    with contextlib.closing(sqlite3.connect(data / DATABASE)) as writer:
        writer.execute("pragma journal_mode = wal")
        writer.execute("insert into task values (8)")
        writer.commit()
        writer.execute("insert into task values (9)")
        back_up(data, tmp_path / "backup.tar.gz")
        writer.rollback()
    restore(tmp_path / "backup.tar.gz", tmp_path / "again")
    assert rows(tmp_path / "again") == [7, 8]


def test_a_folder_with_something_in_it_stays_as_it_is(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup.tar.gz")
    before = files(data)
    with pytest.raises(LabelStudioError, match="is there already; move it away, or name another folder with --data"):
        restore(tmp_path / "backup.tar.gz", data)
    assert files(data) == before
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "backup.tar.gz", tmp_path / "empty")
    assert rows(tmp_path / "empty") == [7]


def test_a_folder_without_a_database_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(LabelStudioError, match=f"has no {DATABASE}: it is not the data folder of a server"):
        back_up(tmp_path / "data", tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists()


def test_a_backup_is_not_written_into_what_it_is_of(data: Path) -> None:
    with pytest.raises(LabelStudioError, match="is in the folder that it would be a backup of; name a place outside"):
        back_up(data, data / "media" / "backup.tar.gz")
    assert not (data / "media" / "backup.tar.gz").exists()


def test_a_backup_of_other_versions_is_restored_and_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("claimwire.labelstudio.local.backups.server_requirements", lambda: "label-studio==9\n")
        assert requirements_hash() != ""
        back_up(data, tmp_path / "backup.tar.gz")
    assert restore(tmp_path / "backup.tar.gz", tmp_path / "again") is False
    assert rows(tmp_path / "again") == [7]


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def listing(**files: str) -> bytes:
    return json.dumps({"requirements_sha256": "0" * 64, "files": files}).encode()


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({}, f"it has no {CONTENTS}"),
        ({DATABASE: b"x"}, f"it has no {CONTENTS}"),
        ({CONTENTS: b"words"}, "is damaged, or not a backup"),
        ({CONTENTS: b"[]"}, "is damaged, or not a backup"),
        ({CONTENTS: b"{}"}, "is damaged, or not a backup"),
        ({CONTENTS: listing()}, f"{DATABASE} is not as it was"),
        ({CONTENTS: listing(), "more": b"x"}, "more is not as it was"),
        ({CONTENTS: listing(gone="0" * 64)}, "gone is not as it was"),
        ({CONTENTS: listing(), "../outside": b"x"}, "is damaged, or not a backup"),
    ],
)
def test_what_is_no_backup_makes_nothing(tmp_path: Path, members: dict[str, bytes], found: str) -> None:
    refused(tmp_path, packed(members), found)


@pytest.mark.parametrize("content", [b"", b"words"])
def test_what_is_no_archive_makes_nothing(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path, content, "is damaged, or not a backup")


def refused(tmp_path: Path, content: bytes, found: str) -> None:
    """Restore a file, and look that the message is as expected and that nothing was made."""
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(content)
    with pytest.raises(LabelStudioError, match=found):
        restore(file, tmp_path / "made" / "again")
    assert not (tmp_path / "made" / "again").exists()
    assert not (tmp_path / "outside").exists()
    assert list((tmp_path / "made").iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_or_changes_nothing(data: Path, tmp_path: Path, place: float, bit: int) -> None:
    file, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    if not file.exists():
        back_up(data, file)
    content = bytearray(file.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(content)
    try:
        restore(damaged, again)
    except LabelStudioError:
        assert not again.exists()
    else:
        assert (files(again), rows(again)) == (KEPT, [7])
        for path in sorted(again.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        again.rmdir()


def test_a_server_that_nobody_asked_for_reaches_nothing_more_than_by_default() -> None:
    assert Reach().variables() == {}


def test_loopback_is_the_one_exception_and_every_other_network_stays_banned() -> None:
    variables = Reach(with_loopback=True).variables()
    assert variables.pop("USE_DEFAULT_BANNED_SUBNETS") == "false"
    banned = variables.pop("USER_ADDITIONAL_BANNED_SUBNETS").split(",")
    assert set(BANNED_SUBNETS) - set(banned) == {LOOPBACK}
    assert variables == {}


def test_behind_a_public_address_cookies_are_sent_over_https_alone() -> None:
    variables = Reach("https://labels.example.org/").variables()
    assert variables["LABEL_STUDIO_HOST"] == variables["CSRF_TRUSTED_ORIGINS"] == "https://labels.example.org"
    assert variables["SESSION_COOKIE_SECURE"] == variables["CSRF_COOKIE_SECURE"] == "1"


@pytest.mark.parametrize(
    "address",
    [
        "http://labels.example.org",
        "labels.example.org",
        "https://",
        "https://labels.example.org/ls",
        "https://labels.example.org/?a=b",
        "https://ada:x@labels.example.org",
        "https://labels.example.org:port",
        "https://[labels",
    ],
)
def test_an_address_that_is_none_for_others_is_refused(address: str) -> None:
    with pytest.raises(LabelStudioError, match="is not an address under which others reach the server"):
        Reach(address)


def test_a_user_who_is_not_there_is_named_with_those_who_are(tmp_path: Path) -> None:
    entry = {"annotator_id": "anna", "email": "anna@localhost", "password": "p", "token": "t"}
    (tmp_path / "users.json").write_text(json.dumps([entry]))
    assert user_named(tmp_path, "anna").password == "p"
    with pytest.raises(LabelStudioError, match="has no user 'ana'; did you mean 'anna'"):
        user_named(tmp_path, "ana")
