"""The decisions of our corpora: they can be applied again, and their soft labels are what plain counting gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_votes import plain_decision_votes, plain_sentence_votes
from repository import ROOT

from claimwire.adjudication import apply_folder
from claimwire.adjudication.comparison import claim_fields
from claimwire.adjudication.context import ArticleContext
from claimwire.adjudication.decisions import DecisionJson, write_decisions
from claimwire.adjudication.folder import decisions_file
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Adjudication, ClaimBase, reference_fields
from claimwire.schema.fields import fields_in_role
from claimwire.schema.vocab import Decision
from claimwire.tables.votes import sentence_votes, soft_label_rows

pytestmark = pytest.mark.long

CORPORA = Workspace(ROOT).plan().corpora
PROGRAMS = Workspace(ROOT).programs()


def decision_line(context: ArticleContext, decision: Adjudication, gold: ClaimBase | None) -> DecisionJson:
    """Return a line of a decisions file that makes a record and its gold claim again."""
    names = [context.names[claim_id] for claim_id in decision.layer_claim_ids]
    line: DecisionJson = {"reason": decision.reason, "adjudicator": decision.adjudicator_id}
    line |= {"rulings": list(decision.ruling_ids), "confidence": decision.confidence.value}
    line |= {name: value for name, value in (("rule", decision.rule), ("note", decision.note)) if value is not None}
    if gold is None:
        return line | {"reject": names}
    first = context.fields(context.claims[names[0]]) if names else {}
    start = {name: value for name, value in first.items() if value is not None}
    wanted = {name: value for name, value in claim_fields(gold).items() if name not in ("claim_id", "article_id")}
    changes = {name: value for name, value in wanted.items() if start.get(name) != value}
    for name in reference_fields(type(gold)):
        if name in changes:
            changes[name] = changes[name].removeprefix(context.gold_id(""))
    unset = sorted(set(start) - set(wanted) - fields_in_role(ClaimBase, "identity"))
    return line | {"id": gold.claim_id.removeprefix(context.gold_id("")), "from": names, "set": changes, "unset": unset}


def is_about_something(decision: Adjudication) -> bool:
    """Return whether a decision is about a layer's claim, or makes one; else it was on an added claim now taken out."""
    return bool(decision.layer_claim_ids) or decision.claim_id is not None


def decisions_on(corpus: Corpus, article_id: str) -> list[Adjudication]:
    """Return the decisions that a decisions file can make, numbered as that file numbers them."""
    decisions = sorted(corpus.adjudications_of_article[article_id], key=lambda d: d.adjudication_id)
    return [
        decision.model_copy(update={"adjudication_id": f"{article_id}_d{number:03d}"})
        for number, decision in enumerate(filter(is_about_something, decisions), start=1)
    ]


def write_folder(corpus: Corpus, folder: Path) -> None:
    for article_id, article in corpus.articles.items():
        decisions = decisions_on(corpus, article_id)
        if not corpus.layers_of_article[article_id]:
            continue
        context = ArticleContext(article, corpus.layers_of_article[article_id], programs=PROGRAMS)
        made = [
            (d.claim_id.removeprefix(context.gold_id("")), [context.names[i] for i in d.layer_claim_ids])
            for d in decisions
            if d.claim_id is not None
        ]
        context = context.with_lines(made)
        lines = [decision_line(context, d, corpus.claims.get(d.claim_id or "")) for d in decisions]
        write_decisions(decisions_file(folder, article_id), lines)


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_the_decisions_of_a_corpus_can_be_applied_again_and_give_the_same_records(
    corpus_id: str, tmp_path: Path
) -> None:
    corpus = Workspace(ROOT).corpus(corpus_id)
    write_folder(corpus, tmp_path)
    applied = apply_folder(corpus, corpus.articles.values(), tmp_path, "nobody", PROGRAMS)
    assert applied.problems == []
    assert applied.adjudications == [d for article_id in corpus.articles for d in decisions_on(corpus, article_id)]
    assert applied.claims == list(corpus.claims.values())


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_a_decision_about_nothing_that_is_there_rejects_and_says_by_which_ruling(corpus_id: str) -> None:
    decisions = list(Workspace(ROOT).corpus(corpus_id).adjudications.values())
    empty = [decision for decision in decisions if not is_about_something(decision)]
    assert len(empty) < len(decisions) / 100
    for decision in empty:
        assert decision.decision is Decision.REJECTED
        assert decision.ruling_ids


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_the_soft_labels_of_a_corpus_are_what_plain_counting_gives(corpus_id: str) -> None:
    workspace = Workspace(ROOT)
    kinds = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    corpus = workspace.corpus(corpus_id)
    layers = list(corpus.layers.values())
    expected = plain_decision_votes(layers, corpus.adjudications.values(), kinds)
    rows = list(soft_label_rows(corpus, kinds))
    assert len({(row["adjudication_id"], row["annotator_kind"]) for row in rows}) == len(rows)
    votes = [(row["adjudication_id"], row["annotator_kind"], vote) for row in rows for vote in row["votes"]]
    counted = {
        (decision, kind, vote["field"], vote["value"]): (vote["annotator_ids"], vote["voters"])
        for decision, kind, vote in votes
    }
    assert len(votes) == len(counted) > 1000
    assert counted == expected
    assert all(vote["share"] == vote["votes"] / vote["voters"] for _, _, vote in votes)
    assert all(len(vote["annotator_ids"]) == vote["votes"] <= vote["voters"] for _, _, vote in votes)


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_the_votes_of_its_sentences_are_what_plain_counting_gives(corpus_id: str) -> None:
    workspace = Workspace(ROOT)
    kinds = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    corpus = workspace.corpus(corpus_id)
    layers = list(corpus.layers.values())
    for article in corpus.articles.values():
        expected = {
            (number, kind, value): (len(names), voters)
            for (number, kind, _, value), (names, voters) in plain_sentence_votes(article, layers, kinds).items()
        }
        found = sentence_votes(article, corpus.layers_of_article[article.article_id], kinds)
        counted = {
            (number, vote["annotator_kind"], vote["label"]): (vote["votes"], vote["voters"])
            for number, votes in found.items()
            for vote in votes
        }
        assert counted == expected, article.article_id
