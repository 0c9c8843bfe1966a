"""The audits that the repository keeps: of drawn samples, by somebody else, without text, with rates that add up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repository import ROOT

from claimwire.audit import adjudicated_articles, draw, read_sample, score_folder, wilson
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace

KEPT = sorted((ROOT / "annotations").glob("*/audits/*/score.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_a_kept_audit_is_of_a_drawn_sample_by_somebody_else_and_holds_no_text(path: Path) -> None:
    corpus_id = path.parent.parent.parent.name
    sample = read_sample(path.parent)
    articles = adjudicated_articles(Workspace(ROOT).corpus(corpus_id))
    assert draw(corpus_id, articles, len(sample.sentences), sample.seed) == sample
    kept = json.loads(path.read_text())
    assert "not human audit" in kept["title"]
    assert kept["sentences"]["trials"] == len(sample.sentences)
    assert not list(path.parent.glob("*.md"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_the_rates_of_a_kept_audit_follow_from_its_differences_and_verdicts(path: Path) -> None:
    kept = json.loads(path.read_text())
    lines = (path.parent / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    verdicts = {verdict["difference"]: verdict["right"] for verdict in map(json.loads, lines)}
    differing = [d for d in kept["differences"] if d["kind"] != "names" and d["adjudicated"]]
    wrong = [d for d in differing if verdicts.get(d["name"], "auditor") == "auditor"]
    rates = {rate["what"]: rate for rate in kept["rates"]["all labels"]}
    assert rates["claims that differ, before verdicts"]["hits"] == len({d["adjudicated"] for d in differing})
    assert rates["claims with an error"]["hits"] == len({d["adjudicated"] for d in wrong})
    places = {(s["article_id"], s["sentence"]) for d in wrong for s in d["sentences"]}
    assert kept["sentences"]["hits"] == len(places)
    for rate in [kept["sentences"], *rates.values()]:
        assert (rate["low"], rate["high"]) == pytest.approx(wilson(rate["hits"], rate["trials"]))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_a_kept_audit_can_be_scored_again(path: Path) -> None:
    """The rates may differ from the kept ones once claims were corrected, and then verdicts are idle."""
    workspace = Workspace(ROOT)
    corpus = workspace.corpus(path.parent.parent.parent.name)
    audit = score_folder(path.parent, corpus, records_of(workspace.annotators()[0]))
    assert audit.title == json.loads(path.read_text())["title"]
    assert audit.score.sentences.trials == len(audit.sample.sentences)
