"""Card, README and citation are brought up to date by every build, and what people wrote in them stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.checks import CHECKS, load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release import build as build_module
from claimwire.release.build import build

NUMBERS = "| claims | 147 | 23 | 170 |"
STALE = [check for check in CHECKS if check.check_id == "document-stale"]
CITED = "title: mini\nversion: 0.0.1\ndate-released: 2030-01-01\n"


@pytest.fixture
def root(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of the small repository, with a citation, as the current folder."""
    write_text(workspace.root / "CITATION.cff", CITED)
    monkeypatch.chdir(workspace.root)
    return workspace.root


def run_build(*options: str) -> str:
    result = CliRunner().invoke(group, ["build", "--no-load", *options])
    assert result.exit_code == 0, result.output
    return result.output


def stale(root: Path) -> list[str]:
    """Return the paths of the documents that the check names."""
    return [problem.path for problem in run(load(Workspace(root)), STALE)]


def test_a_release_brings_all_three_up_to_date_and_a_draft_none(root: Path) -> None:
    assert "up to date" not in run_build()
    assert NUMBERS not in (root / "README.md").read_text()
    shown = run_build("--release")
    for name in ("DATASET_CARD.md", "README.md", "CITATION.cff"):
        assert f"{name}: brought up to date" in shown
    assert NUMBERS in (root / "README.md").read_text()
    assert NUMBERS in (root / "DATASET_CARD.md").read_text()
    assert (root / "CITATION.cff").read_text() == "title: mini\nversion: 1.0.0\ndate-released: 2031-12-01\n"
    assert stale(root) == []


def test_what_a_killed_build_left_out_of_date_is_named_by_the_check_and_done_by_the_next_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release is published first; this build ends there."""
    with monkeypatch.context() as patch:
        patch.setattr(build_module, "update_documents", lambda _: [])
        build(Workspace(root), release=True)
    assert stale(root) == ["CITATION.cff", "DATASET_CARD.md", "README.md"]
    assert "README.md: brought up to date" in run_build()
    assert stale(root) == []
    assert "up to date" not in run_build()


def test_a_build_from_python_brings_them_up_to_date_too(root: Path) -> None:
    built = build(Workspace(root), release=True)
    assert [path.name for path in built.updated] == ["CITATION.cff", "DATASET_CARD.md", "README.md"]
    assert stale(root) == []
    assert build(Workspace(root)).updated == ()


@pytest.mark.parametrize("name", ["DATASET_CARD.md", "README.md"])
def test_a_number_that_was_changed_by_hand_is_named_and_put_right(root: Path, name: str) -> None:
    run_build("--release")
    content = (root / name).read_text()
    write_text(root / name, content.replace(NUMBERS, NUMBERS.replace("170", "171")))
    assert stale(root) == [name]
    run_build()
    assert (root / name).read_text() == content


@pytest.mark.parametrize("options", [(), ("--release",)], ids=["draft", "release"])
@pytest.mark.parametrize("name", ["DATASET_CARD.md", "README.md", "CITATION.cff"])
def test_what_people_write_after_a_release_stays(root: Path, name: str, options: tuple[str, ...]) -> None:
    run_build("--release")
    write_text(root / name, (root / name).read_text() + "\nmore: of it\n")
    written = (root / name).read_text()
    assert stale(root) == []
    run_build(*options)
    assert (root / name).read_text() == written


def test_readme_and_citation_need_not_be_there(root: Path) -> None:
    (root / "README.md").unlink()
    (root / "CITATION.cff").unlink()
    run_build("--release")
    assert stale(root) == []
    assert not (root / "README.md").exists()
    assert not (root / "CITATION.cff").exists()


def refused(workspace: Workspace, release: bool) -> str:
    """Return why nothing is built; nothing is published or drafted then."""
    with pytest.raises(ClaimwireError) as error:
        build(workspace, release=release)
    assert {path.name for path in workspace.dataset.iterdir()} <= {LOCK_FILE, "splits.jsonl"}
    return str(error.value)


@pytest.mark.parametrize("release", [False, True], ids=["draft", "release"])
@pytest.mark.parametrize("name", ["DATASET_CARD.md", "README.md", "CITATION.cff"])
def test_a_document_that_is_not_utf_8_is_named_before_anything_is_built(root: Path, name: str, release: bool) -> None:
    content = (root / name).read_bytes()
    write_bytes(root / name, content + "caf\u00e9\n".encode("latin-1"))
    place = len(content) + 3
    assert f"{name}: byte {place} is not UTF-8; save the file as UTF-8" in refused(Workspace(root), release)


@pytest.mark.parametrize("release", [False, True], ids=["draft", "release"])
@pytest.mark.parametrize("folder", [False, True], ids=["missing", "a folder"])
def test_without_a_card_nothing_is_built(root: Path, folder: bool, release: bool) -> None:
    (root / "DATASET_CARD.md").unlink()
    if folder:
        (root / "DATASET_CARD.md").mkdir()
    assert "DATASET_CARD.md: there is no card" in refused(Workspace(root), release)


@pytest.mark.parametrize("name", ["DATASET_CARD.md", "README.md"])
def test_a_region_that_nothing_makes_is_named_before_anything_is_built(root: Path, name: str) -> None:
    region = "<!-- generated: weather -->\n<!-- /generated -->\n"
    write_text(root / name, (root / name).read_text() + region)
    assert "nothing is generated for `<!-- generated: weather -->`; remove" in refused(Workspace(root), release=True)


def test_the_check_names_a_document_that_is_not_utf_8(root: Path) -> None:
    run_build("--release")
    content = (root / "README.md").read_bytes()
    write_bytes(root / "README.md", content + b"\xff")
    (problem,) = run(load(Workspace(root)), STALE)
    assert (problem.path, problem.message) == (
        "README.md",
        f"byte {len(content)} is not UTF-8; save the file as UTF-8",
    )


def test_a_damaged_release_is_no_problem_of_the_documents(root: Path) -> None:
    run_build("--release")
    (root / "dataset" / "1.0.0" / "README.md").unlink()
    write_bytes(root / "dataset" / "1.0.0" / "manifest.json", b"{")
    assert stale(root) == []
