"""Rates of checks: counted by hand, of each item the latest, models and people apart, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from small import OPEN, STANDOFF
from small_audit import run

from claimwire.audit.rates import (
    MISPLACED,
    MISSED,
    UNCLEAR_CLAIMS,
    UNCLEAR_SENTENCES,
    WRONG,
    CheckTally,
    JudgedItem,
    concordance,
    item_rates,
    judged_items,
    latest,
    of_label,
)
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.schema import ItemCheck
from claimwire.schema.vocab import AnnotatorKind, Label

NUMBERS = count(1)
A, B, C = Label


def judged(claim: str | int, answer: str, changed: bool = False, **fields: object) -> JudgedItem:
    """Return a check of a claim, by its id, or of a sentence, by its number."""
    about = {"sentence": claim} if isinstance(claim, int) else {"claim_id": claim, "label": A.value}
    base = {"check_id": f"x_k{next(NUMBERS):03d}", "article_id": "x", "content_sha256": "0" * 64, "answer": answer}
    check = base | about | {"annotator_id": "dora", "date": "2031-12-01"} | fields
    return JudgedItem(ItemCheck.model_validate(check, strict=False), changed)


def test_the_rates_are_those_counted_by_hand() -> None:
    # Claims: two of label A, one right and one wrong in a slot; two of C, one wrong in its span and one unclear.
    # Sentences: one with a claim of A and one of C missed, two without anything, one unclear.
    rates = item_rates(
        [
            judged("c1", "right"),
            judged("c2", "wrong", wrong_fields=["cue_class"]),
            judged("c3", "wrong", label=C.value, wrong_fields=["spans", "harm"]),
            judged("c4", "unclear", True, label=C.value),
            judged(0, "missed", missed_labels=[A.value, C.value]),
            judged(1, "nothing_missed", True),
            judged(2, "nothing_missed"),
            judged(3, "unclear"),
        ]
    )
    assert (rates.claims, rates.sentences, rates.changed) == (4, 4, 2)
    assert {rate.what: (rate.hits, rate.trials) for rate in rates.rates} == {
        WRONG: (2, 4),
        MISPLACED: (1, 4),
        of_label(WRONG, A): (1, 2),
        of_label(WRONG, C): (1, 2),
        MISSED: (1, 4),
        of_label(MISSED, A): (1, 4),
        of_label(MISSED, B): (0, 4),
        of_label(MISSED, C): (1, 4),
        UNCLEAR_CLAIMS: (1, 4),
        UNCLEAR_SENTENCES: (1, 4),
    }
    low, high = rates.rate(WRONG).interval
    # Wilson, p = 1/2, n = 4, z = 1.959964: 1/2 -+ z / (2 * sqrt(n + z**2)) = 1/2 -+ .349961.
    assert (low, high) == pytest.approx((0.150039, 0.849961), abs=1e-6)
    assert rates.rate(WRONG).shown == "50.0 % [15.0, 85.0]"
    with pytest.raises(KeyError):
        rates.rate("none")


@pytest.mark.parametrize(("field", "is_misplaced"), [("label", True), ("spans", True), ("statement", False)])
def test_label_and_span_count_apart_from_slots(field: str, is_misplaced: bool) -> None:
    rates = item_rates([judged("c1", "wrong", wrong_fields=[field])])
    assert (rates.rate(WRONG).hits, rates.rate(MISPLACED).hits) == (1, int(is_misplaced))


def test_without_checks_there_are_no_trials() -> None:
    rates = item_rates([])
    assert [rate.trials for rate in rates.rates] == [0] * 5
    assert {rate.shown for rate in rates.rates} == {"—"}


def test_of_an_item_that_was_checked_twice_the_latest_counts_by_date_and_then_by_number() -> None:
    old, new = judged("c1", "right", date="2031-12-02"), judged("c1", "unclear", date="2031-12-01")
    assert latest([new, old]) == [old]
    low, high = judged("c2", "right", check_id="x_k999"), judged("c2", "unclear", check_id="x_k1000")
    assert latest([high, low]) == [high]
    assert len(latest([old, low, judged(1, "unclear"), judged(1, "unclear", article_id="y")])) == 4


def test_groups_are_kinds_corpora_and_splits_and_annotators_of_no_kind_are_left_out(small_built: Workspace) -> None:
    splits = {row.record.article_id: row.record.split.value for row in small_built.splits()[0]}
    tally = CheckTally({"dora": AnnotatorKind.MODEL, "bela": AnnotatorKind.HUMAN})
    for corpus in small_built.corpora((OPEN, STANDOFF)):
        tally.add(corpus, splits)
    counted = {group: (rates.claims, rates.sentences) for group, rates in tally.rates().items()}
    assert counted == {
        ("human", OPEN, "train"): (1, 1),
        ("human", STANDOFF, "test"): (0, 2),
        ("model", STANDOFF, "test"): (5, 1),
    }
    assert len(tally.judged(AnnotatorKind.HUMAN)) == 4
    assert len(tally.judged(AnnotatorKind.HUMAN, "test")) == 2
    assert tally.rates()["model", STANDOFF, "test"].rate(WRONG).hits == 2
    alone = CheckTally({"bela": AnnotatorKind.HUMAN})
    alone.add(small_built.corpus(STANDOFF), {})
    assert list(alone.rates()) == [("human", STANDOFF, "none")]


def changed(workspace: Workspace, corpus_id: str) -> set[str]:
    judged = judged_items(workspace.corpus(corpus_id))
    return {item.check.check_id for item in judged if item.changed}


def test_an_item_has_changed_when_its_claim_or_the_claims_in_its_sentence_did(small: Workspace) -> None:
    assert changed(small, OPEN) == changed(small, STANDOFF) == set()
    with editing(small.corpus_folder(OPEN)) as edit:
        article = edit.corpus.article("heron_b")
        claim = edit.corpus.claims["heron_b_c02"]
        edit.merge("claims", [claim.model_copy(update={"spans": (article.sentences[1],)})])
    assert changed(small, OPEN) == {"heron_b_k002"}
    with editing(small.corpus_folder(OPEN)) as edit:
        edit.merge("claims", [edit.corpus.claims["heron_b_c01"].model_copy(update={"statement": "Other words."})])
    assert changed(small, OPEN) == {"heron_b_k001", "heron_b_k002"}
    with editing(small.corpus_folder(STANDOFF)) as edit:
        edit.replace("claims", [x for x in edit.records("claims") if x.claim_id != "rook_b_c05"])
    assert changed(small, STANDOFF) == {"rook_b_k002"}


def test_agreement_is_over_items_that_both_checked_as_they_were() -> None:
    one = [judged("c1", "right"), judged("c2", "unclear"), judged("c3", "right"), judged(4, "nothing_missed")]
    other = [judged("c1", "right"), judged("c2", "right"), judged("c3", "right", content_sha256="1" * 64)]
    found = concordance(one, other)
    assert (found.same.hits, found.same.trials) == (1, 2)
    assert found.answers == {("right", "right"): 1, ("unclear", "right"): 1}
    assert concordance(one, []).same.trials == 0


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.chdir(small.root)
    return small


def test_the_command_prints_each_kind_apart_and_what_changed(here: Workspace) -> None:
    printed = run("rates").output
    assert [line for line in printed.splitlines() if "annotators" in line] == [
        "heron, train, checked by human annotators. 95 % Wilson intervals",
        "rook, test, checked by human annotators. 95 % Wilson intervals",
        "rook, test, checked by model annotators. 95 % Wilson intervals",
    ]
    assert "checked before they changed: 0 of 6 items" in printed
    (here.corpus_folder(STANDOFF) / "checks.jsonl").unlink()
    assert run("rates", STANDOFF).output == "no item has been checked\n"
