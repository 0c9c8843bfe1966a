"""`claimwire sourcing`: an article or a corpus, as text, as JSON, as cards; and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import OPEN

import claimwire
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small repository, the current folder."""
    monkeypatch.chdir(small.root)
    return small


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(group, ["sourcing", *arguments], **options)


def test_an_article_is_told_in_lines(here: Workspace) -> None:
    result = run("heron_h")
    assert result.exit_code == 0
    shown = result.output.splitlines()
    assert shown[:2] == ["Market fire in Port Tamsin puts 40 in hospital", "Quay Radio, 2031-11-20"]
    assert "  Vell Front             unclear  did harm" in shown
    assert "Oldest background: 1899, construction of the market hall, 132 years before" in shown


def test_json_is_what_python_gives(here: Workspace) -> None:
    labels = claimwire.sourcing_labels(here.corpus(OPEN), here)
    rows = [json.loads(line) for line in run(OPEN, "--json").output.splitlines()]
    assert rows == [label.model_dump(mode="json") for label in labels.values()]
    assert [json.loads(run("heron_h", "--json").output)] == [row for row in rows if row["article_id"] == "heron_h"]


def test_a_corpus_is_a_table_with_a_line_for_each_article(here: Workspace) -> None:
    result = run(OPEN, env={"COLUMNS": "200"})
    assert result.exit_code == 0
    lines = [line for line in result.output.splitlines() if "heron_" in line]
    assert [line.split("│")[1].strip() for line in lines] == list(here.corpus(OPEN).articles)
    (own,) = [line for line in lines if "heron_h" in line]
    assert [cell.strip() for cell in own.split("│")[2:-1]] == ["", "21%", "1%", "11", "2", "132", "1"]


def test_cards_are_written_for_an_article_and_for_a_corpus(here: Workspace) -> None:
    assert run("heron_h", "--svg", "card.svg").output == "wrote card.svg\n"
    assert run(OPEN, "--to", "cards").output == "wrote 8 cards to cards\n"
    assert sorted(path.stem for path in Path("cards").iterdir()) == sorted(here.corpus(OPEN).articles)
    assert Path("cards/heron_h.svg").read_bytes() == Path("card.svg").read_bytes()
    assert run("heron_h", "--to", "one").exit_code == 0
    assert [path.name for path in Path("one").iterdir()] == ["heron_h.svg"]


def test_an_outlet_that_is_not_described_is_shown_by_its_id(here: Workspace) -> None:
    (here.annotations / "outlets" / "quay_radio.toml").unlink()
    assert "quay_radio, 2031-11-20" in run("heron_h").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((OPEN, "--svg", "card.svg"), "--svg draws one article, and heron is a corpus; name a folder with --to"),
        (("heron_h", "--json", "--svg", "card.svg"), "--svg does not go with --json"),
        (("heron_h", "--svg", "card.svg", "--to", "cards"), "--to does not go with --svg"),
    ],
)
def test_options_that_do_not_go_together_are_refused(here: Workspace, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, message in result.output) == (2, True)
    assert not Path("card.svg").exists()


def test_an_unknown_name_is_answered_with_those_that_were_probably_meant(here: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"no article and no corpus is called 'herron_h'; did you mean 'heron_h'"):
        run("herron_h", catch_exceptions=False)


def test_what_is_not_adjudicated_is_told_and_left_out(here: Workspace) -> None:
    folder = here.corpus_folder(OPEN)
    for table in ("claims", "adjudications"):
        kept = [
            line
            for line in (folder / f"{table}.jsonl").read_text().splitlines()
            if json.loads(line)["article_id"] != "heron_h"
        ]
        write_text(folder / f"{table}.jsonl", "".join(f"{line}\n" for line in kept))
    with pytest.raises(
        WorkspaceError, match="nothing is adjudicated in heron_h, so nothing can be counted; `claimwire show"
    ):
        run("heron_h", "--svg", "card.svg", catch_exceptions=False)
    assert not Path("card.svg").exists()
    result = run(OPEN, "--json")
    assert len(result.stdout.splitlines()) == 7
    assert result.stderr == "articles in which nothing is adjudicated, left out: 1\n"


def test_without_matplotlib_no_card_is_begun(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimwire.drawing.available", lambda: False)
    with pytest.raises(claimwire.ClaimwireError, match="charts need matplotlib"):
        run(OPEN, "--to", "cards", catch_exceptions=False)
    assert not Path("cards").exists()
