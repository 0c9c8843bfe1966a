"""A key stays with its owner, and goes only where it is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire.cache import cache_folder
from claimwire.corpus.atomic import PRIVATE, write_text
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.access import checked_address, read_key, require_private
from claimwire.labelstudio.local.paths import CacheFolders

KEY = "5ecret5ecret5ecret5ecret5ecret5ecret5ecr"


@pytest.mark.parametrize(
    "url",
    [
        *("http://labels.example.org", "http://10.0.0.7:8080", "http://localhost.example.org", "http://[2001:db8::1]"),
        *("ftp://localhost", "labels.example.org", "https://", "https://anna:pw@labels.example.org"),
        *("https://labels.example.org/?token=1", "http://0.0.0.0:8080"),
    ],
)
def test_an_address_over_which_the_key_would_leak_is_refused(url: str) -> None:
    with pytest.raises(LabelStudioError) as caught:
        checked_address(url)
    assert "pw@" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://labels.example.org/", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080/"]
)
def test_an_encrypted_address_or_this_machine_is_taken(url: str) -> None:
    assert checked_address(url) == url.rstrip("/")


def test_a_key_is_read_from_a_file_that_only_its_owner_may_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_text(path, KEY + "\n", PRIVATE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, {}) == KEY
    for mode in (0o640, 0o604, 0o620, 0o644):
        path.chmod(mode)
        with pytest.raises(LabelStudioError, match="chmod 600") as caught:
            read_key(path, {"LABEL_STUDIO_API_KEY": KEY})
        assert KEY not in str(caught.value)


def test_a_key_comes_from_the_environment_where_no_file_is_named(tmp_path: Path) -> None:
    assert read_key(None, {"LABEL_STUDIO_API_KEY": f" {KEY}\n"}) == KEY
    for missing in ({}, {"LABEL_STUDIO_API_KEY": " "}):
        with pytest.raises(LabelStudioError, match="LABEL_STUDIO_API_KEY"):
            read_key(None, missing)
    with pytest.raises(LabelStudioError, match="missing"):
        read_key(tmp_path / "nothing", {})
    write_text(tmp_path / "two", "one two", PRIVATE)
    with pytest.raises(LabelStudioError, match="one line"):
        read_key(tmp_path / "two", {})


def test_places_follow_the_environment(tmp_path: Path) -> None:
    assert cache_folder({"CLAIMWIRE_CACHE": str(tmp_path)}) == tmp_path
    assert CacheFolders.of({"CLAIMWIRE_CACHE": str(tmp_path)}).exports("heron").is_relative_to(tmp_path)


def test_a_readable_file_is_not_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch(0o600)
    require_private(path)
    path.chmod(0o601)
    with pytest.raises(LabelStudioError):
        require_private(path)
