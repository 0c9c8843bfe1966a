"""At 80 columns every id in a table is whole, so that it can be copied."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace


@pytest.fixture(autouse=True)
def in_the_repository(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)


def words_at_80(*arguments: str) -> set[str]:
    """Return the words that a command prints into a terminal of 80 columns."""
    result = CliRunner(env={"COLUMNS": "80"}).invoke(group, arguments)
    assert result.exit_code == 0, result.output
    assert "…" not in result.output
    return set(re.findall(r"\w+", result.output))


def test_every_id_in_a_slot_is_whole() -> None:
    """Regression: a long id went on in the next line."""
    rows = [json.loads(line) for line in CliRunner().invoke(group, ["show", OPEN, "--json"]).output.splitlines()]
    expected = {row[name] for row in rows for name in ("place_id", "speaks_for_id", "part_of_id") if row.get(name)}
    expected |= {name for row in rows for name in row.get("source_ids", ())}
    assert len(expected) > 5
    assert expected <= words_at_80("show", OPEN)


@pytest.mark.parametrize(
    ("corpus", "arguments"),
    [(OPEN, ["sourcing", OPEN]), (STANDOFF, ["hydrate", STANDOFF, "--from", str(DOCUMENTS), "--dry-run"])],
    ids=["sourcing", "hydrate"],
)
def test_every_article_of_a_table_is_whole(corpus: str, arguments: list[str], small_built: Workspace) -> None:
    """Regression: `hydrate` broke ids in two, so that they could not be copied."""
    assert set(small_built.corpus(corpus).articles) <= words_at_80(*arguments)


def test_long_ids_of_slots_are_whole(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    claims = small.corpus(OPEN).file("claims")
    long = "ministry_of_ports_and_lakes_of_tamsin"
    text = claims.read_text(encoding="utf-8")
    named = re.search(r'"source_ids":\["([a-z_]+)"', text)
    assert named is not None
    claims.write_text(text.replace(f'"source_ids":["{named[1]}"', f'"source_ids":["{long}"'), encoding="utf-8")
    assert long in words_at_80("show", OPEN)
