"""What benchmarks/label_studio.py measures with can be pulled: its layers have no fault that a pull refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.label_studio import CORPUS_ID, make_repository
from claimwire.cli import group


def test_layers_of_the_benchmark_have_no_problem_at_levels_1_to_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Regression: its spans cut words, which a pull refuses since it looks at the checks."""
    make_repository(tmp_path, 12)
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(group, ["check", CORPUS_ID, "--level", "3"]).output
    kinds = {line.split(": ")[2] for line in printed.splitlines() if line.startswith("annotations/")}
    assert kinds == set(), printed
