"""At 80 columns, the width of any pipe, the commands cut no id, number or word."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from claimwire.cli import group
from claimwire.cli.tables import LONGEST, PIPE, column_widths, wide_console, wide_table
from claimwire.conflicts import KINDS
from claimwire.corpus.workspace import Workspace


@pytest.fixture(autouse=True)
def in_the_repository(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)


def at_80(*arguments: str, keys: str | None = None) -> str:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(group, arguments, input=keys)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_pages_of_conflicts_have_every_id_number_and_word() -> None:
    """Regression: `hostilit…`, `Governme…`."""
    shown = at_80("conflicts")
    assert "…" not in shown
    words = set(re.findall(r"[^\s│]+", shown))
    found = [json.loads(line) for line in at_80("conflicts", "--json").splitlines()]
    assert len(found) > 15
    for line in found:
        assert f"({line['event_id']})" in shown
        for claim in line["claims"]:
            assert {claim["claim_id"], claim["since"]} <= words
            assert set((claim["says"] or "").split()) <= words
            assert set(claim["outlet"].split()) <= {word.rstrip(":") for word in words}


def test_proposals_of_links_and_how_good_they_are_are_whole() -> None:
    measured = at_80("link", "heron", "--measure")
    assert "…" not in measured
    assert {"same_background", "precision", "recall"} <= set(re.findall(r"[\w.]+", measured))
    assert "…" not in at_80("link", "heron", "--dry-run")


def test_a_proposal_that_is_asked_about_is_whole() -> None:
    first = json.loads(at_80("link", "heron", "--json").splitlines()[0])["claim_ids"]
    shown = at_80("link", "heron", "--annotator", "cleo", keys="q")
    assert "…" not in shown
    assert set(first) <= set(re.findall(r"\w+", shown))


def test_duplicates_are_whole() -> None:
    shown = at_80("duplicates")
    pairs = [json.loads(line)["claim_ids"] for line in at_80("duplicates", "--json").splitlines() if line[0] == "{"]
    assert pairs
    assert {name for pair in pairs for name in pair} <= set(re.findall(r"\w+", shown))


def printed(width: int, rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    wide_table(Console(file=out, width=width), ["a"] * len(rows[0]), rows)
    return out.getvalue()


def test_a_hash_goes_on_in_the_next_line() -> None:
    shown = printed(60, [("text_sha256", "0123456789abcdef" * 4, "fedcba9876543210" * 4)])
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if line[0] == "│"]
    assert ["".join(column) for column in zip(*cells, strict=True)] == [
        "text_sha256",
        "0123456789abcdef" * 4,
        "fedcba9876543210" * 4,
    ]


WORDS = st.text(st.sampled_from("abcdefg1234,."), min_size=1, max_size=70)
CELLS = st.lists(WORDS, max_size=6).map(" ".join)


@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=5)), st.integers(20, 200)
)
def test_a_table_of_any_width_holds_every_character(rows: list[tuple[str, ...]], width: int) -> None:
    shown = printed(width, rows)
    for place in range(len(rows[0])):
        column = "".join(line.split("│")[place + 1].replace(" ", "") for line in shown.splitlines() if line[0] == "│")
        assert column == "".join(row[place].replace(" ", "") for row in rows)
    within = {word for row in rows for cell in row for word in cell.split() if len(word) <= LONGEST}
    assert within <= set(re.findall(r"[^\s│]+", shown))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5), st.integers(0, 150))
def test_columns_fill_the_room_and_no_more(columns: list[list[str]], room: int) -> None:
    cells = [[Text(cell) for cell in column] for column in columns]
    least, most = sum(column_widths(cells, 0)), sum(column_widths(cells, 10_000))
    assert sum(column_widths(cells, room)) == max(least, min(room, most))


def test_what_goes_into_a_pipe_is_wide_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert wide_console(StringIO()).width == PIPE
    monkeypatch.setenv("COLUMNS", "80")
    assert wide_console(StringIO()).width == 80


def test_the_kinds_are_listed_whole() -> None:
    assert all(kind.description in at_80("conflicts", "--list") for kind in KINDS)
