"""The benchmarks of duplicates run, and find what is planted in the articles they make."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from invented_news import story

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCHMARKS / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.long
def test_the_benchmark_of_speed_finds_its_copies() -> None:
    """Regression: it imported what had moved to another module."""
    result = json.loads(run("duplicates.py", "--articles", "400", "--methods", "ours"))
    assert set(result["recall"].values()) == {1.0}
    assert (result["method"], result["mixed_groups"]) == ("ours", 0)


def test_the_tuning_finds_light_edits_by_every_rule(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"story_{number}.txt").write_text(story(number, 20), encoding="utf-8")
    first, *_, last = run("duplicates_tuning.py", str(tmp_path)).splitlines()
    assert first == "4 articles, 16 copies"
    assert last.split(" | ")[1:3] == ["0.30", "1.000"]
