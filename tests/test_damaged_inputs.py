"""Damaged files of other tools, through the commands: a result or a named error, never a traceback."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError

SEEDS = range(6)


def damaged(content: bytes, seed: int) -> bytes:
    """Return content with bytes dropped, changed or put in, lines cut or swapped, or with types swapped."""
    draw = random.Random(seed)
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(max(1, len(content)))
        lines = content.split(b"\n")
        at = draw.randrange(len(lines))
        content = draw.choice(
            [
                content[:place] + content[place + draw.randint(1, 30) :],
                content[:place] + bytes([draw.randrange(256)]) + content[place + 1 :],
                content[:place],
                content[:place] + draw.choice([b"\r\n", b"\x00", b"\xef\xbb\xbf", b"\xff", b"["]) + content[place:],
                b"\n".join([*lines[:at], lines[at][: len(lines[at]) // 2], *lines[at + 1 :]]),
                b"\n".join([*lines[at:], *lines[:at]]),
                content.replace(b'"start": ', b'"start": "', 1),
                content.replace(b"true", b"[]").replace(b"null", b"{}"),
                content.replace(b'{"', b'["', 1),
            ]
        )
    return content


def run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments])
    if not isinstance(result.exception, ClaimwireError | SystemExit | None):
        raise result.exception
    assert result.exit_code in (0, 1, 2), result.output


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_brat_files_are_measured_or_refused(seed: int, tmp_path: Path) -> None:
    text = "Mill shut\r\n\r\nOda Brenn 🏭 said the mill shut.\n"
    lines = "T1\tSource 13 22\tOda Brenn\nT2\tContent 30 43\tthe mill shut\nE1\tAttribution:T1 Source:T1 Content:T2\n"
    for number, name in enumerate(("ada", "ben")):
        (tmp_path / f"mill_{name}.ann").write_bytes(damaged(lines.encode(), 10 * seed + number))
    (tmp_path / "mill.txt").write_bytes(damaged(text.encode(), seed) if seed % 2 else text.encode())
    run("agreement", "--brat", f"human:{tmp_path}", "--resamples", "0")
    run("agreement", "--brat", f"human:{tmp_path}", "--resamples", "0", "--strict", "--json")


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_quotes_are_read_or_refused(
    seed: int, small_built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_built.root)
    run("export", OPEN, tmp_path, "--annotator", "ada", "--article", "heron_a")
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(damaged(path.read_bytes(), seed))
    run("anchor", OPEN, path, "--annotator", "ada", "--dry-run")


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_exports_of_label_studio_are_read_or_refused(
    seed: int, small_built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_built.root)
    path = tmp_path / "export.json"
    run("labelstudio", "export-tasks", OPEN, path, "--layer", "ada", "--article", "heron_a")
    tasks = json.loads(path.read_text())
    path.write_bytes(damaged(json.dumps(tasks, indent=1, ensure_ascii=False).encode(), seed))
    run("labelstudio", "import-results", OPEN, path, "--user", "ada=1", "--dry-run")
