"""The corpus that builds are measured on: grown of one of ours, and sound."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.building import plain
from benchmarks.building.growing import grow
from claimwire.checks import load, run
from claimwire.corpus.workspace import Workspace

ROOT = Path(__file__).parents[2]


def test_a_grown_corpus_has_no_problem_and_texts_of_its_own(tmp_path: Path) -> None:
    articles, claims = grow(ROOT, tmp_path / "grown", "openwire", 2)
    with load(Workspace(tmp_path / "grown")) as repository:
        assert [str(problem) for problem in run(repository, level=4)] == []
        assert len(repository.index.articles) == articles == 24
        assert len(repository.index.statements) == claims
        pairs = [pair for pair in repository.duplicates if len({name[:6] for name in pair.article_ids}) > 1]
    lines = (tmp_path / "grown/annotations/openwire/articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert len(set(texts)) == 24
    assert {pair.kind.value for pair in pairs if pair.basis.value == "statement"} == {"exact"}, (
        "those that are repeated"
    )
    assert {pair.basis.value for pair in pairs} == {"statement"}, "no text is like that of another copy"
    assert plain.arrow(tmp_path / "grown/annotations/openwire", tmp_path / "arrow") > claims
    assert plain.records(tmp_path / "grown/annotations/openwire", tmp_path / "records") > claims
