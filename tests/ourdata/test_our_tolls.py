"""What docs/tolls.md says of the corpus `tolls` is so."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from repository import ROOT

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace

PAGE = (ROOT / "docs" / "tolls.md").read_text(encoding="utf-8")


def run(*words: str) -> str:
    result = CliRunner().invoke(group, ["tolls", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_scores_of_the_baselines_are_those_of_the_page(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(run("predict", "tolls", "--baseline", "as-is"), encoding="utf-8")
    told = [json.loads(line) for line in run("score", "tolls", str(predictions), "--json").splitlines()]
    scores = {(row["questions_of"], row["predictions"]): row for row in told}
    table = PAGE.split("| questions | predictions |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert len(rows) == 6
    for of, name, *shown in rows:
        score = scores[of, name]
        values = [score[key] for key in ("score", "log_score", "coverage", "width")]
        assert shown == [str(score["questions"]), *(f"{value:.2f}" for value in values)]


def test_the_page_says_how_many_proposals_a_model_took() -> None:
    """A link of the model joins a pair; each pair that it took is in a link of its own or made one longer."""
    corpus = Workspace(ROOT).corpus("tolls")
    refused = [item for item in corpus.refused_links if item.annotator_id == "model_l"]
    taken = sum(len(link.claim_ids) - 1 for link in corpus.links.values() if link.annotator_id == "model_l")
    assert f"of {len(refused) + taken} proposals it took {taken}" in PAGE
