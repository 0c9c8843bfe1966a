"""The published dataset and the records can be used as the documents say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import PAGES, blocks
from queries import IN_A_RELEASE
from repository import ROOT

from claimwire.cli import group

SNIPPETS = [
    pytest.param(block.code, id=f"{path.name}-{number}")
    for path in PAGES
    for number, block in enumerate(blocks(path), start=1)
    if block.language == "python" and block.need is None
    if not block.code.startswith(IN_A_RELEASE)  # those run in `test_our_release.py`
]
COMMANDS = (
    "agreement karabakh --resamples 0 --brief",
    "agreement openwire --resamples 0 --json",
    "check --level 1",
    "conflicts",
    "diff 0.1.0 0.2.0",
    "duplicates",
    "link karabakh --dry-run",
    "link openwire --measure",
    "show openwire",
)
"""What people do with the records of this repository; the commands that write are tried on invented records."""


@pytest.mark.parametrize("code", SNIPPETS)
def test_python_snippets_of_the_documents_run(code: str, tmp_path: Path) -> None:
    environment = {
        "HF_HUB_OFFLINE": "1",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_read_the_records(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(group, command.split(), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.output.strip()


def test_the_example_trains_and_reports_every_label() -> None:
    script = ROOT / "examples" / "train_classifier.py"
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for label in ("attributed_statement", "historical_background", "casualty_figure"):
        assert label in done.stdout
    assert "mean nothing" in done.stdout
