"""Finding a repository, and which corpora are read of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import OPEN, SPLIT_OF, STANDOFF

from claimwire.corpus.atomic import COMMIT, write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError


def plan_corpora(workspace: Workspace, corpora: str) -> None:
    """Let the release plan name other corpora."""
    file = workspace.annotations / "release.toml"
    text = file.read_text(encoding="utf-8")
    assert 'corpora = ["heron", "rook"]' in text
    write_text(file, text.replace('corpora = ["heron", "rook"]', f"corpora = {corpora}"))


@pytest.mark.parametrize(
    ("planned", "read"),
    [('["heron"]', [OPEN]), ('["rook"]', [STANDOFF]), ('["rook", "heron"]', [STANDOFF, OPEN])],
)
def test_corpora_are_those_of_the_release_plan_in_its_order(small: Workspace, planned: str, read: list[str]) -> None:
    plan_corpora(small, planned)
    assert small.corpus_ids() == [OPEN, STANDOFF]
    assert [corpus.corpus_id for corpus in small.corpora()] == read


def test_a_corpus_that_is_named_is_read_whatever_the_plan_says(small: Workspace) -> None:
    plan_corpora(small, '["heron"]')
    assert [corpus.corpus_id for corpus in small.corpora((STANDOFF,))] == [STANDOFF]


def test_a_folder_without_corpus_toml_is_not_a_corpus(small: Workspace) -> None:
    (small.annotations / "raven").mkdir()
    assert small.corpus_ids() == [OPEN, STANDOFF]
    with pytest.raises(WorkspaceError, match="no corpus is called 'raven'; there are: heron, rook"):
        small.corpus("raven")


def test_a_repository_is_found_from_its_top_and_from_every_folder_within(small: Workspace) -> None:
    for folder in (small.root, small.annotations, small.annotations / OPEN):
        assert Workspace.find(folder).root == small.root
    with pytest.raises(WorkspaceError, match="is not in a claimwire repository"):
        Workspace.find(small.root.parent)


def test_a_path_is_shown_from_the_top_and_whole_if_it_is_elsewhere(small: Workspace, tmp_path: Path) -> None:
    assert small.shown(small.annotations / OPEN / "claims.jsonl") == "annotations/heron/claims.jsonl"
    assert small.shown(small.root) == "."
    assert small.shown(tmp_path / "claims.jsonl") == str(tmp_path / "claims.jsonl")


def test_splits_that_a_killed_release_had_made_ready_count_before_they_are_in_their_place(small: Workspace) -> None:
    """Also where there was no file before, as with the first release."""
    expected = [row.record for row in small.splits()[0]]
    (small.dataset / COMMIT).mkdir()
    small.splits_file.rename(small.dataset / COMMIT / small.splits_file.name)
    assert [row.record for row in small.splits()[0]] == expected
    assert len(expected) == len(SPLIT_OF)
