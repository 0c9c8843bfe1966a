"""A release that is not there is answered with what is, and with the command that makes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.named import named_release

NO_DRAFT = "there is no draft in dataset/; `claimwire build` makes one of what annotations/release.toml plans"


def message(*arguments: str) -> str:
    return str(CliRunner().invoke(group, list(arguments)).exception)


@pytest.fixture
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(workspace.root)
    return workspace


@pytest.mark.parametrize(
    "arguments",
    [("diff", "draft", "draft"), ("verify", "draft"), ("explore", "draft", "--to", "x"), ("export", "draft", "x")],
    ids=lambda arguments: arguments[0],
)
def test_a_draft_that_is_not_there_is_told_with_what_makes_one(here: Workspace, arguments: tuple[str, ...]) -> None:
    assert message(*arguments).startswith(NO_DRAFT)
    assert not Path("x").exists()


def test_a_draft_is_not_there_after_a_build_that_changes_nothing(here: Workspace) -> None:
    build(here, release=True)
    assert build(here).already_released
    assert message("diff", "1.0.0", "draft").startswith(NO_DRAFT)
    assert message("diff", "1.0.0", "draft").endswith("that is planned: then nothing has changed since")


def test_a_version_that_is_not_there_is_told_with_those_that_are(here: Workspace) -> None:
    with pytest.raises(ReleaseError, match=r"'9\.0\.0' is neither .*; nothing is built yet; `claimwire build` makes a"):
        named_release("9.0.0")
    assert message("export", "9.0.0", "x").startswith("'9.0.0' is neither a folder nor a release in dataset/")
    build(here)
    assert named_release("draft") == here.draft
    with pytest.raises(ReleaseError, match=r"'9\.0\.0' is neither .*; there are: draft"):
        named_release("9.0.0")


def test_what_is_called_as_a_corpus_is_one_and_another_name_is_told_with_the_corpora(here: Workspace) -> None:
    assert CliRunner().invoke(group, ["export", OPEN, "x", "--dry-run"]).exit_code == 0
    assert message("export", "hern", "x").startswith("no corpus is called 'hern'; did you mean 'heron'?")
