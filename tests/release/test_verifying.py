"""A release is compared with its own lists wherever it is: whatever is not as listed is named."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import Built, build
from claimwire.release.manifest import tables_sha256
from claimwire.release.verifying import verify
from claimwire.release.writing import check_sums
from claimwire.schema import ManifestTable

TABLE = "claims/train-00000-of-00001.parquet"
FILES = (TABLE, "README.md", "croissant.json", "manifest.json")
PLACES = {"first": 0, "middle": 0.5, "last": -1}


@pytest.fixture
def release(built: Built, tmp_path: Path) -> Path:
    """A release outside every repository, in a folder that is not called like its version; to be damaged."""
    shutil.copytree(built.folder, tmp_path / "downloaded")
    return tmp_path / "downloaded"


def flip(path: Path, place: str) -> None:
    """Change one bit of a byte of a file."""
    content = bytearray(path.read_bytes())
    at = PLACES[place]
    content[int(at * len(content)) if at == 0.5 else int(at)] ^= 1
    write_bytes(path, bytes(content))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, ["verify", *map(str, arguments)], catch_exceptions=False)


def manifest_with(release: Path, **changed: Any) -> None:
    """Change the manifest, and the lists that have its hash, as somebody does who makes a wrong release."""
    content = json.loads((release / "manifest.json").read_text()) | changed
    write_text(release / "manifest.json", json.dumps(content))
    sums_anew(release)


def sums_anew(release: Path) -> None:
    """Write the hash of the manifest into the Croissant description, and the hashes of all files into their list."""
    described = json.loads((release / "croissant.json").read_text())
    for item in described["distribution"]:
        if item.get("contentUrl") == "manifest.json":
            item["sha256"] = sha256_file(release / "manifest.json")
    write_text(release / "croissant.json", json.dumps(described))
    write_text(release / "SHA256SUMS", check_sums(release))


def tables_of(release: Path) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = json.loads((release / "manifest.json").read_text())["tables"]
    return tables


def content_of(tables: list[dict[str, Any]]) -> str:
    return tables_sha256(ManifestTable.model_validate_json(json.dumps(table)) for table in tables)


def test_a_release_as_it_was_published_is_one_line(release: Path, built: Built) -> None:
    result = run(release)
    files = sum(path.is_file() for path in release.rglob("*"))
    rows = sum(table.rows for table in built.manifest.tables)
    content = built.manifest.content_sha256[:16]
    assert result.output == f"{release}: mini 1.0.0, {files} files, {rows} rows, all as listed; content {content}\n"
    assert result.exit_code == 0


def test_the_helpers_of_these_tests_leave_a_release_right(release: Path) -> None:
    manifest_with(release)
    assert verify(release).problems == ()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", PLACES)
def test_a_flipped_bit_names_its_file_alone(release: Path, name: str, place: str) -> None:
    flip(release / name, place)
    assert verify(release).faulty_files == [name]
    result = run(release)
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith("SHA256SUMS:")
    assert f": {name} has SHA-256 " in result.output
    assert result.output.splitlines()[1:] == [f"{release}: 1 faulty file"]


@pytest.mark.parametrize(
    "place", [pytest.param(place, marks=() if place == "last" else pytest.mark.long) for place in PLACES]
)
def test_every_file_counts_from_its_first_byte_to_its_last(release: Path, place: str) -> None:
    names = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    assert len(names) > 20
    for name in names:
        before = (release / name).read_bytes()
        flip(release / name, place)
        found = verify(release)
        if name == "SHA256SUMS":
            assert name in {problem.place for problem in found.problems}
        else:
            assert found.faulty_files == [name]
        write_bytes(release / name, before)
    assert verify(release).problems == ()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(release: Path, name: str) -> None:
    (release / name).unlink()
    assert verify(release).faulty_files == [name]
    assert f"{name} is missing\n" in run(release).output


def test_a_release_without_its_list_says_so_and_one_with_neither_list_is_none(release: Path) -> None:
    (release / "SHA256SUMS").unlink()
    assert [str(problem) for problem in verify(release).problems] == ["SHA256SUMS: the file is missing"]
    (release / "manifest.json").unlink()
    with pytest.raises(ReleaseError, match=r"holds no release: it has neither manifest.json nor SHA256SUMS"):
        verify(release)


def test_one_file_too_many_is_named(release: Path) -> None:
    write_text(release / "claims" / ".notes.txt", "")
    os.mkfifo(release / "pipe")
    (release / "link.md").symlink_to("README.md")
    assert verify(release).faulty_files == ["claims/.notes.txt", "link.md", "pipe"]
    assert "claims/.notes.txt: SHA256SUMS does not list it\n" in run(release).output


def test_where_the_list_of_hashes_is_wrong_about_a_table_the_list_is_named(release: Path) -> None:
    content = (release / "SHA256SUMS").read_text()
    digest = sha256_file(release / TABLE)
    other = ("1" if digest[0] == "0" else "0") + digest[1:]
    write_text(release / "SHA256SUMS", content.replace(digest, other))
    (problem,) = verify(release).problems
    assert (problem.file, problem.place) == ("SHA256SUMS", "SHA256SUMS")
    assert f"{problem.line}" in run(release).output.split(":")[1]


def test_a_flipped_digit_of_the_list_of_hashes_is_a_fault_of_the_list(release: Path) -> None:
    """Also of a file that no other list has: one that has changed gets another hash altogether."""
    sums = (release / "SHA256SUMS").read_text()
    digest = sha256_file(release / "README.md")
    for at in (0, 31, 63):
        other = digest[:at] + ("1" if digest[at] == "0" else "0") + digest[at + 1 :]
        write_text(release / "SHA256SUMS", sums.replace(digest, other))
        (problem,) = verify(release).problems
        assert (problem.file, problem.place) == ("SHA256SUMS", "SHA256SUMS")
        assert problem.message == f"one digit of the SHA-256 of README.md is not as it was; expected {digest}"


def test_the_last_byte_of_the_list_of_hashes_counts(release: Path) -> None:
    flip(release / "SHA256SUMS", "last")
    assert "SHA256SUMS" in verify(release).faulty_files


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "claims/../README.md", "./README.md"])
def test_a_list_does_not_lead_out_of_the_release(release: Path, name: str) -> None:
    write_text(release.parent / "outside.txt", "A word.\n")
    sums = (release / "SHA256SUMS").read_text()
    digest = sha256_file(release / name) if (release / name).is_file() else "0" * 64
    write_text(release / "SHA256SUMS", sums + f"{digest}  {name}\n")
    (problem,) = verify(release).problems
    assert problem.message == f"{name!r} is not a path within the folder"


def test_a_manifest_does_not_lead_out_of_the_release(release: Path) -> None:
    tables = tables_of(release)
    shutil.copy(release / tables[0]["path"], release.parent / "outside.parquet")
    tables[0]["path"] = "../outside.parquet"
    manifest_with(release, tables=tables)
    messages = [str(problem) for problem in verify(release).problems]
    assert "manifest.json: tables names '../outside.parquet', which is not a path within the release" in messages


def test_a_table_that_the_manifest_does_not_have_is_named(release: Path) -> None:
    tables = tables_of(release)
    gone = tables.pop()
    manifest_with(release, tables=tables, content_sha256=content_of(tables))
    found = verify(release)
    assert gone["path"] in found.faulty_files
    assert f"manifest.json: {gone['path']} is not one of its tables" in map(str, found.problems)


def test_a_table_that_the_manifest_has_twice_is_a_problem(release: Path) -> None:
    tables = tables_of(release)
    tables.append(tables[0])
    manifest_with(release, tables=tables, content_sha256=content_of(tables))
    assert [str(problem) for problem in verify(release).problems] == ["manifest.json: tables names a file twice"]


@pytest.mark.parametrize("more", [-1, 1])
def test_another_number_of_rows_than_recorded_is_a_problem_of_the_table(release: Path, more: int) -> None:
    tables = tables_of(release)
    rows = tables[0]["rows"]
    assert rows > 1
    tables[0]["rows"] = rows + more
    manifest_with(release, tables=tables)
    (problem,) = verify(release).problems
    assert problem.file == tables[0]["path"]
    assert problem.message == f"{tables[0]['path']} has {rows} rows, expected {rows + more} rows"


def test_a_table_that_both_lists_have_and_nobody_can_read_is_named(release: Path) -> None:
    tables = tables_of(release)
    write_bytes(release / tables[0]["path"], b"PAR1 of another kind PAR1")
    tables[0]["sha256"] = sha256_file(release / tables[0]["path"])
    described = (release / "croissant.json").read_text()
    old = tables_of(release)[0]["sha256"]
    write_text(release / "croissant.json", described.replace(old, tables[0]["sha256"]))
    manifest_with(release, tables=tables)
    (problem,) = verify(release).problems
    assert problem.message == f"{tables[0]['path']} cannot be read as Parquet, expected {tables[0]['rows']} rows"


def test_a_content_hash_that_is_not_that_of_the_tables_is_a_problem(release: Path) -> None:
    manifest_with(release, content_sha256="0" * 64)
    (problem,) = verify(release).problems
    assert str(problem).startswith("manifest.json: content_sha256 is 000000000000..., that of the tables is ")


def test_a_description_with_another_hash_of_a_table_is_a_problem(release: Path) -> None:
    digest = tables_of(release)[0]["sha256"]
    described = (release / "croissant.json").read_text()
    write_text(release / "croissant.json", described.replace(digest, "0" * 64))
    write_text(release / "SHA256SUMS", check_sums(release))
    assert verify(release).faulty_files == ["croissant.json"]


def test_a_manifest_that_is_listed_and_not_valid_is_named(release: Path) -> None:
    write_text(release / "manifest.json", "[]\n")
    write_text(release / "SHA256SUMS", check_sums(release))
    result = run(release)
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith("manifest.json: record: ")


def test_rows_are_those_of_the_files(release: Path) -> None:
    number = sum(pq.read_metadata(path).num_rows for path in release.rglob("*.parquet"))
    assert verify(release).rows == number


def test_json_is_one_object(release: Path, built: Built) -> None:
    assert json.loads(run(release, "--json").output) == {
        "release": str(release),
        "name": "mini",
        "data_version": "1.0.0",
        "content_sha256": built.manifest.content_sha256,
        "draft": False,
        "files": sum(path.is_file() for path in release.rglob("*")),
        "rows": sum(table.rows for table in built.manifest.tables),
        "problems": [],
    }
    (release / "README.md").unlink()
    result = run(release, "--json")
    (problem,) = json.loads(result.output)["problems"]
    assert result.exit_code == 1
    assert problem == {"file": "README.md", "place": "SHA256SUMS", "line": 1, "message": "README.md is missing"}


def test_a_version_and_a_draft_of_a_repository_are_found_by_name(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root)
    build(workspace)
    assert "draft: a draft of mini 1.0.0, " in run("draft").output
    with pytest.raises(ReleaseError, match=r"'1.0.0' is neither a folder nor a release in dataset/; there are: draft"):
        run("1.0.0")
    build(workspace, release=True)
    assert "1.0.0: mini 1.0.0, " in run("1.0.0").output


def test_outside_a_repository_a_name_of_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReleaseError, match=r"'1.0.0' is not a folder, and no version either: .* is not in a claimwire"):
        run("1.0.0")
    with pytest.raises(ReleaseError, match="holds no release"):
        run(tmp_path)
    write_text(tmp_path / "notes.txt", "")
    with pytest.raises(ReleaseError, match="is neither the folder of a release nor an archive of one"):
        run("notes.txt")
