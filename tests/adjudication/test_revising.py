"""Adjudicated claims changed, taken out and added afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.adjudication import Revised, revised
from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.schema import CasualtyFigure
from claimwire.schema.vocab import Decision, Polarity

FIGURE = "heron_a_c01"
REASON = "The codebook says so."


def revise(corpus: Any, *lines: dict[str, Any]) -> Revised:
    numbered = [(n, json.dumps({"reason": REASON} | line)) for n, line in enumerate(lines, start=1)]
    return revised(corpus, numbered, "cleo", "revisions.jsonl")


@pytest.fixture(scope="module")
def corpus(small_built: Workspace) -> Any:
    return small_built.corpus(OPEN)


def words_of(article_id: str, corpus: Any) -> str:
    article = corpus.articles[article_id]
    return str(article.sentences[0].of(article.text)).rstrip(".")


@pytest.fixture(scope="module")
def agreed(corpus: Any) -> str:
    """A claim that a rule took, because its layers agree."""
    return next(d.claim_id for d in corpus.adjudications.values() if d.rule == "all-agree" and d.claim_id)


def test_a_slot_that_no_layer_was_asked_for_changes_nothing_of_the_decision(corpus: Any, agreed: str) -> None:
    made = revise(corpus, {"claim": agreed, "set": {"polarity": "positive"}, "rulings": ["R-POL-1"]})
    before, after = (
        corpus.decision_of_claim[agreed],
        made.adjudications[corpus.decision_of_claim[agreed].adjudication_id],
    )
    assert made.problems == []
    assert made.claims[agreed].polarity is Polarity.POSITIVE
    assert (after.decision, after.rule) == (Decision.AGREED, "all-agree")
    assert (after.ruling_ids, after.reason) == (("R-POL-1",), f"{before.reason} {REASON}")
    assert (after.adjudicator_id, set(after.changed)) == ("cleo", {"polarity"})


def test_a_slot_that_the_layers_have_makes_it_a_change_and_the_rule_goes(corpus: Any, agreed: str) -> None:
    made = revise(corpus, {"claim": agreed, "set": {"presented_as": "hypothetical"}})
    after = made.adjudications[corpus.decision_of_claim[agreed].adjudication_id]
    assert (after.decision, after.rule) == (Decision.CHANGED, None)
    assert len(after.other_readings) == len(after.layer_claim_ids)
    assert all('presented_as "asserted"' in reading for reading in after.other_readings)


def test_quotes_become_offsets_and_unset_takes_out(corpus: Any) -> None:
    article = corpus.articles["heron_a"]
    claim = next(c for c in corpus.claims.values() if isinstance(c, CasualtyFigure) and c.article_id == "heron_a")
    word = claim.spans[0].of(article.text).split()[0]
    made = revise(
        corpus,
        {"claim": claim.claim_id, "set": {"spans": [claim.spans[0].of(article.text)], "place_spans": [word]}},
        {"claim": claim.claim_id, "set": {"comment": "Once more."}, "unset": ["place_spans"]},
    )
    assert made.problems == []
    assert made.claims[claim.claim_id].spans == claim.spans
    assert made.claims[claim.claim_id] == claim.model_copy(update={"comment": "Once more."})


def test_a_claim_is_taken_out_and_its_decision_says_so(corpus: Any, agreed: str) -> None:
    made = revise(corpus, {"claim": agreed, "reject": True, "rulings": ["R-FIG-1"]})
    after = made.adjudications[corpus.decision_of_claim[agreed].adjudication_id]
    assert agreed not in made.claims
    assert (after.decision, after.claim_id, after.rule) == (Decision.REJECTED, None, None)
    assert [reading.partition(": ")[2][:7] for reading in after.other_readings] == ["a claim"] * len(
        after.layer_claim_ids
    )


def test_claims_are_added_with_the_next_ids_and_may_name_each_other(corpus: Any) -> None:
    article = corpus.articles["heron_a"]
    words = article.sentences[0].of(article.text).rstrip(".")
    outer = {
        "label": "attributed_statement",
        "spans": [words],
        "presented_as": "asserted",
        "mention": "implicit",
        "cue_class": "hearsay",
        "quote_type": "indirect",
        "statement": "It is said.",
    }
    inner = {
        "label": "casualty_figure",
        "spans": [words],
        "presented_as": "asserted",
        "quantity_form": "none",
        "qualifier": "none_stated",
        "harm": "killed",
        "victim_status": "unspecified",
        "scope": "single_event",
        "statement": "People died.",
        "voice_id": "n1",
    }
    made = revise(
        corpus,
        {"article": "heron_a", "id": "n1", "sentences": [0], "set": outer},
        {"article": "heron_a", "sentences": [0], "set": inner},
        {
            "article": "heron_b",
            "id": "n1",
            "sentences": [0],
            "set": outer | {"spans": [words_of("heron_b", corpus)]},
        },
    )
    assert made.problems == []
    added = [claim for key, claim in made.claims.items() if key not in corpus.claims and claim.article_id == "heron_a"]
    assert len(made.claims) == len(corpus.claims) + 3, "two articles may use one id"
    last = max(key for key in corpus.claims if key.startswith("heron_a_c"))
    assert [claim.claim_id for claim in added] == [f"heron_a_c{int(last[-2:]) + n:02d}" for n in (1, 2)]
    assert added[1].voice_id == added[0].claim_id
    decisions = [d for d in made.adjudications.values() if d.claim_id in {claim.claim_id for claim in added}]
    assert {d.decision for d in decisions} == {Decision.ADDED}
    assert len({d.adjudication_id for d in made.adjudications.values()}) == len(made.adjudications)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"claim": "heron_a_c99", "set": {}}, "`claim` is 'heron_a_c99': name an adjudicated claim"),
        ({"set": {"polarity": "positive"}}, "a line names a `claim`, or an `article`"),
        ({"article": "heron_a", "reject": True}, "a line names a `claim`, or an `article`"),
        ({"claim": FIGURE, "set": {"claim_id": "x"}}, "claim_id of a claim never changes"),
        ({"claim": FIGURE, "set": {"label": "opinion"}}, "`label` is 'opinion', not one of"),
        ({"claim": FIGURE, "set": {"polarity": "up"}}, "polarity"),
        ({"claim": FIGURE, "rulings": ["pres-1"]}, "rulings.0"),
        ({"claim": FIGURE, "reason": ""}, "reason"),
        ({"claim": FIGURE, "set": {"spans": ["words that nobody wrote"]}}, "is not in the article"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_number(corpus: Any, line: dict[str, Any], message: str) -> None:
    [problem] = revise(corpus, line).problems
    assert problem.startswith("revisions.jsonl:1: ")
    assert message in problem


def test_the_command_shows_first_and_writes_all_or_nothing(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    file = tmp_path / "revisions.jsonl"
    good = {"claim": FIGURE, "set": {"comment": "Seen again."}, "reason": REASON}
    file.write_text(json.dumps(good) + "\n", encoding="utf-8")
    call = ["revise", OPEN, str(file), "--adjudicator", "cleo"]
    shown = CliRunner().invoke(group, call)
    assert (shown.exit_code, shown.output) == (
        0,
        "1 claims changed, 0 taken out, 0 added\n  comment: 1\nnothing was written; use --write\n",
    )
    assert small.corpus(OPEN).claims[FIGURE].comment is None
    assert CliRunner().invoke(group, [*call, "--write"]).exit_code == 0
    assert small.corpus(OPEN).claims[FIGURE].comment == "Seen again."
    assert [str(problem) for problem in run(load(small))] == []
    file.write_text(json.dumps(good | {"set": {"comment": "No."}}) + "\n{}\n", encoding="utf-8")
    refused = CliRunner().invoke(group, [*call, "--write"])
    assert (refused.exit_code, "revisions.jsonl:2" in refused.output) == (1, True)
    assert small.corpus(OPEN).claims[FIGURE].comment == "Seen again."
