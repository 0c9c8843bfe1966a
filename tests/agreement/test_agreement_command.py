"""`claimwire agreement` on the small invented repository: what it prints, reads and refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace

BRAT = Path(__file__).parent / "brat"


@pytest.fixture(autouse=True)
def _in_the_small_repository(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["agreement", *arguments])


def words(*arguments: str) -> str:
    """Return what the command prints, on one line."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def measured(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json", "--resamples", "0")
    assert result.exit_code == 0, result.output
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def values(printed: dict[str, Any], section: str) -> dict[tuple[str, str], Any]:
    (party,) = printed["parties"]
    return {(m["about"], m["measure"]): m["value"] for m in party["measures"] if m["section"] == section}


# Texts of a stand-off corpus


def test_without_texts_words_are_compared_by_code_point() -> None:
    assert "compared by code point, because not all texts are available: give your copy with --from" in words(
        "rook", "--resamples", "0", "--brief"
    )


def test_with_texts_words_are_compared_by_token() -> None:
    printed = words("rook", "--resamples", "0", "--brief", "--from", str(DOCUMENTS))
    assert "Words are compared by token." in printed
    assert measured("rook", "--from", str(DOCUMENTS))["word_unit"] == "token"


def test_a_text_that_is_not_the_recorded_one_is_not_measured(tmp_path: Path) -> None:
    """Regression: the recorded offsets were compared with the sentences and words of the other text."""
    copies = shutil.copytree(DOCUMENTS, tmp_path / "copies")
    changed = (copies / "rook_b.txt").read_text(encoding="utf-8").replace("The owners of", "The former owners of")
    (copies / "rook_b.txt").write_text(changed, encoding="utf-8")
    assert (
        f"by code point, because not all texts are available: {copies} does not have the recorded text of rook_b"
        in (words("rook", "--resamples", "0", "--brief", "--from", str(copies)))
    )
    assert measured("rook", "--from", str(copies)) == measured("rook")
