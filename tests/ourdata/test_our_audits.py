"""The audits that the repository keeps: of drawn samples, by somebody else, without text, with rates that add up.

A kept score is a result about the data version that was audited. Claims are corrected later, also because of the audit;
its sample, verdicts and score stay as they were.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from repository import ROOT

from claimwire.audit import Audit, adjudicated_articles, check_blind, draw, read_sample, score_folder, wilson
from claimwire.audit.folder import annotators_of_article
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Article, Span, slots_asked
from claimwire.schema.claims import DECLARATION_OF

ANNOTATIONS = ROOT / "annotations"
KEPT = sorted(ANNOTATIONS.glob("*/audits/*/score.json"))

AUDITED = {"first": "0.1.0"}
"""The data version that each audit is of."""

UNCHANGED = {
    "first/sample.json": "6ac0e39d9ca3e8691c45d90695745f6cfc63a4632bfd30c1ef3280c5ce8a3369",
    "first/score.json": "64cf9a52487fd5a5bf082c6cf2343f6247c1b86f03dc66d0a082f731239c69db",
    "first/verdicts.jsonl": "1b74a433f2e216907a20f1613d96a40b9688e7163fe3f23de3854facd7a958df",
}
"""SHA-256 of what an audit drew, decided and found; the auditor's layers are records, and go over to a newer schema."""

of_every_audit = pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def auditors_of(path: Path) -> set[str]:
    return {layer["annotator_id"] for layer in json_lines(path.parent / "annotations.jsonl")}


@cache
def audited_sentences(path: Path) -> dict[str, tuple[Span, ...]]:
    """Return the sentences of the data version that was audited: recipes find others later."""
    folder = ROOT / "dataset" / AUDITED[path.parent.name] / "sentences"
    found: dict[str, list[Span]] = {}
    for row in (row for file in sorted(folder.glob("*.parquet")) for row in pq.read_table(file).to_pylist()):
        found.setdefault(row["article_id"], []).append(Span(start=row["start"], end=row["end"]))
    return {article_id: tuple(sorted(spans, key=lambda span: span.start)) for article_id, spans in found.items()}


def with_audited_sentences(path: Path, article: Article) -> Article:
    return article.model_copy(update={"sentences": audited_sentences(path)[article.article_id]})


@cache
def scored_again(path: Path) -> Audit:
    workspace = Workspace(ROOT)
    corpus = workspace.corpus(path.parent.parent.parent.name)
    return score_folder(path.parent, corpus, records_of(workspace.annotators()[0]))


@of_every_audit
def test_a_kept_audit_is_of_a_drawn_sample_by_somebody_else_and_holds_no_text(path: Path) -> None:
    corpus_id = path.parent.parent.parent.name
    sample = read_sample(path.parent)
    articles = [with_audited_sentences(path, a) for a in adjudicated_articles(Workspace(ROOT).corpus(corpus_id))]
    assert draw(corpus_id, articles, len(sample.sentences), sample.seed) == sample
    kept = json.loads(path.read_text())
    assert "not human audit" in kept["title"]
    assert kept["sentences"]["trials"] == len(sample.sentences)
    assert not list(path.parent.glob("*.md"))


@of_every_audit
def test_what_a_kept_audit_found_stays_as_it_was(path: Path) -> None:
    for name in ("sample.json", "score.json", "verdicts.jsonl"):
        found = hashlib.sha256((path.parent / name).read_bytes()).hexdigest()
        assert found == UNCHANGED[f"{path.parent.name}/{name}"], name


@of_every_audit
def test_the_claims_of_a_kept_score_are_those_of_the_data_that_were_audited(path: Path) -> None:
    """Every claim of that release in a sampled sentence was compared, and no other differs."""
    kept = json.loads(path.read_text())
    sample = read_sample(path.parent)
    release = ROOT / "dataset" / AUDITED[path.parent.name] / "claims"
    claims = [row for file in sorted(release.glob("*.parquet")) for row in pq.read_table(file).to_pylist()]
    sampled = {
        claim["claim_id"]
        for claim in claims
        for sentence in sample.sentences
        if claim["article_id"] == sentence.article_id
        and any(span["start"] < sentence.end and sentence.start < span["end"] for span in claim["spans"])
    }
    rates = {rate["what"]: rate for rate in kept["rates"]["all labels"]}
    assert rates["claims with an error"]["trials"] == len(sampled)
    assert {d["adjudicated"] for d in kept["differences"] if d["adjudicated"]} <= sampled


@of_every_audit
def test_the_auditor_of_a_kept_audit_has_no_other_part_in_the_data(path: Path) -> None:
    """An auditor may not score claims that they annotated, adjudicated or linked; read here from plain JSON."""
    auditors = auditors_of(path)
    assert auditors
    tables = [*ANNOTATIONS.glob("*/*.jsonl"), *ANNOTATIONS.glob("*.jsonl")]
    who = {
        (file.relative_to(ANNOTATIONS).as_posix(), line[field])
        for file in tables
        for line in json_lines(file)
        for field in ("annotator_id", "adjudicator_id")
        if field in line
    }
    assert len(who) > 6
    assert {place for place, name in who if name in auditors} == set()
    corpus = Workspace(ROOT).corpus(path.parent.parent.parent.name)
    check_blind(read_sample(path.parent), sorted(auditors), annotators_of_article(corpus))


@of_every_audit
def test_the_rates_of_a_kept_audit_follow_from_its_differences_and_verdicts(path: Path) -> None:
    kept = json.loads(path.read_text())
    verdicts = {verdict["difference"]: verdict["right"] for verdict in json_lines(path.parent / "verdicts.jsonl")}
    differing = [d for d in kept["differences"] if d["kind"] != "names" and d["adjudicated"]]
    wrong = [d for d in differing if verdicts.get(d["name"], "auditor") == "auditor"]
    rates = {rate["what"]: rate for rate in kept["rates"]["all labels"]}
    assert rates["claims that differ, before verdicts"]["hits"] == len({d["adjudicated"] for d in differing})
    assert rates["claims with an error"]["hits"] == len({d["adjudicated"] for d in wrong})
    places = {(s["article_id"], s["sentence"]) for d in wrong for s in d["sentences"]}
    assert kept["sentences"]["hits"] == len(places)
    for rate in [kept["sentences"], *rates.values()]:
        assert (rate["low"], rate["high"]) == pytest.approx(wilson(rate["hits"], rate["trials"]))


@of_every_audit
def test_a_kept_audit_can_be_scored_again(path: Path) -> None:
    """The rates may differ from the kept ones once claims were corrected, and then verdicts are idle."""
    kept, audit = json.loads(path.read_text()), scored_again(path)
    assert audit.title == kept["title"]
    assert audit.score.sentences.trials == len(audit.sample.sentences)
    verdicts = {verdict["difference"] for verdict in json_lines(path.parent / "verdicts.jsonl")}
    assert set(audit.score.idle) == verdicts - {difference.name for difference in audit.score.differences}


@of_every_audit
def test_a_slot_that_the_auditor_left_out_unasked_is_no_difference(path: Path) -> None:
    """The auditor's codebook is older than the one that adjudicated claims follow now."""
    layers = json_lines(path.parent / "annotations.jsonl")
    audited = {claim["claim_id"]: (claim, layer["guideline_version"]) for layer in layers for claim in layer["claims"]}
    compared = [d for d in scored_again(path).score.differences if d.kind in ("slots", "names")]
    assert compared
    for difference in compared:
        claim, codebook = audited[difference.auditor or ""]
        model = next(x.model for x in DECLARATION_OF.values() if x.label.value == difference.label)
        unasked = set(difference.slots) - slots_asked(model, codebook) - {"bounds"}
        assert unasked <= claim.keys(), difference.name
