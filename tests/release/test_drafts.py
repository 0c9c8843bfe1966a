"""A draft is built over as often as one likes and publishes nothing; a release stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import DRAFT_NOTE, Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest


def files(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOCK_FILE)
    return {path.relative_to(folder).as_posix(): sha256_file(path) for path in paths}


def rename_event(workspace: Workspace) -> None:
    """Change a record: the name of an event."""
    path = workspace.corpus_folder("heron") / "events.jsonl"
    content = path.read_text()
    assert '"name":"' in content
    write_text(path, content.replace('"name":"', '"name":"the ', 1))


def test_a_draft_says_what_it_is_loads_back_and_leaves_splits_alone(workspace: Workspace) -> None:
    lines = workspace.splits_file.read_text().splitlines(keepends=True)
    write_text(workspace.splits_file, "".join(lines[:-1]))
    built = build(workspace)
    assert (built.folder, built.is_draft, built.already_released) == (workspace.dataset / "draft", True, False)
    assert (built.folder / DRAFT_NOTE).read_text().startswith("This is a draft of mini 1.0.0: it is not published")
    assert load_back(built.folder) == sum(table.rows for table in built.manifest.tables)
    assert workspace.splits_file.read_text() == "".join(lines[:-1])
    assert {path.name for path in workspace.dataset.iterdir()} == {LOCK_FILE, "draft", "splits.jsonl"}
    assert (workspace.releases(), workspace.latest_release()) == ([], None)


def test_a_draft_has_the_tables_that_the_release_then_has(workspace: Workspace) -> None:
    draft = build(workspace)
    tables = {name: sha256 for name, sha256 in files(draft.folder).items() if name.endswith((".parquet", ".json"))}
    released = build(workspace, release=True)
    assert tables.items() <= files(released.folder).items()
    assert files(draft.folder).keys() - files(released.folder).keys() == {DRAFT_NOTE}
    assert not released.is_draft


def test_a_draft_is_built_over(workspace: Workspace) -> None:
    first = build(workspace)
    write_text(first.folder / "left_over.txt", "Of an earlier draft.\n")
    rename_event(workspace)
    second = build(workspace)
    assert second.folder == first.folder
    assert second.manifest.content_sha256 != first.manifest.content_sha256
    assert read_manifest(second.folder) == second.manifest
    assert not (second.folder / "left_over.txt").exists()


def test_a_draft_that_the_checks_refuse_leaves_the_one_before(workspace: Workspace) -> None:
    before = files(build(workspace).folder)
    path = workspace.corpus_folder("heron") / "events.jsonl"
    write_text(path, path.read_text() + '{"event_id": 3}\n')
    with pytest.raises(ReleaseError, match=r"events.jsonl:\d+"):
        build(workspace)
    assert files(workspace.draft) == before


def test_records_that_changed_after_a_release_are_built_as_a_draft_and_not_published(workspace: Workspace) -> None:
    released = build(workspace, release=True)
    before = files(released.folder)
    rename_event(workspace)
    changed = r"dataset/1.0.0 is published and would change in events/train, figures/train; raise"
    with pytest.raises(ReleaseError, match=changed):
        build(workspace, release=True)
    assert not workspace.draft.exists()
    draft = build(workspace)
    assert draft.folder == workspace.draft
    assert draft.manifest.content_sha256 != released.manifest.content_sha256
    assert files(released.folder) == before
    with pytest.raises(ReleaseError, match=r"would change"):
        build(workspace, release=True)
    assert files(released.folder) == before


@pytest.mark.parametrize("release", [False, True], ids=["draft", "release"])
def test_a_version_that_is_published_and_has_not_changed_is_only_compared(workspace: Workspace, release: bool) -> None:
    build(workspace, release=True)
    again = build(workspace, release=release)
    assert again.already_released
    assert not workspace.draft.exists()


def test_the_checks_do_not_take_a_draft_for_a_release(workspace: Workspace) -> None:
    build(workspace)
    for path in workspace.draft.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert run(load(workspace)) == []
    assert build(workspace).is_draft


def test_the_command_makes_a_draft_unless_it_is_told_to_publish(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root)
    drafted = CliRunner().invoke(group, ["build", "--no-load"])
    assert "dataset/draft: a draft, content " in drafted.output
    assert not (workspace.dataset / "1.0.0").exists()
    released = CliRunner().invoke(group, ["build", "--no-load", "--release"])
    assert "dataset/1.0.0: released, content " in released.output
    both = CliRunner().invoke(group, ["build", "--release", "--hydrated", ".", "--to", "../full"])
    assert (both.exit_code, "texts are not published" in both.output) == (2, True)
