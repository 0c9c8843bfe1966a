"""`claimwire build --hydrated`: what the user's copy lacks is told, and stops the build unless it is allowed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from click.testing import CliRunner, Result
from standoff_copy import Standoff, change_a_word

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.copies import corpora_of_copies


@pytest.fixture
def planned(standoff: Standoff, monkeypatch: pytest.MonkeyPatch) -> Standoff:
    """A repository that plans a release of the stand-off corpus alone; it is the current folder."""
    plan = standoff.workspace.annotations / "release.toml"
    text = plan.read_text(encoding="utf-8")
    write_text(plan, text.replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    monkeypatch.chdir(standoff.workspace.root)
    assert standoff.workspace.plan().corpora == ("heron",)
    return standoff


def build(planned: Standoff, to: Path, *options: str) -> Result:
    command = ["build", "--no-load", "--hydrated", str(planned.documents), "--to", str(to), *options]
    return CliRunner().invoke(group, command)


def test_a_whole_copy_needs_no_leave(planned: Standoff, tmp_path: Path) -> None:
    result = build(planned, tmp_path / "full")
    assert result.exit_code == 0, result.exception
    assert "are not in" not in result.output


def test_a_copy_that_lacks_spans_is_refused_unless_it_is_allowed(planned: Standoff, tmp_path: Path) -> None:
    change_a_word(planned)
    refused = build(planned, tmp_path / "full").exception
    assert isinstance(refused, ReleaseError)
    assert "heron: 0." in str(refused)
    assert "--max-lost" in str(refused)
    assert not (tmp_path / "full").exists()
    allowed = build(planned, tmp_path / "full", "--max-lost", "0.05")
    assert allowed.exit_code == 0, allowed.exception
    assert "claims that lie in them are left out" in allowed.stderr


def test_a_corpus_without_a_copy_stays_without_text(planned: Standoff) -> None:
    """Else nobody could build what they have if one corpus has texts that nobody may pass on."""
    heron = planned.workspace.corpora()[0]
    crane = Corpus(heron.info.model_copy(update={"corpus_id": "crane"}), heron.folder, heron.rows)
    workspace = cast(Workspace, SimpleNamespace(corpora=lambda: [heron, crane]))
    copies = corpora_of_copies(workspace, {"heron": planned.documents})
    one, other = copies.corpora
    assert all(article.text is not None for article in one.articles.values())
    assert other is crane
    assert copies.told == ("crane: no text is available, so its rows have none",)


def test_a_build_of_no_text_at_all_is_refused(planned: Standoff, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for sources in ({}, {"heron": tmp_path / "empty"}):
        with pytest.raises(ReleaseError, match="none of the texts of heron were found in"):
            corpora_of_copies(planned.workspace, sources)
