"""Streams are read to the end, wherever this repository shows or does it.

One that is left early, by `take` too, makes Python abort at its end now and then (apache/arrow 45214); see
`docs/troubleshooting.md`, and `benchmarks/streaming.py`, which measures it.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Sequence

import pytest
from documents import PAGES, blocks
from repository import ROOT

from claimwire.corpus.workspace import Workspace

CARD = "DATASET_CARD.md"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def left_early(code: str) -> list[int]:
    """Return the lines at which a function, or the code outside of all, may leave early what it streams."""
    tree = ast.parse(code)
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    outside = [node for node in tree.body if not isinstance(node, (ast.ClassDef, *FUNCTIONS))]
    parts: list[Sequence[ast.AST]] = [outside, *([function] for function in functions)]
    found: set[int] = set()
    for part in parts:
        nodes = [node for statement in part for node in ast.walk(statement)]
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        if any(_streams(call) for call in calls):
            found |= {node.lineno for node in nodes if isinstance(node, ast.Break)}
            found |= {call.lineno for call in calls if _name(call) in ("next", "islice", "take")}
    return sorted(found)


def _streams(call: ast.Call) -> bool:
    said = [keyword.value for keyword in call.keywords if keyword.arg == "streaming"]
    return any(not (isinstance(value, ast.Constant) and value.value is False) for value in said)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("s = load_dataset('x', streaming=True)\nfor row in s:\n    break\n", [3]),
        ("s = load_dataset('x', streaming=True)\nprint(next(iter(s)))\n", [2]),
        ("def f(how):\n    return list(itertools.islice(load('x', streaming=how), 3))\n", [2]),
        ("s = load_dataset('x', streaming=True)\nfor row in s.take(3):\n    print(row)\n", [2]),
        ("s = load_dataset('x', streaming=True)\nfor row in s:\n    print(row)\n", []),
        ("s = load_dataset('x', streaming=False)\nfor row in s:\n    break\n", []),
        ("for row in s:\n    break\n", []),
        ("def f():\n    load('x', streaming=True)\ndef g(s):\n    return next(s)\n", []),
    ],
)
def test_a_stream_that_is_left_early_is_found(code: str, lines: list[int]) -> None:
    assert left_early(code) == lines


def test_no_code_of_the_repository_leaves_a_stream_early() -> None:
    listed = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others"]
    printed = subprocess.run([*listed, "--exclude-standard", "*.py"], check=True, capture_output=True, text=True).stdout
    names = [name for name in printed.split("\0") if name]
    assert len(names) > 300
    for name in names:
        if (ROOT / name).is_file():
            assert left_early((ROOT / name).read_text(encoding="utf-8")) == [], name


def test_no_page_leaves_a_stream_early_and_one_shows_how_to_read_it() -> None:
    """But what the card of a published release says, which the card of the repository repeats until the next one."""
    published = [(release / "README.md").read_text(encoding="utf-8") for release in Workspace(ROOT).releases()]
    everything = [block for page in PAGES for block in blocks(page) if block.language == "python"]
    shown = [x for x in everything if x.page != CARD or not any(x.code in card for card in published)]
    for block in shown:
        assert left_early(block.code) == [], f"{block.page}:{block.line}"
    streamed = [block.page for block in shown if "streaming=True" in block.code]
    assert "docs/troubleshooting.md" in streamed
