"""`claimwire build --hydrated`: what the user's copy lacks is told, and stops the build unless it is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repository import ROOT
from standoff_copy import Standoff

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.errors import ReleaseError


@pytest.fixture
def planned(standoff: Standoff, monkeypatch: pytest.MonkeyPatch) -> Standoff:
    """A repository that plans a release of the stand-off corpus alone; it is the current folder."""
    root = standoff.workspace.root
    plan = standoff.workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["karabakh", "openwire"]', 'corpora = ["openwire"]'))
    for name in ("DATASET_CARD.md", "README.md", "dataset/splits.jsonl", "schema/1.0.0/SHA256SUMS"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    monkeypatch.chdir(root)
    assert standoff.workspace.plan().corpora == ("openwire",)
    return standoff


def build(planned: Standoff, to: Path, *options: str) -> Result:
    command = ["build", "--no-load", "--hydrated", str(planned.documents), "--to", str(to), *options]
    return CliRunner().invoke(group, command)


def test_a_whole_copy_needs_no_leave(planned: Standoff, tmp_path: Path) -> None:
    result = build(planned, tmp_path / "full")
    assert result.exit_code == 0, result.exception
    assert "are not in" not in result.output


def test_a_copy_that_lacks_spans_is_refused_unless_it_is_allowed(planned: Standoff, tmp_path: Path) -> None:
    path = planned.documents / "tis_a.txt"
    write_text(path, path.read_text().replace("three people died", "four people died"))
    refused = build(planned, tmp_path / "full").exception
    assert isinstance(refused, ReleaseError)
    assert "openwire: 0." in str(refused)
    assert "--max-lost" in str(refused)
    assert not (tmp_path / "full").exists()
    allowed = build(planned, tmp_path / "full", "--max-lost", "0.05")
    assert allowed.exit_code == 0, allowed.exception
    assert "claims that lie in them are left out" in allowed.stderr
