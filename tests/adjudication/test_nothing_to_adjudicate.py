"""`claimwire adjudicate` says that there is nothing to decide, and what to do, in place of ending in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace


def adjudicate(*options: str) -> str:
    result = CliRunner().invoke(group, ["adjudicate", OPEN, "decisions", *options])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def without(workspace: Workspace, *tables: str) -> None:
    for table in tables:
        (workspace.corpus_folder(OPEN) / f"{table}.jsonl").write_text("")


@pytest.mark.parametrize("options", [("--draft",), ("--review", "--adjudicator", "ada")], ids=["draft", "review"])
def test_a_corpus_without_layers_is_told_with_what_makes_layers(here: Workspace, options: tuple[str, ...]) -> None:
    count = len(here.corpus(OPEN).articles)
    without(here, "annotations", "adjudications", "claims")
    told = adjudicate(*options)
    assert told.startswith(
        f"nothing to adjudicate: nobody has annotated any of the {count} articles of {OPEN}; layers "
    )
    assert "`claimwire anchor`" in told
    assert not Path("decisions").exists()
    one = adjudicate(*options, "--article", "heron_a")
    assert one.startswith("nothing to adjudicate: nobody has annotated article heron_a of ")


def test_a_corpus_without_articles_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(group, ["init", "bridges", "--corpus", OPEN]).exit_code == 0
    monkeypatch.chdir(tmp_path / "bridges")
    assert adjudicate("--draft") == f"nothing to adjudicate: {OPEN} has no article; `claimwire ingest` adds some\n"


def test_a_draft_of_what_is_drafted_says_so_and_changes_no_file(here: Workspace) -> None:
    first = adjudicate("--draft")
    assert first.count("wrote ") == len(first.splitlines()) > 1
    before = {path: path.read_bytes() for path in Path("decisions").iterdir()}
    assert adjudicate("--draft").startswith(
        "nothing new to draft: every article with layers has its file in decisions;"
    )
    Path("decisions/heron_a.jsonl").unlink()
    assert adjudicate("--draft") == "wrote decisions/heron_a.jsonl\n"
    assert {path: path.read_bytes() for path in before} == before
