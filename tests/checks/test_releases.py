"""A release is what its check sums say, to the last byte, and its manifest says what its tables are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mini_workspace import build, write_sums

from claimwire.checks import CHECKS, load, run
from claimwire.checks.releases import manifest_problems, sums_broken
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace

TABLE = "articles/train-00000-of-00001.parquet"
SUMS = "SHA256SUMS"


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(tmp_path_factory.mktemp("mini") / "repository")


@pytest.fixture
def release(valid: Workspace, tmp_path: Path) -> Path:
    """The folder of a published release in a repository of the test's own."""
    shutil.copytree(valid.root, tmp_path / "repository")
    return Workspace(tmp_path / "repository").dataset / "1.0.0"


def broken(release: Path) -> list[tuple[str, int | None, str]]:
    """Return what the check sums find: file below the release, line, message."""
    findings = sums_broken(release)
    return [(x.place.path.relative_to(release).as_posix(), x.place.line, x.message) for x in findings]


def in_sums(release: Path, change: Callable[[bytes], bytes]) -> int:
    """Change the list of check sums; return the number of its lines before."""
    content = (release / SUMS).read_bytes()
    write_bytes(release / SUMS, change(content))
    return content.count(b"\n")


def test_a_release_as_it_was_published_has_no_problem(release: Path) -> None:
    assert broken(release) == []
    assert list(manifest_problems(release)) == []


@pytest.mark.parametrize("last", [b"", b"\x0b", b"\x0c", b"\r", b"\x85", b" ", b"\x00", b"x"], ids=repr)
def test_the_last_byte_of_the_list_counts(release: Path, last: bytes) -> None:
    """A vertical tab and other line ends of Unicode are no line feed; `sha256sum -c` does not take them either."""
    lines = in_sums(release, lambda content: content[:-1] + last)
    assert (SUMS, lines, "the last line does not end with a line feed") in broken(release)


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\r"], ids=repr)
def test_only_a_line_feed_ends_a_line_of_the_list(release: Path, end: str) -> None:
    in_sums(release, lambda content: content.replace(b"\n", end.encode(), 1))
    problems = broken(release)
    assert problems[0][:2] == (SUMS, 1)
    assert {name for name, line, _ in problems if line is None} & {"README.md", TABLE}, "not listed any more"


@pytest.mark.parametrize("end", [b"\r\n", b"\n\n"], ids=repr)
def test_a_byte_more_at_a_line_end_of_the_list_is_a_problem(release: Path, end: bytes) -> None:
    in_sums(release, lambda content: content.replace(b"\n", end, 1))
    assert broken(release)


def test_a_byte_in_the_list_that_is_not_utf_8_is_a_problem(release: Path) -> None:
    in_sums(release, lambda content: content.replace(b"README", b"READM\xc9", 1))
    assert [(name, line) for name, line, _ in broken(release)] == [(SUMS, 1), ("README.md", None)]


def test_a_name_that_is_listed_twice_is_a_problem_in_its_second_line(release: Path) -> None:
    lines = in_sums(release, lambda content: content + content.splitlines(keepends=True)[0])
    assert broken(release) == [(SUMS, lines + 1, "README.md is listed twice")]


@pytest.mark.parametrize("name", ["README.md", TABLE, "articles"])
def test_a_link_in_place_of_a_file_or_folder_is_a_problem(release: Path, name: str, tmp_path: Path) -> None:
    """What it leads to has the same bytes today."""
    shutil.move(release / name, tmp_path / "elsewhere")
    (release / name).symlink_to(tmp_path / "elsewhere")
    assert broken(release) == [(name, None, "it is a link; a release has its own files")]


def test_a_link_that_leads_nowhere_is_a_problem(release: Path) -> None:
    (release / "notes.txt").symlink_to(release / "nothing")
    assert broken(release) == [("notes.txt", None, "it is a link; a release has its own files")]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte": lambda content: bytes([content[0] ^ 1]) + content[1:],
    "last byte": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "emptied": lambda _: b"",
    "halved": lambda content: content[: len(content) // 2],
    "a byte more": lambda content: content + b"\n",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_of_articles_is_named_and_ends_no_check(release: Path, damage: str) -> None:
    """The splits of a release are read from this table."""
    write_bytes(release / TABLE, DAMAGES[damage]((release / TABLE).read_bytes()))
    problems = run(load(Workspace(release.parent.parent)), CHECKS)
    assert {problem.check_id for problem in problems} == {"manifest-invalid", "release-changed"}
    assert all(TABLE in problem.message for problem in problems)


def test_a_damaged_table_with_new_check_sums_is_not_that_of_the_manifest(release: Path) -> None:
    expected = sha256_file(release / TABLE)[:12]
    write_bytes(release / TABLE, (release / TABLE).read_bytes() + b"\n")
    write_sums(release)
    assert broken(release) == []
    (problem,) = manifest_problems(release)
    assert problem.message == f"{TABLE} has SHA-256 {sha256_file(release / TABLE)[:12]}..., expected {expected}..."


def test_a_manifest_with_another_hash_of_a_table_is_invalid(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text())
    manifest["tables"][1]["sha256"] = "0" * 64
    write_text(release / "manifest.json", json.dumps(manifest))
    write_sums(release)
    (problem,) = manifest_problems(release)
    assert problem.place.path == release / "manifest.json"
    assert problem.message.endswith("expected 000000000000...")
